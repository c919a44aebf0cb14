"""One call about several alerts: the deeds of alerting, for all of them or for none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

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
    """Write the attempt down for each of these alerts, also one that a colleague has closed."""
    for alert in _named(review, alerts):
        alerting.log_contact(alert=alert, channel=channel, outcome=outcome, user=user, at=at)


@transaction.atomic
def close(*, review: Review, alerts: Iterable[Alert], reason: str, user: Any, at: datetime) -> None:
    """Close each of these alerts that is open. Raises AlertNotReady, and then closes none."""
    for alert in _named(review, alerts).filter(closed_at=None):
        alerting.close(alert=alert, reason=reason, user=user, at=at)


def _named(review: Review, alerts: Iterable[Alert]) -> QuerySet[Alert]:
    """These alerts as they are now: a colleague may have closed some since the page was shown."""
    audit.take_turn(practice_id=review.practice_id)
    return review.intake.alerts.filter(pk__in=[alert.pk for alert in alerts])
