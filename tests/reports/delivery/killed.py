"""Run on its own: put a parcel into a folder and be killed at a given point.

python -m tests.reports.delivery.killed FOLDER half|renaming|receipt
"""

import os
import resource
import signal
import sys
from itertools import count

import django

django.setup()

from reports.delivery.folder import Folder  # noqa: E402
from tests.reports.delivery.parcels import CONTENT, parcel  # noqa: E402

folder, point = sys.argv[1:]
rename, renamings = os.replace, count()


def killed_before(number):
    def replace(*names):
        if next(renamings) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        rename(*names)

    return replace


if point == "half":  # the kernel ends who writes beyond the limit
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(CONTENT) // 2, len(CONTENT) // 2))
else:
    os.replace = killed_before({"renaming": 0, "receipt": 1}[point])
Folder(path=folder).deliver(parcel(), look_first=False)
