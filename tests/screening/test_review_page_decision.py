"""The decision: a note that is never lost, and a signature under a name."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from intake.models import AuditEvent
from intake.services import answering
from screening.models import Alert
from screening.services import claiming, signing
from tests import people
from tests.screening.pages import ALARMING, CALM, gives, opened, says, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return people.practice(offers_call_back=True)


@pytest.fixture
def calm(client, dana, alex):
    """A calm form, claimed by Dana."""
    review = gives(alex, CALM)
    claiming.claim(review=review, user=dana, at=timezone.now())
    return review


def decision(page, **changes):
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]
    whole = {"outcome": "appointment", "note": "Read it all.", "attested": "on", "seen": seen}
    return whole | {"password": people.PASSWORD} | changes


def test_signing_freezes_the_decision_under_a_name(client, calm):
    typed = decision(opened(client, calm))

    signed = client.post(url("sign", calm.pk), typed, follow=True)

    assert says(signed, "Signed")
    assert says(signed, "Dana Example, clinician")
    assert says(signed, "Outcome See at the appointment as planned")
    assert says(signed, "Note Read it all.")
    assert says(signed, "Open the summary")
    calm.refresh_from_db()
    assert calm.decision["seen"] == typed["seen"]


def test_after_signing_the_next_in_the_queue_is_offered(client, clinic, calm):
    intake, token = people.invited(clinic, family_name="Next", record_number="2")
    other = people.entered(intake, token, at=timezone.now())
    answering.save_page(session=other, slug="phq9", answers=ALARMING["phq9"], at=timezone.now())

    signed = client.post(url("sign", calm.pk), decision(opened(client, calm)), follow=True)

    assert says(signed, "Next in queue Now Next, Alex")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"password": ""}, "Enter your password to sign."),
        ({"password": "wrong"}, "That password is not right, so nothing is signed."),
        ({"attested": ""}, "Tick the statement that you read every answer."),
        ({"outcome": ""}, "Choose an outcome."),
        ({"outcome": "made_up"}, "Choose an outcome."),
        ({"seen": "0" * 64}, "Something changed since you opened this page."),
        ({"note": "x" * 20_001}, "The note is too long."),
    ],
)
def test_a_refused_signature_says_why_and_loses_no_word(client, calm, change, reason):
    typed = decision(opened(client, calm), note="Words worth keeping") | change

    refused = client.post(url("sign", calm.pk), typed)

    assert refused.status_code == 422
    assert says(refused, reason)
    assert says(refused, typed["note"])
    assert "<title>Error: Review</title>" in refused.content.decode()
    calm.refresh_from_db()
    assert calm.signed_at is None


def test_five_wrong_passwords_close_signing_for_a_quarter_of_an_hour(client, dana, calm):
    page = opened(client, calm)
    for _ in range(5):
        client.post(url("sign", calm.pk), decision(page, password="wrong"))

    refused = client.post(url("sign", calm.pk), decision(page))

    assert says(refused, "Too many wrong passwords")
    wrong = AuditEvent.objects.filter(verb="screening.signing_password_refused")
    assert {(event.subject_id, event.detail) for event in wrong} == {(str(dana.pk), str(calm.pk))}
    assert wrong.count() == 5
    later = timezone.now() + timedelta(minutes=16)
    signing.check_password(review=calm, user=dana, password=people.PASSWORD, at=later)


def test_the_wrong_passwords_of_one_person_keep_no_colleague_from_signing(
    client, clinic, dana, calm
):
    page = opened(client, calm)
    for _ in range(5):
        client.post(url("sign", calm.pk), decision(page, password="wrong"))
    erin = people.clinician(clinic, "Erin")
    claiming.take_over(review=calm, reason="away", user=erin, at=timezone.now())
    people.sign_in(client, erin)

    client.post(url("sign", calm.pk), decision(opened(client, calm)))

    calm.refresh_from_db()
    assert calm.signed_by == erin


def test_nobody_signs_while_an_alert_is_open(client, dana, alex):
    review = gives(alex, ALARMING)
    claiming.claim(review=review, user=dana, at=timezone.now())

    refused = client.post(url("sign", review.pk), decision(opened(client, review)))

    assert refused.status_code == 422
    assert says(refused, "Close the open alerts first.")


def test_only_who_claimed_it_decides(client, dana, alex):
    page = opened(client, gives(alex, CALM))

    assert says(page, "Claim the review to decide and sign.")
    assert 'name="note"' not in page.content.decode()


def test_someone_without_a_password_of_their_own_is_not_asked_for_one(client, dana, calm):
    dana.set_unusable_password()
    dana.save()
    people.sign_in(client, dana)
    page = opened(client, calm)

    client.post(url("sign", calm.pk), decision(page, password=""))

    assert 'type="password"' not in page.content.decode()
    calm.refresh_from_db()
    assert calm.signed_by == dana


@pytest.mark.parametrize("button", ["acknowledge", "log_contact", "close_alert"])
def test_whatever_is_pressed_the_note_is_kept(client, dana, alex, button):
    review = gives(alex, ALARMING)
    claiming.claim(review=review, user=dana, at=timezone.now())
    alert = Alert.objects.get()
    typed = {
        f"{alert.pk}-channel": "phone",
        f"{alert.pk}-outcome": "spoke",
        f"{alert.pk}-reason": "Plan agreed",
        "note": "Half a sentence",
        "outcome": "contact_before",
    }

    answer = client.post(url(button, alert.pk), typed, follow=True)

    assert says(answer, "Half a sentence")
    assert re.search(r'value="contact_before"\s+checked', answer.content.decode())


def test_a_draft_is_saved_and_named(client, calm):
    saved = client.post(url("save_draft", calm.pk), {"note": "So far", "outcome": ""}, follow=True)

    assert says(saved, "Draft of Dana Example")
    assert says(saved, "So far")


def test_another_practices_alert_does_not_exist(client, dana, alex):
    gives(alex, ALARMING)
    people.sign_in(client, people.clinician(people.practice(name="Mock Lane"), "Dana"))

    for name in ("acknowledge", "log_contact", "close_alert"):
        assert client.post(url(name, Alert.objects.get().pk)).status_code == 404
