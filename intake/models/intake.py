"""One patient's packet of questionnaires for one appointment, and the ways into it."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from intake import catalog
from intake.domain.questionnaire import Questionnaire
from intake.fields import SealedField
from intake.models.patient import Patient
from intake.models.practice import CLINICIAN, COORDINATOR, Practice


def hash_token(token: str) -> str:
    """SHA-256 of a random token; the token itself is never stored."""
    return hashlib.sha256(token.encode()).hexdigest()


class Intake(models.Model):
    class State(models.TextChoices):
        INVITED = "invited"
        STARTED = "started"
        SUBMITTED = "submitted"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="intakes")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="intakes")
    clinician = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.INVITED)
    language = models.CharField(max_length=10, default="en")
    packet = models.JSONField()  # [[slug, version], ...]: pinned when the intake is made
    also_asks = models.JSONField(default=list)  # the practice's choice at that time: pinned too
    short_path = models.BooleanField(default=False)  # likewise
    appointment_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    consented_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)  # first read by a clinician: answers stay
    unread_at = models.DateTimeField(null=True)  # when the rules last broke on it
    support = SealedField(null=True)  # what the support page must still say, and its answers

    visible_to = frozenset({CLINICIAN, COORDINATOR})
    practice_lookup = "practice"

    class Meta:
        app_label = "feltsense_intake"
        constraints = [
            models.CheckConstraint(
                name="feltsense_submitted_intake_has_a_time",
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                name="feltsense_intakes_unread",
                fields=["unread_at"],
                condition=Q(unread_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"intake {self.pk}"

    @property
    def questionnaires(self) -> tuple[Questionnaire, ...]:
        """In the practice's language, as staff read them."""
        return self.questionnaires_in(self.practice.language)

    def questionnaires_in(self, language: str) -> tuple[Questionnaire, ...]:
        """Those without a translation stay in the language they were published in."""
        also, missing = frozenset(self.also_asks), self.missing_questionnaires
        there = [pinned for pinned in self.packet if pinned[0] not in missing]
        pinned = (catalog.get(slug, version, language=language) for slug, version in there)
        return tuple(catalog.chosen(q, also=also) for q in pinned)

    @property
    def missing_questionnaires(self) -> tuple[str, ...]:
        """Slugs of packs that this site can't read any more; ours are never done without."""
        there = catalog.released()
        gone = (slug for slug, version in self.packet if (slug, version) not in there)
        return tuple(slug for slug in gone if slug not in catalog.DEFAULT_PACKET)

    @property
    def is_open(self) -> bool:
        """May the patient still change an answer? Until a clinician first opens it."""
        closed = self.state in {self.State.WITHDRAWN, self.State.EXPIRED}
        return not closed and self.opened_at is None

    def answers(self) -> dict[str, dict[str, Any]]:
        """What was answered, by slug and question id: the shape every rule reads."""
        return {r.slug: r.values() for r in self.responses.all()}

    def heard(self) -> dict[str, dict[str, Any]]:
        """The answers, and over them the safety answers that came after the form was closed."""
        heard = self.answers()
        for change in (row.change for row in self.answer_changes.all() if row.change.get("late")):
            heard.setdefault(change["slug"], {})[change["question"]] = change["after"]
        return heard

    def answered_at(self) -> dict[str, dict[str, datetime]]:
        """When each answer was saved, by slug and question id."""
        return {
            r.slug: {q: datetime.fromisoformat(kept["at"]) for q, kept in r.answers.items()}
            for r in self.responses.all()
        }


class Response(models.Model):
    """The answers to one questionnaire: {question: {"value", "at", "session"}}, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="responses")
    slug = models.SlugField()
    version = models.CharField(max_length=20)
    answers = SealedField()
    saved_at = models.DateTimeField()
    evaluated_at = models.DateTimeField(null=True)  # when the safety rules last read it

    visible_to = frozenset({CLINICIAN})
    practice_lookup = "intake__practice"

    class Meta:
        app_label = "feltsense_intake"
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                name="feltsense_one_response_per_questionnaire", fields=["intake", "slug"]
            )
        ]
        indexes = [
            models.Index(
                name="feltsense_responses_unread",
                fields=["saved_at"],
                condition=Q(evaluated_at=None) | Q(evaluated_at__lt=F("saved_at")),
            )
        ]

    def __str__(self) -> str:
        return f"response {self.pk}"

    def values(self) -> dict[str, Any]:
        return {question: kept["value"] for question, kept in self.answers.items()}


class AnswerChange(models.Model):
    """The ledger of changed safety answers: a signal can't be undone by editing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="answer_changes")
    at = models.DateTimeField()
    change = SealedField()  # {"slug", "question", "before", "before_at", "after", "late"}

    visible_to = frozenset({CLINICIAN})
    practice_lookup = "intake__practice"

    class Meta:
        app_label = "feltsense_intake"
        ordering = ["at"]

    def __str__(self) -> str:
        return f"answer change {self.pk}"


class Invitation(models.Model):
    """The way in: a link whose token is stored only as a hash, revocable, for one intake."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # wrong birth dates

    visible_to = frozenset({CLINICIAN, COORDINATOR})
    practice_lookup = "intake__practice"

    class Meta:
        app_label = "feltsense_intake"

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    def is_usable(self, *, at: datetime, most_tries: int) -> bool:
        return self.revoked_at is None and self.expires_at > at and self.tries < most_tries

    def take_a_try(self, *, most: int) -> bool:
        """One UPDATE counts the try, however many arrive at once. False when none is left."""
        left = Invitation.objects.filter(pk=self.pk, tries__lt=most)
        return left.update(tries=F("tries") + 1) == 1


class PatientSession(models.Model):
    """A patient's own session: never `request.user`. Unproven until the birth date fits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="sessions")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="sessions")
    key_hash = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    visible_to: frozenset[str] = frozenset()
    practice_lookup = "intake__practice"

    class Meta:
        app_label = "feltsense_intake"

    def __str__(self) -> str:
        return f"patient session {self.pk}"

    def is_over(self, *, at: datetime, longest: timedelta) -> bool:
        return self.ended_at is not None or at - self.started_at > longest

    def is_idle(self, *, at: datetime, idle: timedelta) -> bool:
        return at - self.seen_at > idle
