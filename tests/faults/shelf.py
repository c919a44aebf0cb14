"""Run on the site: what there is of each report, as JSON."""

import hashlib
import json
from collections import Counter

import django

django.setup()

from intake.models import AuditEvent, Job  # noqa: E402
from reports.models import Report  # noqa: E402
from reports.services.writing import RENDER  # noqa: E402

# the jobs first: what one of them did since can't be missing from what is read after it
jobs = list(Job.objects.filter(kind=RENDER).values_list("state", flat=True))
rendered = Counter(
    AuditEvent.objects.filter(verb="reports.rendered").values_list("subject_id", flat=True)
)


def of(report: Report) -> dict[str, object]:
    file = report.file or b""
    return {
        "version": report.version,
        "current": report.is_current,
        "state": report.state,
        "rendered": rendered[str(report.pk)],
        "whole": hashlib.sha256(file).hexdigest() == report.file_sha256 and b"%%EOF" in file[-8:],
    }


print(json.dumps({"reports": [of(report) for report in Report.objects.all()], "jobs": jobs}))
