"""What stands in the way of the work, shown to those it concerns: nothing fails silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from intake.models import Heartbeat, Job, Practice
from intake.policy import for_actor

SILENCE = timedelta(minutes=5)
MOST_SHOWN = 10


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
class Health:
    failed: Sequence[Job]
    silent: Sequence[Silent]
    not_ready: Sequence[NotReady]
    sandboxes: Sequence[Practice]


def health(*, actor: Any, practices: Sequence[Practice], at: datetime) -> Health:
    failed = Job.objects.filter(practice__in=practices, state=Job.State.FAILED)
    heard = dict(Heartbeat.objects.values_list("name", "at"))
    return Health(
        failed=list(for_actor(actor, failed).order_by("-ended_at")[:MOST_SHOWN]),
        silent=[
            Silent(name=name, since=heard.get(name))
            for name in (Heartbeat.RELAY, Heartbeat.WORKER)
            if name not in heard or heard[name] < at - SILENCE
        ],
        not_ready=[
            NotReady(practice=practice, missing=missing)
            for practice in practices
            if (missing := practice.missing_for_live(today=at.astimezone(practice.zone).date()))
        ],
        sandboxes=[practice for practice in practices if practice.sandbox],
    )
