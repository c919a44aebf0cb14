"""Celery entry points of reports."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from intake import jobs
from reports.services import delivering, writing


@shared_task(
    name=writing.RENDER,
    ignore_result=True,
    soft_time_limit=30,  # seconds; an ordinary summary takes a tenth of one
    time_limit=45,
)
def render(*, job_id: str, **_: Any) -> None:
    at = timezone.now()
    jobs.perform(job_id=job_id, at=at, work=lambda job: writing.render(job=job, at=at))


@shared_task(
    name=writing.DELIVER,
    ignore_result=True,
    soft_time_limit=60,  # seconds; both end before Delivery.LONGEST_CALL
    time_limit=90,
)
def deliver(*, job_id: str, **_: Any) -> None:
    delivering.deliver(job_id=job_id, at=timezone.now())
