"""Reading the answers: the safety rules at every save, the whole at submission.

All of it runs inside the transaction that stores the answers. A rule that breaks becomes an alert
of its own; if not even that can be written, the save fails and the patient is told.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from intake import audit, medicine_names
from intake.domain.answers import Answers
from intake.models import Intake, Response
from intake.services.answering import offer_support
from screening import ruleset
from screening.domain import signals, tiers
from screening.domain.interpretation import Interpretation as Reading
from screening.domain.interpretation import PreviousIntake, interpret
from screening.domain.signals import Signal
from screening.domain.tiers import Tier
from screening.models import NO_APPOINTMENT, Interpretation, QueueCount, Review
from screening.services.alerting import Cause, raise_alerts
from screening.signals import review_opened

logger = logging.getLogger("feltsense.screening")
LOOK_AGAIN_AFTER = timedelta(minutes=1)  # a save in progress evaluates itself
EARLIER_FORMS = 3


def evaluate(*, intake: Intake, at: datetime) -> None:
    """Read what is stored, in the practice's language, whatever the patient's is.

    A rule that breaks raises no exception here but an alert of its own.
    """
    with translation.override(intake.practice.language):
        _evaluate(intake, at=at)


def _evaluate(intake: Intake, *, at: datetime) -> None:
    whole = _guarded(_read_safety, intake, at=at)
    if intake.submitted_at is not None:
        interpreted = _guarded(_interpret, intake, at=at)
        if interpreted:
            _guarded(_announce, intake, at=at)  # not read again for it: signing writes the next one
        whole = whole and interpreted
    if whole:
        intake.responses.update(evaluated_at=at)
    if not whole or intake.unread_at is not None:
        Intake.objects.filter(pk=intake.pk).update(unread_at=None if whole else at)


def _guarded(reading: Callable[..., None], intake: Intake, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            reading(intake, at=at)
    except Exception as error:
        logger.error("rules broke on intake %s (%s)", intake.pk, type(error).__name__)
        broken = signals.error_signal()
        _alert_on([broken], intake, at=at)
        _put_in_queue(intake, tiers.of_signal(broken), tiers.signal_reason(broken), at=at)
        return False
    return True


def look_again(*, at: datetime) -> None:
    """Evaluate what was saved after its last evaluation, or sent and never interpreted.

    One that breaks again keeps no other waiting, and is left alone for a minute.
    """
    before = at - LOOK_AGAIN_AFTER
    unread = Q(evaluated_at=None) | Q(evaluated_at__lt=F("saved_at"))
    saved = Response.objects.filter(unread, saved_at__lte=before).values("intake")
    left = Q(pk__in=saved) | Q(unread_at__lte=before)
    tried = Q(unread_at__gt=before)
    for intake_id in Intake.objects.filter(left).exclude(tried).values_list("pk", flat=True):
        try:
            _read_again(intake_id, at=at)
        except Exception as error:
            logger.error("intake %s can't be read (%s)", intake_id, type(error).__name__)
            Intake.objects.filter(pk=intake_id).update(unread_at=at)


@transaction.atomic
def _read_again(intake_id: UUID, *, at: datetime) -> None:
    intake = Intake.objects.select_for_update(no_key=True).get(pk=intake_id)
    audit.take_turn(practice_id=intake.practice_id)
    evaluate(intake=intake, at=at)


def hear_late(*, intake: Intake, at: datetime) -> None:
    """Read the safety answers that came after the form was closed."""
    with translation.override(intake.practice.language):
        _guarded(_read_late, intake, at=at)
        if _as_interpreted(intake) and intake.interpretations.exists():
            _guarded(_announce, intake, at=at)


def _read_late(intake: Intake, *, at: datetime) -> None:
    """What a closed form never offered is not left out: so nothing is judged as sent."""
    _alert_on(_signals(intake, intake.heard(), submitted=False), intake, at=at)


def hear_call(*, intake: Intake, at: datetime) -> None:
    """A wish to be called that comes when nothing is left to sign is work for a person again."""
    if not intake.reviews.filter(signed_at=None).exists():
        with translation.override(intake.practice.language):
            _put_in_queue(intake, Tier.SOON, _("Asked to be called"), at=at)
        _as_interpreted(intake)


def _as_interpreted(intake: Intake) -> bool:
    """Give a review opened after a signature what was read of the form; False with none open."""
    review = intake.reviews.filter(signed_at=None).first()
    if review is not None and review.interpretation is None:
        review.interpretation = intake.interpretations.first()
        review.save(update_fields=["interpretation"])
    return review is not None


def current_signals(*, intake: Intake) -> tuple[Signal, ...]:
    """The signals of what is stored now, each with its answers and their dates."""
    return _signals(intake, intake.answers(), submitted=intake.submitted_at is not None)


def _signals(intake: Intake, answers: Answers, *, submitted: bool) -> tuple[Signal, ...]:
    return signals.evaluate(
        questionnaires=intake.questionnaires,
        answers=answers,
        answered_on=_answered_on(intake),
        submitted=submitted,
    )


def _read_safety(intake: Intake, *, at: datetime) -> None:
    _alert_on(current_signals(intake=intake), intake, at=at)


def _alert_on(found: Sequence[Signal], intake: Intake, *, at: datetime) -> None:
    """One alert for each fired signal that is new, the support page, and a row in the queue."""
    fired = {signal.code: signal for signal in found if signal.alerting}
    fresh = raise_alerts(intake=intake, causes=[_cause(s) for s in fired.values()], at=at)
    support = signals.shows_support([fired[cause.code] for cause in fresh])
    if support is not None:
        offer_support(intake=intake, first_is_emergency=support == "acute", at=at)
    if fresh:
        worst = min(fresh, key=lambda cause: cause.rank)
        _put_in_queue(intake, Tier(worst.rank), worst.text, at=at)


def _cause(signal: Signal) -> Cause:
    return Cause(
        code=signal.code,
        rank=int(tiers.of_signal(signal)),
        text=tiers.signal_reason(signal),
        answers=[used.as_dict() for used in signal.answers],
    )


def interpret_unsent(*, review: Review, at: datetime) -> None:
    """Interpret what there is of a form that was never sent, so that its review can be signed."""
    review.interpretation, _ = _interpretation(review.intake, submitted_on=None, at=at)
    review.save(update_fields=["interpretation"])


def _interpret(intake: Intake, *, at: datetime) -> None:
    sent_at = intake.submitted_at or at
    submitted_on = sent_at.astimezone(intake.practice.zone).date()
    stored, reading = _interpretation(intake, submitted_on=submitted_on, at=at)
    review = _put_in_queue(intake, reading.tier, reading.reason, at=at)
    review.interpretation = stored
    review.save(update_fields=["interpretation"])


def _announce(intake: Intake, *, at: datetime) -> None:
    """Apart from the interpretation, which stands also where a report can't be written."""
    review = intake.reviews.select_related("interpretation").get(signed_at=None)
    review_opened.send(Review, review=review, interpretation=review.interpretation, at=at)


