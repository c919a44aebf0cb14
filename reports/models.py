"""One version of a summary: frozen when it was decided, rendered when a worker comes to it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from intake.fields import SealedBytesField, SealedField
from intake.models import CLINICIAN, Practice
from screening.models import Review


class Report(models.Model):
    class State(models.TextChoices):
        PENDING = "pending"
        READY = "ready"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="reports")
    review = models.ForeignKey(Review, models.PROTECT, related_name="reports")
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    is_signed = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    summary = SealedField()  # canonical JSON text: never changed, rendered as it stands
    summary_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    rendered_at = models.DateTimeField(null=True)
    file = SealedBytesField(null=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveIntegerField(null=True)  # bytes
    renderer = models.CharField(max_length=60, blank=True)

    visible_to = frozenset({CLINICIAN})
    practice_lookup = "practice"

    class Meta:
        app_label = "feltsense_reports"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                name="feltsense_report_versions_are_numbered", fields=["review", "version"]
            ),
            models.UniqueConstraint(
                name="feltsense_one_current_report_per_review",
                fields=["review"],
                condition=Q(is_current=True),
            ),
            models.CheckConstraint(
                name="feltsense_ready_report_has_a_file",
                condition=~Q(state="ready")
                | Q(file__isnull=False, rendered_at__isnull=False, file_size__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"
