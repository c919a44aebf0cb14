"""From rows to the facts a summary is built from. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from intake.models import Intake, full_name
from reports.conf import conf
from reports.domain import facts
from reports.domain.build import build
from reports.domain.summary import Summary
from screening.models import Alert, ContactAttempt, Review
from screening.services.signing import OUTCOMES


def gather(*, review: Review, document: UUID, version: int, at: datetime) -> Summary:
    """What is known of a review at `at`. The review has an interpretation."""
    intake, practice = review.intake, review.practice
    assert review.interpretation is not None  # noqa: S101  a report follows an interpretation
    return build(
        practice=facts.Practice(
            name=practice.name, timezone=practice.zone, paper=conf().page_size.lower()
        ),
        patient=facts.Patient(
            family_name=intake.patient.family_name,
            given_name=intake.patient.given_name,
            birth_date=intake.patient.birth_date,
            record_number=intake.patient.record_number,
        ),
        intake=facts.Intake(
            language=intake.language,
            appointment_at=intake.appointment_at,
            submitted_at=intake.submitted_at,
            recipient=full_name(intake.clinician),
        ),
        questionnaires=intake.questionnaires,
        answers=intake.answers(),
        answered_at=_answered_at(review),
        interpretation=review.interpretation.content,
        version=facts.Version(document=str(document), number=version, made_at=at),
        alerts=[_alert(alert) for alert in intake.alerts.with_log()],
        shown=list(_shown(review)),
        signature=_signature(review),
        previous=_previous(review),
    )


def _previous(review: Review) -> facts.Previous | None:
    """The patient's last form before this one, for what has changed since."""
    sent_at = review.intake.submitted_at
    if sent_at is None:
        return None
    earlier = Intake.objects.filter(patient=review.intake.patient_id, submitted_at__lt=sent_at)
    last = earlier.order_by("-submitted_at").first()
    return facts.Previous(answers=last.answers(), submitted_at=last.submitted_at) if last else None


def _answered_at(review: Review) -> dict[str, dict[str, datetime]]:
    return {
        response.slug: {
            question: datetime.fromisoformat(kept["at"])
            for question, kept in response.answers.items()
        }
        for response in review.intake.responses.all()
    }


def _alert(alert: Alert) -> facts.Alert:
    return facts.Alert(
        code=alert.signal["code"],
        raised_at=alert.raised_at,
        acknowledged_at=alert.acknowledged_at,
        acknowledged_by=full_name(alert.acknowledged_by),
        contacts=tuple(_contact(attempt) for attempt in alert.contact_attempts.all()),
        closed_at=alert.closed_at,
        closed_by=full_name(alert.closed_by),
        reason=alert.closing or "",
    )


def _contact(attempt: ContactAttempt) -> facts.Contact:
    record = attempt.record
    return facts.Contact(
        at=attempt.at,
        by=full_name(attempt.by),
        channel=dict(ContactAttempt.CHANNELS)[record["channel"]],
        outcome=dict(ContactAttempt.OUTCOMES)[record["outcome"]],
    )


def _shown(review: Review) -> Iterator[facts.Shown]:
    support = review.intake.support or {}
    if "seen_at" in support:
        at = datetime.fromisoformat(support["seen_at"])
        yield facts.Shown(at=at, lines=tuple(support["lines"]))


def _signature(review: Review) -> facts.Signature | None:
    if review.signed_at is None:
        return None
    decision = review.decision
    return facts.Signature(
        name=decision["name"],
        role=decision["role"],
        registration=decision["registration"],
        at=review.signed_at,
        attestation=decision["attestation"],
        outcome=dict(OUTCOMES)[decision["outcome"]],
        note=decision["note"],
    )
