"""One version of a summary: frozen when decided, rendered by a worker, delivered when signed."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

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
    file_name = models.CharField(max_length=100, blank=True)  # in a storage, where not in the row
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
                | (Q(file__isnull=False) | ~Q(file_name=""))
                & Q(rendered_at__isnull=False, file_size__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def older_waiting(self, delivery: Delivery) -> DeliveryQuerySet:
        """Of the same patient to the same destination: they go first."""
        patient = delivery.report.review.intake.patient_id
        return self.filter(
            destination=delivery.destination,
            state=Delivery.State.PENDING,
            report__review__intake__patient=patient,
            report__created_at__lt=delivery.report.created_at,
        )

    def newer_sent(self, delivery: Delivery) -> DeliveryQuerySet:
        """Versions that are there, or may be: this one must not come after."""
        may_be = Q(in_doubt=True) | Q(attempts__outcome=DeliveryAttempt.Outcome.SENDING)
        return self.filter(
            may_be | Q(state=Delivery.State.DELIVERED),
            destination=delivery.destination,
            report__review=delivery.report.review_id,
            report__version__gt=delivery.report.version,
        )

    def replaced(self, *, by: Delivery) -> Delivery | None:
        """The version that the destination has, and that this one takes the place of."""
        arrived = self.filter(
            destination=by.destination,
            state=Delivery.State.DELIVERED,
            report__review=by.report.review_id,
            report__version__lt=by.report.version,
        )
        return arrived.order_by("-report__version").first()


class Delivery(models.Model):
    """The journey of a signed version to one destination of the settings."""

    class State(models.TextChoices):
        PENDING = "pending"
        DELIVERED = "delivered"
        FAILED = "failed"
        STOPPED = "stopped"
        UNKNOWN = "unknown"  # it may have arrived; a person must say

    LONGEST_CALL = timedelta(minutes=2)  # a worker that has not ended by then is dead
    SHOWN = 10  # attempts on the page

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="deliveries")
    report = models.ForeignKey(Report, models.PROTECT, related_name="deliveries")
    destination = models.CharField(max_length=60)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PENDING)
    in_doubt = models.BooleanField(
        default=False
    )  # an attempt may have arrived: look before sending
    receipt = SealedField(null=True)  # what the destination gave back
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()
    visible_to = frozenset({CLINICIAN})
    practice_lookup = "practice"

    class Meta:
        app_label = "feltsense_reports"
        ordering = ["destination"]
        constraints = [
            models.UniqueConstraint(
                name="feltsense_one_delivery_per_destination", fields=["report", "destination"]
            ),
            models.CheckConstraint(
                name="feltsense_pending_delivery_has_no_end",
                condition=Q(state="pending", ended_at__isnull=True)
                | (~Q(state="pending") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="feltsense_delivered_delivery_has_a_receipt",
                condition=~Q(state="delivered") | Q(receipt__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    def last_attempts(self) -> list[DeliveryAttempt]:
        return list(self.attempts.all())[-self.SHOWN :]


class DeliveryAttempt(models.Model):
    """Noted before the call, so that one which ended with its worker is known too."""

    class Outcome(models.TextChoices):
        SENDING = "sending"
        DELIVERED = "delivered"
        FAILED = "failed"  # it surely did not arrive
        REFUSED = "refused"  # nor would it the next time
        UNKNOWN = "unknown"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.SENDING)
    code = models.CharField(max_length=100, blank=True)  # an HTTP status or a class name

    visible_to = frozenset({CLINICIAN})
    practice_lookup = "delivery__practice"

    class Meta:
        app_label = "feltsense_reports"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                name="feltsense_one_open_attempt_per_delivery",
                fields=["delivery"],
                condition=Q(outcome="sending"),
            )
        ]

    def __str__(self) -> str:
        return f"delivery attempt {self.pk}"

    def is_under_way(self, *, at: datetime) -> bool:
        return self.outcome == self.Outcome.SENDING and at - self.at < Delivery.LONGEST_CALL
