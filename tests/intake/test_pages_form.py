"""The form: one page, what it accepts, what it asks once, where it leads, what it shows again."""

import logging

import pytest
from django.utils import timezone

from intake.domain.questionnaire import SKIPPED
from intake.models import AuditEvent, Intake
from intake.services import answering
from intake.signals import answers_saved
from tests import people
from tests.intake.pages import item9, sends, stored, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return people.practice()


@pytest.fixture
def alex(clinic, client):
    """Alex has agreed and is at the first question."""
    intake, token = people.invited(clinic)
    people.enters(client, token)
    intake.token = token
    return intake


def test_a_page_is_saved_and_leads_to_the_next(client, alex):
    response = sends(client, "n1", n1="often")

    assert response.url == "/intake/step/n2/"
    assert stored("numbness_signs") == {"n1": "often"}
    assert "Saved " in words(client.get(response.url))
    assert AuditEvent.objects.filter(verb="intake.answers_saved").count() == 1


def test_the_question_is_the_heading_and_nothing_is_chosen_beforehand(client, alex):
    page = words(client.get("/intake/step/n1/"))

    assert "Part 1 of 5: what you notice" in page
    assert (
        '<h1 class="fs-h1">In the past 2 weeks, how often did you feel far away from your own '
        "feelings?</h1>" in page
    )
    assert " checked" not in page and " required" not in page and "novalidate" in page
    assert page.index("Almost always") < page.index(">or<") < page.index("I prefer not to say")


def test_no_page_carries_a_script_or_a_style_of_its_own(client, alex):
    for key in ["n1", "o1", "m0", "phq9-1-8", "phq9-9"]:
        page = words(client.get(f"/intake/step/{key}/"))
        assert "<script" not in page and "style=" not in page and "<style" not in page


def test_going_on_without_an_answer_is_asked_about_once(client, alex):
    first = sends(client, "n1")
    second = sends(client, "n1", again="1")

    assert first.status_code == 422
    assert "<title>Error: Part 1, page 1 of 17" in words(first)
    said = "Choose the answer closest to the last two weeks, or skip this question."
    assert words(first).count(said) == 2  # above, and beside the question
    assert 'href="#n1-0"' in words(first) and 'id="n1-0"' in words(first)
    assert second.status_code == 302
    assert stored("numbness_signs") == {"n1": SKIPPED}


def test_the_skip_button_needs_no_second_press(client, alex):
    assert sends(client, "n1", skip="1").url == "/intake/step/n2/"
    assert stored("numbness_signs") == {"n1": SKIPPED}


def test_the_words_beside_skip_are_true_of_a_safety_question(client, clinic, alex):
    assert "shown as skipped, nothing more" not in words(client.get("/intake/step/phq9-9/"))
    assert "Someone at your clinic will see that" in words(client.get("/intake/step/phq9-9/"))
    assert "nothing more" in words(client.get("/intake/step/n1/"))


def test_a_skip_of_a_safety_item_gets_one_gentle_second_chance(client, alex):
    first = client.post("/intake/step/phq9-9/", {"skip": "1"})
    nothing_yet = stored("phq9")
    client.post("/intake/step/phq9-9/", {"skip": "1", "again": "1"})

    assert first.status_code == 422
    assert "Choose an answer if you can, or skip it again." in words(first)
    assert nothing_yet == {}
    assert stored("phq9") == {"phq9-9": SKIPPED}


def test_none_stands_alone_among_the_choices(client, alex):
    response = client.post("/intake/step/n18/", {"n18": ["joy", "none"]})

    assert response.status_code == 422
    assert "Choose “None” on its own, or choose the others." in words(response)
    assert words(response).count(" checked") == 2  # what was chosen is still there

    client.post("/intake/step/n18/", {"n18": ["joy", "anger"]})
    assert stored("numbness_signs") == {"n18": ["joy", "anger"]}


def test_no_more_than_three_wishes_for_the_visit(client, alex):
    four = ["sleep", "home", "therapy", "other"]

    response = client.post("/intake/step/v2/", {"v2": four})

    assert "Choose up to 3." in words(response)
    assert stored("goals") == {}


@pytest.mark.parametrize(
    ("month", "year", "code"),
    [
        ("jan", "2025", "2025-01"),
        ("January", "2025", "2025-01"),
        ("1", "2025", "2025-01"),
        ("", "about 2023", "2023"),
        ("about March 2024", "", "2024-03"),
        ("03/2024", "", "2024-03"),
        ("2023", "", "2023"),
    ],
)
def test_dates_as_people_write_them(client, alex, month, year, code):
    client.post("/intake/step/o1/", {"o1-month": month, "o1-year": year})

    assert stored("onset") == {"o1": code}


