"""Is a question asked? Conditions read what is known so far, across the whole packet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from intake.domain.answers import Answers
from intake.domain.questionnaire import Condition, Question

_NO_ROW: Mapping[str, Any] = {}


def asked(question: Question, answers: Answers, *, row: Mapping[str, Any] = _NO_ROW) -> bool:
    """True when any of its conditions holds, or it has none.

    `row` holds the answers beside a question of a repeat, such as one medicine's.
    A condition on something not answered yet does not hold.
    """
    conditions = question.enable_when
    return not conditions or any(_holds(c, _answer(c.question, answers, row)) for c in conditions)


def _answer(question_id: str, answers: Answers, row: Mapping[str, Any]) -> Any:
    """Question ids are unique across a packet, so the first one found is the one."""
    found = (given[question_id] for given in (row, *answers.values()) if question_id in given)
    return next(found, None)


def _holds(condition: Condition, value: Any) -> bool:
    if value is None:
        return False
    values = [value] if isinstance(value, str) else value
    given = {code for code in values if isinstance(code, str)}
    if condition.is_none_of:
        return given.isdisjoint(condition.is_none_of)
    return not given.isdisjoint(condition.is_any_of)
