"""The Celery application of the site. The outbox, not the broker, keeps work from getting lost."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

app = Celery("clinic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_soft_shutdown_timeout=20,
    worker_max_tasks_per_child=200,
    task_soft_time_limit=60,
    task_time_limit=90,
    broker_connection_retry_on_startup=True,
)
if str(app.conf.broker_url).startswith("redis"):
    app.conf.broker_transport_options = {
        "visibility_timeout": 300,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_timeout": 3,
        "socket_connect_timeout": 3,
    }
elif str(app.conf.broker_url).startswith("memory"):
    app.conf.broker_transport_options = {"polling_interval": 0.05}
app.autodiscover_tasks()
