"""Page 1, to act on: status, safety, in brief, scores, medicines and timing, dates, sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.domain.language import gettext as _
from intake.domain.language import lower_first, number
from reports.domain.summary import Event, Fact, Score, Status, Summary
from reports.domain.wording import more_in_appendix
from reports.pdf import charts, safety
from reports.pdf.blocks import Block, linked, links_to, section
from reports.pdf.styles import (
    BODY,
    CONTROL,
    FIGURE,
    INK,
    LINE,
    PALE,
    QUIET,
    REFERENCE,
    SMALL,
    SMALL_QUIET,
    STRONG,
    TINY,
    VOICE,
    WHITE,
    Style,
)

PEN = 20.0  # height of a line to write on


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of each part page 1 shows; the appendix has all of it."""

    answers: int
    log: int
    lines: int  # of one fact in brief
    scores: int
    lanes: int
    dates: int
    note: int  # lines of the reviewer's note
    pen: int  # empty lines for one


ROOMY = Limits(answers=4, log=5, lines=2, scores=6, lanes=6, dates=5, note=5, pen=3)
LIMITS = (
    ROOMY,
    replace(ROOMY, pen=1),
    replace(ROOMY, pen=0, log=4, dates=4, note=4),
    replace(ROOMY, pen=0, answers=3, log=3, dates=3, note=3),
    Limits(answers=3, log=3, lines=1, scores=5, lanes=6, dates=2, note=2, pen=0),
    Limits(answers=2, log=2, lines=1, scores=5, lanes=5, dates=2, note=2, pen=0),
    Limits(answers=2, log=2, lines=1, scores=4, lanes=3, dates=1, note=1, pen=0),
)


def blocks(summary: Summary, width: float, limits: Limits) -> list[Block]:
    return [
        status(summary.status, width),
        safety.block(summary.safety, width, answers=limits.answers, log=limits.log),
        in_brief(summary, width, limits),
        scores(summary.scores, width, limits),
        medicines(summary, width, limits),
        dates(summary.dates, width, limits),
        sign_off(summary.status, width, limits),
    ]


def status(status: Status, width: float) -> Block:
    """A ruled bar; a signed one has another ground, border, mark and words than a draft."""
    block = Block(width)
    fill, line = (WHITE, INK) if status.signed else (PALE, CONTROL)
    block.add(
        lambda s, left, top: s.box((left, top, width, 22), fill=fill, line=line, weight=1.1), 22
    )
    mark = "✓  " if status.signed else ""
    words = mark + (status.words if status.signed else status.words.upper())
    side = status.at if status.signed else status.sent
    room = width - TINY.width(side) - 40
    block.text(10, 5, words, STRONG, width=room, most=1)
    block.right(width - 10, 5, side, TINY, width=width / 2, beside=STRONG)
    return block


def in_brief(summary: Summary, width: float, limits: Limits) -> Block:
    block = section(_("In brief"), _("Repeats the answers; nothing is inferred"), width, "brief")
    y = block.height
    for fact in summary.brief:
        y = _fact(block, y, fact, width, limits.lines)
    block.text(0, y, _("Markers"), QUIET, width=108, most=1)
    x = 112.0
    step = (width - x) / max(1, len(summary.markers))
    for marker in summary.markers:
        words = f"{marker.label}: {lower_first(marker.text)}"
        linked(block, (x, y), BODY.fit(words, step - 8), BODY, links_to(marker.answers, 1), step)
        x += step
    return block


def _fact(block: Block, y: float, fact: Fact, width: float, most: int) -> float:
    style = VOICE if fact.quoted else BODY
    words = f"“{fact.text}”" if fact.quoted else fact.text
    lines = style.fit(" ".join(words.split()), width - 112, most)
    with block.paragraph():
        block.text(0, y, fact.label, QUIET, width=108, most=1)
        return linked(block, (112, y), lines, style, links_to(fact.answers, 5), width - 112) + 1


COLUMNS = (0.0, 92.0, 214.0, 362.0)  # measure, now, scale, change


def scores(rows: Sequence[Score], width: float, limits: Limits) -> Block:
    note = _("Triangle now, ring last time; published bands")
    block = section(_("Scores"), note, width, "scores")
    y = block.height
    if not rows:
        block.text(0, y, _("No measure was reached"), QUIET, width=width)
        return block
    with block.element("Table"):
        y = _score_table(block, y, rows[: limits.scores], width)
    if len(rows) > limits.scores:
        names = ", ".join(row.name for row in rows[limits.scores :])
        y = block.text(
            0,
            y,
            _("Also: %(names)s, in the appendix") % {"names": names},
            SMALL_QUIET,
            width=width,
            most=1,
        )
    block.rule(y)
    return block


def _score_table(block: Block, y: float, rows: Sequence[Score], width: float) -> float:
    titles = (_("Measure"), _("Now"), _("Scale"), _("Change"))
    with block.row():
        for x, title in zip(COLUMNS, titles, strict=True):
            with block.head("Column"):
                block.lines(x, y - 2, [title], TINY)
    y += 9
    for row in rows:
        block.rule(y, colour=LINE)
        with block.row():
            y = _score(block, y + 1.5, row, width)
    return y


def _score(block: Block, y: float, row: Score, width: float) -> float:
    measure, now, scale, change = COLUMNS
    with block.head("Row"):
        block.text(measure, y, row.name, STRONG, width=now - 6, most=1)
        block.text(measure, y + 11.6, row.count_words, TINY, width=now - 6, most=1)
    with block.cell():
        if row.chart is None:
            _outcome(block, y, row, change - now)
        else:
            _value(block, y, row, scale - now)
    with block.cell():
        if row.chart:
            painted = charts.score_scale(row.chart, change - scale - 22)
            with block.figure((scale, y - 1, painted.width, painted.height), _seen(row)):
                block.place(painted, scale, y - 1)
    with block.cell():
        block.text(change, y + 0.5, row.change_words, SMALL_QUIET, width=width - change, most=2)
        if row.note:
            return block.text(now, y + 24, row.note, TINY, width=width - now) + 2
    return y + 24


