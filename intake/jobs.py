"""The outbox: enqueue in the deed's transaction, lease to publish, perform once.

By hand because the table must share our transaction. Doing a job twice does no harm; a job that
can't succeed ends `failed`, where a person sees it and can retry.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from intake.models import Heartbeat, Job, Practice

LEASE = timedelta(seconds=30)  # longer than a job waits for a worker on an ordinary day
LONGEST_LEASE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)
MOST_ATTEMPTS = 8  # failures, over some 45 minutes
MOST_LEASES = 100  # about a day without a result


class GivenUp(Exception):
    """Raised by work that would fail again: the job is left `failed`, for a person, at once."""


class WorkBroke(Exception):
    """Work raised. Says which work, which exception and where; never its message, because a
    library's message may repeat what a patient wrote."""

    def __init__(self, what: str, error: BaseException) -> None:
        where = traceback.extract_tb(error.__traceback__)[-1]
        name = type(error).__name__
        super().__init__(f"{what}: {name} at {where.filename}:{where.lineno}")
        self.error_name = name


def enqueue(
    kind: str,
    *,
    practice: Practice,
    subject: UUID,
    at: datetime,
    version: int = 1,
    priority: int = Job.ORDINARY,
    due_at: datetime | None = None,
) -> Job:
    """One job per kind, subject and version; asking again returns the one there is."""
    job, _ = Job.objects.get_or_create(
        kind=kind,
        subject=subject,
        version=version,
        defaults={
            "practice": practice,
            "priority": priority,
            "due_at": due_at or at,
            "created_at": at,
        },
    )
    return job


def lease(*, at: datetime, limit: int = 50) -> list[Job]:
    """Take due jobs, urgent first. Whoever asks next does not get them until the lease is over."""
    with transaction.atomic():
        waiting = Job.objects.waiting(at=at)
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(no_key=True, skip_locked=True)
        jobs = list(waiting[:limit])
        for job in jobs:
            _lease_or_fail(job, at=at)
    return [job for job in jobs if job.state == Job.State.PENDING]


def _lease_or_fail(job: Job, *, at: datetime) -> None:
    """Only work that takes its worker down with it is published so often without a result."""
    if job.leases >= MOST_LEASES:
        job.state, job.ended_at = Job.State.FAILED, at
    else:
        job.leased_until = at + _pause(job.leases)
        job.leases += 1
    job.save(update_fields=["state", "ended_at", "leased_until", "leases"])


def _pause(times: int) -> timedelta:
    """30 s, doubling, up to a quarter of an hour."""
    return min(LEASE * (1 << min(times, 10)), LONGEST_LEASE)


def perform(*, job_id: UUID | str, at: datetime, work: Callable[[Job], None]) -> bool:
    """Do the work and mark it done, in one transaction. False when there was nothing to do.

    An exception of the work undoes all of it, is noted by its class name, and becomes WorkBroke.
    It is tried again later; after the eighth time, or GivenUp, it is left `failed` for a person.
    """
    try:
        with transaction.atomic():
            job = locked(job_id=job_id)
            if job is None:
                return False
            work(job)
            finish(job=job, at=at)
    except Exception as error:
        broke = WorkBroke(f"job {job_id}", error)
        final = isinstance(error, GivenUp)
        note_failure(job_id=job_id, code=broke.error_name, at=at, for_good=final)
        raise broke from None
    Heartbeat.beat(name=Heartbeat.WORKER, at=at)
    return True


def timed(work: Callable[..., None]) -> Callable[..., None]:
    """Wrap a receiver of `relay_went_round`: it raises WorkBroke, as Django logs what it raises."""

    @wraps(work)
    def without_message(*args: Any, **kwargs: Any) -> None:
        try:
            work(*args, **kwargs)
        except Exception as error:
            raise WorkBroke(work.__name__, error) from None

    return without_message


# Work that calls another host holds no lock meanwhile, so it takes these steps one by one.


def locked(*, job_id: UUID | str, wait: bool = False) -> Job | None:
    """The job, unless it is done or, where it does not `wait`, another worker is at it."""
    skip = connection.features.has_select_for_update_skip_locked and not wait
    pending = Job.objects.filter(pk=job_id, state=Job.State.PENDING)
    return pending.select_for_update(no_key=True, skip_locked=skip).first()


def give_back(*, job: Job) -> None:
    """Its turn has not come: it is published again when the lease is over, which does not count."""
    job.leases = max(0, job.leases - 1)  # the message may be older than a new start
    job.save(update_fields=["leases"])


def finish(*, job: Job, at: datetime) -> None:
    job.state, job.ended_at = Job.State.DONE, at
    job.save(update_fields=["state", "ended_at"])


@transaction.atomic
def note_failure(
    *,
    job_id: UUID | str,
    code: str,
    at: datetime,
    for_good: bool = False,
    longest: timedelta = timedelta(0),
    pause: timedelta = timedelta(0),
) -> Job | None:
    """Try again later, after `pause` at the soonest. After eight failures and for `longest`, or
    where trying again is no use, leave it to a person."""
    job = locked(job_id=job_id, wait=True)
    if job is None:
        return None
    job.last_error, job.leased_until, job.leases = code[:100], None, 0
    job.due_at = at + min(max(_pause(job.attempts), pause), LONGEST_PAUSE)
    job.attempts += 1
    tried_enough = job.attempts >= MOST_ATTEMPTS and at - job.created_at >= longest
    if for_good or tried_enough:
        job.state, job.ended_at = Job.State.FAILED, at
    job.save()
    return job


def drop(*, kind: str, subject: UUID) -> None:
    """Take it off the list: a person has settled what it was for."""
    Job.objects.filter(kind=kind, subject=subject).delete()


def retry(*, job: Job, at: datetime) -> bool:
    """Give a failed job a new start. False when another person was faster."""
    failed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED)
    fresh = {"state": Job.State.PENDING, "attempts": 0, "leases": 0}
    fresh |= {"leased_until": None, "ended_at": None}
    return failed.update(**fresh, due_at=at) == 1
