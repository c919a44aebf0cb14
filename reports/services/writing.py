"""A report is written when something is decided, rendered when a worker comes to it, and read."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import translation

from intake import audit, jobs
from intake.fields import SealError
from intake.models import Job
from reports import delivery, files
from reports.conf import conf
from reports.domain import snapshot
from reports.domain.summary import Summary
from reports.models import Delivery, Report
from reports.services.gathering import gather
from screening.models import Review

logger = logging.getLogger("feltsense.reports")
RENDER = "feltsense.reports.render"
DELIVER = "feltsense.reports.deliver"
RENDERED = [*files.FIELDS, "renderer", "rendered_at", "state"]


class FileTooLarge(jobs.GivenUp):
    """The rendered file is larger than the site keeps; see docs/settings.md."""


class NoIntegritySignature(jobs.GivenUp):
    """The site's key can't sign; the message says why."""


class SnapshotDamaged(Exception):
    """A frozen summary does not match its hash: it is neither shown nor rendered."""


@transaction.atomic
def write(*, review: Review, at: datetime) -> Report:
    """Freeze what is known now as the next version, and ask for its rendering.

    Its callers hold the intake and their turn in the trail, so that no two write at once.
    """
    version = 1 + (review.reports.values_list("version", flat=True).first() or 0)
    report = Report(
        practice=review.practice,
        review=review,
        version=version,
        is_signed=review.signed_at is not None,
        created_at=at,
    )
    with translation.override(review.practice.language):
        summary = gather(review=review, document=report.pk, version=version, at=at)
    frozen = snapshot.canonical(summary)
    report.summary = frozen.decode()
    report.summary_sha256 = hashlib.sha256(frozen).hexdigest()
    review.reports.filter(is_current=True).update(is_current=False)
    report.save(force_insert=True)
    jobs.enqueue(RENDER, practice=review.practice, subject=report.pk, version=version, at=at)
    _record("reports.written", report, audit.system_actor("reports"), at=at)
    return report


def render(*, job: Job, at: datetime) -> None:
    """Summary to file. Twice does no harm: but for a signature, the bytes are the same."""
    report = Report.objects.get(pk=job.subject)
    summary = frozen(report=report)
    content, renderer = rendered(summary)
    if report.is_signed and conf().signature_file:
        content = _with_signature(content, language=summary.header.language, at=at)
    if len(content) > conf().largest_file:
        raise FileTooLarge
    files.put(report=report, content=content)
    audit.take_turn(practice_id=report.practice_id)  # after the work, so that nobody waits for it
    report.renderer, report.rendered_at = renderer, at
    report.state = Report.State.READY
    report.save(update_fields=RENDERED)
    _record("reports.rendered", report, audit.system_actor("reports"), at=at)
    if report.is_signed:
        _ask_for_deliveries(report, at=at)


def _with_signature(content: bytes, *, language: str, at: datetime) -> bytes:
    try:
        sign = site_signature(at=at)
    except NoIntegritySignature as error:
        logger.error("no integrity signature: %s", error)
        raise
    with translation.override(language):
        return sign(content)


def site_signature(*, at: datetime) -> Callable[[bytes], bytes]:
    """Signs a PDF with the key of `signature_file`. Raises NoIntegritySignature, which says why."""
    try:
        from reports.pdf import signature  # noqa: PLC0415  needs an extra
    except ImportError:
        raise NoIntegritySignature("pyHanko is not installed") from None
    try:
        file, password = conf().signature_file, conf().signature_password
        signer = signature.signer(file=file, password=password, at=at)
    except signature.NoSignature as error:
        raise NoIntegritySignature(str(error)) from None
    return partial(signature.signed, signer=signer)


def _ask_for_deliveries(report: Report, *, at: datetime) -> None:
    for name in delivery.names(practice=report.practice.slug):
        row, _ = Delivery.objects.get_or_create(
            report=report,
            destination=name,
            defaults={"practice": report.practice, "created_at": at},
        )
        jobs.enqueue(DELIVER, practice=report.practice, subject=row.pk, at=at)


def lost_its_file(*, report: Report) -> bool:
    """Whether its job is done and it waits for a file nevertheless."""
    done = Job.objects.filter(kind=RENDER, subject=report.pk, state=Job.State.DONE).exists()
    # asked after the job, because a worker may be at it
    return done and Report.objects.filter(pk=report.pk, state=Report.State.PENDING).exists()


def rendered(summary: Summary) -> tuple[bytes, str]:
    """The file in the summary's language, and which renderer made it."""
    from reports import pdf  # noqa: PLC0415  ReportLab is slow to load; only a worker needs it

    with translation.override(summary.header.language):
        return pdf.render(summary), pdf.RENDERER


def frozen(*, report: Report) -> Summary:
    """The summary as it was written. Raises SnapshotDamaged when it does not match its hash."""
    try:
        data = report.summary.encode()
    except SealError:
        raise SnapshotDamaged from None
    if hashlib.sha256(data).hexdigest() != report.summary_sha256:
        raise SnapshotDamaged
    return snapshot.from_json(data)


@transaction.atomic
def download(*, report: Report, user: Any, at: datetime) -> bytes:
    """The file, its reading noted. Raises files.FileDamaged when it is not as it was made."""
    file = files.get(report=report)
    _record("reports.downloaded", report, audit.user_actor(user), at=at)
    return file


@transaction.atomic
def read_summary(*, report: Report, user: Any, at: datetime) -> Summary:
    """The frozen summary, its reading noted. Raises SnapshotDamaged."""
    summary = frozen(report=report)
    read(report=report, user=user, at=at)
    return summary


@transaction.atomic
def read(*, report: Report, user: Any, at: datetime) -> None:
    _record("reports.read", report, audit.user_actor(user), at=at)


def _record(verb: str, report: Report, actor: audit.Actor, *, at: datetime) -> None:
    audit.record(verb, report, practice_id=report.practice_id, actor=actor, at=at)