@pytest.mark.parametrize(
    ("month", "year", "said"),
    [
        ("Feb", "25", "Write the year as four numbers, like 2023."),
        ("Spring", "2024", "Write the month as a name or a number"),
        ("3", "2090", "Write a month that is not in the future."),
    ],
)
def test_a_date_that_cannot_be_read_is_kept_and_explained(client, alex, month, year, said):
    response = client.post("/intake/step/o1/", {"o1-month": month, "o1-year": year})

    assert response.status_code == 422
    assert said in words(response)
    assert f'value="{month}"' in words(response) and f'value="{year}"' in words(response)
    assert stored("onset") == {}


def test_a_date_may_be_out_of_reach(client, alex):
    client.post("/intake/step/o1/", {"o1-instead": "as_long_as_i_can_remember"})

    assert stored("onset") == {"o1": "as_long_as_i_can_remember"}


def test_own_words_are_kept_as_written_and_shown_escaped(client, alex):
    client.post("/intake/step/v1/", {"v1": "To laugh\r\nand <b>mean</b> it"})

    assert stored("goals") == {"v1": "To laugh\nand <b>mean</b> it"}
    assert "and &lt;b&gt;mean&lt;/b&gt; it</textarea>" in words(client.get("/intake/step/v1/"))


def test_words_beyond_the_limit_are_kept_on_the_page_and_counted(client, alex):
    response = client.post("/intake/step/v1/", {"v1": "x" * 2001})

    assert response.status_code == 422
    assert "Make this 1 letter shorter." in words(response)
    assert "x" * 2001 in words(response)


def test_a_code_that_was_never_offered_is_refused_without_being_repeated(client, alex):
    response = sends(client, "n1", n1="canary-4711")

    assert response.status_code == 422
    assert "canary-4711" not in words(response)
    assert stored("numbness_signs") == {}


def test_a_page_that_is_not_asked_leads_back(client, alex):
    assert client.get("/intake/step/asq-1-4/").url == "/intake/"
    assert client.post("/intake/step/asq-1-4/", {}).url == "/intake/"
    assert client.get("/intake/step/no-such/").status_code == 404
    assert stored("asq") == {}


def test_an_instrument_is_stacked_in_its_own_words_with_its_notice(client, alex):
    page = words(client.get("/intake/step/phq9-1-8/"))

    assert "Eight questions used in clinics everywhere" in page
    assert page.count("Over the last 2 weeks, how often have you been bothered") == 2
    assert page.count("<fieldset") == 8 and "8 of 8" in page
    assert page.index("Not at all") < page.index("Several days") < page.index("Nearly every day")
    assert "No permission required to reproduce" in page and "version 1" in page
    assert "prefer not to say" not in page


def test_a_stacked_item_has_its_own_skip_and_gaps_are_named_by_number(client, alex):
    some = {f"phq9-{n}": "not_at_all" for n in range(1, 7)} | {"phq9-7-skip": "1"}

    first = client.post("/intake/step/phq9-1-8/", some)
    second = client.post("/intake/step/phq9-1-8/", some | {"again": "1"})

    assert "Question 8: Choose the answer closest" in words(first)
    assert "One answer needs a look" in words(first)
    assert second.url == "/intake/step/phq9-9/"
    assert (stored("phq9")["phq9-7"], stored("phq9")["phq9-8"]) == (SKIPPED, SKIPPED)


def test_item_nine_stands_alone_and_says_what_happens_with_the_answer(client, alex):
    page = words(client.get("/intake/step/phq9-9/"))

    assert page.count("<fieldset") == 1
    assert '<details class="fs-more" open>' in page
    assert "What happens with this answer" in page


def test_back_edit_and_forward_walks_page_by_page(client, alex):
    sends(client, "n1", n1="often")
    sends(client, "n2", n2="often")
    page = words(client.get("/intake/step/n2/"))

    assert 'href="/intake/step/n1/"' in page
    assert 'value="often" checked' in page
    assert sends(client, "n1", n1="never").url == "/intake/step/n2/"
    assert stored("numbness_signs")["n1"] == "never"


