"""The named tests that rules are written with. Each answers yes, no or unknown, and says by what.

A rule file names a test and gives its parameters; `needs` are the questions it cannot do without,
besides those its own parameters name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from intake.domain.questionnaire import Scale
from screening.domain.evidence import (
    Finding,
    Outcome,
    Record,
    Used,
    distinct,
    either,
    every,
    has_answer,
)
from screening.domain.medicines import LIST, Dated, Medicine, Medicines
from screening.domain.order import Span, before, in_months, months_between, span
from screening.domain.scoring import Score

ONSET = "o1"
ALWAYS = "as_long_as_i_can_remember"
WHEN = {"now": "now", "onset": "when the numbness began"}
SAME_TIME = "same month, or only the year is known: the order is not known"
NO_MONTH = "numbness as long as the patient can remember has no month"


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that a test may look at. `submitted_on` is the day "now" is measured from."""

    record: Record
    medicines: Medicines
    scores: Mapping[str, Score]
    submitted_on: date | None

    @cached_property
    def onset(self) -> Span | None:
        return span(self.record.value(ONSET))

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        return {s.id: s for q in self.record.questionnaires for s in q.scales}

    def covers(self, name: str) -> bool:
        """Whether a question or a scale of this name is in the packet."""
        return name in self.scales or name in self.record.questions


@dataclass(frozen=True, kw_only=True)
class Predicate:
    test: Callable[..., Finding]
    needs: tuple[str, ...]


PREDICATES: dict[str, Predicate] = {}


def predicate(*needs: str) -> Callable[[Callable[..., Finding]], Callable[..., Finding]]:
    def register(test: Callable[..., Finding]) -> Callable[..., Finding]:
        PREDICATES[test.__name__] = Predicate(test=test, needs=needs)
        return test

    return register


@predicate()
def answer_is(
    case: Case, *, question: str, codes: Sequence[str], unclear: Sequence[str] = ()
) -> Finding:
    return case.record.finding(question, codes, unclear)


@predicate()
def any_answer_is(case: Case, *, questions: Sequence[str], codes: Sequence[str]) -> Finding:
    return either(case.record.finding(question, codes) for question in questions)


@predicate()
def answer_is_none_of(case: Case, *, question: str, codes: Sequence[str]) -> Finding:
    found = case.record.finding(question, codes)
    opposite: dict[Outcome, Outcome] = {"yes": "no", "no": "yes", "unknown": "unknown"}
    outcome = opposite[found.outcome] if found.used else "no"
    return Finding(outcome=outcome, used=found.used)


@predicate(ONSET)
def month_before_onset(case: Case, *, question: str) -> Finding:
    """The month of a follow-up, such as b7-since, is earlier than the onset."""
    return _ordered(case, question, question, ONSET)


@predicate(ONSET)
def onset_before_month(case: Case, *, question: str) -> Finding:
    return _ordered(case, question, ONSET, question)


def _ordered(case: Case, asked: str, first: str, second: str) -> Finding:
    record = case.record
    outcome = before(span(record.value(first)), span(record.value(second)))
    used = (record.used(first), record.used(second))
    return record.left_out(asked) or _dated(outcome, used)


def _dated(outcome: Outcome, used: Sequence[Used]) -> Finding:
    """Says why an order is unknown where the answers alone do not."""
    if outcome != "unknown":
        return Finding(outcome=outcome, used=tuple(used))
    always = any(u.answer == ALWAYS for u in used)
    silent = not all(has_answer(u.answer) for u in used)
    why = NO_MONTH if always else SAME_TIME
    return Finding(outcome="unknown", used=tuple(used), why=() if silent else (why,))


@predicate(LIST)
def medicine_answer_is(case: Case, *, question: str, codes: Sequence[str]) -> Finding:
    return case.medicines.any(lambda medicine: medicine.finding(question, codes))


@predicate(LIST)
def medicine_with_evidence_in_use(case: Case, *, at: Sequence[str]) -> Finding:
    """A medicine whose grade counts as evidence is in use "now" or in the month of "onset"."""
    return case.medicines.any(lambda medicine: _evidence_in_use(case, medicine, at))


def _evidence_in_use(case: Case, medicine: Medicine, at: Sequence[str]) -> Finding:
    times = {"now": medicine.in_use_now, "onset": _in_use_at_onset(case, medicine)}
    found = every((medicine.evidence, either(times[time] for time in at)))
    if found.outcome != "yes" or medicine.grade is None:
        return found
    when = " and ".join(WHEN[time] for time in at if times[time].outcome == "yes")
    level = medicine.grade.level.replace("_", " ")
    return found.fact(use=f"{medicine.name} ({level}; in use {when})", source=medicine.grade.source)


def _in_use_at_onset(case: Case, medicine: Medicine) -> Finding:
    found = medicine.in_use_in(case.onset)
    return _dated(found.outcome, (*found.used, case.record.used(ONSET)))


@predicate(ONSET, LIST)
def onset_after_start_or_rise(case: Case, *, least: int, most: int) -> Finding:
    """The onset is so many months after a start or a dose rise."""
    events = _starts_and_rises(case)
    if not events:
        return case.medicines.empty
    found = either(_order(case, event, _within(gap, least, most)) for event, gap in events)
    if found.outcome != "yes":
        return found
    return _with_intervals(case, [(e, gap[0]) for e, gap in events if gap and _exact(gap, least)])


