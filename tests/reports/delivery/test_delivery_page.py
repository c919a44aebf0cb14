"""What clinicians see of a delivery, and what they do where a machine can't go on."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.models import AuditEvent, Job
from reports.delivery import CannotTell, NotDelivered, Refused
from reports.services.writing import DELIVER
from tests import people
from tests.reports.delivery import shelf
from tests.reports.delivery.signed import NOW, SHELF, relay, sends_to, signed, the_delivery
from tests.screening.pages import words

pytestmark = pytest.mark.django_db
UNSURE = CannotTell(403)


@pytest.fixture
def report(settings):
    shelf.empty()
    sends_to(settings, shelf=SHELF)
    return signed(people.practice())


@pytest.fixture
def dana(report, client):
    people.sign_in(client, people.clinician(report.practice))
    return client


def page(report):
    return reverse("feltsense_reports:detail", args=[report.pk])


def does(client, deed, report):
    """What the page says after the button was pressed."""
    url = reverse(f"feltsense_reports:{deed}", args=[the_delivery(report).pk])
    return words(client.post(url, follow=True))


def verbs(report):
    trail = AuditEvent.objects.filter(subject_id=the_delivery(report).pk, actor__startswith="user:")
    return [event.verb for event in trail]


@pytest.mark.parametrize(
    ("trouble", "said", "buttons"),
    [
        (None, "Delivered", []),
        (NotDelivered(503), "Waiting to be sent", ["Send again", "Stop"]),
        (Refused("NoSuchPatient"), "Not delivered.", ["Send again", "Stop"]),
        (UNSURE, "It is not known whether", ["It did arrive", "It did not: send again", "Stop"]),
    ],
)
def test_the_page_says_how_it_stands_and_offers_what_can_be_done(
    report, dana, trouble, said, buttons
):
    shelf.troubles[:] = [trouble] if trouble else []
    relay()

    read = words(dana.get(page(report)))
    assert said in read
    assert trouble is None or trouble.code in read
    every = ["It did arrive", "It did not: send again", "Send again", "Stop"]
    assert [button for button in every if f"{button} shelf" in read] == buttons


def test_a_report_that_goes_nowhere_says_nothing_of_deliveries(settings, client):
    practice = people.practice()
    report = signed(practice)
    people.sign_in(client, people.clinician(practice))

    assert "Deliveries" not in words(client.get(page(report)))


def test_a_failed_one_is_sent_again(report, dana):
    shelf.troubles[:] = [Refused(422)]
    relay()

    assert "It will be sent now." in does(dana, "resend", report)
    relay(timezone.now())
    assert the_delivery(report).state == "delivered"
    assert verbs(report) == ["reports.delivery_resent"]


def test_a_stopped_one_is_not_sent_until_somebody_sends_it_after_all(report, dana):
    assert "It will not be sent." in does(dana, "stop", report)
    relay(timezone.now())
    assert (the_delivery(report).state, shelf.arrived) == ("stopped", [])

    does(dana, "resend", report)
    relay(timezone.now())
    assert the_delivery(report).state == "delivered"
    assert verbs(report) == ["reports.delivery_stopped", "reports.delivery_resent"]


def test_who_has_seen_it_there_says_so(report, dana):
    shelf.troubles[:] = [UNSURE]
    relay()

    assert "Noted as delivered." in does(dana, "confirm", report)
    assert (the_delivery(report).state, shelf.arrived) == ("delivered", [])
    assert verbs(report) == ["reports.delivery_confirmed"]
    assert not Job.objects.filter(kind=DELIVER).exists()


def test_only_what_is_unknown_can_be_seen_to_have_arrived(report, dana):
    assert "It is known by now." in does(dana, "confirm", report)
    assert the_delivery(report).state == "pending"
    assert Job.objects.filter(kind=DELIVER).exists()


@pytest.mark.parametrize("deed", ["resend", "stop"])
def test_a_deed_that_comes_too_late_changes_nothing(report, dana, deed):
    relay()

    assert "It has arrived by now." in does(dana, deed, report)
    assert the_delivery(report).state == "delivered"


@pytest.mark.parametrize("deed", ["resend", "stop"])
def test_a_deed_waits_for_the_call_that_is_under_way(report, dana, deed):
    the_delivery(report).attempts.create(at=timezone.now() - timedelta(seconds=20))

    assert "It is being sent at this moment." in does(dana, deed, report)
    assert the_delivery(report).state == "pending"
    assert Job.objects.filter(kind=DELIVER).exists()


@pytest.mark.parametrize("trouble", [Refused(422), UNSURE])
def test_the_queue_shows_what_waits_for_a_person_until_it_is_settled(report, dana, trouble):
    shelf.troubles[:] = [trouble]
    relay()
    where = reverse("feltsense_reports:delivery", args=[the_delivery(report).pk])

    assert where in dana.get("/queue/").text
    assert dana.get(where).url == page(report)
    does(dana, "stop", report)
    assert where not in dana.get("/queue/").text


def test_the_queue_shows_what_is_tried_in_vain_for_long(report, dana):
    shelf.troubles[:] = [NotDelivered(503)]
    where = reverse("feltsense_reports:delivery", args=[the_delivery(report).pk])
    relay()
    assert where not in dana.get("/queue/").text

    Job.objects.filter(kind=DELIVER).update(created_at=timezone.now() - timedelta(minutes=46))
    assert where in dana.get("/queue/").text


def test_the_page_shows_the_last_ten_of_many_attempts(report, dana):
    shelf.troubles[:] = [NotDelivered(503)] * 12
    for quarter in range(12):
        relay(NOW + quarter * timedelta(minutes=15))

    shown = dana.get(page(report)).text
    assert shown.count("Not accepted") == 10
    assert "12 attempts, of which the last 10 stand here." in shown


@pytest.mark.parametrize("deed", ["resend", "stop", "confirm", "delivery"])
def test_deliveries_of_others_do_not_exist_and_only_clinicians_come_in(report, deed):
    url = reverse(f"feltsense_reports:{deed}", args=[the_delivery(report).pk])
    method = "get" if deed == "delivery" else "post"
    for person, status in [
        (people.clinician(people.practice(name="Other Clinic"), "Mallory"), 404),
        (people.member(report.practice, "Cora", role="coordinator"), 403),
        (people.member(report.practice, "Ada", role="administrator"), 403),
    ]:
        client = Client()
        people.sign_in(client, person)
        assert getattr(client, method)(url).status_code == status
    assert the_delivery(report).state == "pending"


@pytest.mark.parametrize("deed", ["resend", "stop", "confirm"])
def test_looking_at_a_deed_does_not_do_it(report, dana, deed):
    url = reverse(f"feltsense_reports:{deed}", args=[the_delivery(report).pk])

    assert dana.get(url).status_code == 405
