"""Into the form and out of it: the link, the birth date, the consent, the end of a session."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from intake import audit
from intake.models import AuditEvent, CrisisLine, Intake, Invitation, PatientSession
from intake.services import inviting
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return people.practice()


@pytest.fixture
def alex(clinic):
    return people.invited(clinic, clinician=people.clinician(clinic, "Dana"))


def words(response):
    return response.content.decode()


def test_the_start_page_says_what_is_asked_who_reads_it_and_when(client, alex):
    page = words(client.get(f"/i/{alex[1]}/"))

    assert "before you see Dana Example" in page
    assert "Your clinic reads forms Monday to Friday, 9 to 5." in page
    assert "Nobody reads it as you type" in page
    assert 'href="tel:010055501"' in page
    assert "Sample, Alex" not in page and "Alex" not in page


@pytest.mark.parametrize("ask", ["get", "head"])
def test_a_link_previewer_opens_nothing(client, alex, ask):
    events = AuditEvent.objects.count()

    response = getattr(client, ask)(f"/i/{alex[1]}/", headers={"user-agent": "Slackbot 1.0"})

    assert response.status_code == 200
    assert "feltsense_patient_key" not in response.cookies
    assert not PatientSession.objects.exists() and AuditEvent.objects.count() == events


def test_one_page_serves_every_link_that_is_closed(client, alex, clinic):
    _, gone = people.invited(clinic, record_number="2")
    Invitation.objects.filter(intake__patient__record_number_index__gt="").exclude(
        token_hash=inviting.hash_token(alex[1])
    ).update(expires_at=timezone.now())
    _, revoked = people.invited(clinic, record_number="3")
    inviting.issue_link(
        intake=Intake.objects.latest("created_at"),
        actor=audit.system_actor("tests"),
        at=timezone.now(),
    )

    answers = [client.get(f"/i/{token}/") for token in ("never-was", gone, revoked)]

    assert {response.status_code for response in answers} == {410}
    assert len({words(response) for response in answers}) == 1
    assert "ask them for a new link" in words(answers[0])


def test_a_form_stays_shut_until_its_practice_is_ready(client, clinic, alex):
    clinic.crisis_lines.all().delete()

    response = client.post(f"/i/{alex[1]}/")

    assert response.status_code == 503
    assert "not open yet" in words(response)
    assert not PatientSession.objects.exists()


def test_the_token_leaves_the_address_and_the_cookie_is_closed_to_scripts(client, alex):
    response = client.post(f"/i/{alex[1]}/")
    cookie = response.cookies["feltsense_patient_key"]

    assert response.url == "/intake/birth-date/"
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert not cookie["max-age"]
    assert cookie.value not in alex[1]


def test_under_https_the_cookie_belongs_to_this_host_alone(client, alex):
    response = client.post(f"/i/{alex[1]}/", secure=True)

    assert response.cookies["__Host-feltsense_patient_key"]["secure"]
    assert "feltsense_patient_key" not in response.cookies


@pytest.mark.parametrize(
    "typed",
    [
        {"day": "3", "month": "4", "year": "1990"},
        {"day": "2", "month": "4", "year": "1991"},
        {"day": "9" * 20, "month": "4", "year": "1990"},
    ],
)
def test_a_wrong_birth_date_tells_nothing_and_keeps_what_was_typed(client, alex, typed):
    client.post(f"/i/{alex[1]}/")

    response = client.post("/intake/birth-date/", typed)

    assert response.status_code == 422
    assert "<title>Error: Your birth date - Sample Street Clinic</title>" in words(response)
    assert f'value="{typed["year"]}"' in words(response)
    assert "Alex" not in words(response) and "tries" not in words(response)


def test_after_five_wrong_dates_the_link_is_closed_for_the_right_one_too(client, alex):
    client.post(f"/i/{alex[1]}/")
    wrong = {"day": "1", "month": "1", "year": "1970"}

    seen = [client.post("/intake/birth-date/", wrong).status_code for _ in range(6)]
    right = client.post("/intake/birth-date/", {"day": "2", "month": "4", "year": "1990"})

    assert seen == [422] * 5 + [410]
    assert right.status_code == 410


def test_the_month_of_birth_may_be_a_name(client, alex):
    client.post(f"/i/{alex[1]}/")

    response = client.post("/intake/birth-date/", {"day": "2", "month": "April", "year": "1990"})

    assert response.status_code == 302


def test_the_right_date_gives_a_new_key_and_the_old_one_opens_nothing(client, alex):
    client.post(f"/i/{alex[1]}/")
    before = client.cookies["feltsense_patient_key"].value
    client.post("/intake/birth-date/", {"day": "2", "month": "4", "year": "1990"})
    assert client.cookies["feltsense_patient_key"].value != before

    client.cookies["feltsense_patient_key"] = before

    assert client.get("/intake/").status_code == 403


@pytest.mark.parametrize("path", ["", "step/n1/", "check/", "support/", "done/", "stopped/"])
def test_without_the_birth_date_no_page_opens(client, alex, path):
    client.post(f"/i/{alex[1]}/")

    response = client.get(f"/intake/{path}")

    assert (response.status_code, response.url) == (302, "/intake/birth-date/")


def test_nothing_is_asked_before_the_person_agrees(client, alex):
    people.enters(client, alex[1], consents=False)

    assert client.get("/intake/step/n1/").url == "/intake/consent/"
    assert client.post("/intake/step/n1/", {"n1": "often"}).url == "/intake/consent/"
    assert "I agree, start" in words(client.get("/intake/consent/"))


def test_agreeing_leads_straight_to_the_first_question(client, alex):
    assert people.enters(client, alex[1]).url == "/intake/step/n1/"
    assert Intake.objects.get().consented_at is not None


def test_every_page_is_kept_by_nobody_and_its_title_names_no_topic(client, alex):
    people.enters(client, alex[1])

    client.post("/intake/step/phq9-9/", {"phq9-9": "several_days"})
    support = client.get("/intake/support/")
    client.post("/intake/support/", {"go": "1"})
    assert support.headers["Cache-Control"] == "no-store"

    for path in ["", "step/n1/", "step/phq9-9/", "check/", "support/", "help/", "stopped/"]:
        response = client.get(f"/intake/{path}")
        title = words(response).partition("<title>")[2].partition("</title>")[0].lower()
        assert response.headers["Cache-Control"] == "no-store", path
        assert 'name="robots" content="noindex"' in words(response)
        assert not {"numb", "suicid", "harm", "medicine"} & set(title.split()), title


def test_after_twenty_minutes_the_page_says_that_all_is_saved(client, alex):
    people.enters(client, alex[1])
    PatientSession.objects.update(seen_at=timezone.now() - timedelta(minutes=21))

    response = client.get("/intake/step/n1/")

    assert response.status_code == 403
    assert "Your answers are saved. Open the link from your clinic again" in words(response)


def test_finishing_clears_the_browser_and_ends_the_session(client, alex):
    people.enters(client, alex[1])
    key = client.cookies["feltsense_patient_key"].value

    response = client.post("/intake/finish/")
    client.cookies["feltsense_patient_key"] = key

    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "It is saved" in words(response)
    assert client.get("/intake/").status_code == 403
    assert client.get("/intake/finish/").status_code == 405


def test_a_page_refused_for_its_missing_cookie_says_whom_to_call(alex):
    response = Client(enforce_csrf_checks=True).post("/intake/step/phq9-9/", {"phq9-9": "x"})

    assert response.status_code == 403
    assert "This page could not be saved" in words(response)
    assert 'href="tel:555"' in words(response)
    assert response.headers["Cache-Control"] == "no-store"


def test_a_page_that_is_too_large_says_whom_to_call(client, alex, settings):
    people.enters(client, alex[1])
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = client.post("/intake/step/n1/", {"n1": "often", "more": "x" * 200})

    assert response.status_code == 400
    assert 'href="tel:555"' in words(response)


def left_alone(minutes):
    away = timezone.now() - timedelta(minutes=minutes)
    PatientSession.objects.filter(ended_at=None).update(seen_at=away, started_at=away)


def test_a_page_sent_after_a_long_pause_is_stored_and_shows_nothing_saved_before(client, alex):
    people.enters(client, alex[1])
    client.post("/intake/step/n1/", {"n1": "often"})
    left_alone(minutes=25)

    closed = client.get("/intake/step/n1/")
    sent = client.post("/intake/step/n2/", {"n2": "rarely"})

    assert closed.status_code == 403
    assert sent.headers["Location"] == "/intake/step/n3/"
    assert alex[0].answers()["numbness_signs"] == {"n1": "often", "n2": "rarely"}
    assert "checked" not in words(client.get("/intake/step/n1/"))
    assert "checked" in words(client.get("/intake/step/n2/"))


def test_a_safety_answer_sent_after_a_long_pause_leads_to_the_support_page(client, alex):
    people.enters(client, alex[1])
    left_alone(minutes=239)

    sent = client.post("/intake/step/phq9-9/", {"phq9-9": "nearly_every_day"}, follow=True)

    assert sent.redirect_chain == [("/intake/support/", 302)]


def test_after_the_longest_time_a_page_that_is_sent_is_asked_for_again(client, alex):
    people.enters(client, alex[1])
    left_alone(minutes=241)

    sent = client.post("/intake/step/n2/", {"n2": "rarely"})

    assert sent.status_code == 403
    assert "answer that one page again" in words(sent)


def test_a_session_that_was_left_is_not_resumed_by_a_page_sent_late(client, alex):
    people.enters(client, alex[1])
    key = client.cookies["feltsense_patient_key"].value
    client.post("/intake/finish/")
    client.cookies["feltsense_patient_key"] = key
    left_alone(minutes=25)

    assert client.post("/intake/step/n2/", {"n2": "rarely"}).status_code == 403


def test_the_birth_date_typed_after_a_long_pause_opens_the_form(client, alex):
    client.post(f"/i/{alex[1]}/")
    left_alone(minutes=25)

    client.post("/intake/birth-date/", {"day": 2, "month": 4, "year": 1990})

    assert client.get("/intake/consent/").status_code == 200


def test_help_is_there_before_the_birth_date_and_without_any_session(client, alex):
    nobody = words(client.get("/intake/help/"))
    client.post(f"/i/{alex[1]}/")
    someone = words(client.get("/intake/help/"))

    assert 'href="tel:555"' in nobody and "0100 555 01" in nobody
    assert "Sample Street" not in nobody
    assert 'href="tel:555"' in someone and 'href="sms:55501?body=TALK"' in someone


def test_without_a_session_only_the_lines_that_every_practice_shows_are_shown(client, alex):
    other = people.practice(slug="other", name="Other Street Clinic")
    other.crisis_lines.exclude(kind="emergency").update(call="0100 555 99", text_to="")
    CrisisLine.objects.filter(practice=other, kind="emergency").update(call="556")

    page = words(client.get("/intake/help/"))

    assert "0100 555 01" not in page and "0100 555 99" not in page
    assert "tel:555" not in page
    assert "call your local emergency number" in page


def test_help_leads_back_to_the_page_it_was_opened_from_and_nowhere_else(client, alex):
    people.enters(client, alex[1])

    here = client.get("/intake/help/", headers={"referer": "http://testserver/intake/step/n1/"})
    elsewhere = client.get("/intake/help/", headers={"referer": "https://elsewhere.example/x/"})

    assert 'href="/intake/step/n1/"' in words(here)
    assert "elsewhere" not in words(elsewhere)


def test_with_the_database_away_the_words_are_fixed_and_the_input_is_kept(
    client, alex, monkeypatch
):
    people.enters(client, alex[1])

    def away(**_):
        raise DatabaseError("no route, and value canary-4711")

    monkeypatch.setattr(inviting, "find_session", away)
    response = client.post("/intake/step/v1/", {"v1": "To laugh & mean it"})

    assert response.status_code == 503
    assert "call your local emergency number" in words(response)
    assert 'name="v1" value="To laugh &amp; mean it"' in words(response)
