"""Scores in words: value, band with its limits, change against the published value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from intake.domain.questionnaire import Band, Questionnaire, Scale
from screening.domain.chart import ScoreScale, score_scale

Result = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ScoreRow:
    name: str
    answered: str
    value: str  # empty when there is no score
    of: str
    words: str  # the band with its limits, or why there is none
    change: str
    threshold: str
    is_worse: bool  # by the published value or more
    scale: ScoreScale | None
    note: str
    notice: str
    source: str


def scores(
    *, results: Sequence[Result], questionnaires: Sequence[Questionnaire]
) -> tuple[ScoreRow, ...]:
    return tuple(_rows(results, questionnaires))


def _rows(results: Sequence[Result], forms: Sequence[Questionnaire]) -> Iterator[ScoreRow]:
    known = {scale.id: (form, scale) for form in forms for scale in form.scales}
    for result in results:
        form, scale = known[result["scale"]]
        yield _row(result, form, scale)


def _row(result: Result, form: Questionnaire, scale: Scale) -> ScoreRow:
    value, ruled = result.get("value"), "result" in result
    change = result["change"] or {}
    return ScoreRow(
        name=form.short if len(form.scales) == 1 else scale.title,
        answered=_answered(result),
        value="" if value is None else f"{value:g}",
        of="" if value is None else _("of %(most)d") % {"most": scale.most},
        words=_result(result) if ruled else _band(result, scale),
        change=_change(change, scale),
        threshold=_threshold(change),
        is_worse=bool(change) and change["met"] and change["difference"] > 0,
        scale=None if ruled else _scale(scale, value, change),
        note=scale.note,
        notice=form.notice,
        source=form.citation or form.source,
    )


def _answered(result: Result) -> str:
    words = _("%(answered)d of %(of)d answered") % result
    return _("%(answered)s, prorated") % {"answered": words} if _is_prorated(result) else words


def _is_prorated(result: Result) -> bool:
    return bool(result["status"] == "prorated")


def _band(result: Result, scale: Scale) -> str:
    if result.get("value") is None:
        return _("Not scored")
    band: Band | None = next((b for b in scale.bands if b.id == result.get("band")), None)
    if band is None:
        return _("No published bands")
    return _("%(label)s, %(least)d to %(most)d") % {
        "label": band.label,
        "least": band.least,
        "most": band.most,
    }


def _result(result: Result) -> str:
    """The ASQ has an outcome, not a total."""
    words = {
        "negative": _("Items 1 to 4 all “no”"),
        "positive_acute": _("Item 5, right now: “yes”"),
        "positive_non_acute": _("A “yes” in items 1 to 4, item 5 “no”"),
        "positive_acuity_unknown": _("A “yes” in items 1 to 4, item 5 has no answer"),
        "incomplete": _("Not all of items 1 to 4 answered"),
    }
    return words[result["result"]]


def _change(change: Result, scale: Scale) -> str:
    if not change:
        return _("No earlier score") if scale.change is not None else _("Not used for change")
    amounts = {"by": f"{abs(change['difference']):g}", "previous": f"{change['previous']:g}"}
    if not change["difference"]:
        return _("Same as last time, %(previous)s") % amounts
    up, down = _("Up %(by)s from %(previous)s"), _("Down %(by)s from %(previous)s")
    return (up if change["difference"] > 0 else down) % amounts


def _threshold(change: Result) -> str:
    if not change:
        return ""
    if change["met"]:
        return _("Meets the published %(threshold)d-point change") % change
    return _("Below the published %(threshold)d-point change") % change


def _scale(scale: Scale, value: float | None, change: Result) -> ScoreScale:
    return score_scale(
        least=scale.least,
        most=scale.most,
        bands=scale.bands,
        value=value,
        last=change.get("previous"),
    )
