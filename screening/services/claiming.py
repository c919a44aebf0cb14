"""One clinician at a time works on a review; the claim lapses, the draft does not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from intake import audit
from intake.services.answering import mark_opened
from screening.conf import conf
from screening.models import Review


class ReviewTaken(Exception):
    """A colleague holds the review: `holder` until `until`."""

    def __init__(self, *, holder: Any, until: datetime) -> None:
        super().__init__("The review is claimed by a colleague.")
        self.holder, self.until = holder, until


class ReviewSigned(Exception):
    """The review is signed; nothing of it changes any more."""


class ReasonMissing(Exception):
    """Taking over a colleague's claim needs a reason."""


@transaction.atomic
def claim(*, review: Review, user: Any, at: datetime) -> None:
    """Take the review for 20 minutes. Raises ReviewTaken or ReviewSigned."""
    until = at + timedelta(minutes=conf().claim_minutes)
    audit.take_turn(practice_id=review.practice_id)
    if Review.objects.claim(pk=review.pk, user=user, at=at, until=until):
        _record("screening.claimed", review, user, at=at)
        return
    review.refresh_from_db()
    if review.signed_at is not None:
        raise ReviewSigned
    raise ReviewTaken(holder=review.claimed_by, until=review.claimed_until or at)


def renew(*, review: Review, user: Any, at: datetime) -> None:
    """Activity keeps a claim that is one's own."""
    until = at + timedelta(minutes=conf().claim_minutes)
    mine = Review.objects.open().filter(pk=review.pk, claimed_by=user, claimed_until__gt=at)
    mine.update(claimed_until=until)


@transaction.atomic
def release(*, review: Review, user: Any, at: datetime) -> None:
    audit.take_turn(practice_id=review.practice_id)
    mine = Review.objects.open().filter(pk=review.pk, claimed_by=user)
    if mine.update(claimed_by=None, claimed_until=None):
        _record("screening.released", review, user, at=at)


@transaction.atomic
def take_over(*, review: Review, reason: str, user: Any, at: datetime) -> None:
    """Take a colleague's claim; their draft is kept. Raises ReasonMissing or ReviewSigned."""
    if not reason.strip():
        raise ReasonMissing
    until = at + timedelta(minutes=conf().claim_minutes)
    audit.take_turn(practice_id=review.practice_id)
    row = Review.objects.open().filter(pk=review.pk)
    if not row.update(claimed_by=user, claimed_until=until):
        raise ReviewSigned
    _record("screening.taken_over", review, user, at=at, detail={"reason": reason.strip()})


@transaction.atomic
def read(*, review: Review, user: Any, at: datetime) -> None:
    """A clinician opens the review: noted in the trail; from now on the answers stay."""
    if review.intake.submitted_at is not None:
        mark_opened(intake=review.intake, at=at)
    _record("screening.review_read", review, user, at=at)
    news = Q(seen_at=None) | Q(seen_at__lt=F("updated_at"))
    Review.objects.filter(news, pk=review.pk).update(seen_at=at)
    renew(review=review, user=user, at=at)


def _record(verb: str, review: Review, user: Any, *, at: datetime, detail: Any = None) -> None:
    audit.record(
        verb,
        review,
        practice_id=review.practice_id,
        actor=audit.user_actor(user),
        at=at,
        detail=detail,
    )
