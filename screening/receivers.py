"""The wiring of screening: what it does when intake says something."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from intake.domain.questionnaire import Questionnaire
from intake.jobs import timed
from intake.models import Intake
from intake.signals import (
    answers_came_late,
    answers_saved,
    call_back_asked,
    golden_cases_read,
    intake_submitted,
    relay_went_round,
)
from screening import golden
from screening.services import alerting, evaluating


@receiver([answers_saved, intake_submitted])
def evaluate(*, intake: Intake, at: datetime, **_: Any) -> None:
    evaluating.evaluate(intake=intake, at=at)


@receiver(answers_came_late)
def hear_late(*, intake: Intake, at: datetime, **_: Any) -> None:
    evaluating.hear_late(intake=intake, at=at)


@receiver(call_back_asked)
def hear_call(*, intake: Intake, at: datetime, **_: Any) -> None:
    evaluating.hear_call(intake=intake, at=at)


@receiver(relay_went_round)
@timed
def escalate(*, at: datetime, **_: Any) -> None:
    alerting.escalate(at=at)


@receiver(relay_went_round)
@timed
def send_late_notices(*, at: datetime, **_: Any) -> None:
    alerting.send_late_notices(at=at)


@receiver(relay_went_round)
@timed
def look_again(*, at: datetime, **_: Any) -> None:
    evaluating.look_again(at=at)


@receiver(golden_cases_read)
def try_out(
    *, questionnaire: Questionnaire, cases: Sequence[Mapping[str, Any]], **_: Any
) -> list[str]:
    return golden.faults(questionnaire=questionnaire, cases=cases)
