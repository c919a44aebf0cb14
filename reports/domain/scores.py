"""Scores in words: value, range, band with its limits, and change against the published value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from intake.domain.language import gettext as _
from intake.domain.language import lower_first
from intake.domain.questionnaire import Questionnaire
from reports.domain.summary import BandWords, Score
from screening.domain import reading
from screening.domain.book import Book


def scores(
    results: Sequence[Mapping[str, Any]], questionnaires: Sequence[Questionnaire], book: Book
) -> tuple[Score, ...]:
    return tuple(_score(words, book) for words in reading.scores(results, questionnaires))


def _score(words: reading.ScoreWords, book: Book) -> Score:
    scale, change = words.scale, words.content["change"] or {}
    return Score(
        scale=scale.id,
        name=words.name,
        value=words.value,
        least=scale.least,
        most=scale.most,
        status=words.content["status"],
        answered=words.content["answered"],
        of=words.content["of"],
        value_words=words.result or _value(words),
        count_words=words.answered,
        band_words="" if words.value is None else words.band_words,
        change_words="; ".join(filter(None, (words.change, lower_first(words.threshold)))),
        bands=tuple(BandWords(label=b.label, least=b.least, most=b.most) for b in scale.bands),
        chart=words.chart,
        previous=change.get("previous"),
        difference=change.get("difference"),
        threshold=change.get("threshold"),
        met=change.get("met"),
        notice=words.form.notice,
        source=_source(words),
        answers=book.names(*scale.items),
        loinc=scale.loinc,
        note=words.note or None,
    )


def _value(words: reading.ScoreWords) -> str:
    if words.value is None:
        return words.band_words
    return _("%(value)s of %(most)d") % {"value": words.value_words, "most": words.scale.most}


def _source(words: reading.ScoreWords) -> str:
    """What the band and the change value rest on, what to know of the scale, how gaps count."""
    scale, band, has_gaps = words.scale, words.band, words.content["status"] != "complete"
    parts = (
        band.source if band else "",
        scale.change_source if scale.change is not None else "",
        scale.note,
        scale.missing_source if has_gaps else "",
    )
    return ". ".join(part[:1].upper() + part[1:].rstrip(".") for part in parts if part)
