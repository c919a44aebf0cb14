"""The support page: when it comes, what it says, and that it never stands in the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.models import Intake, Response
from screening.models import Alert
from tests import people

pytestmark = pytest.mark.django_db

ITEM9 = {"phq9-9": "more_than_half_the_days"}
ASQ_YES = {"asq-1": "yes", "asq-2": "no", "asq-3": "no", "asq-4": "no"}


@pytest.fixture
def clinic():
    return people.practice()


@pytest.fixture
def alex(clinic, client):
    intake, token = people.invited(clinic)
    people.enters(client, token)
    intake.token = token
    return intake


def words(response):
    return response.content.decode()


def support():
    return Intake.objects.get().support


def test_it_comes_next_after_item_nine_and_says_that_it_is_saved(client, alex):
    response = client.post("/intake/step/phq9-9/", ITEM9)
    page = words(client.get(response.url))

    assert response.url == "/intake/support/"
    assert "Thank you for telling us. It is saved." in page
    assert "If you might act on these thoughts, call 555 now." in page
    assert "Nobody watches this form live. Your clinic reads forms Monday to Friday" in page
    assert page.index("Call 0100 555 01") < page.index("<b>Call 555</b>")


def test_it_uses_none_of_the_words_that_frighten(client, alex):
    client.post("/intake/step/phq9-9/", ITEM9)
    page = words(client.get("/intake/support/")).lower()

    for word in ("crisis", "risk", "score", "failed", "invalid", "sorry", "fs-err"):
        assert word not in page, word


def test_a_calm_answer_brings_no_support_page(client, alex):
    response = client.post("/intake/step/phq9-9/", {"phq9-9": "not_at_all"})

    assert response.url != "/intake/support/"


def test_the_emergency_call_is_the_first_button_while_the_fifth_question_is_open(client, alex):
    client.post("/intake/step/phq9-9/", ITEM9)
    client.post("/intake/support/", {"go": "1"})

    response = client.post("/intake/step/asq-1-4/", ASQ_YES)
    page = words(client.get("/intake/support/"))

    assert response.url == "/intake/support/"
    assert page.index("<b>Call 555 now</b>") < page.index("Call 0100 555 01")
    assert client.post("/intake/support/", {"go": "1"}).url == "/intake/step/asq-5/"


def test_both_ways_on_are_equal_and_the_form_goes_on_where_it_was(client, alex):
    client.post("/intake/step/phq9-9/", ITEM9)
    page = words(client.get("/intake/support/"))

    assert page.count('<button type="submit" class="fs-btn fs-btn--line"') == 2
    assert client.post("/intake/support/", {"stop": "1"}).url == "/intake/stopped/"
    assert support()["due"] is False


def test_on_another_phone_it_is_still_the_next_page(client, alex):
    client.post("/intake/step/phq9-9/", ITEM9)
    client.cookies.clear()
    people.enters(client, alex.token, consents=False)

    assert client.get("/intake/").url == "/intake/support/"


def test_a_call_back_is_offered_only_where_the_practice_has_staffed_it(client, clinic, alex):
    client.post("/intake/step/phq9-9/", ITEM9)
    assert "call you about this" not in words(client.get("/intake/support/"))
    client.post("/intake/support/", {"go": "1", "call_back": "yes", "phone": "0100 555 77"})
    assert "call_back" not in support()

    clinic.offers_call_back = True
    clinic.save()
    assert "call you about this" in words(client.get("/intake/support/"))
    client.post("/intake/support/", {"go": "1", "call_back": "yes", "phone": "0100 555 77"})
    assert (support()["call_back"], support()["phone"]) == ("yes", "0100 555 77")


def test_a_later_no_thanks_takes_no_call_back(client, clinic, alex):
    clinic.offers_call_back = True
    clinic.save()
    client.post("/intake/step/phq9-9/", ITEM9)

    client.post("/intake/support/", {"go": "1", "call_back": "yes", "phone": "0100 555 77"})
    client.post("/intake/support/", {"go": "1", "call_back": "no", "phone": ""})

    assert (support()["call_back"], support()["phone"]) == ("yes", "0100 555 77")
    assert [said["call_back"] for said in support()["calls"]] == ["yes", "no"]


def test_a_call_back_needs_a_number_but_never_holds_the_person(client, clinic, alex):
    clinic.offers_call_back = True
    clinic.save()
    client.post("/intake/step/phq9-9/", ITEM9)

    response = client.post("/intake/support/", {"go": "1", "call_back": "yes"})

    assert response.status_code == 422
    assert "Write a number we can call, or choose “No thanks”." in words(response)
    assert client.post("/intake/support/", {"go": "1", "call_back": "no"}).status_code == 302


def test_a_yes_to_a_call_is_kept_before_its_number_can_be_used(client, clinic, alex):
    clinic.offers_call_back = True
    clinic.save()
    client.post("/intake/step/phq9-9/", ITEM9)

    answer = {"go": "1", "call_back": "yes", "phone": "at my sister's"}
    assert client.post("/intake/support/", answer).status_code == 422
    assert (support()["call_back"], support()["phone"]) == ("yes", "at my sister's")
    assert support()["due"], "the page stays until a number is given, or no thanks"


def test_a_good_number_stands_until_another_is_given(client, clinic, alex):
    clinic.offers_call_back = True
    clinic.save()
    client.post("/intake/step/phq9-9/", ITEM9)

    for phone in ("0100 555 77", "", "at my sister's"):
        client.post("/intake/support/", {"go": "1", "call_back": "yes", "phone": phone})
        assert support()["phone"] == "0100 555 77"


def test_without_an_offer_there_is_nothing_to_answer_and_help_is_shown(client, clinic, alex):
    clinic.offers_call_back = True
    clinic.save()

    assert client.get("/intake/support/").url == "/intake/help/"
    answer = {"go": "1", "call_back": "yes", "phone": "0100 555 77"}
    assert client.post("/intake/support/", answer).url == "/intake/help/"
    assert support() is None


def test_a_line_that_nobody_has_checked_for_two_years_is_not_shown(client, clinic, alex):
    old = timezone.now().date() - timedelta(days=800)
    clinic.crisis_lines.update(checked_on=old)

    page = words(client.get("/intake/help/"))

    assert "0100 555 01" not in page and "55501" not in page
    assert 'href="tel:555"' in page  # the emergency number always is


def test_a_yes_among_gaps_is_heard_before_the_gap_is_asked_about(client, alex):
    client.post("/intake/step/phq9-9/", {"phq9-9": "several_days"})
    client.post("/intake/support/", {"go": "1"})
    response = client.post("/intake/step/asq-1-4/", {"asq-1": "yes", "asq-2": "no"})

    assert response.url == "/intake/support/"
    assert "S-UNKNOWN" in {alert.signal["code"] for alert in Alert.objects.all()}
    assert client.post("/intake/support/", {"go": "1"}).url == "/intake/step/asq-5/"
    assert set(Response.objects.get(slug="asq").values()) == {"asq-1", "asq-2"}


def test_answers_beside_a_gap_are_kept(client, alex):
    answers = {f"phq9-{n}": "several_days" for n in range(1, 8)}
    response = client.post("/intake/step/phq9-1-8/", answers)

    assert response.status_code == 422
    assert Response.objects.get(slug="phq9").values() == answers
