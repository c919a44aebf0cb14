"""Doing what waits in the outbox, as relay and worker do it, here and now."""

from celery import current_app
from django.utils import timezone

import intake.tasks  # noqa: F401  registers them
import reports.tasks  # noqa: F401
import screening.tasks  # noqa: F401
from intake import jobs


def do_all_jobs() -> None:
    while leased := jobs.lease(at=timezone.now()):
        for job in leased:
            current_app.tasks[job.kind](job_id=str(job.pk))
