"""A storage that takes no file while the file "mood" of the site's folder says so."""

import time

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files.storage import FileSystemStorage


class Moody(FileSystemStorage):
    """ "slow" ends at the soft limit; "deaf" does not even hear that."""

    def _save(self, name, content):
        while mood := (settings.DATA_DIR / "mood").read_text():
            try:
                time.sleep(0.1)
            except SoftTimeLimitExceeded:
                if mood == "slow":
                    raise
        return super()._save(name, content)