def _within(gap: Span | None, least: int, most: int) -> Outcome:
    if gap is not None and (gap[1] < 0 or gap[0] > most):
        return "no"
    return "yes" if gap is not None and least <= gap[0] and gap[1] <= most else "unknown"


def _exact(gap: Span, least: int) -> bool:
    return gap[0] == gap[1] >= least


def _with_intervals(case: Case, told: Sequence[tuple[Dated, int]]) -> Finding:
    """Tells every true interval, also those longer than the window."""
    nearest = sorted(told, key=lambda pair: (pair[1], pair[0].what))
    used = [case.record.used(ONSET), *(used for event, _ in nearest for used in event.used)]
    facts = [("interval", f"{in_months(gap)} after {event.what}") for event, gap in nearest]
    return Finding(outcome="yes", used=distinct(used), facts=tuple(facts))


@predicate(ONSET, LIST)
def onset_before_all_starts_and_rises(case: Case) -> Finding:
    """Never true of nothing: at least one start or rise has a date."""
    events = _starts_and_rises(case)
    found = every(_order(case, e, before(case.onset, e.when)) for e, _ in events)
    dated = any(event.when for event, _ in events)
    return found if dated else _nothing_dated(found, case, "no start and no rise has a date")


def _starts_and_rises(case: Case) -> list[tuple[Dated, Span | None]]:
    """Each with the months from it to the onset, where both are dated."""
    events = [event for m in case.medicines.members for event in (m.start, *m.rises)]
    return [
        (e, months_between(e.when, case.onset) if e.when and case.onset else None) for e in events
    ]


def _order(case: Case, event: Dated, outcome: Outcome) -> Finding:
    return _dated(outcome, (case.record.used(ONSET), *event.used))


def _nothing_dated(found: Finding, case: Case, why: str) -> Finding:
    used = found.used or case.medicines.empty.used
    return Finding(outcome="unknown", used=used, why=(why,))


@predicate(LIST)
def every_evidence_medicine_answers(case: Case, *, question: str, codes: Sequence[str]) -> Finding:
    return _every_with_evidence(case, "m3", lambda medicine: medicine.finding(question, codes))


@predicate(LIST)
def every_evidence_medicine_long_stopped(
    case: Case, *, more_than: int, question: str, codes: Sequence[str]
) -> Finding:
    """Each was stopped more than so many months before the form was sent, with such an answer."""

    def long_stopped(medicine: Medicine) -> Finding:
        stopped = medicine.finding("m4", {"no"})
        ago = medicine.found(_longer_ago(case, medicine.date("m5"), more_than), "m5")
        told = ago.fact(months=in_months(more_than))
        return every((stopped, told, medicine.finding(question, codes)))

    return _every_with_evidence(case, "m5", long_stopped)


def _longer_ago(case: Case, month: Span | None, more_than: int) -> Outcome:
    if month is None or case.submitted_on is None:
        return "unknown"
    today = case.submitted_on.year * 12 + case.submitted_on.month - 1
    gap = months_between(month, (today, today))
    if gap[0] > more_than:
        return "yes"
    return "no" if gap[1] <= more_than else "unknown"


def _every_with_evidence(case: Case, dated: str, test: Callable[[Medicine], Finding]) -> Finding:
    """Never true of nothing: at least one medicine with evidence has the date asked for.

    A name that is not in the list may or may not have evidence, so it can only leave doubt.
    """
    graded = [m for m in case.medicines.members if m.evidence.outcome == "yes"]
    doubtful = [m for m in case.medicines.members if m.evidence.outcome == "unknown"]
    doubts = [m.evidence for m in doubtful if test(m).outcome != "yes"]
    found = every([*map(test, graded), *doubts])
    if found.outcome == "no" or doubts or any(m.date(dated) for m in graded):
        return found
    return _nothing_dated(found, case, "no medicine with evidence has a date")


@predicate()
def score_in_or_below_band(case: Case, *, scale: str, band: str) -> Finding:
    """The edge is the band's, read from the questionnaire."""
    most = next(b.most for b in case.scales[scale].bands if b.id == band)
    return _scored(case, scale, lambda value: value <= most)


@predicate()
def score_at_least(case: Case, *, scale: str, least: int, beside: str = "") -> Finding:
    """`beside` names a second score to print with it, where it is in the packet."""
    found = _scored(case, scale, lambda value: value >= least)
    second = case.scores.get(beside)
    return found.fact(score=_score_text(case, second)) if second and found.facts else found


def _scored(case: Case, scale: str, test: Callable[[float], bool]) -> Finding:
    score = case.scores.get(scale)
    used = tuple(case.record.used(item) for item in case.scales[scale].items)
    if score is None or score.value is None:
        empty = tuple(u for u in used if not has_answer(u.answer))
        return Finding(outcome="unknown", used=empty)
    found = Finding(outcome="yes" if test(score.value) else "no", used=used)
    return found.fact(score=_score_text(case, score))


def _score_text(case: Case, score: Score) -> str:
    """Such as "PHQ-9 8 (prorated, 8 of 9 answered)"."""
    title = case.scales[score.scale].title
    if score.value is None:
        return f"{title} not scored"
    prorated = f" (prorated, {score.answered} of {score.of} answered)"
    return f"{title} {score.value:g}{prorated if score.status == 'prorated' else ''}"
