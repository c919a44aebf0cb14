"""Publishing due jobs by task name, and the worker's own sign of life."""

import logging
from datetime import datetime, timedelta
from typing import Any

from celery import current_app, shared_task
from django.utils import timezone

from intake import jobs
from intake.models import Heartbeat, Job
from intake.signals import relay_went_round

logger = logging.getLogger("feltsense.relay")
WORKER_SILENCE = timedelta(seconds=15)  # then the relay asks the worker for a sign of life


@shared_task(name="feltsense.intake.beat", ignore_result=True)
def beat(**_: Any) -> None:
    Heartbeat.beat(name=Heartbeat.WORKER, at=timezone.now())


def go_round(*, at: datetime) -> int:
    """One round of the relay: the apps' timed work first, then publish what is due.

    Returns how many jobs were published. A broker that is away costs a lease, never a job. The
    relay's own sign of life is given only when all the timed work was done.
    """
    whole = _timed_work(at=at)
    published = 0
    for job in jobs.lease(at=at):
        if not _send(job.kind, {"job_id": str(job.pk)}, expires=None):
            break  # the next round finds the rest
        published += 1
    _ask_worker(at=at)
    if whole:
        Heartbeat.beat(name=Heartbeat.RELAY, at=at)
    return published


def _timed_work(*, at: datetime) -> bool:
    """What each app does by the clock; one that breaks is logged and stops no other."""
    results = relay_went_round.send_robust(Job, at=at)
    return not any(isinstance(result, Exception) for _, result in results)


def _ask_worker(*, at: datetime) -> None:
    heard = Heartbeat.objects.filter(name=Heartbeat.WORKER, at__gt=at - WORKER_SILENCE)
    if not heard.exists():
        _send(beat.name, {}, expires=WORKER_SILENCE.total_seconds())


def _send(name: str, kwargs: dict[str, str], *, expires: float | None) -> bool:
    try:
        current_app.send_task(name, kwargs=kwargs, expires=expires, retry=False)
    except Exception as error:
        # Whatever the broker's client raises, the job stays in the table and is sent again.
        logger.warning("relay: %s not published (%s)", name, type(error).__name__)
        return False
    return True
