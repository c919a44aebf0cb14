"""Celery entry points of reports."""

from datetime import datetime
from typing import Any

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from intake import jobs
from intake.models import Job
from reports.services import delivering, writing


@shared_task(
    name=writing.RENDER,
    ignore_result=True,
    soft_time_limit=30,  # seconds; an ordinary summary takes a tenth of one
    time_limit=45,
)
def render(*, job_id: str, **_: Any) -> None:
    at = timezone.now()
    jobs.perform(job_id=job_id, at=at, work=lambda job: _within_limits(job, at=at))


def _within_limits(job: Job, *, at: datetime) -> None:
    try:
        writing.render(job=job, at=at)
    except (SoftTimeLimitExceeded, MemoryError):
        raise writing.TooMuchWork from None


@shared_task(
    name=writing.DELIVER,
    ignore_result=True,
    soft_time_limit=60,  # seconds; both end before Delivery.LONGEST_CALL
    time_limit=90,
)
def deliver(*, job_id: str, **_: Any) -> None:
    delivering.deliver(job_id=job_id, at=timezone.now())
