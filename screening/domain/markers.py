"""The three markers shown first: longer than two weeks, gets in the way, hopelessness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from intake.domain.questionnaire import NOT_APPLICABLE
from screening.domain.evidence import Finding, Outcome, Record, either
from screening.domain.signals import HOPE, OFTEN

DURATION = "o2"
OVER_TWO_WEEKS = frozenset({"2_4_weeks", "1_3_months", "3_12_months", "over_1_year", "always"})
EFFECTS = ("f1", "f2", "f3", "f4", "f5")
MUCH = frozenset({"quite_a_bit", "a_lot"})
DIFFICULTY = "phq9-difficulty"
DIFFICULT = frozenset({"somewhat_difficult", "very_difficult", "extremely_difficult"})


@dataclass(frozen=True, kw_only=True)
class Markers:
    duration: Outcome
    interference: Outcome
    hopelessness: Outcome

    @property
    def all_present(self) -> bool:
        return {self.duration, self.interference, self.hopelessness} == {"yes"}

    def as_dict(self) -> dict[str, Any]:
        return {
            "duration": self.duration,
            "interference": self.interference,
            "hopelessness": self.hopelessness,
        }


def markers(*, record: Record) -> Markers:
    return Markers(
        duration=_asked_or_unknown(record, DURATION, OVER_TWO_WEEKS),
        interference=_interference(record),
        hopelessness=_asked_or_unknown(record, HOPE, OFTEN),
    )


def _asked_or_unknown(record: Record, question: str, codes: frozenset[str]) -> Outcome:
    return record.finding(question, codes).outcome if record.asked(question) else "unknown"


def _interference(record: Record) -> Outcome:
    """Yes when any asked item says so, no when all do not; "does not apply" is left out."""
    effects = [_judged(record, question, MUCH) for question in EFFECTS]
    found = [f for f in (*effects, _judged(record, DIFFICULTY, DIFFICULT)) if f is not None]
    return either(found).outcome if found else "unknown"


def _judged(record: Record, question: str, codes: frozenset[str]) -> Finding | None:
    if not record.asked(question) or record.value(question) == NOT_APPLICABLE:
        return None
    return record.finding(question, codes)
