"""A host with its own user model, base template, policy and notifier, under a prefix."""

from tests.hosts import readme
from tests.hosts.common import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.hosts.accounts"]
exec(readme.lines("INSTALLED_APPS"))
AUTH_USER_MODEL = "accounts.Person"
TEMPLATES[0]["DIRS"] = [HERE / "templates"]
FELTSENSE["intake"]["policy"] = "tests.hosts.seams.NotOnLeave"
FELTSENSE["screening"] = {"notifier": "tests.hosts.seams.Pager"}
FELTSENSE["reports"] = {"page_size": "Letter"}
ROOT_URLCONF = "tests.hosts.custom_urls"
