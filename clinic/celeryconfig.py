"""Celery's settings. The outbox, not the broker, keeps work from getting lost."""

import os

broker_url = os.environ.get("CELERY_BROKER_URL") or "memory://localhost"
broker_connection_retry_on_startup = True
task_acks_late = True
task_reject_on_worker_lost = True
task_ignore_result = True
task_serializer = "json"
accept_content = ["json"]
task_soft_time_limit = 60  # seconds
task_time_limit = 90
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
worker_max_tasks_per_child = 200
worker_max_memory_per_child = 400_000  # kB; a process that grew beyond is replaced after its task
worker_soft_shutdown_timeout = 20

broker_transport_options: dict[str, float] = {}
if broker_url.startswith("redis"):
    broker_transport_options = {
        "visibility_timeout": 300,  # more than three times the longest task
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_timeout": 3,
        "socket_connect_timeout": 3,
    }
elif broker_url.startswith("memory"):
    broker_transport_options = {"polling_interval": 0.05}
