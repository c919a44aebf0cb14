"""The settings of `clinic`, and a storage whose mood a test sets."""

from django.conf.global_settings import STORAGES

from clinic.settings import *

FILES = {"location": str(DATA_DIR / "files")}
STORAGES = STORAGES | {"reports": {"BACKEND": "tests.faults.moody.Moody", "OPTIONS": FILES}}
FELTSENSE = FELTSENSE | {"reports": {"storage": "reports"}}
