"""A patient who answers through the services that the pages call, and a clinician who signs."""

from datetime import UTC, datetime

from intake.services import answering
from screening.models import Alert, Review
from screening.services import alerting, claiming, signing
from tests import people

NOW = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
ALL_NO = {f"asq-{n}": "no" for n in range(1, 5)}


class Alex:
    """The patient, answering through the services that the pages call."""

    def __init__(self, **invited):
        self.intake, token = people.invited(people.practice(), at=NOW, **invited)
        self.session = people.entered(self.intake, token, at=NOW)

    def says(self, slug, at=NOW, **answers):
        answers = {name.replace("_", "-"): value for name, value in answers.items()}
        answering.save_page(session=self.session, slug=slug, answers=answers, at=at)

    def sends(self, at=NOW):
        return answering.submit(session=self.session, at=at)

    @property
    def codes(self):
        return [alert.signal["code"] for alert in Alert.objects.order_by("raised_at", "pk")]

    @property
    def review(self):
        return Review.objects.get()

    @property
    def support(self):
        self.intake.refresh_from_db()
        return self.intake.support or {}


def sign(review, user):
    claiming.claim(review=review, user=user, at=NOW)
    for alert in review.intake.alerts.filter(closed_at=None):
        alerting.log_contact(alert=alert, channel="phone", outcome="spoke", user=user, at=NOW)
        alerting.close(alert=alert, reason="Spoke with Alex.", user=user, at=NOW)
    seen = signing.seen_digest(Review.objects.get(pk=review.pk))
    decision = {"outcome": "other", "note": "", "attested": True}
    signing.sign(review=review, **decision, seen=seen, user=user, at=NOW)
