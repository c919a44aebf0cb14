"""One call about several alerts: the deeds of alerting, for all of them or for none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from intake import audit
from screening.models import Alert, Review
from screening.services import alerting


@transaction.atomic
def log_contact(
    *,
    review: Review,
    alerts: Iterable[Alert],
    channel: str,
    outcome: str,
    user: Any,
    at: datetime,
) -> None:
    """Write the attempt down for each of these alerts that is open."""
    for alert in _open(review, alerts):
        alerting.log_contact(alert=alert, channel=channel, outcome=outcome, user=user, at=at)


@transaction.atomic
def close(*, review: Review, alerts: Iterable[Alert], reason: str, user: Any, at: datetime) -> None:
    """Close each of these alerts that is open. Raises AlertNotReady, and then closes none."""
    for alert in _open(review, alerts):
        alerting.close(alert=alert, reason=reason, user=user, at=at)


def _open(review: Review, alerts: Iterable[Alert]) -> Iterable[Alert]:
    """A colleague may have closed some since the page was shown."""
    audit.take_turn(practice_id=review.practice_id)
    named = [alert.pk for alert in alerts]
    return review.intake.alerts.filter(pk__in=named, closed_at=None)
