"""A summary that Dana has signed, where it is to go, and the relay that has it brought there."""

from datetime import timedelta

from django.utils import timezone

from intake import jobs
from intake.models import Job
from reports.models import Delivery, Report
from reports.services import delivering, writing
from screening.services import claiming, signing
from tests import people
from tests.screening.pages import CALM, gives

NOW = timezone.now().replace(microsecond=0)
LATER = NOW + timedelta(minutes=10)
SHELF = {"class": "tests.reports.delivery.shelf.Shelf"}


def sends_to(settings, **destinations):
    settings.FELTSENSE = settings.FELTSENSE | {"reports": {"deliveries": destinations}}


def signed(practice, *, at=NOW, **who):
    """The signed version, with its file."""
    review = _sent(practice, at=at, **who)
    dana = people.clinician(practice)
    claiming.claim(review=review, user=dana, at=at)
    decision = {"outcome": "appointment", "note": "QuollNote", "attested": True}
    seen = signing.seen_digest(review)
    signing.sign(review=review, **decision, seen=seen, user=dana, at=at)
    report = Report.objects.get(review=review, is_signed=True)
    render(report, at=at)
    return report


def _sent(practice, *, at, **who):
    intake, token = people.invited(practice, **who)
    return gives(people.entered(intake, token, at=at), CALM)


def render(report, *, at=NOW):
    job = Job.objects.get(kind=writing.RENDER, subject=report.pk)
    jobs.perform(job_id=job.pk, at=at, work=lambda job: writing.render(job=job, at=at))
    report.refresh_from_db()


def amended(report):
    """The next signed version of the same review."""
    Report.objects.filter(pk=report.pk).update(is_current=False)
    kept = {name: getattr(report, name) for name in ("practice", "review", "summary", "created_at")}
    kept |= {"version": report.version + 1, "is_signed": True, "created_at": NOW}
    newer = Report.objects.create(**kept, summary_sha256=report.summary_sha256)
    jobs.enqueue(writing.RENDER, practice=newer.practice, subject=newer.pk, at=NOW)
    render(newer)
    return newer


def relay(at=NOW):
    """One round: every due delivery is tried once."""
    for job in jobs.lease(at=at):
        if job.kind == writing.DELIVER:
            delivering.deliver(job_id=job.pk, at=at)


def tries(delivery):
    """Outcome and code of each attempt."""
    return list(delivery.attempts.values_list("outcome", "code"))


def the_delivery(report, destination="shelf"):
    return Delivery.objects.get(report=report, destination=destination)
