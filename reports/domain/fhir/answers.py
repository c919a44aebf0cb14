"""The answers: one QuestionnaireResponse for each questionnaire, shaped as the Questionnaire is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby
from typing import Any

from intake.domain.fhir import names
from reports.domain.fhir.shapes import (
    ABSENT,
    WHY_ABSENT,
    Resource,
    answered_at,
    coded,
    patient_asserted,
    reference,
    without_gaps,
)
from reports.domain.summary import Answer, Part, Summary, Value

# An answer that was ruled out is no answer to the form as it stands; it is on paper, and says so.
SAID = frozenset({"answered", *WHY_ABSENT})
TYPES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "date": ("valueDate", str),
    "integer": ("valueInteger", int),
    "decimal": ("valueDecimal", float),
    "text": ("valueString", str),
}


def responses(summary: Summary) -> Iterator[tuple[str, Resource]]:
    """By name; a questionnaire to which nothing was said has none."""
    for part in filter(_is_given, summary.appendix):
        yield _name(part), _response(summary, part)


def sources(summary: Summary, answers: Collection[str]) -> list[Resource]:
    """References to the responses in which these answers stand, A1, A2."""
    return [
        reference(summary, _name(part))
        for part in filter(_is_given, summary.appendix)
        if any(answer.name in answers for answer in part.answers)
    ]


def _is_given(part: Part) -> bool:
    return any(answer.state in SAID for answer in part.answers)


def _name(part: Part) -> str:
    return f"response/{part.slug}"


def _response(summary: Summary, part: Part) -> Resource:
    patient = reference(summary, "patient")
    return {
        "resourceType": "QuestionnaireResponse",
        "meta": patient_asserted(),
        "questionnaire": f"{names.STATED}{part.slug}|{part.version}",
        "status": "completed" if summary.status.sent_at_iso else "in-progress",
        "subject": patient,
        "authored": answered_at(summary),
        "author": patient,
        "source": patient,
        "item": list(_items(part)),
    }


def _items(part: Part) -> Iterator[Resource]:
    said = (answer for answer in part.answers if answer.state in SAID)
    for (group, row), answers in groupby(said, lambda a: (a.within, a.row)):
        items = [item for answer in answers for item in _item(answer)]
        if group:
            yield without_gaps({"linkId": group, "text": "" if row else part.lead, "item": items})
        else:
            yield from items


def _item(answer: Answer) -> Iterator[Resource]:
    """One item; of a list inside a row, such as dose changes, one for each of its rows."""
    made = {"linkId": answer.id, "text": answer.wording or answer.question}
    values = given(answer)
    if any(value.question for value in values):
        for _row, inner in groupby(values, lambda value: value.row):
            yield made | {"item": list(_inner(inner))}
    else:
        absent = [] if values else _absent(answer)
        yield without_gaps(made | {"extension": absent, "answer": _answers(values)})


def _inner(values: Iterable[Value]) -> Iterator[Resource]:
    for question, group in groupby(values, lambda value: value.question):
        yield {"linkId": question, "answer": _answers(group)}


def given(answer: Answer) -> tuple[Value, ...]:
    """The values; of a snapshot that was frozen before there were any, the words."""
    if answer.values is None:
        return (Value(kind="text", value=answer.said),) if answer.state == "answered" else ()
    return answer.values


def _absent(answer: Answer) -> list[Resource]:
    """Why a question that was asked has no answer."""
    code = WHY_ABSENT.get(answer.state)
    return [{"url": ABSENT, "valueCode": code}] if code else []


def _answers(values: Iterable[Value]) -> list[Resource]:
    made = (without_gaps(_typed(value)) for value in values)
    return [answer for answer in made if answer]


def _typed(value: Value) -> Resource:
    if value.kind == "code":
        return {"valueCoding": coded(value)}
    if value.kind == "date" and len(value.value) < len("YYYY-MM-DD"):
        return {"valueString": value.value}  # as typed into the question for a month
    key, read = TYPES[value.kind]
    return {key: read(value.value)}
