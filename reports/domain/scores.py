"""Scores in words: value, range, band with its limits, and change against the published value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from intake.domain.questionnaire import Band, Questionnaire, Scale
from reports.domain.appendix import Book
from reports.domain.summary import BandWords, Score
from screening.domain.chart import score_scale

# The ASQ has an outcome, not a total.
RESULT_WORDS = {
    "negative": "Items 1 to 4 all “no”",
    "positive_acute": "Item 5, right now: “yes”",
    "positive_non_acute": "A “yes” in items 1 to 4; item 5 “no”",
    "positive_acuity_unknown": "A “yes” in items 1 to 4; item 5 has no answer",
    "incomplete": "Not all of items 1 to 4 answered, no “yes”",
}
STATUS_WORDS = {"complete": "", "prorated": ", prorated", "incomplete": ""}


def scores(
    results: Sequence[Mapping[str, Any]], questionnaires: Sequence[Questionnaire], book: Book
) -> tuple[Score, ...]:
    scales = {scale.id: (form, scale) for form in questionnaires for scale in form.scales}
    return tuple(_score(result, *scales[result["scale"]], book) for result in results)


def _score(result: Mapping[str, Any], form: Questionnaire, scale: Scale, book: Book) -> Score:
    value = result.get("value")
    band = next((band for band in scale.bands if band.id == result.get("band")), None)
    change = result["change"] or {}
    ruled = "result" in result
    return Score(
        scale=scale.id,
        name=form.short if len(form.scales) == 1 else scale.title,
        value=value,
        least=scale.least,
        most=scale.most,
        status=result["status"],
        answered=result["answered"],
        of=result["of"],
        value_words=RESULT_WORDS[result["result"]] if ruled else _value_words(value, scale),
        count_words=f"{result['answered']} of {result['of']} answered"
        + STATUS_WORDS[result["status"]],
        band_words=f"{band.label}, {band.least} to {band.most}" if band else _no_band(scale, value),
        change_words=_change_words(change, scale),
        bands=tuple(BandWords(label=b.label, least=b.least, most=b.most) for b in scale.bands),
        chart=None if ruled else _chart(scale, value, change),
        previous=change.get("previous"),
        difference=change.get("difference"),
        threshold=change.get("threshold"),
        met=change.get("met"),
        notice=form.notice,
        source=_source(band, scale),
        answers=book.names(*scale.items),
    )


def _value_words(value: float | None, scale: Scale) -> str:
    return "Not scored" if value is None else f"{value:g} of {scale.most}"


def _no_band(scale: Scale, value: float | None) -> str:
    return "" if value is None or scale.bands else "No published bands"


def _chart(scale: Scale, value: float | None, change: Mapping[str, Any]) -> Any:
    return score_scale(
        least=scale.least,
        most=scale.most,
        bands=scale.bands,
        value=value,
        last=change.get("previous"),
    )


def _change_words(change: Mapping[str, Any], scale: Scale) -> str:
    if not change:
        return "No earlier score" if scale.change is not None else "Not used for change"
    difference = change["difference"]
    way = "No change from" if not difference else "Up" if difference > 0 else "Down"
    amount = f" {abs(difference):g} from" if difference else ""
    limit = "meets" if change["met"] else "below"
    return (
        f"{way}{amount} {change['previous']:g};"
        f" {limit} the published {change['threshold']}-point change"
    )


def _source(band: Band | None, scale: Scale) -> str:
    """What the band and the change value rest on."""
    change = scale.change_source if scale.change is not None else ""
    return "; ".join(part.rstrip(".") for part in (band.source if band else "", change) if part)
