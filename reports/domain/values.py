"""Answers as a machine reads them: codes, dates, numbers, and texts as they were written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from intake.domain import dates, months, numbers
from intake.domain.questionnaire import RESERVED, Question
from reports.domain.summary import Value
from screening.domain.book import GAPS, say

DATES: dict[str, Callable[[str], Any]] = {"month": months.parse, "date": dates.parse}


def values(question: Question, answer: Any) -> Iterator[Value]:
    """None for a gap, except an opt-out that the question offers among its options."""
    if isinstance(answer, list):
        for number, item in enumerate(answer, start=1):
            yield from (
                _row(question, item, number) if isinstance(item, dict) else values(question, item)
            )
    elif answer is not None and not _is_gap(question, str(answer)):
        yield _value(question, str(answer))


def _row(repeat: Question, row: dict[str, Any], number: int) -> Iterator[Value]:
    for question in repeat.questions:
        for value in values(question, row.get(question.id)):
            yield replace(value, question=question.id, row=number)


def _is_gap(question: Question, answer: str) -> bool:
    """A whole date, a number and a text have no options: their opt-outs are no value."""
    offered = question.reserved if question.type in {"choice", "choices", "month"} else ()
    return answer in GAPS and answer not in offered


def _value(question: Question, answer: str) -> Value:
    option = question.option(answer)
    if question.type == "text":
        return Value(kind="text", value=answer)
    if option or answer in RESERVED:
        loinc = option.loinc if option else None
        return Value(kind="code", value=answer, label=say(question, answer), loinc=loinc)
    if question.type == "number" and numbers.fault(answer, question) is None:
        return Value(kind="decimal" if question.decimals else "integer", value=answer)
    if question.type in DATES and DATES[question.type](answer):
        return Value(kind="date", value=answer)
    return Value(kind="text", value=say(question, answer))
