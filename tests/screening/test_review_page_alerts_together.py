"""One phone call about several alerts is written down once, and closes them once."""

import pytest
from django.utils import timezone

from intake.models import AuditEvent
from intake.services import answering
from screening.models import Alert, ContactAttempt
from screening.services import alerting
from tests import people
from tests.screening.pages import ALARMING, ASQ, gives, opened, says, url

pytestmark = pytest.mark.django_db
ACUTE = ALARMING | {"asq": ASQ | {"asq-5": "yes"}}
SPOKE = {"all-channel": "phone", "all-outcome": "spoke"}
AGREED = {"all-reason": "Plan agreed"}


@pytest.fixture
def clinic():
    return people.practice()


@pytest.fixture
def two_alerts(client, dana, alex):
    """S-ITEM9 and S-ACUTE are open, and Dana has the page before her."""
    return gives(alex, ACUTE, sends=False)


def named():
    return {"all-alerts": [str(pk) for pk in Alert.objects.values_list("pk", flat=True)]}


def verbs(verb):
    return AuditEvent.objects.filter(verb=verb).values_list("subject_id", flat=True)


def test_one_call_is_logged_for_every_open_alert(client, two_alerts):
    client.post(url("log_contact_for_all", two_alerts.pk), named() | SPOKE)

    alerts = Alert.objects.all()
    assert [alert.contact_attempts.count() for alert in alerts] == [1, 1]
    assert all(alert.acknowledged_at for alert in alerts)
    assert set(verbs("screening.contact_logged")) == set(named()["all-alerts"])
    assert set(verbs("screening.alert_acknowledged")) == set(named()["all-alerts"])


def test_one_reason_closes_them_all(client, dana, two_alerts):
    client.post(url("log_contact_for_all", two_alerts.pk), named() | SPOKE)
    client.post(url("close_all", two_alerts.pk), named() | AGREED)

    closed = Alert.objects.values_list("closed_by", flat=True)
    assert set(closed) == {dana.pk}
    assert set(verbs("screening.alert_closed")) == set(named()["all-alerts"])
    assert not says(opened(client, two_alerts), "Close all with this reason")


def test_where_one_has_no_contact_attempt_none_is_closed_and_the_words_stay(
    client, dana, two_alerts
):
    alerting.log_contact(
        alert=Alert.objects.first(),
        channel="phone",
        outcome="spoke",
        user=dana,
        at=timezone.now(),
    )

    refused = client.post(url("close_all", two_alerts.pk), named() | AGREED)

    assert refused.status_code == 422
    assert says(refused, "Log a contact attempt before closing the alert.")
    assert says(refused, "Plan agreed")
    assert not Alert.objects.exclude(closed_at=None).exists()


def test_an_alert_raised_after_the_page_was_shown_is_not_meant(client, dana, alex):
    review = gives(alex, ALARMING | {"asq": ASQ}, sends=False)
    shown = named()
    answering.save_page(session=alex, slug="asq", answers=ACUTE["asq"], at=timezone.now())

    client.post(url("log_contact_for_all", review.pk), shown | SPOKE)
    client.post(url("close_all", review.pk), shown | AGREED)

    (still_open,) = Alert.objects.filter(closed_at=None)
    assert still_open.signal["code"] == "S-ACUTE"
    assert not still_open.contact_attempts.exists()


def test_what_a_colleague_closed_meanwhile_stays_as_it_is_and_the_rest_is_closed(
    client, clinic, two_alerts
):
    erin, first = people.clinician(clinic, "Erin"), Alert.objects.first()
    shown = named()
    alerting.log_contact(
        alert=first, channel="phone", outcome="spoke", user=erin, at=timezone.now()
    )
    alerting.close(alert=first, reason="Done", user=erin, at=timezone.now())

    client.post(url("log_contact_for_all", two_alerts.pk), shown | SPOKE)
    client.post(url("close_all", two_alerts.pk), shown | AGREED)

    first.refresh_from_db()
    assert (first.closed_by, first.closing) == (erin, "Done")
    assert not Alert.objects.filter(closed_at=None).exists()
    assert ContactAttempt.objects.count() == 3, "the call was made, and is written down"


def test_half_a_contact_attempt_is_refused_and_stays_on_the_page(client, two_alerts):
    refused = client.post(
        url("log_contact_for_all", two_alerts.pk), named() | {"all-channel": "phone"}
    )

    assert refused.status_code == 422
    assert says(refused, "Choose what came of the attempt.")
    assert 'name="all-channel" value="phone" checked' in refused.content.decode()


def test_an_alert_of_another_patient_is_refused(client, clinic, two_alerts):
    intake, token = people.invited(clinic, family_name="Next", record_number="2")
    gives(people.entered(intake, token, at=timezone.now()), ALARMING, sends=False)

    assert (
        client.post(url("log_contact_for_all", two_alerts.pk), named() | SPOKE).status_code == 422
    )
    assert not ContactAttempt.objects.exists()


def test_a_single_open_alert_has_its_own_form_only(client, dana, alex):
    page = opened(client, gives(alex, ALARMING, sends=False))

    assert not says(page, "Log this contact for all open alerts")
