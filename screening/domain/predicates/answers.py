"""Tests of single answers, of several together, and of their order in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from screening.domain.evidence import Finding, Outcome, distinct, either, every
from screening.domain.order import ONSET, before, span
from screening.domain.predicates.case import Case, dated, predicate


@predicate()
def answer_is(
    case: Case, *, question: str, codes: Sequence[str], unclear: Sequence[str] = ()
) -> Finding:
    return case.record.finding(question, codes, unclear)


@predicate()
def any_answer_is(
    case: Case, *, questions: Sequence[str], codes: Sequence[str], beside: str = ""
) -> Finding:
    """`beside` names a question whose answer is printed with those that decide."""
    found = either(case.record.finding(question, codes) for question in questions)
    if found.outcome != "yes" or case.record.value(beside) is None:
        return found
    return replace(found, used=(*found.used, case.record.used(beside)))


@predicate()
def so_many_answers_are(
    case: Case,
    *,
    least: int,
    questions: Sequence[str],
    codes: Sequence[str],
    sooner: str,
    sooner_codes: Sequence[str],
) -> Finding:
    """At least so many questions are answered so; `sooner` counts from milder answers on."""
    found = [case.record.finding(question, codes) for question in questions]
    found.append(case.record.finding(sooner, sooner_codes))
    by = {outcome: [f for f in found if f.outcome == outcome] for outcome in ("yes", "unknown")}
    if len(by["yes"]) >= least:
        return Finding(outcome="yes", used=distinct(u for f in by["yes"] for u in f.used))
    if len(by["yes"]) + len(by["unknown"]) < least:
        return Finding(outcome="no", used=distinct(u for f in found for u in f.used))
    return Finding(outcome="unknown", used=distinct(u for f in by["unknown"] for u in f.used))


@predicate()
def answer_is_none_of(case: Case, *, question: str, codes: Sequence[str]) -> Finding:
    """Of a question that was asked: one that was ruled out has no answer to go by."""
    if gone := case.record.left_out(question):
        return gone
    opposite: dict[Outcome, Outcome] = {"yes": "no", "no": "yes", "unknown": "unknown"}
    found = case.record.finding(question, codes)
    return replace(found, outcome=opposite[found.outcome])


@predicate(ONSET)
def month_before_onset(case: Case, *, question: str) -> Finding:
    """The month of a follow-up, such as b7-since, is earlier than the onset."""
    return _ordered(case, question, question, ONSET)


@predicate(ONSET)
def onset_before_month(case: Case, *, question: str) -> Finding:
    return _ordered(case, question, ONSET, question)


@predicate(ONSET)
def onset_before_every_month(case: Case, *, questions: Sequence[str]) -> Finding:
    """Earlier than each of these follow-ups that was asked. Never true of nothing."""
    asked = [question for question in questions if _may_be_asked(case, question)]
    if not asked:
        return Finding(outcome="no")
    return every(_ordered(case, question, ONSET, question) for question in asked)


def _may_be_asked(case: Case, question: str) -> bool:
    return case.covers(question) and not case.record.is_ruled_out(question)


def _ordered(case: Case, asked: str, first: str, second: str) -> Finding:
    record = case.record
    outcome = before(span(record.value(first)), span(record.value(second)))
    used = (record.used(first), record.used(second))
    return record.left_out(asked) or dated(outcome, used)
