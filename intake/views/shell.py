"""What every patient page shows: the practice, its lines, when it was saved or sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from intake.models import CrisisLine, Intake, Practice


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The lines a practice shows today, and the emergency number."""

    listed: tuple[CrisisLine, ...]
    emergency: CrisisLine | None

    @property
    def all(self) -> tuple[CrisisLine, ...]:
        return (*self.listed, self.emergency) if self.emergency else self.listed

    @property
    def first(self) -> CrisisLine | None:
        return next((line for line in self.listed if line.call), None)

    @property
    def first_text(self) -> CrisisLine | None:
        return next((line for line in self.listed if line.text_to), None)

    @property
    def checked_on(self) -> date | None:
        return min((line.checked_on for line in self.listed), default=None)


def lines_of(practice: Practice, *, today: date) -> Lines:
    """A line that nobody has checked for long is left out; the emergency number never is."""
    return _lines(practice.lines_on(today=today))


def _lines(shown: Sequence[CrisisLine]) -> Lines:
    emergency = [line for line in shown if line.kind == CrisisLine.EMERGENCY]
    return Lines(
        listed=tuple(line for line in shown if line.kind != CrisisLine.EMERGENCY),
        emergency=emergency[0] if emergency else None,
    )


def common_lines() -> Lines | None:
    """Where it is not known whose patient asks: the lines that every practice here shows."""
    practices = Practice.objects.prefetch_related("crisis_lines")
    each = [lines_of(practice, today=timezone.localdate()).all for practice in practices]
    known = [shown for shown in each if shown]  # one still being set up says nothing
    if not known:
        return None
    numbers = [{line.number for line in shown} for shown in known]
    shared = [line for line in known[0] if all(line.number in one for one in numbers)]
    return _lines(shared) if shared else None


def practice_shell(practice: Practice) -> dict[str, Any]:
    return {"practice": practice, "lines": lines_of(practice, today=timezone.localdate())}


def shell(intake: Intake) -> dict[str, Any]:
    clinician = intake.clinician.get_full_name() if intake.clinician else ""
    return practice_shell(intake.practice) | {"intake": intake, "clinician": clinician}
