"""The decision: a draft that outlives a claim, and a signature that freezes what was seen."""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from intake import audit
from intake.models import AuditEvent, Intake, Membership, full_name
from screening.models import QueueCount, Review
from screening.services import evaluating
from screening.signals import review_signed

ATTESTATION = _("I read every answer, including the safety section.")
REFUSED = "screening.signing_password_refused"
MOST_WRONG, WITHIN = 5, timedelta(minutes=15)
OUTCOMES = (
    ("appointment", _("See at the appointment as planned")),
    ("contact_before", _("Contact before the appointment")),
    ("bring_forward", _("Bring the appointment forward")),
    ("other_service", _("Pass on to another service")),
    ("other", _("Other, see note")),
)


logger = logging.getLogger("feltsense.screening")


class NotReady(Exception):
    """The review can't be signed now; the message says why and what to do."""


def check_password(*, review: Review, user: Any, password: str, at: datetime) -> None:
    """Is it the user who signs? Raises NotReady; a wrong password stands in the trail, and counts.

    Checked outside a transaction: hashing takes its time, and the practice's chain is locked.
    """
    if not user.has_usable_password():
        return
    if not password:
        raise NotReady(_("Enter your password to sign."))
    if _wrong_of_late(user, at=at) >= MOST_WRONG:
        raise NotReady(
            _(
                "Too many wrong passwords: you can sign again 15 minutes after the first of them. "
                "Nothing is signed; your note stands below. "
                "If it was not you, tell whoever runs this site."
            )
        )
    if not user.check_password(password):
        _note_wrong(review, user, at=at)
        raise NotReady(
            _(
                "That password is not right, so nothing is signed. "
                "Your note stands below: enter the password again, then sign."
            )
        )


def _wrong_of_late(user: Any, *, at: datetime) -> int:
    """The user is the subject of these events, so that an index finds them."""
    events = AuditEvent.objects.filter(subject_id=str(user.pk), verb=REFUSED)
    return events.filter(at__gt=at - WITHIN).count()


@transaction.atomic
def _note_wrong(review: Review, user: Any, *, at: datetime) -> None:
    audit.record(
        REFUSED,
        user,
        practice_id=review.practice_id,
        actor=audit.user_actor(user),
        at=at,
        detail=str(review.pk),
    )


@transaction.atomic
def save_draft(*, review: Review, outcome: str, note: str, user: Any, at: datetime) -> None:
    """Keep the unfinished decision. Raises NotReady unless the claim is the user's."""
    review = _mine(review, user, at=at)
    by = full_name(user)
    review.draft = {"outcome": outcome, "note": note, "at": at.isoformat(), "by": by}
    review.save(update_fields=["draft"])
    _record("screening.draft_saved", review, user, at=at)


def seen_digest(review: Review) -> str:
    """SHA-256 of what a clinician sees: the answers, their interpretation and the alerts."""
    alerts = [
        [
            str(a.pk),
            a.signal,
            _iso(a.acknowledged_at),
            _iso(a.closed_at),
            len(a.contact_attempts.all()),
        ]
        for a in review.intake.alerts.with_log()
    ]
    seen = {
        "answers": review.intake.heard(),
        "calls": (review.intake.support or {}).get("calls", []),
        "interpretation": review.interpretation.content if review.interpretation else None,
        "alerts": alerts,
    }
    text = json.dumps(seen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


@transaction.atomic
def sign(
    *, review: Review, outcome: str, note: str, attested: bool, seen: str, user: Any, at: datetime
) -> None:
    """Sign what was seen. Raises NotReady when something is still open or has changed."""
    review = _mine(review, user, at=at)
    _check_decision(outcome, attested)
    if review.intake.alerts.filter(closed_at=None).exists():
        raise NotReady(_("Close the open alerts first."))
    if seen != seen_digest(review):
        raise NotReady(_("Something changed since you opened this page. Read it again, then sign."))
    _interpret_if_unsent(review, at=at)
    review.decision = {
        "outcome": outcome,
        "note": note.strip(),
        "attestation": str(ATTESTATION),
        "seen": seen,
        **_signer(review, user),
    }
    review.signed_by, review.signed_at = user, at
    review.claimed_by = review.claimed_until = review.draft = None
    review.save()
    QueueCount.add(practice_id=review.practice_id, rank=review.rank, by=-1)
    _record("screening.signed", review, user, at=at)
    try:
        review_signed.send(Review, review=review, at=at)
    except Exception as error:  # its message could repeat an answer
        logger.error("no document of review %s (%s)", review.pk, type(error).__name__)
        words = _(
            "The document could not be written, so nothing is signed. Your note stands below."
        )
        raise NotReady(words) from None


def _check_decision(outcome: str, attested: bool) -> None:
    if outcome not in dict(OUTCOMES):
        raise NotReady(_("Choose an outcome."))
    if not attested:
        raise NotReady(_("Tick the statement that you read every answer."))


def _interpret_if_unsent(review: Review, *, at: datetime) -> None:
    if review.interpretation is not None:
        return
    if review.intake.submitted_at is not None:
        raise NotReady(_("The rules could not read this form yet, so there is no summary to sign."))
    evaluating.interpret_unsent(review=review, at=at)


def _signer(review: Review, user: Any) -> dict[str, str]:
    """Name, role and registration as they are on the day; a later change leaves them."""
    member = Membership.objects.select_related("user").get(practice=review.practice, user=user)
    role = member.title or member.get_role_display()
    return {"name": member.name, "role": role, "registration": member.registration}


def _mine(review: Review, user: Any, *, at: datetime) -> Review:
    """The review, locked behind its intake: no page is saved while it is decided."""
    Intake.objects.select_for_update(no_key=True).get(pk=review.intake_id)
    audit.take_turn(practice_id=review.practice_id)
    row = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    if row.signed_at is not None:
        raise NotReady(_("This review is signed."))
    if row.claimed_by_id != user.pk or row.claimed_until is None or row.claimed_until <= at:
        raise NotReady(_("Your claim is over. Claim the review again; your draft is kept."))
    return row


def _record(verb: str, review: Review, user: Any, *, at: datetime) -> None:
    actor = audit.user_actor(user)
    audit.record(verb, review, practice_id=review.practice_id, actor=actor, at=at)
