"""All that the rules say about one intake; the same answers always give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from intake.domain.answers import Answers
from intake.domain.questionnaire import Questionnaire
from screening.domain import scoring, signals, tiers, timeline
from screening.domain.differential import Differential, Ruleset, differential
from screening.domain.evidence import Record
from screening.domain.markers import Markers, markers
from screening.domain.medicines import medicines
from screening.domain.predicates import Case
from screening.domain.scoring import Score
from screening.domain.signals import Signal
from screening.domain.tiers import Place, Tier
from screening.domain.timeline import Event


@dataclass(frozen=True, kw_only=True)
class PreviousIntake:
    answers: Answers
    submitted_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Interpretation:
    scores: tuple[Score, ...]
    signals: tuple[Signal, ...]
    markers: Markers
    differential: Differential
    timeline: tuple[Event, ...]
    place: Place
    ruleset: Ruleset

    @property
    def tier(self) -> Tier:
        return self.place.tier

    @property
    def reason(self) -> str:
        """The queue's one line for a clinician."""
        return self.place.reason

    def as_dict(self) -> dict[str, Any]:
        return {
            "scores": [score.as_dict() for score in self.scores],
            "signals": [signal.as_dict() for signal in self.signals],
            "markers": self.markers.as_dict(),
            "differential": [one.as_dict() for one in self.differential.hypotheses],
            "timeline": [event.as_dict() for event in self.timeline],
            "not_covered": list(self.differential.not_covered),
            "tier": self.tier.word,
            "ruleset": {"version": self.ruleset.version, "sha256": self.ruleset.sha256},
        }


def interpret(
    *,
    questionnaires: Sequence[Questionnaire],
    answers: Answers,
    answered_on: Callable[[str, str], str | None],
    submitted_on: date | None,
    ruleset: Ruleset,
    find_ingredient: Callable[[str], str | None],
    previous: Sequence[PreviousIntake] = (),
) -> Interpretation:
    """Read one intake. `answered_on` gives the ISO date of an answer, by slug and question.

    `submitted_on` is the day the form was sent, None before; months "ago" are counted from it.
    """
    record = Record(questionnaires=questionnaires, answers=answers, answered_on=answered_on)
    listed = medicines(record=record, find_ingredient=find_ingredient, grades=ruleset.grades)
    scores = scoring.scores(record=record, previous=_latest_first(previous))
    found = signals.of_record(record=record, submitted=submitted_on is not None)
    marked = markers(record=record)
    case = Case(
        record=record,
        medicines=listed,
        scores={score.scale: score for score in scores},
        submitted_on=submitted_on,
    )
    return Interpretation(
        scores=scores,
        signals=found,
        markers=marked,
        differential=differential(case=case, rules=ruleset.rules),
        timeline=timeline.events(record=record, medicines=listed),
        place=tiers.place(record=record, signals=found, scores=scores, markers=marked),
        ruleset=ruleset,
    )


def _latest_first(previous: Sequence[PreviousIntake]) -> list[Answers]:
    """Intakes without a time come last, in the order given."""
    never = datetime.min.replace(tzinfo=UTC)
    ordered = sorted(previous, key=lambda one: one.submitted_at or never, reverse=True)
    return [one.answers for one in ordered]
