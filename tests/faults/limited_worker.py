"""The worker of `clinic` with limits of seconds, so that a test need not wait for a minute."""

from clinic.celery import app

LIMITS = {"soft_time_limit": 2, "time_limit": 4}
app.conf.task_annotations = {"feltsense.reports.render": LIMITS}
