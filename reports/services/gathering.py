"""From rows to the facts a summary is built from. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from intake.models import full_name
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
            name=practice.name,
            timezone=practice.zone,
            language=practice.language,
            paper=conf().page_size.lower(),
        ),
        patient=facts.Patient(
            family_name=intake.patient.family_name,
            given_name=intake.patient.given_name,
            birth_date=intake.patient.birth_date,
            record_number=intake.patient.record_number,
        ),
        intake=facts.Intake(
            appointment_at=intake.appointment_at,
            submitted_at=intake.submitted_at,
            recipient=full_name(intake.clinician),
        ),
        questionnaires=intake.questionnaires,
        answers=intake.answers(),
        answered_at=intake.answered_at(),
        interpretation=review.interpretation.content,
        version=facts.Version(document=str(document), number=version, made_at=at),
        alerts=[_alert(alert) for alert in intake.alerts.with_log()],
        shown=list(_shown(review)),
        late=list(_late(review)),
        signature=_signature(review),
    )


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
        channel=str(dict(ContactAttempt.CHANNELS)[record["channel"]]),
        outcome=str(dict(ContactAttempt.OUTCOMES)[record["outcome"]]),
    )


def _shown(review: Review) -> Iterator[facts.Shown]:
    support = review.intake.support or {}
    if "seen_at" in support:
        at = datetime.fromisoformat(support["seen_at"])
        yield facts.Shown(at=at, lines=tuple(support.get("lines", ())))


def _late(review: Review) -> Iterator[facts.Late]:
    for row in review.intake.answer_changes.all():
        change = row.change
        if change.get("late"):
            yield facts.Late(at=row.at, question=change["question"], answer=change["after"])


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
        outcome=str(dict(OUTCOMES)[decision["outcome"]]),
        note=decision["note"],
    )
