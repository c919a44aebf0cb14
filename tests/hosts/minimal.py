"""The smallest host: a plain Django site and the lines of the README, nothing more."""

from tests.hosts import readme
from tests.hosts.common import *

exec(readme.lines("INSTALLED_APPS"))
ROOT_URLCONF = "tests.hosts.minimal_urls"
