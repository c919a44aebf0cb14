"""Is every report still what it was when it was made?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from reports import files
from reports.domain.summary import Summary
from reports.models import Report
from reports.services import writing

AT_ONCE = 20  # reports in memory


def sample(*, size: int) -> set[UUID]:
    """Reports made by the renderer of today, spread from the oldest to the newest."""
    from reports import pdf  # noqa: PLC0415  ReportLab is slow to load

    rows = Report.objects.filter(state=Report.State.READY, renderer=pdf.RENDERER)
    ids = list(rows.order_by("created_at", "pk").values_list("pk", flat=True))
    size = min(size, len(ids))
    return {ids[number * len(ids) // size] for number in range(size)}


def faults(*, rendered_again: Collection[UUID]) -> Iterator[str]:
    """One line per fault, with the id of the report and nothing of its content.

    Every snapshot and every file is hashed; of the reports named the file is made again.
    """
    for report in Report.objects.order_by("created_at", "pk").iterator(chunk_size=AT_ONCE):
        for fault in _faults_of(report, again=report.pk in rendered_again):
            yield f"report {report.pk}: {fault}"


def _faults_of(report: Report, *, again: bool) -> Iterator[str]:
    if report.state == Report.State.READY:
        yield from _faults_of_file(report)
    elif writing.lost_its_file(report=report):
        yield "the stored file is gone"
    try:
        summary = writing.frozen(report=report)
    except writing.SnapshotDamaged:
        yield "the snapshot was altered"
        return
    except Exception as error:  # the others are verified all the same
        yield f"the snapshot can't be opened ({type(error).__name__})"
        return
    if not _is_of(report, summary):
        yield "its row says otherwise than its snapshot"
    if again:
        yield from _faults_of_rendering(report, summary)


def _faults_of_file(report: Report) -> Iterator[str]:
    try:
        files.get(report=report)
    except files.FileMissing:
        yield "the stored file is missing"
    except files.FileDamaged:
        yield "the stored file was altered"


def _is_of(report: Report, summary: Summary) -> bool:
    made = summary.provenance
    said = (made.document, made.version, summary.status.signed)
    return said == (str(report.pk), report.version, report.is_signed)


def _faults_of_rendering(report: Report, summary: Summary) -> Iterator[str]:
    try:
        stored = files.get(report=report)
        content, _renderer = writing.rendered(summary)
    except files.FileDamaged:
        return  # said above
    except Exception as error:
        yield f"it can't be rendered again ({type(error).__name__})"
        return
    followed = summary.status.signed and stored.startswith(content)  # by an integrity signature
    if stored != content and not followed:
        yield "rendered again, the file differs"
