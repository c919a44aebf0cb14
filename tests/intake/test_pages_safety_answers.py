"""A safety answer reaches a person from whatever page it is sent."""

import pytest
from django.utils import timezone

from intake.domain.questionnaire import SKIPPED
from intake.services import answering
from tests import people
from tests.intake.pages import item9, sends, stored, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex(client):
    """Alex has agreed and is at the first question."""
    intake, token = people.invited(people.practice())
    people.enters(client, token)
    return intake


def test_a_safety_answer_is_heard_after_another_tab_has_closed_its_question(client, alex):
    item9(client)
    client.post("/intake/support/", {"go": "1"})
    sends(client, "asq-1-4", asq_1="yes", asq_2="no", asq_3="no", asq_4="no")
    client.post("/intake/support/", {"go": "1"})
    assert client.get("/intake/step/asq-5/").status_code == 200
    sends(client, "asq-1-4", asq_1="no", asq_2="no", asq_3="no", asq_4="no")

    assert client.get("/intake/step/asq-5/").url == "/intake/"
    assert sends(client, "asq-5", asq_5="yes").url == "/intake/support/"
    assert stored("asq")["asq-5"] == "yes"
    assert {a.signal["code"] for a in alex.alerts.all()} == {"S-ITEM9", "S-UNKNOWN", "S-ACUTE"}


def test_a_safety_answer_of_a_closed_form_leads_to_the_support_page(client, alex):
    client.post("/intake/check/")
    answering.mark_opened(intake=alex, at=timezone.now())

    assert item9(client).url == "/intake/support/"
    assert "Thank you for telling us" in words(client.get("/intake/support/"))
    client.post("/intake/support/", {"go": "1"})
    assert item9(client).status_code == 410
    assert stored("phq9") == {}


def test_a_safety_answer_that_comes_with_a_skip_is_stored_before_it_is_asked_again(client, alex):
    both = {"phq9-9": "nearly_every_day", "skip": "1"}

    assert client.post("/intake/step/phq9-9/", both).url == "/intake/support/"
    assert stored("phq9")["phq9-9"] == "nearly_every_day"
    client.post("/intake/support/", {"go": "1"})

    client.post("/intake/step/phq9-9/", both | {"again": "1"})
    assert stored("phq9")["phq9-9"] == SKIPPED
    change = alex.answer_changes.get().change
    assert (change["before"], change["after"]) == ("nearly_every_day", SKIPPED)


def test_a_yes_of_a_stack_is_heard_beside_its_own_skip(client, alex):
    item9(client)
    client.post("/intake/support/", {"go": "1"})
    answers = {"asq_1": "no", "asq_2": "yes", "asq_2_skip": "1", "asq_3": "no", "asq_4": "no"}

    assert sends(client, "asq-1-4", **answers).url == "/intake/support/"
    assert stored("asq")["asq-2"] == "yes"
