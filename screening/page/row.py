"""One row of the queue as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from intake.conf import conf
from intake.models import full_name
from screening.models import NO_APPOINTMENT, Review

ENGLISH = "en"
FULL = 100
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MANY_HOURS, MANY_DAYS = 10, 3  # from here on minutes, then hours, no longer matter


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    review: Review
    at: datetime
    user: Any
    part: int | None = None  # of a form not sent yet: the last part with an answer in it
    reasons: frozenset[str] = frozenset()  # the lines of its open alerts

    @property
    def zone(self) -> ZoneInfo:
        return self.review.practice.zone

    @property
    def name(self) -> str:
        return self.review.intake.patient.listed_name

    @property
    def age(self) -> int:
        return self.review.intake.patient.age(on=self.at.astimezone(self.zone).date())

    @property
    def language(self) -> str:
        """The form's language in its own name; empty for English."""
        code = self.review.intake.language.split("-")[0]
        name: str = LANG_INFO.get(code, {}).get("name_local", code)
        return "" if code == ENGLISH else name.capitalize()

    @property
    def more_reasons(self) -> int:
        """How many reasons there are beside the one that the row names."""
        return len(self.reasons - {self.review.reason})

    @property
    def wants_call(self) -> bool:
        return (self.review.intake.support or {}).get("call_back") == "yes"

    @property
    def since_saved(self) -> timedelta:
        return self.at - (self.review.intake.saved_at or self.review.arrived_at)

    @property
    def has_stopped(self) -> bool:
        """Until then the patient may be answering right now."""
        return self.since_saved > timedelta(minutes=conf().session_idle_minutes)

    @property
    def is_unread(self) -> bool:
        return self.review.seen_at is None

    @property
    def is_updated(self) -> bool:
        """Did answers arrive since a clinician last looked?"""
        seen = self.review.seen_at
        return seen is not None and self.review.updated_at > seen

    @property
    def draft_by(self) -> str | None:
        """Who left an unfinished decision; empty where it is not known, None without a draft."""
        draft = self.review.draft
        return None if draft is None else str(draft.get("by", ""))

    @property
    def stretch(self) -> tuple[int, bool]:
        """Rows of one stretch of the queue stand together."""
        return self.review.rank, self.review.rank > 0 and self.is_past_due

    @property
    def has_limit(self) -> bool:
        return self.review.due_at < NO_APPOINTMENT

    @property
    def is_past_due(self) -> bool:
        return self.review.due_at < self.at

    @property
    def left(self) -> timedelta:
        """Until the time to review is over, or since then."""
        return abs(self.review.due_at - self.at)

    @property
    def spent(self) -> int:
        """How much of the time to review is over, in percent."""
        whole = self.review.due_at - self.review.arrived_at
        if whole <= timedelta() or self.is_past_due:
            return FULL
        return max(0, min(FULL, int(FULL * (self.at - self.review.arrived_at) / whole)))

    @property
    def waiting(self) -> timedelta:
        return max(timedelta(), self.at - self.review.arrived_at)

    @property
    def claim(self) -> str:
        """free, lapsed, mine or theirs."""
        if self.review.claimed_until is None:
            return "free"
        if self.review.claimed_until <= self.at:
            return "lapsed"
        return "mine" if self.review.claimed_by_id == self.user.pk else "theirs"

    @property
    def is_free(self) -> bool:
        return self.claim in {"free", "lapsed"}

    @property
    def claim_left(self) -> timedelta:
        return (self.review.claimed_until or self.at) - self.at

    @property
    def holder(self) -> str:
        return full_name(self.review.claimed_by)


def lasting(span: timedelta) -> str:
    """16 min, 2 h 33 min, 11 h, 1 d 2 h, 4 d"""
    days, rest = divmod(span, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // timedelta(minutes=1)
    if days >= MANY_DAYS:
        return _("%(days)d d") % {"days": days}
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours >= MANY_HOURS:
        return _("%(hours)d h") % {"hours": hours}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)d min") % {"minutes": minutes}
