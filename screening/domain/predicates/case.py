"""What a test may look at, and the list of all tests by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from intake.domain.language import gettext as _
from intake.domain.questionnaire import Scale
from screening.domain.evidence import Finding, Outcome, Record, Used, has_answer
from screening.domain.medicines import Medicines
from screening.domain.order import ALWAYS, ONSET, Span, span
from screening.domain.scoring import Score


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that a test may look at. `submitted_on` is the day "now" is measured from."""

    record: Record
    medicines: Medicines
    scores: Mapping[str, Score]
    submitted_on: date | None

    @cached_property
    def onset(self) -> Span | None:
        return span(self.record.value(ONSET))

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        return {s.id: s for q in self.record.questionnaires for s in q.scales}

    def covers(self, name: str) -> bool:
        """Whether a question or a scale of this name is in the packet."""
        return name in self.scales or name in self.record.questions


@dataclass(frozen=True, kw_only=True)
class Predicate:
    test: Callable[..., Finding]
    needs: tuple[str, ...]


PREDICATES: dict[str, Predicate] = {}


def predicate(*needs: str) -> Callable[[Callable[..., Finding]], Callable[..., Finding]]:
    def register(test: Callable[..., Finding]) -> Callable[..., Finding]:
        PREDICATES[test.__name__] = Predicate(test=test, needs=needs)
        return test

    return register


def dated(outcome: Outcome, used: Sequence[Used]) -> Finding:
    """Says why an order is unknown where the answers alone do not."""
    if outcome != "unknown":
        return Finding(outcome=outcome, used=tuple(used))
    always = any(u.answer == ALWAYS for u in used)
    silent = not all(has_answer(u.answer) for u in used)
    why = _("same month, or only the year is known: the order is not known")
    if always:
        why = _("numbness as long as the patient can remember has no month")
    return Finding(outcome="unknown", used=tuple(used), why=() if silent else (why,))
