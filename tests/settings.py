"""The example site as the suite runs it: a folder that goes with the process, cheap passwords."""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="feltsense-test-")
os.environ.setdefault("FELTSENSE_DIR", _folder.name)

from clinic.settings import *

INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
# A page that asks the database once per row fails its test. A deed may say several things in the
# trail, ask for several jobs and move several counts, each of which is a row of its own.
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_NPLUSONE_THRESHOLD = 3  # a refused deed reads its row twice: to do it, and to show it again
ZEAL_ALLOWLIST = [
    {"model": "feltsense_intake.AuditHead"},
    {"model": "feltsense_intake.Job"},
    {"model": "feltsense_screening.QueueCount"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as on a real site, so that connections meet real locks; only the disk need not wait.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
