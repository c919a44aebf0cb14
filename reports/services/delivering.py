"""A signed version is brought to a destination, and a person settles what a machine can't."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from intake import audit, jobs
from intake.models import Job
from reports import delivery, files
from reports.delivery import CannotTell, InDoubt, NotDelivered, Parcel, Receipt
from reports.models import Delivery, DeliveryAttempt
from reports.services.writing import DELIVER

Outcome, State = DeliveryAttempt.Outcome, Delivery.State
LONGEST_TRYING = timedelta(days=1)  # a record system may be away for a night
ENDS = {
    Outcome.DELIVERED: (State.DELIVERED, "reports.delivered"),
    Outcome.FAILED: (State.FAILED, "reports.delivery_failed"),
    Outcome.REFUSED: (State.FAILED, "reports.delivery_failed"),
    Outcome.UNKNOWN: (State.UNKNOWN, "reports.delivery_unknown"),
}


class NotNow(Exception):
    """The deed is not possible at this moment; the message says why."""


def deliver(*, job_id: UUID | str, at: datetime) -> None:
    """Note the attempt, call with no lock held, then write what came of it."""
    attempt = _begin(job_id, at=at)
    if attempt is not None:
        came = _call(attempt.delivery)
        _settle(job_id, attempt, came, at=at)


@transaction.atomic
def _begin(job_id: UUID | str, *, at: datetime) -> DeliveryAttempt | None:
    """None when there is nothing to do, or not yet: then the lease brings the job back."""
    job = jobs.locked(job_id=job_id)
    if job is None or job.due_at > at:
        return None
    row = _locked(job.subject)
    if _is_under_way(row, at=at):
        return None
    if row.state in {State.DELIVERED, State.STOPPED} or _was_overtaken(row, at=at):
        jobs.finish(job=job, at=at)
        return None
    if _older_comes(row):
        jobs.give_back(job=job)
        return None
    _close_lost(row)
    attempt: DeliveryAttempt = row.attempts.create(at=at)
    _record("reports.delivery_attempted", row, audit.system_actor("reports"), at=at)
    return attempt


def _locked(pk: UUID) -> Delivery:
    """The row, behind the practice's turn in the trail."""
    practice_id = Delivery.objects.values_list("practice_id", flat=True).get(pk=pk)
    audit.take_turn(practice_id=practice_id)
    rows = Delivery.objects.select_related("report__review__intake__patient", "practice")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def _older_comes(row: Delivery) -> bool:
    own_job = Job.objects.filter(kind=DELIVER, subject=OuterRef("pk"), state=Job.State.PENDING)
    return Delivery.objects.older_waiting(row).filter(Exists(own_job)).exists()


def _was_overtaken(row: Delivery, *, at: datetime) -> bool:
    """An older version never comes after a newer one."""
    if not Delivery.objects.newer_sent(row).exists():
        return False
    _end(row, State.STOPPED, at=at)
    _record("reports.delivery_stopped", row, audit.system_actor("reports"), at=at)
    return True


def _is_under_way(row: Delivery, *, at: datetime) -> bool:
    last = row.attempts.last()
    return last is not None and last.is_under_way(at=at)


def _close_lost(row: Delivery) -> None:
    """An attempt that ended with its worker may have arrived."""
    lost = row.attempts.filter(outcome=Outcome.SENDING)
    if lost.update(outcome=Outcome.UNKNOWN, code="WorkerLost"):
        row.in_doubt = True
        row.save(update_fields=["in_doubt"])


def _call(row: Delivery) -> Receipt | NotDelivered:
    try:
        parcel = _parcel(row)
        destination = delivery.destination(name=row.destination)
    except Exception as error:  # a damaged file, a sealed value that opens no more, wrong settings
        return (InDoubt if row.in_doubt else NotDelivered)(type(error).__name__)
    try:
        return _checked(destination.deliver(parcel, look_first=row.in_doubt))
    except NotDelivered as error:
        return error
    except Exception as error:  # a class of the host's may raise anything, at any point
        return InDoubt(type(error).__name__)


def _checked(receipt: Receipt) -> Receipt:
    """Raises CannotTell for what can't be kept: to send again would not mend a host's class."""
    try:
        return dict(json.loads(json.dumps(receipt)))
    except (TypeError, ValueError):
        raise CannotTell("BadReceipt") from None


