"""The wiring of screening: what it does when intake says something."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from intake.models import Intake
from intake.signals import answers_saved, intake_submitted, relay_went_round
from screening.services import alerting, evaluating


@receiver([answers_saved, intake_submitted])
def evaluate(*, intake: Intake, at: datetime, **_: Any) -> None:
    evaluating.evaluate(intake=intake, at=at)


@receiver(relay_went_round)
def escalate(*, at: datetime, **_: Any) -> None:
    alerting.escalate(at=at)


@receiver(relay_went_round)
def send_late_notices(*, at: datetime, **_: Any) -> None:
    alerting.send_late_notices(at=at)


@receiver(relay_went_round)
def look_again(*, at: datetime, **_: Any) -> None:
    evaluating.look_again(at=at)
