"""A questionnaire as a FHIR R4 Questionnaire that other people's renderers can fill.

Self-contained: options stand inline, nothing is fetched. Nothing is required; scores stay ours,
only the options' ordinal values go along.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from intake.domain.fhir import names
from intake.domain.questionnaire import Condition, Option, Question, Questionnaire

Item = dict[str, Any]
TYPES = {
    "choice": "choice",
    "choices": "choice",
    "month": "date",
    "date": "date",
    "text": "text",
    "repeat": "group",
}


def exported(questionnaire: Questionnaire, *, published_on: str = "") -> dict[str, Any]:
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
        "copyright": " ".join(filter(None, (questionnaire.notice, questionnaire.licence))),
        "code": _loinc(questionnaire.loinc),
        "item": list(_items(questionnaire)),
    }
    return _without_gaps(made)


def grouped(questionnaire: Questionnaire) -> Iterator[tuple[str, Sequence[Question]]]:
    """The questions in order, each run with the link id of its group, or "" outside of one.

    The scored items of an instrument stand in a group under the sentence they share.
    """
    stemmed = groupby(questionnaire.questions, lambda q: bool(questionnaire.stem) and q.scored)
    for number, (is_stemmed, questions) in enumerate(stemmed):
        yield f"items-{number + 1}" if is_stemmed else "", tuple(questions)


def _items(questionnaire: Questionnaire) -> Iterator[Item]:
    if questionnaire.preamble:
        yield {"linkId": "preamble", "text": questionnaire.preamble, "type": "display"}
    if questionnaire.note_above:
        yield {"linkId": "note", "text": questionnaire.note_above, "type": "display"}
    known = {q.id: q for q in questionnaire.questions}
    for group, questions in grouped(questionnaire):
        items = [_item(question, known) for question in questions]
        if group:
            yield {"linkId": group, "text": questionnaire.stem, "type": "group", "item": items}
        else:
            yield from items


def _item(question: Question, known: dict[str, Question]) -> Item:
    inner = {**known, **{q.id: q for q in question.questions}}
    conditions = [when for c in question.enable_when for when in _conditions(c, known)]
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
        "answerOption": list(_options(question)),
        "item": [_item(q, inner) for q in question.questions],
    }
    return _without_gaps(made)


def _type(question: Question) -> str:
    if question.type == "number":
        return "decimal" if question.decimals else "integer"
    return TYPES[question.type]


def _extensions(question: Question) -> Iterator[Item]:
    if question.type == "month":
        yield {"url": names.ENTRY_FORMAT, "valueString": names.MONTHS}
    if question.least is not None:
        yield {"url": names.MIN, "valueInteger": question.least}
    if question.greatest is not None:
        yield {"url": names.MAX, "valueInteger": question.greatest}
    if question.most is not None:
        yield {"url": names.MAX_OCCURS, "valueInteger": question.most}


def _options(question: Question) -> Iterator[Item]:
    if question.type not in {"choice", "choices"}:
        return  # a FHIR date or text has no options: its opt-outs are said by leaving it empty
    for option in question.options:
        score = option.score
        extension = [{"url": names.ORDINAL, "valueDecimal": score}] if score is not None else []
        yield _without_gaps({"extension": extension, "valueCoding": _coding(option)})
    for code in question.reserved:
        display = code.replace("_", " ").capitalize()
        coding = {"system": names.RESERVED, "code": code, "display": display}
        yield {"valueCoding": coding}


def _coding(option: Option) -> dict[str, str]:
    system, code = (names.LOINC, option.loinc) if option.loinc else (names.OPTION, option.code)
    return {"system": system, "code": code, "display": option.label}


def _conditions(condition: Condition, known: dict[str, Question]) -> Iterator[Item]:
    """R4 compares with one value at a time: several are several conditions, any of which holds."""
    asked = known.get(condition.question)
    if asked is None:
        return  # of another questionnaire of the packet: asked there, always asked here
    wanted = condition.is_any_of or {o.code for o in asked.options} - condition.is_none_of
    for option in asked.options:
        if option.code in wanted:
            coding = _coding(option)
            yield {"question": asked.id, "operator": "=", "answerCoding": coding}


def _loinc(code: str | None) -> list[dict[str, str]]:
    return [{"system": names.LOINC, "code": code}] if code else []


def _without_gaps(made: dict[str, Any]) -> dict[str, Any]:
    """FHIR allows no empty text and no empty list; false is the same as absent."""
    return {key: value for key, value in made.items() if value not in (None, "", [], False)}
