"""The smallest real site that uses Feltsense."""

import os

# The relay publishes through Celery's default application. It finds its settings by this name when
# it is first used, so that a command that needs no Celery does not wait half a second for it.
os.environ.setdefault("CELERY_CONFIG_MODULE", "clinic.celeryconfig")
