"""May a questionnaire stand beside the others? What a pack could break, found beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from intake.domain.packet import steps
from intake.domain.questionnaire import SKIPPED, Condition, Question, Questionnaire, every

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")  # as it stands in an address
# What a page's own controls are called, alone or behind the id of a question.
CONTROLS = frozenset({"skip", "again", "add", "remove", "find", "take", "csrfmiddlewaretoken"})
PARTS = frozenset({"skip", "instead", "day", "month", "year"})


def faults(questionnaire: Questionnaire, *, beside: Sequence[Questionnaire]) -> Iterator[str]:
    """Reasons why it can't be asked together with `beside`; empty when it can."""
    owners = {q.id: one.slug for one in beside for q in every(one.questions)}
    for question in every(questionnaire.questions):
        reason = _unfit(question, owners)
        if reason:
            yield f"questions.{question.id}: {reason}"
    yield from _clashes(questionnaire)
    yield from _conditions(questionnaire, beside)
    mine, theirs = ([step.key for step in steps(some)] for some in ((questionnaire,), beside))
    twice = {key for key in mine if key in theirs or mine.count(key) > 1}
    yield from (f"questions: two pages would be called {key}" for key in sorted(twice))


def _unfit(question: Question, owners: Mapping[str, str]) -> str:
    if question.id in owners:
        return f"is the id of a question of {owners[question.id]}; choose a new one"
    if not NAME.fullmatch(question.id) or question.id in CONTROLS:
        return "can't be an id; use up to 60 letters, digits, - and _, and no name of a button"
    if question.safety:
        return "safety belongs to our own questions: no rule would read this one"
    if question.type == "repeat":
        return "repeat belongs to the medicines: no page asks it"
    return ""


def _clashes(questionnaire: Questionnaire) -> Iterator[str]:
    """The field of one question that has the name of another's control."""
    ids = {question.id for question in questionnaire.questions}
    for name in sorted(ids):
        start, _, part = name.rpartition("-")
        if part in PARTS and start in ids:
            yield f"questions.{name}: is the name of a control of {start}; choose another id"


def _conditions(questionnaire: Questionnaire, beside: Sequence[Questionnaire]) -> Iterator[str]:
    """A condition reads what was asked before it, so that none hangs on itself."""
    known = {q.id: q for one in beside for q in one.questions}
    for question in questionnaire.questions:
        for condition in question.enable_when:
            for reason in _misread(condition, known):
                yield f"questions.{question.id}.enable_when: {reason}"
        known[question.id] = question


def _misread(condition: Condition, known: Mapping[str, Question]) -> Iterator[str]:
    asked = known.get(condition.question)
    if asked is None:
        yield f"{condition.question} is not asked before it"
    else:
        codes = {SKIPPED, *asked.reserved, *(o.code for o in (*asked.options, *asked.also))}
        wanted = condition.is_any_of | condition.is_none_of
        yield from (f"{code} is no answer to {asked.id}" for code in sorted(wanted - codes))
