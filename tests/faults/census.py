"""Run on the site, as JSON: each intake, by the hash of its link, and the jobs not done."""

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


# the jobs first: what one of them did since can't be missing from what is read after it
told = ("kind", "state", "attempts", "leases", "last_error", "due_at", "leased_until")
unfinished = list(Job.objects.exclude(state=Job.State.DONE).values(*told))
found = {invitation.token_hash: of(invitation) for invitation in Invitation.objects.all()}
print(json.dumps({"intakes": found, "unfinished": unfinished}, default=str))
