"""What was read from an intake, who must be heard at once, and the human decision."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake.fields import SealedField
from intake.models import CLINICIAN, Intake, Practice

NO_APPOINTMENT = datetime(9999, 1, 1, tzinfo=UTC)  # sorts last; a due time is never null
OF_CLINICIANS = frozenset({CLINICIAN})


class Interpretation(models.Model):
    """What the rules read from the answers, kept with the rule set that read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="interpretations")
    number = models.PositiveIntegerField()
    content = SealedField()
    ruleset = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    visible_to = OF_CLINICIANS
    practice_lookup = "intake__practice"

    class Meta:
        app_label = "feltsense_screening"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                name="feltsense_interpretations_are_numbered", fields=["intake", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"interpretation {self.pk}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> ReviewQuerySet:
        return self.filter(signed_at=None)

    def unclaimed(self, *, at: datetime) -> ReviewQuerySet:
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=at))

    def in_order(self) -> ReviewQuerySet:
        """Every column ascends and none is null, so that a page can be cut by row value."""
        return self.order_by("rank", "due_at", "arrived_at", "id")

    def claim(self, *, pk: uuid.UUID, user: Any, at: datetime, until: datetime) -> bool:
        """One UPDATE decides the race: the row count says who won."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at) | Q(claimed_by=user)
        row = self.open().filter(free, pk=pk)
        return row.update(claimed_by=user, claimed_until=until) == 1


class Review(models.Model):
    """The queue row and the decision. One is open per intake; nothing signed is ever edited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="reviews")
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="reviews")
    interpretation = models.ForeignKey(Interpretation, models.PROTECT, null=True)
    rank = models.PositiveSmallIntegerField()  # Tier
    due_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    reason = SealedField()
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # last read with something new in it
    draft = SealedField(null=True)  # {"outcome", "note", "by", "at"}: outlives a claim
    decision = SealedField(null=True)  # {"outcome", "note", "attestation", "seen", ...}
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()
    visible_to = OF_CLINICIANS
    practice_lookup = "practice"

    class Meta:
        app_label = "feltsense_screening"
        constraints = [
            models.UniqueConstraint(
                name="feltsense_one_open_review_per_intake",
                fields=["intake"],
                condition=Q(signed_at=None),
            ),
            models.CheckConstraint(
                name="feltsense_signed_review_has_a_clinician",
                condition=Q(signed_at=None) | Q(signed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="feltsense_review_queue",
                fields=["practice", "rank", "due_at", "arrived_at", "id"],
                condition=Q(signed_at=None),
            ),
            models.Index(
                name="feltsense_review_signed",
                fields=["practice", "-signed_at"],
                condition=Q(signed_at__isnull=False),  # or SQLite takes it for the queue's
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"

    def holder(self, *, at: datetime) -> Any:
        """Who holds the claim now, or None."""
        held = self.claimed_until is not None and self.claimed_until > at
        return self.claimed_by if held else None


class AlertQuerySet(models.QuerySet["Alert"]):
    def with_log(self) -> AlertQuerySet:
        """Each with who took it up, who closed it and every contact attempt."""
        people = self.select_related("acknowledged_by", "closed_by")
        return people.prefetch_related("contact_attempts__by")


class Alert(models.Model):
    """A fired signal that a named person must close. It hangs on the intake."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="alerts")
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="alerts")
    signal = SealedField()  # {"code", "answers", "rank", "text"}
    raised_at = models.DateTimeField()
    limit_at = models.DateTimeField()  # to be acknowledged by then
    escalated_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closing = SealedField(null=True)  # the reason, in the clinician's words

    objects = AlertQuerySet.as_manager()
    visible_to = OF_CLINICIANS
    practice_lookup = "practice"

    class Meta:
        app_label = "feltsense_screening"
        ordering = ["raised_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="feltsense_closed_alert_has_a_name_and_a_reason",
                condition=Q(closed_at=None)
                | Q(closed_by__isnull=False, closing__isnull=False, acknowledged_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                name="feltsense_alerts_to_escalate",
                fields=["limit_at"],
                condition=Q(acknowledged_at=None, escalated_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"alert {self.pk}"


class ContactAttempt(models.Model):
    """Somebody tried to reach the patient about an alert."""

    CHANNELS = (("phone", _("Phone")), ("in_person", _("In person")), ("message", _("Message")))
    OUTCOMES = (
        ("spoke", _("Spoke with patient")),
        ("no_answer", _("No answer")),
        ("not_free", _("Could not speak freely")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="contact_attempts")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    record = SealedField()  # {"channel", "outcome"}

    visible_to = OF_CLINICIANS
    practice_lookup = "alert__practice"

    class Meta:
        app_label = "feltsense_screening"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"contact attempt {self.pk}"


class QueueCount(models.Model):
    """How many open reviews a practice has in a tier: the badges, kept by the deeds."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="queue_counts")
    rank = models.PositiveSmallIntegerField()
    waiting = models.IntegerField(default=0)

    visible_to = OF_CLINICIANS
    practice_lookup = "practice"

    class Meta:
        app_label = "feltsense_screening"
        constraints = [
            models.UniqueConstraint(
                name="feltsense_one_count_per_tier", fields=["practice", "rank"]
            )
        ]

    def __str__(self) -> str:
        return f"queue count {self.practice_id} {self.rank}"

    @classmethod
    def add(cls, *, practice_id: uuid.UUID, rank: int, by: int) -> None:
        row, _ = cls.objects.get_or_create(practice_id=practice_id, rank=rank)
        cls.objects.filter(pk=row.pk).update(waiting=F("waiting") + by)

    @classmethod
    def move(cls, *, practice_id: uuid.UUID, before: int, after: int) -> None:
        if before != after:
            cls.add(practice_id=practice_id, rank=before, by=-1)
            cls.add(practice_id=practice_id, rank=after, by=1)
