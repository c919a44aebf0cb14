"""The review page: everything that was answered, in its place, and the reading noted."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake import catalog
from intake.models import AuditEvent
from intake.services import answering
from screening.domain import book as books
from screening.models import Alert, Review
from screening.page import numbness
from screening.services import alerting
from tests import people
from tests.screening.pages import ALARMING, CALM, ITEMS, gives, opened, says, url, words

pytestmark = pytest.mark.django_db

SERTRALINE = {
    "m1": "sertraline",
    "m3": "2025-03",
    "m4": "yes",
    "m6": "went_up",
    "m7": [{"date": "2025-05", "direction": "up"}],
    "m9": "weaker_or_flat",
}
FULL = {
    "numbness_signs": {
        "n1": "often",
        "n2": "almost_always",
        "n3": "skipped",
        "n18": ["joy", "anger"],
    },
    "onset": {"o1": "2025-06", "o2": "3_12_months"},
    "medicines": {"m0": "yes", "medicines": [SERTRALINE]},
    "burnout_or_numbness": {"b1": "mostly_at_work", "b2": "much_better"},
    "effect_on_life": {"f1": "a_lot"},
    "phq9": ITEMS | {"phq9-1": "nearly_every_day", "phq9-3": "skipped"},
    "goals": {"v1": "To laugh at <b>something</b> and mean it"},
}


@pytest.fixture
def clinic():
    return people.practice(offers_call_back=True)


@pytest.fixture
def full_page(client, dana, alex):
    return opened(client, gives(alex, FULL))


def test_scores_say_what_they_are_made_of(full_page):
    assert says(full_page, "PHQ-9 8 of 9 answered, prorated 3 of 27 Minimal, 0 to 4")
    assert says(full_page, "GAD-7 0 of 7 answered Not scored")
    assert says(full_page, "Kroenke K, Spitzer RL, Williams JBW.")


def test_signs_stand_by_frequency(full_page):
    text = words(full_page)

    assert text.index("Little felt at good things Almost always") < text.index(
        "Far from own feelings Often"
    )
    assert says(full_page, "Weaker Joy, Anger")
    assert says(full_page, "In the way of Being close to people (a lot)")


def test_a_numb_limb_is_no_sign_of_emotional_numbness(clinic):
    packet = catalog.packet(also=["n19"])
    given = {"numbness_signs": {"n1": "often", "n19": "yes"}}
    book = books.read(questionnaires=packet, answers=given, answered_at={})

    assert [sign.label for sign in numbness.signs(book)] == ["Far from own feelings"]


def test_medicines_stand_as_reported_beside_the_chart(full_page):
    assert says(full_page, "sertraline Mar 2025 Still taken Up May 2025 Weaker or flat")
    assert 'class="fs-chart"' in full_page.content.decode()


def test_what_fits_and_what_does_not_carries_rule_answers_and_the_sentence_below(full_page):
    assert says(full_page, "B+1")
    assert says(full_page, "Where the numbness is: Mostly at work")
    assert says(full_page, "Rule B+1, version 1")
    assert says(full_page, "This list repeats the patient's answers; it does not weigh them.")
    assert says(full_page, "Longer than two weeks yes")


def test_explanations_stand_in_their_fixed_order(full_page):
    titles = re.findall(
        r'<th scope="row" role="rowheader"><b>(.+?)</b></th>', full_page.content.decode()
    )

    known = ["Medicine effect", "Burnout", "Other answers to read"]
    assert [title for title in titles if title in known] == known


def test_what_changed_since_the_last_form_stands_as_then_and_now(client, dana, clinic, alex):
    gives(alex, FULL)
    second, token = people.invited(clinic)
    session = people.entered(second, token, at=timezone.now())
    review = gives(session, FULL | {"numbness_signs": {"n1": "never"}, "medicines": {"m0": "no"}})

    page = opened(client, review)

    assert says(page, "Changed since the form of")
    assert says(page, "Far from own feelings Often Never")
    assert says(page, "sertraline Taken Not taken, or not on the list")


def test_a_first_form_has_nothing_to_be_compared_with(full_page):
    assert not says(full_page, "since the form of")


def test_dates_stand_side_by_side(full_page):
    assert says(full_page, "Sertraline started Mar 2025 3 months before the numbness")
    assert says(full_page, "Sertraline dose up May 2025 1 month before the numbness")
    assert says(full_page, "Numbness began Jun 2025")


def test_own_words_are_quoted_as_typed_and_never_run(full_page):
    assert says(full_page, "“To laugh at <b>something</b> and mean it”")
    assert "<b>something</b>" not in full_page.content.decode()
    assert says(full_page, "Verbatim. Quoted, not read by a machine")


def test_gaps_stand_first_in_their_own_words(full_page):
    assert says(
        full_page, "when sad things came, how often did you feel little or nothing? Skipped"
    )
    assert says(
        full_page, "In the past month, has it got better, worse, or stayed the same? Not reached"
    )


def test_every_question_of_the_packet_stands_there(full_page, alex):
    text = words(full_page)

    for questionnaire in alex.intake.questionnaires:
        for question in questionnaire.questions:
            if question.type != "repeat" and question.id != "gad7-difficulty":
                assert question.text in text, question.id


@pytest.mark.parametrize(
    "banned", ["likely", "probable", "diagnosis", "caused by", "rules out", "high risk", "failed"]
)
def test_words_that_must_never_stand_there(full_page, banned):
    assert banned not in words(full_page).lower().replace("let yourself or your family down", "")


def test_an_earlier_review_of_the_same_person_is_one_click_away(client, dana, clinic, alex):
    first = gives(alex, CALM)
    Review.objects.update(signed_at=timezone.now(), signed_by=dana)
    intake, token = people.invited(clinic)
    again = people.entered(intake, token, at=timezone.now())
    for slug, answers in CALM.items():
        answering.save_page(session=again, slug=slug, answers=answers, at=timezone.now())
    answering.submit(session=again, at=timezone.now())

    page = opened(client, Review.objects.get(signed_at=None))

    assert says(page, "Earlier reviews")
    assert url("review", first.pk) in page.content.decode()


def test_reading_is_noted_and_closes_the_form_to_changes(client, dana, alex):
    review = gives(alex, CALM)

    opened(client, review)

    event = AuditEvent.objects.get(verb="screening.review_read")
    assert (event.actor, event.subject_id) == (f"user:{dana.pk}", str(review.pk))
    alex.intake.refresh_from_db()
    assert alex.intake.opened_at is not None


def test_the_address_and_the_title_name_nobody(full_page):
    assert "<title>Review</title>" in full_page.content.decode()
    assert "no-store" in full_page.headers["Cache-Control"]


def test_the_page_asks_the_same_of_the_database_however_much_happened(client, dana, alex):
    review = gives(alex, ALARMING)
    alert = Alert.objects.get()

    def count():
        with CaptureQueriesContext(connection) as queries:
            opened(client, review)
        return len(queries)

    opened(client, review)
    few = count()
    for _ in range(5):
        alerting.log_contact(
            alert=alert, channel="phone", outcome="no_answer", user=dana, at=timezone.now()
        )

    assert count() == few
