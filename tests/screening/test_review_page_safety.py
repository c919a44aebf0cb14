"""The safety section: what was answered, what was shown, what people did. Always there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.services import answering
from screening.domain import signals
from screening.models import Alert, ContactAttempt
from screening.services import alerting
from tests import people
from tests.screening.pages import (
    ALARMING,
    ALL_NO,
    ASQ,
    CALM,
    ITEMS,
    gives,
    opened,
    says,
    url,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return people.practice(offers_call_back=True)


def test_nothing_endorsed_is_said_and_nothing_more_is_claimed(client, dana, alex):
    page = opened(client, gives(alex, CALM))

    assert says(page, "No safety answer endorsed item 9: “Not at all”")
    assert "no risk" not in words(page).lower()


def test_an_alarming_answer_stands_word_for_word_with_what_was_shown(client, dana, alex):
    page = opened(client, gives(alex, ALARMING))

    assert says(page, "Now Item 9 “more than half the days” S-ITEM9")
    assert says(page, "Thoughts that you would be better off dead or of hurting yourself")
    assert says(page, "“ More than half the days ” S-ITEM9")
    assert says(page, "Answer saved, alert raised")
    assert says(page, "Support page offered: 0100 555 01, TALK to 55501, 555")
    assert says(page, "No attempt logged yet")


def test_an_alert_about_a_question_not_yet_asked_tells_its_answer_when_it_comes(client, dana, alex):
    alarming = {"phq9": ALARMING["phq9"]}
    gives(alex, alarming | {"asq": {name: ASQ[name] for name in ALL_NO}}, sends=False)
    page = opened(client, gives(alex, {"asq": {"asq-5": "no"}}))

    assert says(page, "ASQ: yes, acuity not answered S-UNKNOWN")
    assert words(page).count("ASQ item 5 answered: “No”") == 1


def test_the_wish_to_be_called_and_the_number(client, dana, alex):
    review = gives(alex, ALARMING)
    answering.leave_support(session=alex, call_back="yes", phone="07700 900123", at=timezone.now())
    page = opened(client, review)

    assert says(page, "Asked to be called")
    assert 'href="tel:07700900123"' in page.content.decode()


def test_a_changed_safety_answer_shows_both_and_the_alert_stays(client, dana, alex):
    gives(alex, ALARMING, sends=False)
    review = gives(alex, CALM)
    page = opened(client, review)

    assert says(page, "“More than half the days”")
    assert says(page, "“Not at all”")
    assert says(page, "1 open")


def test_a_form_that_stopped_before_item_9_says_so(client, dana, alex):
    """Item 9 was not reached, yet another page of the form raised something."""
    review = gives(alex, {"asq": ASQ}, sends=False)
    page = opened(client, review)

    assert says(page, "Item 9 not reached")
    assert says(page, "The form is not sent yet, so nothing is scored.")
    assert says(page, "Not sent. At part 4")


def test_a_yes_without_the_question_that_follows_is_seen_as_unanswered(client, dana, alex):
    first_four = {key: value for key, value in ASQ.items() if key != "asq-5"}
    page = opened(client, gives(alex, ALARMING | {"asq": first_four}, sends=False))

    assert says(page, "Are you having thoughts of killing yourself right now? “ Not reached ”")


def test_alerts_stand_by_urgency(client, dana, alex):
    gives(alex, {"phq9": ITEMS | {"phq9-9": "several_days"}}, sends=False)
    page = opened(client, gives(alex, {"asq": ASQ | {"asq-5": "yes"}}, sends=False))

    assert words(page).index("S-ACUTE") < words(page).index("S-ITEM9")


def test_of_alerts_in_one_tier_the_most_acute_code_stands_first(client, dana, alex):
    """Item 9 at 2 or 3 asks for the same tier as thoughts right now, and is answered earlier."""
    page = opened(client, gives(alex, ALARMING | {"asq": ASQ | {"asq-5": "yes"}}, sends=False))

    assert words(page).index("S-ACUTE") < words(page).index("S-ITEM9")


def test_an_alert_is_acknowledged_contact_logged_and_closed_by_name(client, dana, alex):
    review = gives(alex, ALARMING)
    alert = Alert.objects.get()

    client.post(url("acknowledge", alert.pk))
    contact = {f"{alert.pk}-channel": "phone", f"{alert.pk}-outcome": "spoke"}
    client.post(url("log_contact", alert.pk), contact)
    client.post(url("close_alert", alert.pk), {f"{alert.pk}-reason": "Plan agreed"})

    page = opened(client, review)
    assert says(page, "Acknowledged by Dana Example, 0 min (limit 1 h 0 min)")
    assert says(page, "Phone by Dana Example: Spoke with patient")
    assert says(page, "Closed by Dana Example: Plan agreed")
    assert says(page, "Alert closed")


def test_an_alert_is_not_closed_without_a_contact_attempt_and_the_words_stay(client, dana, alex):
    gives(alex, ALARMING)
    alert = Alert.objects.get()

    refused = client.post(url("close_alert", alert.pk), {f"{alert.pk}-reason": "All is well"})

    assert refused.status_code == 422
    assert says(refused, "Log a contact attempt before closing the alert.")
    assert says(refused, "All is well")
    assert Alert.objects.get().closed_at is None


@pytest.mark.parametrize(
    ("given", "missing"),
    [({}, "Choose how you tried"), ({"channel": "phone"}, "Choose what came of the attempt")],
)
def test_half_a_contact_attempt_is_refused(client, dana, alex, given, missing):
    gives(alex, ALARMING)
    alert = Alert.objects.get()

    refused = client.post(
        url("log_contact", alert.pk), {f"{alert.pk}-{key}": value for key, value in given.items()}
    )

    assert refused.status_code == 422
    assert says(refused, missing)
    assert not ContactAttempt.objects.exists()


def test_a_notice_that_was_sent_stands_in_the_log(client, dana, alex, mailoutbox):
    review = gives(alex, ALARMING)
    dana.email = "dana@example.invalid"
    dana.save()
    alerting.send_late_notices(at=timezone.now() + timedelta(minutes=1))

    assert says(opened(client, review), "Notice sent, no name in it")


def test_a_form_on_which_a_rule_breaks_can_be_opened_and_its_alert_closed(
    client, dana, alex, monkeypatch
):
    def broken(**_):
        raise ZeroDivisionError

    monkeypatch.setattr(signals, "evaluate", broken)
    review = gives(alex, CALM, sends=False)
    page = opened(client, review)
    assert says(page, "A safety rule could not run. Read the answers below.")
    assert not says(page, "No safety answer endorsed")

    (alert,) = Alert.objects.all()
    contact = {f"{alert.pk}-channel": "phone", f"{alert.pk}-outcome": "spoke"}
    client.post(url("log_contact", alert.pk), contact)
    client.post(url("close_alert", alert.pk), {f"{alert.pk}-reason": "Read it all."})
    assert Alert.objects.get().closed_by == dana


def test_a_safety_answer_sent_after_the_form_was_opened_stands_beside_the_one_before(
    client, dana, alex
):
    review = gives(alex, CALM)
    opened(client, review)

    with pytest.raises(answering.IntakeClosed):
        late = {"phq9-9": "several_days"}
        answering.save_page(session=alex, slug="phq9", answers=late, at=timezone.now())

    page = opened(client, review)
    assert says(page, "“Not at all”") and says(page, "“Several days”")
    assert says(page, "Sent after the form was opened here; not among its answers.")
    assert says(page, "S-ITEM9")


def test_a_form_whose_pack_is_gone_is_listed_opened_and_says_what_is_missing(client, dana, alex):
    alex.intake.packet = [*alex.intake.packet, ["gone", "1"]]
    alex.intake.save()
    review = gives(alex, ALARMING)

    page = opened(client, review)

    assert says(page, "The questionnaire “gone” cannot be read.")
    assert client.get("/queue/").status_code == 200
    assert {a.signal["code"] for a in Alert.objects.all()} >= {"S-ITEM9"}
    assert review.interpretation is not None
