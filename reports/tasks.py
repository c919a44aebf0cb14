"""Celery entry points of reports."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from intake import jobs
from reports.services import writing


@shared_task(name=writing.RENDER, ignore_result=True)
def render(*, job_id: str, **_: Any) -> None:
    at = timezone.now()
    jobs.perform(job_id=job_id, at=at, work=lambda job: writing.render(job=job, at=at))