def _parcel(row: Delivery) -> Parcel:
    report, review = row.report, row.report.review
    assert review.signed_at is not None  # noqa: S101  only signed versions are delivered
    before = Delivery.objects.replaced(by=row)
    return Parcel(
        report=report.pk,
        version=report.version,
        content=files.get(report=report),
        sha256=report.file_sha256,
        language=row.practice.language,
        practice=row.practice.name,
        record_number=review.intake.patient.record_number,
        birth_date=review.intake.patient.birth_date,
        began_at=review.intake.created_at,
        signed_at=review.signed_at,
        signer=review.decision["name"],
        replaces=before.receipt | {"report": str(before.report_id)} if before else None,
    )


@transaction.atomic
def _settle(
    job_id: UUID | str, attempt: DeliveryAttempt, came: Receipt | NotDelivered, *, at: datetime
) -> None:
    failed = came if isinstance(came, NotDelivered) else None
    is_over = _settle_job(job_id, failed, at=at)
    row = _locked(attempt.delivery_id)
    attempt.outcome = failed.outcome if failed else Outcome.DELIVERED
    attempt.code = failed.code[:100] if failed else ""
    attempt.save(update_fields=["outcome", "code"])
    if row.state == State.DELIVERED:  # by another worker, since this one took so long
        return
    row.in_doubt = row.in_doubt or attempt.outcome == Outcome.UNKNOWN
    row.receipt = None if failed else came
    row.save(update_fields=["in_doubt", "receipt"])
    if failed is None or (is_over and row.state == State.PENDING):
        state, verb = ENDS[attempt.outcome]
        _end(row, state, at=at)
        _record(verb, row, audit.system_actor("reports"), at=at)


def _settle_job(job_id: UUID | str, failed: NotDelivered | None, *, at: datetime) -> bool:
    """Whether the machine has done with it."""
    if failed is None:
        job = jobs.locked(job_id=job_id, wait=True)
        if job is not None:
            jobs.finish(job=job, at=at)
        return True
    job = jobs.note_failure(
        job_id=job_id,
        code=failed.code,
        at=at,
        for_good=failed.for_good,
        longest=LONGEST_TRYING,
        pause=failed.pause,
    )
    return job is not None and job.state == Job.State.FAILED


def _end(row: Delivery, state: str, *, at: datetime) -> None:
    row.state, row.ended_at = state, at
    row.save(update_fields=["state", "ended_at"])


@transaction.atomic
def resend(*, row: Delivery, user: Any, at: datetime) -> None:
    """Once more from the start. Of an unknown one the person knows that it did not arrive."""
    row = _taken(row, at=at)
    if Delivery.objects.newer_sent(row).exists():
        raise NotNow(_("A newer version is there, or may be."))
    row.in_doubt = row.in_doubt and row.state != State.UNKNOWN
    row.state, row.ended_at = State.PENDING, None
    row.save(update_fields=["in_doubt", "state", "ended_at"])
    jobs.enqueue(DELIVER, practice=row.practice, subject=row.pk, at=at)
    _record("reports.delivery_resent", row, audit.user_actor(user), at=at)


@transaction.atomic
def stop(*, row: Delivery, user: Any, at: datetime) -> None:
    row = _taken(row, at=at)
    _end(row, State.STOPPED, at=at)
    _record("reports.delivery_stopped", row, audit.user_actor(user), at=at)


@transaction.atomic
def confirm(*, row: Delivery, user: Any, at: datetime) -> None:
    """A person has seen it at the destination."""
    row = _taken(row, at=at)
    if row.state != State.UNKNOWN:
        raise NotNow(_("It is known by now."))
    row.receipt = {"confirmed_by": user.pk}
    row.save(update_fields=["receipt"])
    _end(row, State.DELIVERED, at=at)
    _record("reports.delivery_confirmed", row, audit.user_actor(user), at=at)


def _taken(row: Delivery, *, at: datetime) -> Delivery:
    """The row, off the machine's list. Raises NotNow where that is too late or too early."""
    jobs.drop(kind=DELIVER, subject=row.pk)  # locks the job first, as a worker does
    row = _locked(row.pk)
    if row.state == State.DELIVERED:
        raise NotNow(_("It has arrived by now."))
    if _is_under_way(row, at=at):
        raise NotNow(_("It is being sent at this moment. Try again in two minutes."))
    _close_lost(row)
    return row


def _record(verb: str, row: Delivery, actor: audit.Actor, *, at: datetime) -> None:
    audit.record(verb, row, practice_id=row.practice_id, actor=actor, at=at)
