"""All that the rules say about one intake; the same answers always give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from intake.domain.answers import Answers
from intake.domain.conditions import still_asked
from intake.domain.questionnaire import Questionnaire
from screening.domain import scoring, signals, tiers, timeline
from screening.domain.changes import Changes, changes
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
    changes: Changes | None  # None where there is no earlier form
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
            "changes": self.changes.as_dict() if self.changes else None,
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
    heard = still_asked(questionnaires, answers)
    record = Record(questionnaires=questionnaires, answers=heard, answered_on=answered_on)
    listed = medicines(record=record, find_ingredient=find_ingredient, grades=ruleset.grades)
    earlier = _latest_first(previous)
    scores = scoring.scores(record=record, previous=[one.answers for one in earlier])
    found = signals.of_record(record=record, submitted=submitted_on is not None)
    marked = markers(record=record)
    case = Case(
        record=record,
        medicines=listed,
        scores={score.scale: score for score in scores},
        submitted_on=submitted_on,
    )
    changed = None
    if earlier:
        last = still_asked(questionnaires, earlier[0].answers)
        changed = changes(
            now=record,
            last=replace(record, answers=last),
            since=earlier[0].submitted_at,
            signals=found,
            find_ingredient=find_ingredient,
        )
    return Interpretation(
        scores=scores,
        signals=found,
        markers=marked,
        differential=differential(case=case, rules=ruleset.rules),
        timeline=timeline.events(record=record, medicines=listed),
        changes=changed,
        place=tiers.place(record=record, signals=found, scores=scores, markers=marked),
        ruleset=ruleset,
    )


def _latest_first(previous: Sequence[PreviousIntake]) -> list[PreviousIntake]:
    """Intakes without a time come last, in the order given."""
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(previous, key=lambda one: one.submitted_at or never, reverse=True)
