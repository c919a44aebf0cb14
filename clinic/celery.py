"""The Celery application of the site: `celery -A clinic worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

app = Celery("clinic")
app.config_from_object("clinic.celeryconfig")
app.autodiscover_tasks()
app.set_default()
