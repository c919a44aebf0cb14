"""Run on the site: what there is of each intake, as JSON, found by the hash of its link."""

import json

import django

django.setup()

from intake.models import Invitation, Job  # noqa: E402
from reports.models import Report  # noqa: E402


def of(invitation: Invitation) -> dict[str, object]:
    intake = invitation.intake
    reports = Report.objects.filter(review__intake=intake)
    return {
        "submitted": intake.submitted_at is not None,
        "answers": intake.answers(),
        "interpretations": intake.interpretations.count(),
        "reviews": intake.reviews.count(),
        "alerts": intake.alerts.count(),
        "current": [r.state for r in reports.filter(is_current=True)],
    }


found = {invitation.token_hash: of(invitation) for invitation in Invitation.objects.all()}
states = list(Job.objects.values_list("state", flat=True))
print(json.dumps({"intakes": found, "jobs": states}))