def _interpretation(
    intake: Intake, *, submitted_on: date | None, at: datetime
) -> tuple[Interpretation, Reading]:
    rules = ruleset.current(language=intake.practice.language)
    reading = interpret(
        questionnaires=intake.questionnaires,
        answers=intake.answers(),
        answered_on=_answered_on(intake),
        submitted_on=submitted_on,
        ruleset=rules,
        find_ingredient=medicine_names.find_ingredient,
        previous=_previous(intake, before=intake.submitted_at or at),
    )
    latest = intake.interpretations.first()
    stored = Interpretation.objects.create(
        intake=intake,
        number=latest.number + 1 if latest else 1,
        content=reading.as_dict(),
        ruleset=rules.version,
        created_at=at,
    )
    return stored, reading


def _put_in_queue(intake: Intake, tier: Tier, reason: str, *, at: datetime) -> Review:
    """Open the review, or bring it up to date; a tier never falls."""
    review = intake.reviews.select_for_update(no_key=True).filter(signed_at=None).first()
    if review is None:
        QueueCount.add(practice_id=intake.practice_id, rank=int(tier), by=1)
        return Review.objects.create(
            intake=intake,
            practice=intake.practice,
            rank=tier,
            reason=reason,
            due_at=_due(intake, tier, at=at),
            arrived_at=at,
            updated_at=at,
        )
    if tier <= review.rank:
        QueueCount.move(practice_id=intake.practice_id, before=review.rank, after=int(tier))
        review.rank, review.reason = tier, reason
        review.due_at = min(review.due_at, _due(intake, tier, at=at))
    review.updated_at = at
    review.save(update_fields=["rank", "reason", "due_at", "updated_at"])
    return review


def _due(intake: Intake, tier: Tier, *, at: datetime) -> datetime:
    """The practice's own limits for `now` and `soon`, else the appointment."""
    practice = intake.practice
    appointment = intake.appointment_at or NO_APPOINTMENT
    limits = {Tier.NOW: practice.alert_limit, Tier.SOON: practice.review_limit}
    limit = limits.get(tier)
    return appointment if limit is None else min(appointment, at + timedelta(minutes=limit))


def _answered_on(intake: Intake) -> Callable[[str, str], str | None]:
    """The day of an answer in the practice's zone, as an ISO date."""
    times, zone = intake.answered_at(), intake.practice.zone

    def on(slug: str, question: str) -> str | None:
        at = times.get(slug, {}).get(question)
        return at.astimezone(zone).date().isoformat() if at else None

    return on


def _previous(intake: Intake, *, before: datetime) -> list[PreviousIntake]:
    """The patient's earlier forms, for the change since last time."""
    earlier = Intake.objects.filter(
        patient=intake.patient_id, submitted_at__lt=before
    ).prefetch_related("responses")
    return [
        PreviousIntake(answers=one.answers(), submitted_at=one.submitted_at)
        for one in earlier.order_by("-submitted_at")[:EARLIER_FORMS]
    ]
