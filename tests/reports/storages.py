"""A storage that is so slow that the worker's limit ends the job."""

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import InMemoryStorage

LIMITS = {"SoftTimeLimitExceeded": SoftTimeLimitExceeded, "MemoryError": MemoryError}


class Stuck(InMemoryStorage):
    def __init__(self, *, limit):
        super().__init__()
        self.limit = limit

    def _save(self, name, content):
        raise LIMITS[self.limit]
