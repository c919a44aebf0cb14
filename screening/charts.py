"""The chart geometry as inline SVG: classes only, no style attribute, every value escaped."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from intake.domain.language import number
from screening.domain.chart import Lane, MedicineChart, Onset, ScoreScale, Step

# Pixels; everything across is in percent, so one drawing serves a phone and a desk.
HEAD, LANE, FOOT = 22, 62, 20
NAME, MIDDLE, WORDS = 15, 30, 53  # baselines and the middle of the bar, inside a lane
THICKEST = 16
LAST_LABEL = 80  # percent; beyond it a label would touch the word at the right edge
BAR_TOP, BAR_HEIGHT = 12.5, 9  # of a score scale


def medicine_chart(chart: MedicineChart, *, id: str = "medicines-chart") -> str:
    bottom = HEAD + LANE * len(chart.lanes)
    parts = (
        format_html(
            '<title id="{0}-t">{1}</title><desc id="{0}-d">{2}</desc>', id, chart.title, chart.words
        ),
        _onset_band(chart.onset, bottom),
        _ticks(chart, bottom),
        format_html(
            '<line class="fs-ax" x1="100%" x2="100%" y1="20" y2="{}"/>'
            '<text x="100%" y="14" text-anchor="end">{}</text>',
            bottom,
            _("Sent"),
        ),
        format_html_join("", "{}", ((_lane(lane),) for lane in chart.lanes)),
        _onset_mark(chart.onset, bottom),
        format_html_join("", "{}", ((_words(lane),) for lane in chart.lanes)),  # over every line
    )
    return format_html(
        '<svg class="fs-chart" width="100%" height="{1}" role="img"'
        ' aria-labelledby="{0}-t {0}-d">{2}</svg>',
        id,
        bottom + (FOOT if chart.onset else 0),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _onset_band(onset: Onset | None, bottom: int) -> str:
    if onset is None:
        return ""
    return format_html(
        '<rect class="fs-onm" x="{}%" y="{}" width="{}%" height="{}"/>',
        *(onset.x, HEAD, onset.width, bottom - HEAD),
    )


def _onset_mark(onset: Onset | None, bottom: int) -> str:
    """The dashed line where the month is known, and the words below the lanes."""
    if onset is None:
        return ""
    line: str = ""
    if onset.at is not None:
        line = format_html(
            '<line class="fs-on" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"/>', onset.at, HEAD, bottom
        )
    middle = onset.x + onset.width / 2
    anchor = "start" if middle < 25 else "end" if middle > 75 else "middle"
    x = {"start": onset.x, "middle": middle, "end": onset.x + onset.width}[anchor]
    return format_html(
        '{}<text class="fs-t2" x="{}%" y="{}" text-anchor="{}">{}</text>',
        *(line, round(x, 2), bottom + 14, anchor, onset.words),
    )


def _ticks(chart: MedicineChart, bottom: int) -> str:
    return format_html_join(
        "",
        '<line class="fs-ax" x1="{0}%" x2="{0}%" y1="20" y2="{1}"/>'
        '<text x="{0}%" y="14" dx="3">{2}</text>',
        ((tick.x, bottom, tick.label) for tick in chart.ticks if tick.x <= LAST_LABEL),
    )


def _lane(lane: Lane) -> str:
    top = HEAD + LANE * lane.row
    off = "" if lane.current else " fs-bar--off"
    bars = (
        (off, bar.x, top + MIDDLE - THICKEST * bar.level / 2, bar.width, THICKEST * bar.level)
        for bar in lane.bars
    )
    dashes = ((dash.x, round(dash.x + dash.width, 2), top + MIDDLE) for dash in lane.dashes)
    return format_html(
        "{}{}{}",
        format_html_join(
            "", '<line class="fs-dash" x1="{0}%" x2="{1}%" y1="{2}" y2="{2}"/>', dashes
        ),
        format_html_join(
            "", '<rect class="fs-bar{}" x="{}%" y="{}" width="{}%" height="{}"/>', bars
        ),
        format_html_join("", "{}", ((_step(step, top),) for step in lane.steps)),
    )


def _words(lane: Lane) -> str:
    top = HEAD + LANE * lane.row
    return format_html(
        '<text class="fs-t" x="0" y="{}">{}</text><text x="0" y="{}">{}</text>',
        *(top + NAME, lane.name),
        *(top + WORDS, lane.words),
    )


def _step(step: Step, top: int) -> str:
    """A triangle over the bar, pointing the way the dose went."""
    shape = "M-4 0H4L0 -6Z" if step.direction == "up" else "M-4 -6H4L0 0Z"
    y = top + MIDDLE - THICKEST / 2 - 1
    return format_html('<svg x="{}%" y="{}"><path class="fs-tri" d="{}"/></svg>', step.x, y, shape)


def score_scale(scale: ScoreScale, *, name: str) -> str:
    cells = ((cell.tone, cell.x, BAR_TOP, cell.width, BAR_HEIGHT) for cell in scale.cells)
    return format_html(
        '<svg class="fs-scale" role="img"><title>{}</title>{}{}{}'
        '<text x="0" y="37">{}</text><text x="100%" y="37" text-anchor="end">{}</text></svg>',
        _scale_words(scale, name),
        format_html_join(
            "",
            '<rect class="fs-band fs-b{}" x="{}%" y="{}" width="{}%" height="{}"/>',
            cells,
        ),
        _ring(scale),
        _triangle(scale),
        *(scale.least, scale.most),
    )


def _scale_words(scale: ScoreScale, name: str) -> str:
    now = _("no score now")
    if scale.value is not None:
        now = _("%(value)s now") % {"value": number(scale.value)}
    if scale.previous is not None:
        now += ", " + _("%(value)s last time") % {"value": number(scale.previous)}
    facts = {"name": name, "now": now, "least": scale.least, "most": scale.most}
    return _("%(name)s: %(now)s, on a scale of %(least)d to %(most)d") % facts


def _ring(scale: ScoreScale) -> str:
    if scale.last is None:
        return ""
    return format_html('<circle class="fs-was" cx="{}%" cy="17" r="4"/>', scale.last)


def _triangle(scale: ScoreScale) -> str:
    if scale.now is None:
        return ""
    return format_html('<svg x="{}%"><path class="fs-tri" d="M-6 2H6L0 11Z"/></svg>', scale.now)
