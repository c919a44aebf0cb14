"""A report is written when something is decided, rendered when a worker comes to it, and read."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction

from intake import audit, jobs
from intake.fields import SealError
from intake.models import Job
from reports.conf import conf
from reports.domain import snapshot
from reports.models import Report
from reports.services.gathering import gather
from screening.models import Review

RENDER = "feltsense.reports.render"
RENDERED = ["file", "file_size", "file_sha256", "renderer", "rendered_at", "state"]


class FileTooLarge(Exception):
    """The rendered file is larger than a database keeps; see docs/settings.md."""


class FileDamaged(Exception):
    """A stored file does not match its hash: it is never served."""


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
    frozen = snapshot.canonical(gather(review=review, document=report.pk, version=version, at=at))
    report.summary = frozen.decode()
    report.summary_sha256 = hashlib.sha256(frozen).hexdigest()
    review.reports.filter(is_current=True).update(is_current=False)
    report.save(force_insert=True)
    jobs.enqueue(RENDER, practice=review.practice, subject=report.pk, version=version, at=at)
    _record("reports.written", report, audit.system_actor("reports"), at=at)
    return report


def render(*, job: Job, at: datetime) -> None:
    """Summary to file. The same summary gives the same bytes, so twice does no harm."""
    from reports import pdf  # noqa: PLC0415  ReportLab is slow to load; only a worker needs it

    report = Report.objects.get(pk=job.subject)
    file = pdf.render(snapshot.from_json(report.summary.encode()))
    if len(file) > conf().largest_file:
        raise FileTooLarge
    audit.take_turn(practice_id=report.practice_id)  # after the work, so that nobody waits for it
    report.file, report.file_size = file, len(file)
    report.file_sha256 = hashlib.sha256(file).hexdigest()
    report.renderer, report.rendered_at = pdf.RENDERER, at
    report.state = Report.State.READY
    report.save(update_fields=RENDERED)
    _record("reports.rendered", report, audit.system_actor("reports"), at=at)


@transaction.atomic
def download(*, report: Report, user: Any, at: datetime) -> bytes:
    """The file, its reading noted. Raises FileDamaged when it does not match its hash."""
    try:
        file = bytes(report.file)
    except SealError:
        raise FileDamaged from None
    if hashlib.sha256(file).hexdigest() != report.file_sha256:
        raise FileDamaged
    _record("reports.downloaded", report, audit.user_actor(user), at=at)
    return file


@transaction.atomic
def read(*, report: Report, user: Any, at: datetime) -> None:
    _record("reports.read", report, audit.user_actor(user), at=at)


def _record(verb: str, report: Report, actor: audit.Actor, *, at: datetime) -> None:
    audit.record(verb, report, practice_id=report.practice_id, actor=actor, at=at)