def _seen(row: Score) -> str:
    """The scale in words."""
    parts = (f"{row.name}: {row.value_words}", row.band_words, row.note, row.change_words)
    return "; ".join(part for part in parts if part)


def _outcome(block: Block, y: float, row: Score, width: float) -> None:
    """Of a screen that has no total."""
    now = COLUMNS[1]
    block.text(now, y, row.value_words, STRONG, width=width, most=1)
    words = [_("Screening outcome, not a total")]
    linked(block, (now, y + 11.4), words, TINY, links_to(row.answers[:1]), width)


def _value(block: Block, y: float, row: Score, width: float) -> None:
    now = COLUMNS[1]
    if row.value is not None:
        value, most = number(row.value), _("of %(most)d") % {"most": row.most}
        block.lines(now, y - 1, [value], FIGURE)
        block.lines(now + FIGURE.width(value) + 3, y + 0.6, [most], SMALL_QUIET)
    else:
        block.lines(now, y, [row.value_words], STRONG)
    if row.answers:
        first, last = row.answers[0], row.answers[-1]
        link = (
            _("%(first)s to %(last)s") % {"first": first, "last": last} if last != first else first
        )
        top = y + (0.8 if row.value is not None else 12.4)  # words need the whole line
        block.link(width + now - REFERENCE.width(link) - 8, top, link, REFERENCE, first)
    block.text(now, y + 11.6, row.band_words, SMALL, width=width - 4, most=1)


def medicines(summary: Summary, width: float, limits: Limits) -> Block:
    note = _("As reported by the patient. Timing is not cause")
    block = section(_("Medicines and timing"), note, width, "medicines")
    y = block.height
    chart = summary.medicines.chart
    if chart is None:
        lines = BODY.fit(summary.medicines.words, width)
        linked(block, (0, y), lines, BODY, links_to([summary.medicines.answer]), width)
        return block
    lanes = chart.lanes[: limits.lanes]
    more = chart.more + len(chart.lanes) - len(lanes)
    shown = replace(chart, lanes=lanes)
    painted = charts.medicine_chart(shown, width)
    with block.figure((0, y - 3, width, painted.height), charts.in_words(shown)):
        y = block.place(painted, 0, y - 3)
    if more:
        first_left_out = summary.medicines.listed[len(lanes)].answers[0]
        words = more_in_appendix(more)
        block.link(0, y - (charts.FOOT if chart.onset else -1), words, REFERENCE, first_left_out)
        block.height = max(block.height, y)
    return block


def dates(events: Sequence[Event], width: float, limits: Limits) -> Block:
    note = _("Whole months, as remembered; timing only")
    block = section(_("Dates side by side"), note, width, "dates")
    y = block.height
    if not events:
        block.text(0, y, _("No date was given"), QUIET, width=width)
        return block
    for event in events[: limits.dates]:
        _event(block, y, event, width)
        y += BODY.leading
    if len(events) > limits.dates:
        words = more_in_appendix(len(events) - limits.dates)
        block.link(0, y, words, REFERENCE, "all-dates")
        block.height = max(block.height, y + 11)
    return block


def _event(block: Block, y: float, event: Event, width: float) -> None:
    rule = [(event.rule, "")] if event.interval and event.rule else []
    references = rule + links_to(event.answers, 3)
    with block.paragraph():
        block.text(0, y, event.on, QUIET, width=108, most=1)
        block.text(112, y, event.label, BODY, width=185, most=1)
        linked(block, (304, y), BODY.fit(event.interval, 150), BODY, references, width - 304)


def sign_off(status: Status, width: float, limits: Limits) -> Block:
    block = section(
        _("Review and sign-off"), status.sent if status.signed else "", width, "sign-off"
    )
    y = block.height
    if not status.signed:
        return _blank(block, y, width, limits.pen)
    y = _signed(block, y, _("Outcome"), status.outcome, BODY, width, 1)
    if status.note:
        y = _signed(block, y, _("Note"), status.note, BODY, width, limits.note)
    y = _signed(block, y, _("Statement"), f"“{status.attestation}”", BODY, width, 1)
    _signed(block, y, _("Signed"), f"{status.signer}; {status.at}", STRONG, width, 1)
    return block


def _signed(
    block: Block, y: float, label: str, text: str, style: Style, width: float, most: int
) -> float:
    with block.paragraph():
        block.lines(0, y, [label], QUIET)
        return block.text(112, y, text, style, width=width - 112, most=most) + 1


def _blank(block: Block, y: float, width: float, lines: int) -> Block:
    """Lines for a pen, where the summary is read on paper first."""
    half = width / 2
    for left, right in (
        (_("Outcome"), _("Date and time")),
        (_("Name, role, registration"), _("Signature")),
    ):
        y = _pen_line(block, y, 0, half - 12, left)
        _pen_line(block, y - PEN, half, width, right)
    for line in range(lines):
        y = _pen_line(block, y, 0, width, "" if line else _("Note"))
    block.height = y + 4
    return block


def _pen_line(block: Block, y: float, x: float, end: float, label: str) -> float:
    block.lines(x, y + PEN - 10, [label], TINY)
    block.rule(y + PEN, x=x + TINY.width(label) + 6 if label else x, to=end, colour=CONTROL)
    return y + PEN
