"""An alert: raised with the answer, taken up by a person, closed by a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from intake import audit, jobs
from intake.models import Intake, Job
from screening.models import Alert, ContactAttempt
from screening.notify import notifier

NOTIFY = "feltsense.screening.notify"
LATE = timedelta(seconds=30)  # then the relay tells the contact itself
FIRST_CONTACT, SECOND_CONTACT = 1, 2


class NoContact(Exception):
    """The practice has nobody left to tell: name another alert contact."""


class AlertNotReady(Exception):
    """The alert can't be closed yet; the message says what it still needs."""


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Why an alert is raised; `text` is the line a clinician reads, `rank` the tier it asks for."""

    code: str
    rank: int
    text: str
    answers: Sequence[Any]


def raise_alerts(*, intake: Intake, causes: Sequence[Cause], at: datetime) -> list[Cause]:
    """An alert for each cause that has none yet at this rank; returns those causes.

    Call it with the intake locked: the alerts lie in the same commit as the answers.
    """
    alerts = list(intake.alerts.all())
    fresh = [cause for cause in causes if not any(_covers(alert, cause) for alert in alerts)]
    for cause in fresh:
        _raise(intake, cause, at=at)
    return fresh


def _key(signal: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two alerts the same; of skipped questions each is a matter of its own."""
    questions = [used["question"] for used in signal["answers"]]
    which = tuple(questions) if signal["code"] == "S-SKIPPED" else ()
    return signal["code"], signal["rank"], which


def _covers(alert: Alert, cause: Cause) -> bool:
    """An open alert speaks for its signal; a closed one only for the answers that were dealt with.

    A rule that breaks once more, or an answer changed since, is news.
    """
    signal = asdict(cause)
    if _key(alert.signal) != _key(signal):
        return False
    if alert.closed_at is None:
        return True
    given = _given(signal)
    return cause.code != "S-ERROR" and _given(alert.signal) == given and not _changed(alert, given)


def _given(signal: Mapping[str, Any]) -> dict[str, Any]:
    """The answers a signal rests on; what was left out is none."""
    used = ((one["question"], one["answer"]) for one in signal["answers"])
    return {question: answer for question, answer in used if answer is not None}


def _changed(alert: Alert, questions: Collection[str]) -> bool:
    """Was one of these answers changed, there and back perhaps, since the alert was raised?

    Not since it was closed: a save may have waited for the closing, its clock already read.
    """
    changes = alert.intake.answer_changes.filter(at__gt=alert.raised_at)
    return any(change.change["question"] in questions for change in changes)


def _raise(intake: Intake, cause: Cause, *, at: datetime) -> None:
    alert = Alert.objects.create(
        intake=intake,
        practice=intake.practice,
        signal=asdict(cause),
        raised_at=at,
        limit_at=at + timedelta(minutes=intake.practice.alert_limit or 0),
    )
    _tell(alert, FIRST_CONTACT, at=at)
    _record("screening.alert_raised", alert, audit.system_actor("rules"), at=at)


def _tell(alert: Alert, contact: int, *, at: datetime) -> None:
    jobs.enqueue(
        NOTIFY,
        practice=alert.practice,
        subject=alert.pk,
        version=contact,
        priority=Job.URGENT,
        at=at,
    )


def notify(*, job: Job, at: datetime) -> None:
    """Tell the contact of this step; an alert that was taken up meanwhile needs no notice."""
    alert = Alert.objects.select_related("practice").get(pk=job.subject)
    if alert.acknowledged_at is not None:
        return
    contacts = list(alert.practice.memberships.alert_contacts())
    if len(contacts) < job.version:
        raise NoContact
    contact = contacts[job.version - 1]
    notifier().notify(contact=contact, alert=alert)
    _record("screening.alert_notice_sent", alert, audit.system_actor("notify"), at=at)


def send_late_notices(*, at: datetime) -> None:
    """Tell a contact here and now where no worker has done it in time.

    One that can't be told does not keep the others waiting; the first error is raised at the end.
    """
    late = Job.objects.filter(kind=NOTIFY, state=Job.State.PENDING, due_at__lte=at - LATE)
    errors = []
    for job_id in late.values_list("pk", flat=True):
        try:
            jobs.perform(job_id=job_id, at=at, work=lambda job: notify(job=job, at=at))
        except Exception as error:
            errors.append(error)
    if errors:
        raise errors[0]


def escalate(*, at: datetime) -> None:
    """Tell the second contact of each alert that nobody took up in time, whatever the hour."""
    overdue = Alert.objects.filter(acknowledged_at=None, escalated_at=None, limit_at__lte=at)
    for alert in overdue.select_related("practice"):
        with transaction.atomic():
            audit.take_turn(practice_id=alert.practice_id)
            mine = Alert.objects.filter(pk=alert.pk, acknowledged_at=None, escalated_at=None)
            if mine.update(escalated_at=at):
                _tell(alert, SECOND_CONTACT, at=at)
                _record("screening.alert_escalated", alert, audit.system_actor("relay"), at=at)


@transaction.atomic
def acknowledge(*, alert: Alert, user: Any, at: datetime) -> bool:
    """Take the alert up. False when a colleague was faster."""
    audit.take_turn(practice_id=alert.practice_id)
    fresh = Alert.objects.filter(pk=alert.pk, acknowledged_at=None)
    if not fresh.update(acknowledged_at=at, acknowledged_by=user):
        return False
    _record("screening.alert_acknowledged", alert, audit.user_actor(user), at=at)
    return True


@transaction.atomic
def log_contact(
    *, alert: Alert, channel: str, outcome: str, user: Any, at: datetime
) -> ContactAttempt:
    """Write down that somebody tried to reach the patient; it takes the alert up as well."""
    acknowledge(alert=alert, user=user, at=at)
    attempt = ContactAttempt.objects.create(
        alert=alert, at=at, by=user, record={"channel": channel, "outcome": outcome}
    )
    _record("screening.contact_logged", alert, audit.user_actor(user), at=at)
    return attempt


@transaction.atomic
def close(*, alert: Alert, reason: str, user: Any, at: datetime) -> None:
    """Close with a reason, after at least one contact attempt. Raises AlertNotReady."""
    audit.take_turn(practice_id=alert.practice_id)
    alert = Alert.objects.select_for_update(no_key=True).get(pk=alert.pk)
    if alert.closed_at is not None:
        raise AlertNotReady(_("A colleague has closed this alert already."))
    if not reason.strip():
        raise AlertNotReady(_("Write down why the alert can be closed."))
    if not alert.contact_attempts.exists():
        raise AlertNotReady(_("Log a contact attempt before closing the alert."))
    alert.closed_at, alert.closed_by, alert.closing = at, user, reason.strip()
    alert.save(update_fields=["closed_at", "closed_by", "closing"])
    _record("screening.alert_closed", alert, audit.user_actor(user), at=at)


def _record(verb: str, alert: Alert, actor: audit.Actor, *, at: datetime) -> None:
    audit.record(verb, alert, practice_id=alert.practice_id, actor=actor, at=at)
