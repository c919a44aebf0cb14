"""Doing what waits in the outbox, as relay and worker do it, here and now."""

from celery import current_app
from django.utils import timezone

from intake import jobs


def do_all_jobs() -> None:
    current_app.loader.import_default_modules()
    while leased := jobs.lease(at=timezone.now()):
        for job in leased:
            current_app.tasks[job.kind](job_id=str(job.pk))
