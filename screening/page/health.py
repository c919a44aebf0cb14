"""What stands in the way of the work, shown to those it concerns: nothing fails silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, prefetch_related_objects

from intake.models import CrisisLine, Heartbeat, Job, Practice
from intake.policy import for_actor

MOST_SHOWN = 10
WORST_FIRST = ("priority", F("ended_at").desc(nulls_last=True))


@dataclass(frozen=True, kw_only=True)
class Silent:
    """A process that has not been heard of; `since` is None where it never was."""

    name: str
    since: datetime | None


@dataclass(frozen=True, kw_only=True)
class NotReady:
    practice: Practice
    missing: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Stale:
    practice: Practice
    lines: Sequence[CrisisLine]


@dataclass(frozen=True, kw_only=True)
class Health:
    failed: Sequence[Job]
    silent: Sequence[Silent]
    not_ready: Sequence[NotReady]
    stale: Sequence[Stale]
    sandboxes: Sequence[Practice]


def health(*, actor: Any, practices: Sequence[Practice], at: datetime) -> Health:
    prefetch_related_objects(practices, "crisis_lines")
    failed = Job.objects.in_trouble(at=at).filter(practice__in=practices)
    heard = dict(Heartbeat.objects.values_list("name", "at"))
    return Health(
        failed=list(for_actor(actor, failed).order_by(*WORST_FIRST)[:MOST_SHOWN]),
        silent=[
            Silent(name=name, since=heard.get(name))
            for name in (Heartbeat.RELAY, Heartbeat.WORKER)
            if name not in heard or heard[name] < at - Heartbeat.SILENCE
        ],
        not_ready=[
            NotReady(practice=practice, missing=missing)
            for practice in practices
            if (missing := practice.missing_for_live(today=_today(practice, at)))
        ],
        stale=[
            Stale(practice=practice, lines=lines)
            for practice in practices
            if (lines := practice.stale_lines(today=_today(practice, at)))
        ],
        sandboxes=[practice for practice in practices if practice.sandbox],
    )


def _today(practice: Practice, at: datetime) -> date:
    return at.astimezone(practice.zone).date()
