"""The wiring of reports: it listens to screening only."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from reports.services import writing
from screening.models import Review
from screening.signals import review_opened, review_signed


@receiver([review_opened, review_signed])
def write_report(*, review: Review, at: datetime, **_: Any) -> None:
    writing.write(review=review, at=at)
