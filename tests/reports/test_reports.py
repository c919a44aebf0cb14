"""A report is frozen once, rendered once, replaced but never changed, and never served damaged."""

import hashlib

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import jobs
from intake.models import AuditEvent, Job
from intake.services import answering
from reports.domain import snapshot
from reports.models import Report
from reports.services import writing
from tests import people
from tests.work import do_all_jobs

pytestmark = pytest.mark.django_db
REFRESH = '<noscript><meta http-equiv="refresh" content="3"></noscript>'


@pytest.fixture
def sent():
    """Alex has answered one question and sent the form."""
    intake, token = people.invited(people.practice())
    session = people.entered(intake, token, at=timezone.now())
    answer = {"phq9-9": "not_at_all"}
    answering.save_page(session=session, slug="phq9", answers=answer, at=timezone.now())
    answering.submit(session=session, at=timezone.now())
    return session


@pytest.fixture
def report(sent):
    return Report.objects.get()


@pytest.fixture
def dana(report):
    client = Client()
    people.sign_in(client, people.clinician(report.practice))
    return client


def page(name, report):
    return reverse(f"feltsense_reports:{name}", args=[report.pk])


def test_the_page_names_the_patient_in_its_body_and_not_in_its_title(report, dana):
    html = dana.get(page("detail", report)).content.decode()
    head, body = html.split("</head>")

    assert "Sample, Alex" in body
    assert "Sample" not in head


def test_the_page_waits_by_itself_until_the_file_is_there(report, dana):
    assert REFRESH in dana.get(page("detail", report)).text
    assert dana.get(page("file", report)).status_code == 404

    do_all_jobs()
    ready = dana.get(page("detail", report))
    assert REFRESH not in ready.text and "progress.js" not in ready.text
    assert page("file", report) in ready.text


def test_the_file_comes_as_it_was_stored_and_each_opening_is_noted(report, dana):
    do_all_jobs()
    response = dana.get(page("file", report))

    report.refresh_from_db()
    assert response.content == report.file
    assert hashlib.sha256(response.content).hexdigest() == report.file_sha256
    assert response.headers["Content-Disposition"].startswith('attachment; filename="summary-')
    assert AuditEvent.objects.filter(verb="reports.downloaded", subject_id=report.pk).count() == 1


def test_a_file_that_does_not_match_its_hash_is_never_served(report, dana):
    do_all_jobs()
    Report.objects.update(file_sha256="0" * 64)

    response = dana.get(page("file", report), follow=True)
    assert "was altered and is not shown" in response.text
    assert not AuditEvent.objects.filter(verb="reports.downloaded").exists()


def test_rendering_twice_gives_the_same_bytes(report):
    job = Job.objects.get(kind=writing.RENDER)
    do_all_jobs()
    first = Report.objects.get().file_sha256
    writing.render(job=job, at=timezone.now())

    assert Report.objects.get().file_sha256 == first


def test_a_changed_answer_writes_a_new_version_and_leaves_the_old_one(sent, report):
    do_all_jobs()
    before = Report.objects.get().file_sha256
    answer = {"phq9-1": "nearly_every_day"}
    answering.save_page(session=sent, slug="phq9", answers=answer, at=timezone.now())
    do_all_jobs()

    newest, oldest = Report.objects.order_by("-version")
    assert (newest.version, newest.is_current, oldest.is_current) == (2, True, False)
    assert oldest.file_sha256 == before != newest.file_sha256


def test_the_log_tells_the_answer_that_an_alert_was_raised_for_want_of():
    intake, token = people.invited(people.practice())
    session = people.entered(intake, token, at=timezone.now())
    pages = [{"asq-1": "yes", **{f"asq-{n}": "no" for n in (2, 3, 4)}}, {"asq-5": "no"}]
    item9 = {"phq9-9": "more_than_half_the_days"}
    answering.save_page(session=session, slug="phq9", answers=item9, at=timezone.now())
    for answers in pages:
        answering.save_page(session=session, slug="asq", answers=answers, at=timezone.now())
    answering.submit(session=session, at=timezone.now())

    log = [line.words for line in writing.frozen(report=Report.objects.get()).safety.log]
    assert "S-UNKNOWN: ASQ item 5 answered: “No”" in log


def test_a_replaced_version_says_so(sent, report, dana):
    answering.save_page(
        session=sent, slug="phq9", answers={"phq9-1": "not_at_all"}, at=timezone.now()
    )

    assert "Replaced by a newer version" in dana.get(page("detail", report)).content.decode()


def test_a_file_that_grows_too_large_fails_and_can_be_tried_again(report, dana, settings):
    settings.FELTSENSE = settings.FELTSENSE | {"reports": {"largest_file": 1000}}
    job = Job.objects.get(kind=writing.RENDER)
    with pytest.raises(jobs.WorkBroke, match="FileTooLarge"):
        do_all_jobs()
    assert Job.objects.get(pk=job.pk).state == Job.State.FAILED
    failed = dana.get(page("detail", report)).content.decode()
    assert "Try again" in failed

    settings.FELTSENSE = settings.FELTSENSE | {"reports": {}}
    dana.post(page("retry", report))
    do_all_jobs()
    assert Report.objects.get().state == Report.State.READY


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_only_clinicians_see_a_report(report, role):
    do_all_jobs()
    client = Client()
    people.sign_in(client, people.member(report.practice, "Cora", role=role))

    assert client.get(page("detail", report)).status_code == 403
    assert client.get(page("file", report)).status_code == 403


def test_a_second_form_tells_what_changed_since_the_first(sent, report):
    practice = report.practice
    intake, token = people.invited(practice)
    session = people.entered(intake, token, at=timezone.now())
    answer = {"phq9-9": "nearly_every_day"}
    answering.save_page(session=session, slug="phq9", answers=answer, at=timezone.now())
    answering.submit(session=session, at=timezone.now())

    summary = snapshot.from_json(Report.objects.get(review__intake=intake).summary.encode())
    told = [(item.label, item.then, item.now) for item in summary.changes.items]
    assert ("PHQ-9 item 9", "Not at all", "Nearly every day") in told
    assert ("S-ITEM9", "–", "PHQ-9 item 9 above “not at all”") in told
