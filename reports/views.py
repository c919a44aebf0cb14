"""The page of one report version, and its file."""

import logging
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from intake import jobs
from intake.models import Job
from intake.policy import for_actor
from reports import files
from reports.models import Report
from reports.page import page
from reports.services import writing
from screening.views.gate import StaffRequest, clinician_only, deed, shell

logger = logging.getLogger("feltsense.reports")


def _report(request: StaffRequest, pk: UUID) -> Report:
    rows = Report.objects.select_related("practice", "review__intake__patient")
    return get_object_or_404(for_actor(request.user, rows), pk=pk)


def _job(report: Report) -> Job | None:
    return Job.objects.filter(
        kind=writing.RENDER, subject=report.pk, version=report.version
    ).first()


@clinician_only
@require_GET
def detail(request: StaffRequest, pk: UUID) -> HttpResponse:
    report, job = _report(request, pk), None
    if report.state == Report.State.PENDING:
        job = _job(report)
    else:
        writing.read(report=report, user=request.user, at=timezone.now())
    versions = report.review.reports.defer("file", "summary")
    context = shell(request) | {"report": report, "job": job, "versions": versions}
    context |= {"deliveries": report.deliveries.prefetch_related("attempts")}
    return render(request, "feltsense/reports/detail.html", context)


@clinician_only
@require_GET
def read(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The summary as a page, in its own language."""
    report = _report(request, pk)
    try:
        summary = writing.read_summary(report=report, user=request.user, at=timezone.now())
    except writing.SnapshotDamaged:
        logger.error("the snapshot of report %s does not match its hash", report.pk)
        words = _("The stored summary was altered and is not shown. Tell whoever runs this site.")
        return _refused(request, report, words)
    with translation.override(summary.header.language):
        context = shell(request) | {"report": report} | vars(page(summary=summary))
        response = render(request, "feltsense/reports/read.html", context)
    response.headers["Content-Language"] = summary.header.language
    return response


@clinician_only
@require_GET
def file(request: StaffRequest, pk: UUID) -> HttpResponse:
    report = _report(request, pk)
    if report.state != Report.State.READY:
        raise Http404
    try:
        content = writing.download(report=report, user=request.user, at=timezone.now())
    except files.FileMissing:
        logger.error("the stored file of report %s is missing", report.pk)
        words = _("The stored file is missing. Tell whoever runs this site.")
        return _refused(request, report, words)
    except files.FileDamaged:
        logger.error("the stored file of report %s does not match its hash", report.pk)
        words = _("The stored file was altered and is not shown. Tell whoever runs this site.")
        return _refused(request, report, words)
    name = f"summary-{str(report.pk)[:8]}-v{report.version}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _refused(request: StaffRequest, report: Report, words: str) -> HttpResponse:
    messages.error(request, words)
    return redirect("feltsense_reports:detail", pk=report.pk)


@deed
def retry(request: StaffRequest, pk: UUID) -> HttpResponse:
    report = _report(request, pk)
    job = _job(report)
    if job is not None and jobs.retry(job=job, at=timezone.now()):
        messages.success(request, _("The file is being made again."))
    return redirect("feltsense_reports:detail", pk=pk)
