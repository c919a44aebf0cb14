"""The charts on paper: the points of screening.domain.chart, painted on blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from intake.domain.language import gettext as _
from reports.pdf.blocks import Block
from reports.pdf.document import Sheet
from reports.pdf.styles import (
    CONTROL,
    GREYS,
    INK,
    LAMP,
    LINE,
    PALE,
    RULE_ID,
    SMALL_STRONG,
    TIDE,
    TINY,
)
from screening.domain.chart import Lane, MedicineChart, Onset, ScoreScale

LABELS = 168.0  # the column of names and words
ROW = 24.0
HEAD = 13.0  # tick labels
FOOT = 12.0  # the onset's words
THICKEST = 10.0
ONSET_WORDS = replace(RULE_ID, colour=LAMP)
Across = Callable[[float], float]  # percent of the chart to points on the block
SCALE_HEIGHT = 7.0


def medicine_chart(chart: MedicineChart, width: float) -> Block:
    block = Block(width)
    area = width - LABELS
    bottom = HEAD + ROW * len(chart.lanes)

    def across(percent: float) -> float:
        return LABELS + area * percent / 100

    if chart.onset:
        _onset_band(block, chart.onset, across, bottom)
    sent = _("Sent")
    room = width - TINY.width(sent) - 4
    for tick in chart.ticks:
        _upright(block, across(tick.x), HEAD, bottom, LINE)
        label = across(tick.x) + 2
        if label + TINY.width(tick.label) <= room:
            block.lines(label, 1, [tick.label], TINY)
    block.right(width, 1, sent, TINY, width=40, beside=TINY)
    _upright(block, width, HEAD, bottom, CONTROL)
    block.rule(HEAD, x=LABELS)
    for lane in chart.lanes:
        _lane(block, lane, across, HEAD + ROW * lane.row)
        block.rule(HEAD + ROW * (lane.row + 1))
    if chart.onset:
        _onset_mark(block, chart.onset, across, bottom)
    block.height = bottom + (FOOT if chart.onset else 0)
    return block


def in_words(chart: MedicineChart) -> str:
    """What the chart shows, for whoever hears it."""
    lanes = [f"{lane.name}: {lane.words}" for lane in chart.lanes]
    return ". ".join([*lanes, *([chart.onset.words] if chart.onset else [])])


def _upright(block: Block, x: float, y: float, to: float, colour: int) -> None:
    block.add(lambda s, left, top: s.rule(left + x, top + y, left + x, top + to, colour, 0.5))


def _onset_band(block: Block, onset: Onset, across: Across, bottom: float) -> None:
    x, end = across(onset.x), across(onset.x + onset.width)
    _bar(block, (x, HEAD, end, bottom - HEAD), PALE)


def _onset_mark(block: Block, onset: Onset, across: Across, bottom: float) -> None:
    """The dashed line where the month is known, and the words under the lanes."""
    if onset.at is not None:
        at = across(onset.at)
        block.add(
            lambda s, left, top: s.dashed(
                left + at, top + HEAD, left + at, top + bottom + 3, LAMP, 1.2
            )
        )
    room = ONSET_WORDS.width(onset.words)
    middle = across(onset.x + onset.width / 2) - room / 2
    clear = min(max(middle, LABELS), block.width - room)
    block.lines(clear, bottom + 2.5, [onset.words], ONSET_WORDS)


def _lane(block: Block, lane: Lane, across: Across, top: float) -> None:
    block.text(0, top + 2, lane.name, SMALL_STRONG, width=LABELS - 10, most=1)
    block.text(0, top + 12.4, lane.words, TINY, width=LABELS - 6, most=1)
    middle = top + ROW / 2
    colour = TIDE if lane.current else CONTROL
    for bar in lane.bars:
        height = THICKEST * bar.level
        place = (across(bar.x), middle - height / 2, across(bar.x + bar.width), height)
        _bar(block, place, colour)
    for dash in lane.dashes:
        _dash(block, across(dash.x), across(dash.x + dash.width), middle)
    for step in lane.steps:
        _step(block, across(step.x), top, up=step.direction == "up")


def _bar(block: Block, place: tuple[float, float, float, float], colour: int) -> None:
    x, y, end, height = place
    end = min(end, block.width)
    block.add(lambda s, left, top: s.box((left + x, top + y, end - x, height), fill=colour))


def _dash(block: Block, x: float, end: float, y: float) -> None:
    block.add(lambda s, left, top: s.dashed(left + x, top + y, left + end, top + y, CONTROL, 3))


def _step(block: Block, x: float, top: float, *, up: bool) -> None:
    """A small triangle over or under the bar: the dose went up, or down."""
    if up:
        points = ((x - 3, top + 6), (x + 3, top + 6), (x, top + 1.5))
    else:
        points = ((x - 3, top + ROW - 6), (x + 3, top + ROW - 6), (x, top + ROW - 1.5))
    block.add(lambda s, left, y: s.shape([(left + px, y + py) for px, py in points], INK))


def score_scale(scale: ScoreScale, width: float) -> Block:
    block = Block(width)
    y = 8.0

    def cells(sheet: Sheet, left: float, top: float) -> None:
        for cell in scale.cells:
            area = (left + width * cell.x / 100, top + y, width * cell.width / 100, SCALE_HEIGHT)
            sheet.box(area, fill=GREYS[cell.tone - 1], line=CONTROL, weight=0.6)

    block.add(cells, y + SCALE_HEIGHT)
    if scale.last is not None:
        at = width * scale.last / 100
        block.add(lambda s, left, top: s.ring(left + at, top + y + SCALE_HEIGHT / 2, 2.6, INK))
    if scale.now is not None:
        now = width * scale.now / 100
        points = ((now - 4, 1.0), (now + 4, 1.0), (now, 7.2))
        block.add(lambda s, left, top: s.shape([(left + px, top + py) for px, py in points], INK))
    block.lines(0, y + SCALE_HEIGHT, [str(scale.least)], TINY)
    block.right(width, y + SCALE_HEIGHT, str(scale.most), TINY, width=40, beside=TINY)
    return block
