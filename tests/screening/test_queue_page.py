"""The queue as a page: who may see it, what a row says, and what stands in the way of the work."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake import jobs
from intake.models import ADMINISTRATOR, COORDINATOR, AuditEvent, Heartbeat, Intake, Job
from intake.services import answering
from screening.models import Review
from screening.services import alerting
from tests import people

pytestmark = pytest.mark.django_db
URL = "/queue/"
SOME = {"phq9-9": "several_days"}


def says(answer, words):
    return words in answer.content.decode()


@pytest.fixture(autouse=True)
def all_is_well(db):
    for name in (Heartbeat.RELAY, Heartbeat.WORKER):
        Heartbeat.beat(name=name, at=timezone.now())


@pytest.fixture
def clinic():
    return people.practice()


def answered(practice, **page):
    """A patient saves one page; with an alarming answer a review opens."""
    at = timezone.now()
    intake, token = people.invited(practice, at=at, **page.pop("invited", {}))
    session = people.entered(intake, token, at=at)
    for slug, answers in (page or {"phq9": SOME}).items():
        answering.save_page(session=session, slug=slug, answers=answers, at=timezone.now())
    return session


def test_a_stranger_is_sent_to_the_sign_in(client, clinic):
    assert client.get(URL).url == "/accounts/login/?next=/queue/"


@pytest.mark.parametrize("role", [COORDINATOR, ADMINISTRATOR])
def test_who_is_no_clinician_sees_no_queue_and_no_review(client, clinic, role):
    answered(clinic)
    people.sign_in(client, people.member(clinic, "Cora", role=role))

    assert client.get(URL).status_code == 403
    assert client.get(f"/reviews/{Review.objects.get().pk}/").status_code == 403


def test_a_clinician_who_left_sees_no_queue(client, clinic, dana):
    dana.feltsense_memberships.update(active=False)

    assert client.get(URL).status_code == 403


def test_a_row_says_who_why_and_how_long(client, clinic, dana):
    answered(clinic)

    page = client.get(URL)

    assert says(page, "Sample, Alex<span")
    assert says(page, "36, 000123")
    assert says(page, "several days")
    assert says(page, "left</b>")
    assert says(page, "Claim<span")


def test_unread_then_read_then_updated(client, clinic, dana):
    session = answered(clinic)
    unread = client.get(URL)
    client.get(f"/reviews/{Review.objects.get().pk}/")
    read = client.get(URL)
    answering.save_page(session=session, slug="asq", answers={"asq-1": "yes"}, at=timezone.now())
    updated = client.get(URL)
    client.get(f"/reviews/{Review.objects.get().pk}/")

    assert says(unread, "(unread)") and not says(unread, ">Updated<")
    assert not says(read, "(unread)") and not says(read, ">Updated<")
    assert says(updated, ">Updated<")
    assert not says(client.get(URL), ">Updated<")


def test_a_form_that_was_not_sent_says_where_it_stopped(client, clinic, dana):
    answered(clinic)
    Intake.objects.update(saved_at=timezone.now() - timedelta(minutes=21))

    assert says(client.get(URL), "Stopped at part 4")
    assert says(client.get(f"/reviews/{Review.objects.get().pk}/"), "Stopped at part 4")


def test_a_patient_who_may_be_answering_right_now_has_not_stopped(client, clinic, dana):
    answered(clinic)

    page = client.get(URL)
    assert says(page, "At part 4, saved 0 min ago")
    assert not says(page, "Stopped")
    assert not says(client.get(f"/reviews/{Review.objects.get().pk}/"), "topped")


def test_a_row_says_that_the_patient_asked_to_be_called(client, clinic, dana):
    session = answered(clinic)
    before = client.get(URL)
    answering.leave_support(session=session, call_back="yes", phone="", at=timezone.now())

    assert not says(before, "Asked to be called")
    assert says(client.get(URL), "Asked to be called")


def test_a_row_counts_the_reasons_that_it_does_not_name(client, clinic, dana):
    session = answered(clinic)
    alone = client.get(URL)
    yes = {"asq-1": "yes", "asq-2": "no", "asq-3": "no", "asq-4": "no", "asq-5": "yes"}
    answering.save_page(session=session, slug="asq", answers=yes, at=timezone.now())

    assert not says(alone, "more</span>")
    assert says(client.get(URL), "and 1 more</span>")


def test_the_page_is_kept_nowhere_and_its_title_names_nobody(client, clinic, dana):
    answered(clinic)

    page = client.get(URL)

    assert "no-store" in page.headers["Cache-Control"]
    assert says(page, "<title>Queue, 1 need review</title>")


def test_the_trail_says_whose_rows_were_shown(client, clinic, dana):
    answered(clinic)

    client.get(URL)

    event = AuditEvent.objects.get(verb="screening.queue_read")
    assert event.actor == f"user:{dana.pk}"
    assert event.detail == [str(Review.objects.get().pk)]


def test_the_page_asks_no_more_of_the_database_for_thirty_rows_than_for_two(client, clinic, dana):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(URL).status_code == 200
        return len(queries)

    for number in range(2):
        answered(clinic, invited={"record_number": str(number)})
    few = count()
    for number in range(2, 30):
        answered(clinic, invited={"record_number": str(number)})

    assert count() == few


def test_a_practice_is_named_where_there_are_two(client, clinic, dana):
    other = people.practice(name="Mock Lane")
    people.Membership.objects.create(practice=other, user=dana, role="clinician")
    answered(clinic)

    assert says(client.get(URL), '<span class="fs-tag">Sample Street Clinic</span>')


def test_the_next_page_is_reached_by_a_link_without_patient_data(client, clinic, dana, settings):
    settings.FELTSENSE = settings.FELTSENSE | {"screening": {"queue_page": 1}}
    for number in range(2):
        answered(clinic, invited={"record_number": f"R{number}", "given_name": f"Kim{number}"})
    first = client.get(URL)

    second = client.get(f"{URL}?view=needs-review&after={first.context['after']}")

    assert says(first, "Sample, Kim0") and not says(first, "Sample, Kim1")
    assert says(second, "Sample, Kim1") and not says(second, "Sample, Kim0")
    assert second.context["after"] is None


@pytest.mark.parametrize(
    "query", ["?view=none", "?tier=none", "?after=none", "?view=mine&tier=now"]
)
def test_an_address_that_was_tampered_with_shows_a_queue(client, clinic, dana, query):
    assert client.get(URL + query).status_code == 200


def test_an_empty_queue_tells_the_truth(client, clinic, dana):
    page = client.get(URL)

    assert says(page, "Nothing waiting")
    assert says(page, "No form has arrived yet.")
    assert says(page, "<title>Queue, nothing waiting</title>")


def test_a_name_is_found_by_post_so_that_no_address_holds_it(client, clinic, dana):
    answered(clinic)

    found = client.post(reverse("feltsense_screening:find"), {"q": "sample"})
    none = client.post(reverse("feltsense_screening:find"), {"q": "Nobody"})

    assert client.get(reverse("feltsense_screening:find"), {"q": "sample"}).status_code == 405
    assert says(found, "1 found for") and says(found, "Sample, Alex")
    assert says(none, "0 found for")


def test_an_alert_notice_that_stopped_is_seen_though_many_deliveries_wait(client, clinic, dana):
    answered(clinic)
    long_ago = timezone.now() - timedelta(hours=2)
    for _ in range(12):
        jobs.enqueue("feltsense.reports.deliver", practice=clinic, subject=uuid4(), at=long_ago)
    Job.objects.filter(kind="feltsense.reports.deliver").update(attempts=3, last_error="503")
    stopped = {"state": Job.State.FAILED, "ended_at": timezone.now()}
    Job.objects.filter(kind=alerting.NOTIFY).update(**stopped)
    page = client.get(URL)

    assert says(page, "Alert notice not delivered")
    assert says(page, "A summary may not have arrived")


def test_a_job_that_stopped_is_seen_and_tried_again(client, clinic, dana):
    session = answered(clinic)
    at = timezone.now()
    job = jobs.enqueue("feltsense.reports.render", practice=clinic, subject=session.pk, at=at)
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, last_error="OSError", ended_at=at)
    notice = Job.objects.filter(kind=alerting.NOTIFY)
    notice.update(state=Job.State.FAILED, ended_at=at)
    page = client.get(URL)

    client.post(reverse("feltsense_screening:retry", args=[job.pk]))

    assert says(page, "A job stopped") and says(page, "feltsense.reports.render, OSError")
    assert says(page, "Alert notice not delivered")
    assert Job.objects.get(pk=job.pk).state == Job.State.PENDING


def test_another_practices_job_does_not_exist(client, clinic, dana):
    other = people.practice(name="Mock Lane")
    job = jobs.enqueue("made.up", practice=other, subject=other.pk, at=timezone.now())

    assert client.post(reverse("feltsense_screening:retry", args=[job.pk])).status_code == 404


def test_a_silent_relay_or_worker_is_not_silent_on_the_page(client, clinic, dana):
    Heartbeat.beat(name=Heartbeat.RELAY, at=timezone.now() - timedelta(minutes=6))
    Heartbeat.objects.filter(name=Heartbeat.WORKER).delete()

    page = client.get(URL)

    assert says(page, "The relay is silent") and says(page, "Not heard since")
    assert says(page, "The worker is silent") and says(page, "Not heard yet.")


def test_a_crisis_line_nobody_has_checked_for_a_year_is_asked_about(client, clinic, dana):
    old = timezone.localdate() - timedelta(days=400)
    clinic.crisis_lines.filter(order=1).update(checked_on=old, name="Night line")

    assert says(client.get(URL), "last checked these over a year ago: Night line.")


def test_with_all_well_no_banner_stands_there(client, clinic, dana):
    assert not says(client.get(URL), "fs-banner")


def test_a_practice_that_lacks_something_and_a_sandbox_say_so(client, clinic, dana):
    clinic.hours, clinic.sandbox = "", True
    clinic.save()

    page = client.get(URL)

    assert says(page, "still needs: the hours in which forms are read.")
    assert says(page, "<b>Sandbox</b>")
