"""The audit trail: append-only (the database refuses a change), each event chained to the last."""

from __future__ import annotations

import uuid

from django.db import models

from intake.fields import SealedField
from intake.models.practice import ADMINISTRATOR, CLINICIAN


class AuditHead(models.Model):
    """The end of a practice's chain. Locking it puts the events of a practice in one order."""

    practice_id = models.UUIDField(primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    class Meta:
        app_label = "feltsense_intake"

    def __str__(self) -> str:
        return f"audit head {self.practice_id}"


class AuditEvent(models.Model):
    """Who did what to which row, and when. No foreign keys: it outlives what it names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice_id = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(
        max_length=100
    )  # "user:7", "patient:UUID of the session", "system:relay"
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    detail = SealedField(null=True)
    digest = models.CharField(max_length=64)

    visible_to = frozenset({CLINICIAN, ADMINISTRATOR})
    practice_lookup = "practice_id"

    class Meta:
        app_label = "feltsense_intake"
        ordering = ["practice_id", "sequence"]
        constraints = [
            models.UniqueConstraint(
                name="feltsense_audit_order", fields=["practice_id", "sequence"]
            )
        ]
        indexes = [models.Index(name="feltsense_audit_subject", fields=["subject_id", "sequence"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"
