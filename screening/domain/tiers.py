"""Where a review stands in the queue, and the line that says why: routing, not a level of risk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from intake.domain.questionnaire import Scale
from screening.domain.chart import date_words
from screening.domain.evidence import Record, has_answer
from screening.domain.markers import Markers
from screening.domain.predicates import ALWAYS, ONSET
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


BY_SIGNAL = {
    "S-ERROR": Place(Tier.NOW, "A safety rule could not run, read the answers"),
    "S-ACUTE": Place(Tier.NOW, "ASQ: yes, thoughts right now"),
    "S-UNKNOWN": Place(Tier.NOW, "ASQ: yes, acuity not answered"),
    "S-POSITIVE": Place(Tier.SOON, "ASQ: yes, no thoughts right now"),
}
ITEM9_SAID = {
    "several_days": "several days",
    "more_than_half_the_days": "more than half the days",
    "nearly_every_day": "nearly every day",
}


def place(
    *, record: Record, signals: Sequence[Signal], scores: Sequence[Score], markers: Markers
) -> Place:
    """The most urgent ground decides; where several are as urgent, the first of this order."""
    grounds = [_of_signal(signal) for signal in signals if signal.alerting]
    grounds += _of_scores(record, scores)
    if markers.all_present:
        grounds.append(Place(Tier.NEXT, "All three markers"))
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
        return Place(Tier.NEXT, f"{'Item 9' if item9 else 'ASQ question'} not answered")
    return BY_SIGNAL.get(signal.code, Place(Tier.ROUTINE, ""))


def _of_item9(answer: str) -> Place:
    tier = Tier.NOW if answer in ITEM9_MOST else Tier.SOON
    return Place(tier, f"Item 9 “{ITEM9_SAID[answer]}”")


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
    value = f"{scale.title} {score.value:g}"
    return f"{value}, {band.label.lower()} ({band.least} to {band.most})"


def _worse(score: Score, change: Change, scale: Scale) -> str:
    return (
        f"{scale.title} {change.previous:g} to {score.value:g},"
        f" change of {change.threshold} or more"
    )


def _course(record: Record) -> str:
    """How often and since when, in the patient's answers: a plain line for a routine row."""
    question, pattern = record.questions.get(PATTERN), record.value(PATTERN)
    option = question.option(pattern) if question and has_answer(pattern) else None
    parts = [option.label if option else "", _since(record.value(ONSET))]
    line = ", ".join(filter(None, parts)) or "pattern and onset not given"
    return line[:1].upper() + line[1:]


def _since(onset: str | None) -> str:
    if onset == ALWAYS:
        return "for as long as the patient can remember"
    month = date_words(onset)
    return f"since {month}" if month else ""
