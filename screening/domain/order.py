"""Months as spans, because a year alone is twelve of them; which came first, and by how much."""

from __future__ import annotations

from typing import Any

from intake.domain.language import ngettext
from intake.domain.months import parse
from screening.domain.evidence import Outcome

ONSET, ALWAYS = "o1", "as_long_as_i_can_remember"
Span = tuple[int, int]  # the first and the last month a date can mean, as year * 12 + month - 1


def span(value: Any) -> Span | None:
    month = parse(value) if isinstance(value, str) else None
    if month is None:
        return None
    return month.year * 12 + (month.month or 1) - 1, month.year * 12 + (month.month or 12) - 1


def before(first: Span | None, second: Span | None) -> Outcome:
    """Is `first` earlier? Dates that overlap, such as the same month, are of unknown order."""
    if first is None or second is None:
        return "unknown"
    if first[1] < second[0]:
        return "yes"
    return "no" if second[1] < first[0] else "unknown"


def months_between(earlier: Span, later: Span) -> Span:
    """The least and the most months that can lie between two dates; equal when both are exact."""
    return later[0] - earlier[1], later[1] - earlier[0]


def in_months(count: int) -> str:
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}
