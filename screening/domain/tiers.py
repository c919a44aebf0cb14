"""Where a review stands in the queue, and the line that says why: routing, not a level of risk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from intake.domain.language import gettext as _
from intake.domain.language import number
from intake.domain.months import in_words
from intake.domain.questionnaire import Scale
from screening.domain.evidence import Record, has_answer
from screening.domain.markers import Markers
from screening.domain.order import ALWAYS, ONSET
from screening.domain.scoring import Change, Score
from screening.domain.signals import ITEM9, ITEM9_MOST, Signal

PATTERN = "o4"
SEVERE = "severe"


class Tier(IntEnum):
    """The rank in the queue's first column: the lowest is read first."""

    NOW = 0
    SOON = 1
    NEXT = 2
    ROUTINE = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class Place(NamedTuple):
    tier: Tier
    reason: str


def place(
    *, record: Record, signals: Sequence[Signal], scores: Sequence[Score], markers: Markers
) -> Place:
    """The most urgent ground decides; where several are as urgent, the first of this order."""
    grounds = [_of_signal(signal) for signal in signals if signal.alerting]
    grounds += _of_scores(record, scores)
    if markers.all_present:
        grounds.append(Place(Tier.NEXT, _("All three markers")))
    return min(grounds, key=lambda p: p.tier, default=Place(Tier.ROUTINE, _course(record)))


def of_signal(signal: Signal) -> Tier:
    """The tier that a fired, alerting signal asks for by itself."""
    return _of_signal(signal).tier


def signal_reason(signal: Signal) -> str:
    return _of_signal(signal).reason


def _of_signal(signal: Signal) -> Place:
    if signal.code == "S-ITEM9":
        return _of_item9(signal.answers[0].answer)
    if signal.code == "S-SKIPPED":
        item9 = any(used.question == ITEM9 for used in signal.answers)
        words = _("Item 9 not answered") if item9 else _("ASQ question not answered")
        return Place(Tier.NEXT, words)
    by_code = {
        "S-ERROR": Place(Tier.NOW, _("A safety rule could not run, read the answers")),
        "S-ACUTE": Place(Tier.NOW, _("ASQ: yes, thoughts right now")),
        "S-UNKNOWN": Place(Tier.NOW, _("ASQ: yes, acuity not answered")),
        "S-POSITIVE": Place(Tier.SOON, _("ASQ: yes, no thoughts right now")),
    }
    return by_code.get(signal.code, Place(Tier.ROUTINE, ""))


def _of_item9(answer: str) -> Place:
    tier = Tier.NOW if answer in ITEM9_MOST else Tier.SOON
    said = {
        "several_days": _("Item 9 “several days”"),
        "more_than_half_the_days": _("Item 9 “more than half the days”"),
        "nearly_every_day": _("Item 9 “nearly every day”"),
    }
    return Place(tier, said[answer])


def _of_scores(record: Record, scores: Sequence[Score]) -> Iterator[Place]:
    scales = {scale.id: scale for q in record.questionnaires for scale in q.scales}
    for score in scores:
        if score.band == SEVERE:
            yield Place(Tier.NEXT, _severe(score, scales[score.scale]))
    for score in scores:
        change = score.change
        if change and change.met and change.difference > 0:
            yield Place(Tier.NEXT, _worse(score, change, scales[score.scale]))


def _severe(score: Score, scale: Scale) -> str:
    band = next(band for band in scale.bands if band.id == score.band)
    facts = {
        "scale": scale.title,
        "value": number(score.value or 0),
        "band": band.label.lower(),
        "least": band.least,
        "most": band.most,
    }
    return _("%(scale)s %(value)s, %(band)s (%(least)d to %(most)d)") % facts


def _worse(score: Score, change: Change, scale: Scale) -> str:
    facts = {
        "scale": scale.title,
        "before": number(change.previous),
        "now": number(change.previous + change.difference),
        "change": change.threshold,
    }
    return _("%(scale)s %(before)s to %(now)s, change of %(change)d or more") % facts


def _course(record: Record) -> str:
    """How often and since when, in the patient's answers: a plain line for a routine row."""
    question, pattern = record.questions.get(PATTERN), record.value(PATTERN)
    option = question.option(pattern) if question and has_answer(pattern) else None
    parts = [option.label if option else "", _since(record.value(ONSET))]
    line = ", ".join(filter(None, parts)) or _("pattern and onset not given")
    return line[:1].upper() + line[1:]


def _since(onset: str | None) -> str:
    if onset == ALWAYS:
        return _("for as long as the patient can remember")
    month = in_words(onset)
    return _("since %(month)s") % {"month": month} if month else ""
