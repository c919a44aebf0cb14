"""Where things stand on a chart, in percent of its width; screen and paper paint the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from intake.domain.language import gettext as _
from intake.domain.months import in_words, index_words, short_name
from intake.domain.questionnaire import RESERVED, Band
from screening.domain.order import span as _span

Direction = Literal["up", "down"]
WAYS: Mapping[str, tuple[Direction, ...]] = {  # by the answer to m6
    "went_up": ("up",),
    "went_down": ("down",),
    "both": ("up", "down"),
}
SHORTEST = 18  # months shown at the least
BEFORE_ONSET = 6  # months always shown before the numbness began: the display window of rule M+2
LONGEST = 120
LEAST_WIDTH = 0.6  # percent; a bar that begins and ends in one month is still seen


@dataclass(frozen=True, kw_only=True)
class DoseChange:
    date: str | None
    direction: Direction | None


@dataclass(frozen=True, kw_only=True)
class Course:
    """One medicine as reported. Dates are as answered: a month, a year, a reserved code or None."""

    name: str
    start: str | None = None
    still: bool | None = None
    stop: str | None = None
    changes: tuple[DoseChange, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Bar:
    x: float
    width: float
    level: float  # thickness, 0 to 1: a rise makes it thicker, a drop thinner; not a dose


@dataclass(frozen=True, kw_only=True)
class Dash:
    x: float
    width: float


@dataclass(frozen=True, kw_only=True)
class Step:
    x: float
    direction: Direction


@dataclass(frozen=True, kw_only=True)
class Lane:
    row: int
    name: str
    words: str
    current: bool
    bars: tuple[Bar, ...]
    dashes: tuple[Dash, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Onset:
    """The month or year the numbness began; `at` is None when only the year is known."""

    x: float
    width: float
    at: float | None
    words: str


@dataclass(frozen=True, kw_only=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, kw_only=True)
class MedicineChart:
    title: str
    words: str
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    onset: Onset | None
    more: int  # medicines that found no lane


@dataclass(frozen=True, kw_only=True)
class Cell:
    x: float
    width: float
    tone: int  # 1 to 5


@dataclass(frozen=True, kw_only=True)
class ScoreScale:
    least: int
    most: int
    value: float | None
    previous: float | None
    cells: tuple[Cell, ...]
    now: float | None  # where the value stands
    last: float | None  # where the previous one stood


def courses(rows: Sequence[Mapping[str, Any]]) -> tuple[Course, ...]:
    """The medicines of an answered `medicines` repeat (questions m1 to m7)."""
    return tuple(_course(row) for row in rows)


def _course(row: Mapping[str, Any]) -> Course:
    listed, name = row.get("m7"), row.get("m1")
    dated = [_change(item) for item in listed] if isinstance(listed, list) else []
    told = {change.direction for change in dated}
    ways = () if None in told else WAYS.get(str(row.get("m6")), ())
    undated = (DoseChange(date=None, direction=way) for way in ways if way not in told)
    return Course(
        name=_("Not named") if name is None or name in RESERVED else str(name),
        start=row.get("m3"),
        still={"yes": True, "no": False}.get(str(row.get("m4"))),
        stop=row.get("m5"),
        changes=(*dated, *undated),
    )


def _change(item: Mapping[str, Any]) -> DoseChange:
    direction = item.get("direction")
    known: Direction | None = direction if direction in {"up", "down"} else None
    return DoseChange(date=item.get("date"), direction=known)


def score_scale(
    *, least: int, most: int, bands: Sequence[Band], value: float | None, last: float | None
) -> ScoreScale:
    """Whole-number cells: score s sits in the middle of its own cell."""
    cells = tuple(
        Cell(
            x=_cell_edge(band.least, least, most),
            width=round(
                _cell_edge(band.most + 1, least, most) - _cell_edge(band.least, least, most), 2
            ),
            tone=min(number, 5),
        )
        for number, band in enumerate(sorted(bands, key=lambda b: b.least), start=1)
    )
    return ScoreScale(
        least=least,
        most=most,
        value=value,
        previous=last,
        cells=cells or (Cell(x=0.0, width=100.0, tone=1),),
        now=None if value is None else _cell_edge(value + 0.5, least, most),
        last=None if last is None else _cell_edge(last + 0.5, least, most),
    )


def _cell_edge(score: float, least: int, most: int) -> float:
    return round(100 * (score - least) / (most - least + 1), 2)


def medicine_chart(
    *, courses: Sequence[Course], onset: str | None, today: str, lanes: int = 6
) -> MedicineChart:
    """`onset` is the answer to o1; `today` is the month ("YYYY-MM") in which the form was sent."""
    now = _span(today)
    if now is None:
        raise ValueError("today must be a month, such as 2026-11")
    axis = _Axis(first=_first_month(now[1], _span(onset)), last=now[1])
    shown = tuple(_lane(row, course, axis) for row, course in enumerate(courses[:lanes]))
    mark = _onset(onset, axis)
    more = max(0, len(courses) - lanes)
    began = mark.words if mark else _("When the numbness began is not known")
    drawn = {"first": index_words(axis.first), "last": index_words(axis.last)}
    return MedicineChart(
        title=_("Medicines from %(first)s to %(last)s") % drawn,
        words=". ".join([*(f"{lane.name}: {lane.words}" for lane in shown), began]) + ".",
        ticks=axis.ticks(),
        lanes=shown,
        onset=mark,
        more=more,
    )


@dataclass(frozen=True, kw_only=True)
class _Axis:
    first: int
    last: int

    def edge(self, index: int) -> float:
        """The beginning of a month, from 0 to 100."""
        return _within(100 * (index - self.first) / (self.last - self.first + 1))

    def point(self, index: int) -> float:
        """The middle of a month: a date known to the month is drawn in the middle of it."""
        return _within(100 * (index - self.first + 0.5) / (self.last - self.first + 1))

    def ticks(self) -> tuple[Tick, ...]:
        length = self.last - self.first + 1
        every = next(step for step in (3, 6, 12, 24) if length / step <= 8 or step == 24)
        begin = -(-self.first // every) * every
        return tuple(
            Tick(x=self.edge(index), label=_tick_words(index, first=index < begin + every))
            for index in range(begin, self.last + 1, every)
        )


def _within(percent: float) -> float:
    return round(min(100.0, max(0.0, percent)), 2)


def _first_month(now: int, onset: tuple[int, int] | None) -> int:
    wanted = now - onset[0] + 1 + BEFORE_ONSET if onset else 0
    return now - min(LONGEST, max(SHORTEST, wanted)) + 1


def _onset(answer: str | None, axis: _Axis) -> Onset | None:
    span = _span(answer)
    if span is None or answer is None:
        return None
    x, end = axis.edge(span[0]), axis.edge(span[1] + 1)
    return Onset(
        x=x,
        width=round(end - x, 2),
        at=axis.point(span[0]) if span[0] == span[1] else None,
        words=_("Numbness began about %(date)s") % {"date": in_words(answer)},
    )


def _lane(row: int, course: Course, axis: _Axis) -> Lane:
    steps = _steps(course, axis)
    first, solid_from = _beginning(course, axis)
    solid_to, last = _ending(course, axis)
    known = [step.x for step in steps]  # a dose change shows that it was in use
    begin = solid_from if solid_from is not None else min(known, default=None)
    end = solid_to if solid_to is not None else max([begin, *known]) if begin is not None else None
    if begin is None or end is None or begin > end or first < begin == end:
        spans = [(min(first, last), max(first, last))]
        bars: tuple[Bar, ...] = ()
    else:
        spans = [(first, begin), (end, last)]
        bars = _bars(begin, end, steps)
    return Lane(
        row=row,
        name=course.name,
        words=course_words(course),
        current=course.still is True,
        bars=bars,
        dashes=tuple(Dash(x=x, width=round(to - x, 2)) for x, to in spans if to > x),
        steps=steps,
    )


def _beginning(course: Course, axis: _Axis) -> tuple[float, float | None]:
    """Where the lane begins, and from where it is certain; None when no date was given."""
    span = _span(course.start)
    if span is None:
        return 0.0, None
    if span[0] == span[1]:
        return axis.point(span[0]), axis.point(span[0])
    return axis.edge(span[0]), axis.edge(span[1] + 1)


def _ending(course: Course, axis: _Axis) -> tuple[float | None, float]:
    """Up to where the lane is certain, and where it ends; None when no date was given."""
    span = _span(course.stop) if course.still is False else None
    if course.still is True:
        return 100.0, 100.0
    if span is None:
        return None, 100.0
    if span[0] == span[1]:
        return axis.point(span[0]), axis.point(span[0])
    return axis.edge(span[0]), axis.edge(span[1] + 1)


def _steps(course: Course, axis: _Axis) -> tuple[Step, ...]:
    dated = ((_span(change.date), change.direction) for change in course.changes)
    return tuple(
        Step(x=axis.point(span[0]), direction=direction)
        for span, direction in sorted((s, d) for s, d in dated if s and d and s[0] == s[1])
        if span[0] >= axis.first
    )


def _bars(begin: float, end: float, steps: Sequence[Step]) -> tuple[Bar, ...]:
    inside = [step for step in steps if begin < step.x < end]
    cuts = [begin, *(step.x for step in inside), end]
    heights = [0]
    for step in inside:
        heights.append(heights[-1] + (1 if step.direction == "up" else -1))
    low, spread = min(heights), max(heights) - min(heights)
    return tuple(
        Bar(
            x=min(x, 100 - LEAST_WIDTH),
            width=max(LEAST_WIDTH, round(to - x, 2)),
            level=round(0.4 + 0.6 * (height - low) / spread, 2) if spread else 0.7,
        )
        for x, to, height in zip(cuts, cuts[1:], heights, strict=False)
    )


def course_words(course: Course) -> str:
    """The lane in words: "from Nov 2024, dose up Jan 2025, still taken"."""
    known = _span(course.start) is not None
    start = _("from %(date)s") % {"date": in_words(course.start)} if known else _("start not known")
    changes = [_change_words(change) for change in course.changes]
    return ", ".join([start, *changes, _ending_words(course)])


def _change_words(change: DoseChange) -> str:
    ways = {"up": _("dose up %(date)s"), "down": _("dose down %(date)s")}
    way = ways.get(change.direction or "", _("dose changed %(date)s"))
    return way % {"date": in_words(change.date) or _("date not known")}


def _ending_words(course: Course) -> str:
    if course.still is None:
        return _("not known if still taken")
    if course.still:
        return _("still taken")
    stopped = _("stopped %(date)s")
    return stopped % {"date": in_words(course.stop) or _("(date not known)")}


def _tick_words(index: int, *, first: bool) -> str:
    name = short_name(index % 12 + 1)
    return f"{name} {index // 12 % 100:02d}" if first or index % 12 == 0 else name
