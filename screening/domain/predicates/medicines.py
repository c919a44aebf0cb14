"""Tests of the medicines a patient listed: evidence, use, and their place in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from intake.domain.language import gettext as _
from intake.domain.language import listed
from screening.domain.evidence import Finding, Outcome, distinct, either, every
from screening.domain.medicines import LIST, Dated, Grade, Medicine
from screening.domain.order import ONSET, Span, before, in_months, months_between
from screening.domain.predicates.case import Case, dated, predicate


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
    words = {"now": _("now"), "onset": _("when the numbness began")}
    when = listed([words[time] for time in at if times[time].outcome == "yes"])
    facts = {"name": medicine.name, "level": _level(medicine.grade), "when": when}
    use = _("%(name)s (%(level)s; in use %(when)s)") % facts
    return found.fact(use=use, source=medicine.grade.source)


def _level(grade: Grade) -> str:
    words = {"well_documented": _("well documented"), "reported": _("reported")}
    return words[grade.level]


def _in_use_at_onset(case: Case, medicine: Medicine) -> Finding:
    found = medicine.in_use_in(case.onset)
    return dated(found.outcome, (*found.used, case.record.used(ONSET)))


@predicate(LIST)
def medicine_of_class_in_use(case: Case, *, classes: Sequence[str]) -> Finding:
    return case.medicines.any(
        lambda medicine: every((_of_class(medicine, classes), medicine.in_use_now))
    )


def _of_class(medicine: Medicine, classes: Sequence[str]) -> Finding:
    if medicine.grade is None:
        return medicine.evidence  # unknown, and why
    return medicine.found("yes" if medicine.grade.drug_class in classes else "no")


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
    words = _("%(months)s after %(event)s")
    facts = [
        ("interval", words % {"months": in_months(gap), "event": event.what})
        for event, gap in nearest
    ]
    return Finding(outcome="yes", used=distinct(used), facts=tuple(facts))


@predicate(ONSET, LIST)
def onset_before_all_starts_and_rises(case: Case) -> Finding:
    """Never true of nothing: at least one start or rise has a date."""
    events = _starts_and_rises(case)
    found = every(_order(case, e, before(case.onset, e.when)) for e, _ in events)
    dated = any(event.when for event, _ in events)
    return found if dated else _nothing_dated(found, case, _("no start and no rise has a date"))


def _starts_and_rises(case: Case) -> list[tuple[Dated, Span | None]]:
    """Each with the months from it to the onset, where both are dated."""
    events = [event for m in case.medicines.members for event in (m.start, *m.rises)]
    return [
        (e, months_between(e.when, case.onset) if e.when and case.onset else None) for e in events
    ]


def _order(case: Case, event: Dated, outcome: Outcome) -> Finding:
    return dated(outcome, (case.record.used(ONSET), *event.used))


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
    return _nothing_dated(found, case, _("no medicine with evidence has a date"))


def _nothing_dated(found: Finding, case: Case, why: str) -> Finding:
    """Never true of nothing: where no medicine was used it is a no, else it stays open."""
    if not case.medicines.members:
        return case.medicines.empty
    used = found.used or case.medicines.empty.used
    return Finding(outcome="unknown", used=used, why=(why,))
