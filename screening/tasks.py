"""Celery entry points of screening."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from intake import jobs
from screening.services import alerting


@shared_task(name=alerting.NOTIFY, ignore_result=True)
def notify(*, job_id: str, **_: Any) -> None:
    at = timezone.now()
    jobs.perform(job_id=job_id, at=at, work=lambda job: alerting.notify(job=job, at=at))
