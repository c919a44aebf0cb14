"""The small drawing on a medicine's card: when it was taken. In percent, so text never scales."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intake.domain import months
from intake.domain.months import Month

MONTHS_A_YEAR = 12
STEP = 6  # height in px of one level of dose
MOST_LEVELS = 3
BASE = 24  # where a bar stands, in px from the top
MOST_TICKS = 5
UNKNOWN = 18.0  # percent: how much of the axis a start stands for that nobody remembers


@dataclass(frozen=True, kw_only=True)
class Bar:
    x: str
    width: str
    y: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Strip:
    bars: tuple[Bar, ...]
    dashes: tuple[tuple[str, str], ...]  # where a date is not known: from, to
    ticks: tuple[tuple[str, int], ...]  # years: where, which
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class Axis:
    first: int  # month index of its beginning, a January
    last: int  # of the month after its end

    def at(self, index: int) -> float:
        return (
            100 * (min(max(index, self.first), self.last) - self.first) / (self.last - self.first)
        )

    @property
    def ticks(self) -> tuple[tuple[str, int], ...]:
        years = range(self.first // MONTHS_A_YEAR, self.last // MONTHS_A_YEAR + 1)
        every = -(-len(years) // MOST_TICKS)
        marks = ((self.at(year * MONTHS_A_YEAR), year) for year in years[::every])
        # one too near to the end would run into the word "now"
        return tuple((percent(x), year) for x, year in marks if x < 85)


def strips_of(medicines: Mapping[str, Mapping[str, Any]], *, now: Month) -> dict[str, Strip]:
    """One strip for each medicine, by key, all on one axis from the earliest year to now."""
    dates = [date for values in medicines.values() for date in _dates(values)]
    first = min((date.year for date in dates), default=now.year)
    axis = Axis(first=min(first, now.year - 1) * MONTHS_A_YEAR, last=now.index + 1)
    return {key: _strip(values, axis) for key, values in medicines.items()}


def percent(value: float) -> str:
    return f"{value:.1f}%"


def _dates(values: Mapping[str, Any]) -> Iterable[Month]:
    codes = [values.get("m3"), values.get("m5"), *(c.get("date") for c in _changes(values))]
    return filter(None, (months.parse(code) for code in codes if code))


def _changes(values: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    given = values.get("m7")
    return given if isinstance(given, list) else []


def _strip(values: Mapping[str, Any], axis: Axis) -> Strip:
    still = values.get("m4") == "yes"
    start, end = _span(values.get("m3")), _span(values.get("m5"))
    left = axis.at(start[1]) if start else UNKNOWN
    right = 100.0 if still or not end else axis.at(end[0])
    dashes = [(axis.at(start[0]) if start else 0.0, left)]
    if not still:
        dashes.append((right, axis.at(end[1])) if end else (left, right))
    solid = _bars(values, axis, left, right) if still or end else ()
    return Strip(
        bars=tuple(solid),
        dashes=tuple((percent(a), percent(b)) for a, b in dashes if b > a),
        ticks=axis.ticks,
        is_over=values.get("m4") == "no",
    )


def _span(code: Any) -> tuple[int, int] | None:
    """The month indexes between which a remembered date lies: one and the same with a month."""
    known = months.parse(code) if isinstance(code, str) else None
    if known is None:
        return None
    if known.month is None:
        return known.year * MONTHS_A_YEAR, (known.year + 1) * MONTHS_A_YEAR
    return known.index, known.index


def _bars(values: Mapping[str, Any], axis: Axis, left: float, right: float) -> Iterable[Bar]:
    """From start to end, a step up or down at each change of dose that has a month."""
    level, steps = 0, [(left, 0)]
    for index, way in sorted(_dated_changes(values)):
        level += way
        steps.append((min(max(axis.at(index), left), right), level))
    lowest = min(level for _, level in steps)
    ends = [x for x, _ in steps[1:]] + [right]
    for (x, level), end in zip(steps, ends, strict=True):
        height = STEP * min(level - lowest + 1, MOST_LEVELS)
        if end > x:
            yield Bar(x=percent(x), width=percent(end - x), y=BASE - height, height=height)


def _dated_changes(values: Mapping[str, Any]) -> Iterable[tuple[int, int]]:
    for change in _changes(values):
        known = months.parse(change.get("date") or "")
        way = {"up": 1, "down": -1}.get(change.get("direction", ""), 0)
        if known and known.month:
            yield known.index, way
