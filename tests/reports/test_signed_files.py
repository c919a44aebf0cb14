"""What a clinician has signed carries the site's integrity signature, where the site has a key."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from intake import jobs
from intake.models import Job
from reports import files
from reports.models import Report
from reports.services import writing
from tests import people
from tests.reports.delivery.signed import NOW, render, signed
from tests.reports.pdf.keys import PASSWORD, pkcs12_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(settings, tmp_path):
    """Sets the site up with a key; gives the file's path."""
    file = pkcs12_file(tmp_path / "site.p12")
    given = {"signature_file": file, "signature_password": PASSWORD}
    settings.FELTSENSE = settings.FELTSENSE | {"reports": given}
    return tmp_path / "site.p12"


def test_only_the_version_that_a_clinician_signed_carries_it(key):
    report = signed(people.practice())
    draft = Report.objects.get(review=report.review, is_signed=False)
    render(draft)

    assert b"/ETSI.CAdES.detached" in files.get(report=report)
    assert b"/ETSI.CAdES.detached" not in files.get(report=draft)


def test_verify_reports_finds_the_signed_file_whole_and_renders_it_again(key):
    signed(people.practice())
    said = StringIO()
    call_command("verify_reports", stdout=said)

    assert said.getvalue() == "2 reports, whole; 1 rendered again.\n"


def test_a_key_that_has_run_out_leaves_the_job_to_a_person_who_retries_when_it_is_renewed(key):
    pkcs12_file(key, days_old=11)
    with pytest.raises(jobs.WorkBroke):
        signed(people.practice())
    job = Job.objects.get(kind=writing.RENDER, last_error="NoIntegritySignature")
    assert job.state == Job.State.FAILED

    pkcs12_file(key)
    jobs.retry(job=job, at=NOW)
    render(Report.objects.get(pk=job.subject), at=NOW + timedelta(minutes=1))
    assert b"/ETSI.CAdES.detached" in files.get(report=Report.objects.get(pk=job.subject))


def test_a_key_that_works_passes_the_check(key):
    assert run_checks(tags=["feltsense"]) == []


def test_a_key_that_cannot_sign_is_a_failing_check_before_a_summary_waits_for_it(key):
    pkcs12_file(key, days_old=11)

    (fault,) = run_checks(tags=["feltsense"])
    assert fault.id == "feltsense.W205"
    assert "not valid at this time" in fault.msg
    assert PASSWORD not in fault.msg
