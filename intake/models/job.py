"""The outbox: work to do, written in the transaction that caused it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from intake.models.practice import EVERYONE, Practice


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self, *, at: datetime) -> JobQuerySet:
        """Due and not leased to anyone, urgent first."""
        free = Q(leased_until=None) | Q(leased_until__lte=at)
        return self.filter(free, state=Job.State.PENDING, due_at__lte=at).order_by(
            "priority", "due_at", "id"
        )

    def in_trouble(self, *, at: datetime) -> JobQuerySet:
        """Left to a person, or tried in vain for so long that one should know."""
        since = at - Job.LONG_IN_VAIN
        in_vain = Q(state=Job.State.PENDING, attempts__gt=0, created_at__lte=since)
        return self.filter(in_vain | Q(state=Job.State.FAILED))


class Job(models.Model):
    """`kind` is the task's name; `subject` the id of the row it is about."""

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        FAILED = "failed"

    LONG_IN_VAIN = timedelta(minutes=45)
    URGENT = 0
    ORDINARY = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=60)
    subject = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    priority = models.PositiveSmallIntegerField(default=ORDINARY)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    leases = models.PositiveSmallIntegerField(default=0)  # how often it was published
    attempts = models.PositiveSmallIntegerField(default=0)  # how often its work broke
    last_error = models.CharField(max_length=100, blank=True)  # a class name, never a message
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()
    visible_to = EVERYONE
    practice_lookup = "practice"

    class Meta:
        app_label = "feltsense_intake"
        constraints = [
            models.UniqueConstraint(
                name="feltsense_one_job_per_deed", fields=["kind", "subject", "version"]
            )
        ]
        indexes = [
            models.Index(
                name="feltsense_jobs_waiting",
                fields=["priority", "due_at", "id"],
                condition=Q(state="pending"),
            ),
            models.Index(
                name="feltsense_jobs_failed", fields=["practice"], condition=Q(state="failed")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Heartbeat(models.Model):
    """When the relay or a worker last showed that it lives."""

    RELAY = "relay"
    WORKER = "worker"

    SILENCE = timedelta(minutes=5)  # longer than this, and people are told

    name = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()

    class Meta:
        app_label = "feltsense_intake"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def beat(cls, *, name: str, at: datetime) -> Any:
        return cls.objects.update_or_create(name=name, defaults={"at": at})
