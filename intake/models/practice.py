"""The practice: the tenant, who works in it, and the lines it shows to a person in need."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from intake import catalog

CLINICIAN = "clinician"
COORDINATOR = "coordinator"
ADMINISTRATOR = "administrator"
EVERYONE = frozenset({CLINICIAN, COORDINATOR, ADMINISTRATOR})

LINE_STALE_MONTHS = 12  # a crisis line older than this is asked about on the queue page
LINE_HIDDEN_MONTHS = 24  # and older than this is not shown
ALERT_CONTACTS_NEEDED = 2


def full_name(user: Any) -> str:
    """A member of staff as colleagues know them; empty for nobody."""
    return (user.get_full_name() or user.get_username()) if user else ""


class Practice(models.Model):
    """Its limits have no default: each practice decides how soon an alert must be taken up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=10, default="en")
    hours = models.CharField(max_length=200, blank=True)  # "Monday to Friday, 9 to 5"
    alert_limit = models.PositiveIntegerField(null=True, blank=True)  # minutes
    review_limit = models.PositiveIntegerField(null=True, blank=True)  # minutes, tier soon
    offers_call_back = models.BooleanField(default=False)
    # Asked beside the core set: ids of optional questions and slugs of packs; catalog.choices().
    also_asks = models.JSONField(default=list, blank=True)
    # What matters most first, in about three minutes; then the patient may stop or go on.
    short_path = models.BooleanField(default=False)
    sandbox = models.BooleanField(default=False)

    visible_to = EVERYONE
    practice_lookup = "pk"

    class Meta:
        app_label = "feltsense_intake"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        faults = {}
        if self.time_zone not in available_timezones():
            faults["time_zone"] = "is no time zone. Give one such as Europe/London."
        if not isinstance(self.also_asks, list):
            faults["also_asks"] = "is not a list."
        elif unknown := self.unknown_questions():
            known = ", ".join(catalog.choices())
            faults["also_asks"] = f"can't ask {', '.join(unknown)}. There is: {known}."
        if faults:
            raise ValidationError(faults)

    def unknown_questions(self) -> list[str]:
        """What `also_asks` names and this site does not offer."""
        known = catalog.choices()
        return [str(name) for name in self.also_asks if name not in known]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def lines_on(self, *, today: date) -> list[CrisisLine]:
        """The lines it shows: one that nobody has checked for long is left out."""
        return [line for line in self.crisis_lines.all() if not line.is_hidden(today=today)]

    def stale_lines(self, *, today: date) -> list[CrisisLine]:
        """The lines that somebody should check again, the hidden ones among them."""
        return [line for line in self.crisis_lines.all() if line.is_stale(today=today)]

    def missing_for_live(self, *, today: date) -> list[str]:
        """What a live form still lacks, in words for an administrator. Empty when it may open."""
        lines = self.lines_on(today=today)
        contacts = len(self.memberships.alert_contacts())
        needs = [
            (any(line.kind == CrisisLine.LINE for line in lines), "a crisis line"),
            (any(line.kind == CrisisLine.EMERGENCY for line in lines), "an emergency number"),
            (bool(self.hours), "the hours in which forms are read"),
            (contacts >= ALERT_CONTACTS_NEEDED, "two alert contacts"),
            (self.alert_limit is not None, "a limit for taking up an alert"),
            (self.review_limit is not None, "a limit for same-day reviews"),
        ]
        return [text for there, text in needs if not there]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def alert_contacts(self) -> MembershipQuerySet:
        """Who is told of an alert, the first contact first; nobody who has left."""
        here = self.filter(active=True, user__is_active=True).exclude(alert_order=None)
        return here.select_related("user").order_by("alert_order")


class Membership(models.Model):
    """A user's role in a practice. `alert_order` 1 is told of an alert first, 2 next."""

    ROLES = (
        (CLINICIAN, "clinician"),
        (COORDINATOR, "coordinator"),
        (ADMINISTRATOR, "administrator"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="feltsense_memberships"
    )
    role = models.CharField(max_length=20, choices=ROLES)
    title = models.CharField(max_length=100, blank=True)  # as printed, "duty clinician"
    registration = models.CharField(max_length=100, blank=True)
    alert_order = models.PositiveSmallIntegerField(null=True, blank=True)
    active = models.BooleanField(default=True)

    objects = MembershipQuerySet.as_manager()
    visible_to = frozenset({ADMINISTRATOR})
    practice_lookup = "practice"

    class Meta:
        app_label = "feltsense_intake"
        constraints = [
            models.UniqueConstraint(
                name="feltsense_one_role_per_user_and_practice", fields=["practice", "user"]
            ),
            models.UniqueConstraint(
                name="feltsense_one_alert_contact_per_place", fields=["practice", "alert_order"]
            ),
            models.CheckConstraint(
                name="feltsense_alert_contacts_are_clinicians",
                condition=models.Q(alert_order=None) | models.Q(role=CLINICIAN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"

    def clean(self) -> None:
        if self.alert_order is not None and self.role != CLINICIAN:
            raise ValidationError({"alert_order": "only a clinician is told of alerts."})

    @property
    def name(self) -> str:
        return full_name(self.user)


class CrisisLine(models.Model):
    """A line to call or text. Data with an owner and a date, never a template's text."""

    LINE = "line"
    EMERGENCY = "emergency"
    KINDS = ((LINE, "line"), (EMERGENCY, "emergency"))

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="crisis_lines")
    kind = models.CharField(max_length=10, choices=KINDS, default=LINE)
    name = models.CharField(max_length=100)
    call = models.CharField(max_length=30, blank=True)
    text_to = models.CharField(max_length=30, blank=True)
    text_word = models.CharField(max_length=30, blank=True)
    hint = models.CharField(max_length=200, blank=True)  # "Free, day and night"
    url = models.URLField(blank=True)
    owner = models.CharField(max_length=100)  # who in the practice keeps it true
    checked_on = models.DateField()
    order = models.PositiveSmallIntegerField(default=0)

    visible_to = EVERYONE
    practice_lookup = "practice"

    class Meta:
        app_label = "feltsense_intake"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not (self.call or self.text_to):
            raise ValidationError({"call": "give a number to call, or text_to."})

    @property
    def number(self) -> str:
        """What to call, or to text: "SHOUT to 85258"."""
        return self.call or f"{self.text_word} to {self.text_to}".removeprefix(" to ")

    @property
    def call_link(self) -> str:
        return "tel:" + "".join(c for c in self.call if c.isdigit() or c == "+")

    def months_since_check(self, *, today: date) -> int:
        months = (today.year - self.checked_on.year) * 12 + today.month - self.checked_on.month
        return months - (today.day < self.checked_on.day)

    def is_stale(self, *, today: date) -> bool:
        return self.months_since_check(today=today) >= LINE_STALE_MONTHS

    def is_hidden(self, *, today: date) -> bool:
        """An old number is not shown; an emergency number always is."""
        old = self.months_since_check(today=today) >= LINE_HIDDEN_MONTHS
        return old and self.kind != self.EMERGENCY
