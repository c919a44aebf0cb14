"""Is a question asked? Conditions read what is known so far, across the whole packet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from intake.domain.answers import Answers
from intake.domain.questionnaire import Condition, Question, Questionnaire

_NO_ROW: Mapping[str, Any] = {}


def asked(question: Question, answers: Answers, *, row: Mapping[str, Any] = _NO_ROW) -> bool:
    """True when any of its conditions holds, or it has none.

    `row` holds the answers beside a question of a repeat, such as one medicine's.
    A condition on something not answered yet does not hold.
    """
    conditions = question.enable_when
    return not conditions or any(_holds(c, _answer(c.question, answers, row)) for c in conditions)


def still_asked(questionnaires: Sequence[Questionnaire], answers: Answers) -> Answers:
    """The answers without those to questions that a later change has ruled out.

    A safety answer is never left out: what was once said there is heard.
    """
    kept: dict[str, dict[str, Any]] = {slug: dict(given) for slug, given in answers.items()}
    conditional = [(q.slug, one) for q in questionnaires for one in q.questions if one.enable_when]
    while ruled_out := [
        (slug, question.id)
        for slug, question in conditional
        if question.id in kept.get(slug, {}) and not question.safety and not asked(question, kept)
    ]:
        for slug, name in ruled_out:
            del kept[slug][name]
    for questionnaire in questionnaires:
        for repeat in (one for one in questionnaire.questions if one.type == "repeat"):
            rows = kept.get(questionnaire.slug, {}).get(repeat.id)
            if isinstance(rows, list):
                kept[questionnaire.slug][repeat.id] = [_row(repeat, row, kept) for row in rows]
    return kept


def _row(repeat: Question, row: Mapping[str, Any], answers: Answers) -> dict[str, Any]:
    gone = {q.id for q in repeat.questions if not asked(q, answers, row=row)}
    return {key: value for key, value in row.items() if key not in gone}


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
