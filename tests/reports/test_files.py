"""Where files are kept, sealed in the row or in a storage; and what verify_reports finds."""

from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.models import Job
from intake.services import answering
from reports import checks, files
from reports.models import Report
from reports.services import verifying, writing
from tests import people
from tests.work import do_all_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings):
    """A site that keeps its files in a folder."""
    backend = "django.core.files.storage.FileSystemStorage"
    kept = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"reports": kept}
    settings.FELTSENSE = settings.FELTSENSE | {"reports": {"storage": "reports"}}
    return tmp_path


@pytest.fixture
def report():
    """Alex sent a form; its file waits to be made."""
    intake, token = people.invited(people.practice())
    session = people.entered(intake, token, at=timezone.now())
    answer = {"phq9-9": "not_at_all"}
    answering.save_page(session=session, slug="phq9", answers=answer, at=timezone.now())
    answering.submit(session=session, at=timezone.now())
    return Report.objects.get()


@pytest.fixture
def dana(report):
    client = Client()
    people.sign_in(client, people.clinician(report.practice))
    return client


def opened(client, report):
    return client.get(reverse("feltsense_reports:file", args=[report.pk]), follow=True)


def verify(**options):
    """What the command says, and its exit code."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_reports", stdout=out, stderr=err, **options)
    except SystemExit as end:
        return err.getvalue().splitlines(), end.code
    return out.getvalue().splitlines(), 0


# --- a storage ------------------------------------------------------------------------------------


def test_a_storage_gets_sealed_bytes_under_a_neutral_name(folder, report, dana):
    do_all_jobs()

    report.refresh_from_db()
    (kept,) = folder.iterdir()
    assert kept.name == report.file_name == f"{report.pk}-v1.sealed"
    assert report.file is None
    assert kept.read_bytes()[:1] == b"\x01" and b"%PDF" not in kept.read_bytes()
    assert opened(dana, report).content.startswith(b"%PDF")
    assert verify()[1] == 0


def test_a_file_that_is_there_is_never_overwritten(folder, report):
    left = folder / f"{report.pk}-v1.sealed"
    left.write_bytes(b"of a render that did not end")
    do_all_jobs()

    report.refresh_from_db()
    assert left.read_bytes() == b"of a render that did not end"
    assert report.file_name != left.name
    assert files.get(report=report).startswith(b"%PDF")


def cut(kept, other):
    kept.write_bytes(kept.read_bytes()[:10])


def changed(kept, other):
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")


def exchanged(kept, other):
    kept.write_bytes(other.read_bytes())


def emptied(kept, other):
    kept.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, changed, exchanged, emptied])
def test_a_file_altered_in_its_storage_is_not_served(folder, report, dana, damage):
    writing.write(review=report.review, at=timezone.now())
    do_all_jobs()
    report.refresh_from_db()
    other = Report.objects.exclude(pk=report.pk).get()
    damage(folder / report.file_name, folder / other.file_name)

    assert "was altered and is not shown" in opened(dana, report).text
    assert verify() == ([f"report {report.pk}: the stored file was altered"], 1)


def gone(folder, report):
    (folder / report.file_name).unlink()


def outside(folder, report):
    Report.objects.update(file_name="../elsewhere")


def folder_instead(folder, report):
    gone(folder, report)
    (folder / report.file_name).mkdir()


@pytest.mark.parametrize("damage", [gone, outside, folder_instead])
def test_a_file_that_is_not_in_its_storage_is_said_to_be_missing(folder, report, dana, damage):
    do_all_jobs()
    report.refresh_from_db()
    damage(folder, report)

    assert "The stored file is missing" in opened(dana, report).text
    assert verify() == ([f"report {report.pk}: the stored file is missing"], 1)


def test_files_stay_where_they_were_when_the_site_changes_its_mind(folder, report, dana, settings):
    do_all_jobs()
    settings.FELTSENSE = settings.FELTSENSE | {"reports": {}}
    assert "The stored file is missing" in opened(dana, report).text

    settings.FELTSENSE = settings.FELTSENSE | {"reports": {"storage": "reports"}}
    assert opened(dana, report).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("storage", "ids"), [("", []), ("default", []), ("s3", ["feltsense.E204"])]
)
def test_a_storage_that_the_site_lacks_is_a_failing_check(settings, storage, ids):
    settings.FELTSENSE = settings.FELTSENSE | {"reports": {"storage": storage}}

    assert [fault.id for fault in checks.storage_is_known()] == ids


# --- verify_reports -------------------------------------------------------------------------------


def test_all_is_well(report):
    do_all_jobs()

    assert verify() == (["1 reports, whole; 1 rendered again."], 0)
    assert verify(sample=0) == (["1 reports, whole; 0 rendered again."], 0)


def test_what_waits_to_be_rendered_is_no_fault(report):
    assert verify() == (["1 reports, whole; 0 rendered again."], 0)


def test_an_altered_file_is_found(report):
    do_all_jobs()
    Report.objects.update(file_sha256="0" * 64)

    lines, code = verify(sample=0)
    assert (lines, code) == ([f"report {report.pk}: the stored file was altered"], 1)


def test_an_altered_snapshot_is_found_and_not_rendered(report):
    do_all_jobs()
    Report.objects.update(summary_sha256="0" * 64)

    assert verify() == ([f"report {report.pk}: the snapshot was altered"], 1)


def test_a_snapshot_moved_from_another_report_is_found(report):
    other = writing.write(review=report.review, at=timezone.now())
    sealed = Report.objects.filter(pk=other.pk).values_list("summary", flat=True).get()
    Report.objects.filter(pk=report.pk).update(summary=sealed)

    assert verify() == ([f"report {report.pk}: the snapshot was altered"], 1)


def test_a_file_that_is_not_the_rendering_of_its_snapshot_is_found(report):
    do_all_jobs()
    report.refresh_from_db()
    files.put(report=report, content=b"%PDF-1.7 of something else")
    report.save()

    assert verify() == ([f"report {report.pk}: rendered again, the file differs"], 1)
    Report.objects.update(renderer="an older one")
    assert verify() == (["1 reports, whole; 0 rendered again."], 0)


@pytest.mark.parametrize("said", [{"is_signed": True}, {"version": 7}])
def test_a_row_that_says_otherwise_than_its_snapshot_is_found(report, said):
    do_all_jobs()
    Report.objects.update(**said)

    assert verify() == ([f"report {report.pk}: its row says otherwise than its snapshot"], 1)


def test_a_file_that_was_taken_out_of_its_row_is_found(report):
    do_all_jobs()
    Report.objects.update(state="pending", file=None, file_sha256="", rendered_at=None)

    assert verify() == ([f"report {report.pk}: the stored file is gone"], 1)


def test_a_file_that_is_made_meanwhile_is_no_fault(report):
    seen_before = Report.objects.get()
    do_all_jobs()

    assert list(verifying._faults_of(seen_before, again=False)) == []


def test_a_snapshot_that_opens_no_more_keeps_no_other_from_being_verified(report):
    other = writing.write(review=report.review, at=timezone.now())
    Report.objects.filter(pk=other.pk).update(summary_sha256=sha256(b"{}").hexdigest())
    broken = Report.objects.get(pk=other.pk)
    broken.summary = "{}"
    broken.save(update_fields=["summary"])

    assert verify() == ([f"report {other.pk}: the snapshot can't be opened (TypeError)"], 1)


def test_a_rendering_that_breaks_keeps_no_other_from_being_verified(report, monkeypatch):
    from reports import pdf

    writing.write(review=report.review, at=timezone.now())
    do_all_jobs()
    monkeypatch.setattr(pdf, "render", lambda _: 1 / 0)
    lines, code = verify()

    assert (len(lines), code) == (2, 1)
    assert all("it can't be rendered again (ZeroDivisionError)" in line for line in lines)


@pytest.mark.parametrize(
    ("size", "versions"), [(1, [1]), (2, [1, 4]), (7, list(range(1, 8))), (20, list(range(1, 8)))]
)
def test_the_sample_is_spread_from_the_oldest_to_the_newest(report, size, versions):
    for _ in range(6):
        writing.write(review=report.review, at=timezone.now())
    do_all_jobs()

    chosen = Report.objects.filter(pk__in=verifying.sample(size=size)).order_by("version")
    assert [one.version for one in chosen] == versions


# --- an altered snapshot, and limits -------------------------------------------------------------


def test_an_altered_snapshot_is_not_rendered(report):
    from intake import jobs

    Report.objects.update(summary_sha256="0" * 64)
    with pytest.raises(jobs.WorkBroke, match="SnapshotDamaged"):
        do_all_jobs()


@pytest.mark.parametrize("limit", ["SoftTimeLimitExceeded", "MemoryError"])
def test_a_render_that_meets_a_limit_again_and_again_ends_failed_and_can_be_tried_again(
    folder, report, dana, settings, limit
):
    from intake import jobs

    page = reverse("feltsense_reports:detail", args=[report.pk])
    whole = settings.STORAGES
    stuck = {"BACKEND": "tests.reports.storages.Stuck", "OPTIONS": {"limit": limit}}
    settings.STORAGES = whole | {"reports": stuck}
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        with pytest.raises(jobs.WorkBroke, match=limit):
            do_all_jobs()
        job = Job.objects.get(kind=writing.RENDER)
        assert (job.state == Job.State.FAILED) == (attempt == jobs.MOST_ATTEMPTS)
        Job.objects.update(due_at=timezone.now())
    assert "Try again" in dana.get(page).text

    settings.STORAGES = whole
    dana.post(reverse("feltsense_reports:retry", args=[report.pk]))
    do_all_jobs()
    assert "Download the PDF" in dana.get(page).text