def test_a_page_opened_by_an_answer_comes_next_and_then_the_check_again(client, alex):
    client.post("/intake/step/b7/", {"b7": "no"})

    opened = client.post("/intake/step/b7/?from=check", {"b7": "yes"})
    back = client.post(opened.url, {"b7-since-month": "2", "b7-since-year": "2025"})

    assert opened.url == "/intake/step/b7-since/?from=check"
    assert back.url == "/intake/check/"


def test_another_browser_can_continue_but_sees_nothing_that_was_saved(client, alex):
    sends(client, "n1", n1="often")
    client.cookies.clear()
    people.enters(client, alex.token, consents=False)

    page, check = words(client.get("/intake/step/n1/")), words(client.get("/intake/check/"))

    assert " checked" not in page
    assert "You answered this earlier. You can answer again." in page
    assert "Often" not in check and "Answered" in check


def test_going_on_past_an_earlier_answer_leaves_it_as_it_is(client, alex):
    sends(client, "n1", n1="often")
    client.cookies.clear()
    people.enters(client, alex.token, consents=False)

    response = sends(client, "n1")

    assert response.status_code == 302
    assert stored("numbness_signs") == {"n1": "often"}


def test_on_return_the_parts_say_how_far_they_are(client, alex):
    sends(client, "n1", n1="often")

    page = words(client.get("/intake/"))

    assert "Welcome back. Your answers are as you left them." in page
    assert page.count("To do") == 4 and "Part done" in page
    assert "Continue with what you notice" in page and "Send what I have so far" in page


def test_times_are_those_of_the_practice(client, clinic, alex):
    clinic.time_zone = "Pacific/Auckland"
    clinic.save()
    sends(client, "n1", n1="often")
    there = timezone.localtime(Intake.objects.get().saved_at, clinic.zone)

    assert f"Saved {there:%H:%M}" in words(client.get("/intake/step/n2/"))


def test_a_save_that_breaks_shows_the_lines_and_keeps_the_answer(client, alex, caplog):
    def breaks(**_):
        raise RuntimeError("canary-4711")

    answers_saved.connect(breaks)
    try:
        with caplog.at_level(logging.ERROR):
            response = client.post("/intake/step/v1/", {"v1": "To laugh again"})
    finally:
        answers_saved.disconnect(breaks)

    assert response.status_code == 503
    assert "This page is not saved yet" in words(response)
    assert "To laugh again</textarea>" in words(response)
    assert 'href="tel:010055501"' in words(response)
    assert stored("goals") == {}
    assert "RuntimeError" in caplog.text and "canary" not in caplog.text


def test_the_check_lists_every_answer_with_a_way_to_change_it(client, alex):
    sends(client, "n1", n1="often")
    sends(client, "n2", skip="1")
    client.post("/intake/step/o1/", {"o1-month": "3", "o1-year": "2025"})
    item9(client, "not_at_all")

    page = words(client.get("/intake/check/"))

    assert "Far from own feelings" in page and "<dd>Often</dd>" in page
    assert "Not provided" in page and "Not answered yet" in page
    assert "March 2025" in page
    assert 'href="/intake/step/n1/?from=check"' in page
    assert "Not at all" not in page  # a safety answer is not repeated on the screen


def test_the_form_is_sent_once_and_the_page_is_safe_when_bookmarked(client, alex):
    sends(client, "n1", n1="often")

    first, second = client.post("/intake/check/"), client.post("/intake/check/")
    done = words(client.get("/intake/done/"))

    assert first.url == second.url == "/intake/done/"
    assert AuditEvent.objects.filter(verb="intake.submitted").count() == 1
    assert "Your clinic has your answers" in done
    assert str(alex.pk)[:8].upper() in done
    assert "Your clinic reads forms Monday to Friday, 9 to 5." in done
    assert client.get("/intake/").url == "/intake/done/"


def test_nothing_is_shown_as_sent_before_it_is(client, alex):
    assert client.get("/intake/done/").url == "/intake/check/"


def test_an_answer_can_be_changed_after_sending_until_a_clinician_opens_it(client, alex):
    sends(client, "n1", n1="often")
    client.post("/intake/check/")

    changed = client.post("/intake/step/n1/?from=check", {"n1": "never"})
    answering.mark_opened(intake=alex, at=timezone.now())
    too_late = client.post("/intake/step/n1/", {"n1": "rarely"})

    assert changed.url == "/intake/check/"
    assert stored("numbness_signs") == {"n1": "never"}
    assert too_late.status_code == 410
    assert "Your clinic has opened your answers" in words(too_late)
    assert client.get("/intake/check/").status_code == 410
    assert "Change an answer" not in words(client.get("/intake/done/"))
