"""A questionnaire as a FHIR R4 Questionnaire that other people's renderers can fill.

Self-contained: options stand inline, nothing is fetched. Nothing is required; scores stay ours,
only the ordinal values of scored items go along, turned round where an item counts the other way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from intake.domain.fhir import names
from intake.domain.questionnaire import Condition, Option, Question, Questionnaire

Item = dict[str, Any]
OptOut = Callable[[Question, str], str]  # the words of an opt-out in the form's language
TYPES = {
    "choice": "choice",
    "choices": "choice",
    "date": "date",
    "text": "text",
    "repeat": "group",
}
CONTROLS = {"choice": "radio-button", "choices": "check-box"}


def exported(
    questionnaire: Questionnaire, *, opt_out: OptOut, published_on: str = ""
) -> dict[str, Any]:
    """The Questionnaire as JSON data; `published_on` is an ISO date, left out where unknown."""
    made = {
        "resourceType": "Questionnaire",
        "id": questionnaire.slug.replace("_", "-"),
        "language": questionnaire.language,
        "url": names.STATED + questionnaire.slug,
        "version": questionnaire.version,
        "name": "".join(part.capitalize() for part in questionnaire.slug.split("_")),
        "title": questionnaire.title,
        "status": "active",
        "subjectType": ["Patient"],
        "date": published_on,
        "publisher": questionnaire.holder,
        "description": questionnaire.citation,
        "copyright": _copyright(questionnaire),
        "code": _loinc(questionnaire.loinc),
        "item": list(_items(questionnaire, opt_out)),
    }
    return _without_gaps(made)


def grouped(questionnaire: Questionnaire) -> Iterator[tuple[str, Sequence[Question]]]:
    """The questions in order, each run with the link id of its group, or "" outside of one.

    The scored items of an instrument stand in a group under the sentence they share.
    """
    stemmed = groupby(questionnaire.questions, lambda q: bool(questionnaire.stem) and q.scored)
    for number, (is_stemmed, questions) in enumerate(stemmed):
        yield f"items-{number + 1}" if is_stemmed else "", tuple(questions)


def _copyright(of: Questionnaire) -> str:
    """Notice and licence; the one alone that holds the other."""
    if of.licence in of.notice:
        return of.notice
    return of.licence if of.notice in of.licence else f"{of.notice} {of.licence}"


def _items(questionnaire: Questionnaire, opt_out: OptOut) -> Iterator[Item]:
    if questionnaire.preamble:
        yield {"linkId": "preamble", "text": questionnaire.preamble, "type": "display"}
    if questionnaire.note_above:
        yield {"linkId": "note", "text": questionnaire.note_above, "type": "display"}
    known = {q.id: q for q in questionnaire.questions}
    for group, questions in grouped(questionnaire):
        items = [_item(question, known, opt_out) for question in questions]
        if group:
            yield {"linkId": group, "text": questionnaire.stem, "type": "group", "item": items}
        else:
            yield from items


def _item(question: Question, known: Mapping[str, Question], opt_out: OptOut) -> Item:
    inner = {**known, **{q.id: q for q in question.questions}}
    conditions = [
        when
        for condition in question.enable_when
        if condition.question in known  # else of another questionnaire of the packet
        for when in _conditions(condition, known[condition.question], opt_out)
    ]
    made = {
        "extension": list(_extensions(question)),
        "linkId": question.id,
        "code": _loinc(question.loinc),
        "text": question.sentence,
        "type": _type(question),
        "enableWhen": conditions,
        "enableBehavior": "any" if len(conditions) > 1 else "",  # R4: only where there are several
        "repeats": question.type in {"choices", "repeat"},
        "maxLength": question.max_length if question.type == "text" else None,
        "answerOption": list(_options(question, opt_out)),
        "item": [*_hint(question), *(_item(q, inner, opt_out) for q in question.questions)],
    }
    return _without_gaps(made)


def _hint(question: Question) -> Iterator[Item]:
    if question.hint:
        yield {"linkId": f"{question.id}-hint", "text": question.hint, "type": "display"}


def _type(question: Question) -> str:
    """A month is chosen words or typed: a FHIR date would be filled up with a day."""
    if question.type == "number":
        return "decimal" if question.decimals else "integer"
    if question.type == "month":
        return "open-choice" if question.also or question.reserved else "string"
    return TYPES[question.type]


def _extensions(question: Question) -> Iterator[Item]:
    if question.type in CONTROLS:
        coding = {"system": names.CONTROLS, "code": CONTROLS[question.type]}
        yield {"url": names.CONTROL, "valueCodeableConcept": {"coding": [coding]}}
    if question.type == "month":
        yield {"url": names.ENTRY_FORMAT, "valueString": names.MONTHS}
    if question.least is not None:
        yield {"url": names.MIN, "valueInteger": question.least}
    if question.greatest is not None:
        yield {"url": names.MAX, "valueInteger": question.greatest}
    if question.most is not None:
        yield {"url": names.MAX_OCCURS, "valueInteger": question.most}


def _options(question: Question, opt_out: OptOut) -> Iterator[Item]:
    alone = question.exclusive | set(question.reserved)
    for code, coding in _codings(question, opt_out).items():
        extension = list(_points(question, code))
        if question.type == "choices" and code in alone:
            extension.append({"url": names.EXCLUSIVE, "valueBoolean": True})
        yield _without_gaps({"extension": extension, "valueCoding": coding})


def _points(question: Question, code: str) -> Iterator[Item]:
    """What an answer to a scored item counts: of a reversed one the other way round."""
    option = question.option(code)
    if not question.scored or option is None or option.score is None:
        return
    marks = [o.score for o in question.options if o.score is not None]
    points = max(marks) + min(marks) - option.score if question.reverse else option.score
    yield {"url": names.ORDINAL, "valueDecimal": points}


def _codings(question: Question, opt_out: OptOut) -> dict[str, dict[str, str]]:
    """What can be chosen, by our code. In a FHIR date or text, an opt-out is to leave it empty."""
    if question.type not in {"choice", "choices", "month"}:
        return {}
    opt_outs = {
        code: {"system": names.RESERVED, "code": code, "display": opt_out(question, code)}
        for code in question.reserved
    }
    return {o.code: _coding(o) for o in (*question.options, *question.also)} | opt_outs


def _coding(option: Option) -> dict[str, str]:
    system, code = (names.LOINC, option.loinc) if option.loinc else (names.OPTION, option.code)
    return {"system": system, "code": code, "display": option.label}


def _conditions(condition: Condition, asked: Question, opt_out: OptOut) -> Iterator[Item]:
    """R4 compares with one value at a time: several are several conditions, any of which holds."""
    codings = _codings(asked, opt_out)
    wanted = condition.is_any_of or codings.keys() - condition.is_none_of
    for code, coding in codings.items():
        if code in wanted:
            yield {"question": asked.id, "operator": "=", "answerCoding": coding}


def _loinc(code: str | None) -> list[dict[str, str]]:
    return [{"system": names.LOINC, "code": code}] if code else []


def _without_gaps(made: dict[str, Any]) -> dict[str, Any]:
    """FHIR allows no empty text and no empty list; false is the same as absent."""
    return {key: value for key, value in made.items() if value not in (None, "", [], False)}
