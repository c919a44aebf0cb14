"""Saying what was done: one event, in the same transaction, chained to the one before.

By hand because the libraries that exist copy patient data in clear and miss bulk writes.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from intake.conf import conf, key_bytes
from intake.models import AuditEvent, AuditHead, PatientSession


@dataclass(frozen=True)
class Actor:
    """Who did it, as printed in the trail: an id, never a name."""

    code: str


def user_actor(user: Any) -> Actor:
    return Actor(f"user:{user.pk}")


def patient_actor(session: PatientSession) -> Actor:
    return Actor(f"patient:{session.pk}")


def system_actor(part: str) -> Actor:
    return Actor(f"system:{part}")


def take_turn(*, practice_id: UUID) -> AuditHead:
    """Lock the end of a practice's chain until the transaction is over.

    Every deed that changes rows which others change too takes its turn before it touches them (an
    intake is locked before that), so that two deeds never wait for each other.
    """
    AuditHead.objects.get_or_create(practice_id=practice_id)
    return AuditHead.objects.select_for_update(no_key=True).get(practice_id=practice_id)


def record(
    verb: str,
    subject: models.Model,
    *,
    practice_id: UUID,
    actor: Actor,
    at: datetime,
    detail: Any = None,
) -> AuditEvent:
    """Append one event. Call it inside the transaction of the deed it names."""
    with transaction.atomic():
        head = take_turn(practice_id=practice_id)
        event = AuditEvent(
            practice_id=practice_id,
            sequence=head.sequence + 1,
            at=at,
            actor=actor.code,
            verb=verb,
            subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk),
            detail=detail,
        )
        _seal_detail(event)
        event.digest = _digest(event, previous=head.digest)
        event.save(force_insert=True)
        head.sequence, head.digest = event.sequence, event.digest
        head.save()
    return event


def _seal_detail(event: AuditEvent) -> None:
    """The digest covers the sealed bytes, so they are made before it and kept as they are."""
    field = AuditEvent._meta.get_field("detail")
    event.__dict__["detail"] = field.pre_save(event, add=True)


def _digest(event: AuditEvent, *, previous: str) -> str:
    sealed = event.__dict__["detail"]
    parts = [
        previous,
        str(event.practice_id),
        str(event.sequence),
        event.at.astimezone(UTC).isoformat(),
        event.actor,
        event.verb,
        event.subject_type,
        event.subject_id,
        bytes(sealed).hex() if sealed is not None else "",
    ]
    key = key_bytes(conf().audit_key)
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def faults() -> Iterator[str]:
    """Every place where the trail was altered, removed from or reordered, as a sentence."""
    for head in AuditHead.objects.order_by("practice_id"):
        yield from _faults_of(head)
    known = AuditHead.objects.values("practice_id")
    for practice_id in (
        AuditEvent.objects.exclude(practice_id__in=known)
        .order_by("practice_id")
        .values_list("practice_id", flat=True)
        .distinct()
    ):
        yield f"practice {practice_id}: the end of the chain was removed"


def _faults_of(head: AuditHead) -> Iterator[str]:
    previous, expected = "", 1
    events = AuditEvent.objects.filter(practice_id=head.practice_id).order_by("sequence")
    for event in events.iterator(chunk_size=1000):
        where = f"practice {head.practice_id}, event {event.sequence}"
        if event.sequence != expected:
            yield f"{where}: events {expected} to {event.sequence - 1} were removed"
        elif event.digest != _digest(event, previous=previous):
            yield f"{where}: altered or out of order"
        previous, expected = event.digest, event.sequence + 1
    if (head.sequence, head.digest) != (expected - 1, previous):
        yield f"practice {head.practice_id}: the last events were removed or the end altered"
