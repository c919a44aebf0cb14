"""Forty people who do not exist, and how each would answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from intake.domain.questionnaire import Question

FAMILY_NAMES = (
    "Sample", "Example", "Test", "Specimen", "Mock", "Demo", "Dummy", "Fictional",
    "Placeholder", "Synthetic",
)  # fmt: skip
GIVEN_NAMES = (
    "Alex", "Noor", "Jordan", "Wiktoria", "Devon", "Priya", "Chris", "Łucja", "Nguyễn", "Aoife",
    "Omar", "Sam", "Robin", "Kim", "Taylor", "Ines", "Mikael", "Yuki", "Élodie", "Σοφία",
)  # fmt: skip

Answers = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Character:
    """`said` overrides; every other question gets the option at `place` (0 first, 1 last)."""

    name: str
    place: float
    said: Answers = field(default_factory=dict)
    stops_after: str | None = None  # the last step answered; None sends the form

    def answer(self, question: Question) -> Any:
        if question.id in self.said:
            return self.said[question.id]
        if question.type in {"text", "month", "repeat"}:
            return "skipped"
        codes = [option.code for option in question.options]
        code = codes[round(self.place * (len(codes) - 1))]
        return [code] if question.type == "choices" else code


def _medicine(name: str, start: str, **more: Any) -> dict[str, Any]:
    return {"m1": name, "m3": start, "m4": "yes", "m6": "no", **more}


ON_SERTRALINE = {
    "m0": "yes",
    "medicines": [
        _medicine(
            "sertraline", "2025-11", m6="went_up", m7=[{"date": "2026-02", "direction": "up"}],
            m9="weaker_or_flat", m11="not_applicable",
        )
    ],
    "o1": "2026-04", "o2": "3_12_months", "o6": ["dose_change"],
    "n18": ["joy", "sadness"], "v1": "To laugh at something and mean it.",
}  # fmt: skip
NO_MEDICINE = {"m0": "no", "b7": "no"}
WORN_OUT = {
    **NO_MEDICINE,
    "b0": "paid_work", "b1": "mostly_at_work", "b2": "much_better", "b3": "most_times",
    "b4": "almost_always", "b5": "often", "b7": "yes", "b7-since": "2026-01",
    "b8": "the_heavy_load", "o1": "2026-05", "o2": "3_12_months", "h1": "rarely",
    "v1": "To look forward to a Monday again.",
}  # fmt: skip
QUIET = {"phq9-9": "not_at_all", "h1": "sometimes", "pcptsd5-exposure": "no"}
ASQ_YES = {"asq-1": "yes", "asq-2": "no", "asq-3": "no", "asq-4": "no"}

CHARACTERS = (  # the last of them arrived last
    Character(name="acuity unknown, stopped", place=0.5, stops_after="asq-1-4", said={
        **QUIET, **NO_MEDICINE, "phq9-9": "several_days", **ASQ_YES}),
    Character(name="soon", place=0.4, said={
        **QUIET, **ON_SERTRALINE, "phq9-9": "several_days",
        "asq-1": "no", "asq-2": "no", "asq-3": "no", "asq-4": "no"}),
    Character(name="next, severe", place=1.0, said={**QUIET, **NO_MEDICINE, "h1": "rarely"}),
    Character(name="next, skipped", place=0.3, said={
        **QUIET, **NO_MEDICINE, "phq9-9": "skipped",
        "asq-1": "no", "asq-2": "no", "asq-3": "no", "asq-4": "no"}),
    Character(name="routine, medicine", place=0.35, said={**QUIET, **ON_SERTRALINE}),
    Character(name="routine, work", place=0.3, said={**QUIET, **WORN_OUT}),
    Character(name="routine, little", place=0.0, said={**QUIET, **NO_MEDICINE}),
    Character(name="stopped early", place=0.3, stops_after="o2", said={**QUIET, **NO_MEDICINE}),
    Character(name="acute", place=0.6, said={
        **QUIET, **NO_MEDICINE, "phq9-9": "several_days", **ASQ_YES, "asq-5": "yes"}),
    Character(name="now", place=0.7, said={
        **QUIET, **ON_SERTRALINE, "phq9-9": "more_than_half_the_days", **ASQ_YES, "asq-5": "no"}),
)  # fmt: skip


def birth_date(number: int) -> date:
    return date(1956 + number % 45, 1 + number % 12, 1 + number % 28)
