"""What happened to a review and who did it, from the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from intake.models import AuditEvent, full_name
from intake.policy import for_actor
from screening.models import Alert, Review

MOST_READ = 500
NOTICE_SENT = "screening.alert_notice_sent"
TAKEN_OVER = "screening.taken_over"


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One event, or several of one kind by one person in a row."""

    at: datetime
    verb: str
    subject: str  # the id of the row
    words: str
    by: str
    times: int = 1


def deeds(*, actor: Any, review: Review, alerts: Iterable[Alert]) -> list[Deed]:
    """Latest first."""
    subjects = [str(row.pk) for row in (review, review.intake, *alerts)]
    rows = AuditEvent.objects.filter(practice_id=review.practice_id, subject_id__in=subjects)
    events = list(for_actor(actor, rows).order_by("-sequence")[:MOST_READ])
    names = _names(events)
    return [_deed(list(same), names) for _key, same in groupby(events, key=_kind)]


def _kind(event: AuditEvent) -> tuple[str, str, str]:
    return event.verb, event.actor, event.subject_id


def _deed(events: Sequence[AuditEvent], names: Mapping[str, str]) -> Deed:
    latest = events[0]
    return Deed(
        at=latest.at,
        verb=latest.verb,
        subject=latest.subject_id,
        words=_said(latest),
        by=names.get(latest.actor, ""),
        times=len(events),
    )


def _said(event: AuditEvent) -> str:
    """A take-over says why, because somebody's claim ended with it."""
    words = _words().get(event.verb, event.verb)
    reason = event.detail["reason"] if event.verb == TAKEN_OVER else ""
    return f"{words}: “{reason}”" if reason else words


def _names(events: Iterable[AuditEvent]) -> dict[str, str]:
    """Each actor's name; the patient and the machine's own parts in words."""
    actors = {event.actor for event in events}
    users = {actor.partition(":")[2] for actor in actors if actor.startswith("user:")}
    known = get_user_model()._default_manager.in_bulk(users)
    names = {f"user:{user.pk}": full_name(user) for user in known.values()}
    return {actor: names.get(actor) or _part(actor) for actor in actors}


def _part(actor: str) -> str:
    if actor.startswith("patient:"):
        return _("patient")
    return "" if actor.startswith("system:") else _("former member of staff")


def _words() -> dict[str, str]:
    return {
        "intake.invited": _("Invited"),
        "intake.birth_date_refused": _("Birth date did not fit"),
        "intake.birth_date_fitted": _("Form opened"),
        "intake.consented": _("Consent given"),
        "intake.answers_saved": _("Answers saved"),
        "intake.support_seen": _("Support page read"),
        "intake.submitted": _("Form sent"),
        "screening.alert_raised": _("Alert raised"),
        NOTICE_SENT: _("Alert notice sent"),
        "screening.alert_escalated": _("Alert passed to the second contact"),
        "screening.alert_acknowledged": _("Alert acknowledged"),
        "screening.contact_logged": _("Contact attempt logged"),
        "screening.alert_closed": _("Alert closed"),
        "screening.claimed": _("Claimed"),
        "screening.released": _("Released"),
        TAKEN_OVER: _("Taken over"),
        "screening.review_read": _("Read"),
        "screening.draft_saved": _("Draft saved"),
        "screening.signed": _("Signed"),
    }
