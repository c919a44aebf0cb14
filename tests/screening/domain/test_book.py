"""Every question of a packet with its answer in words; what was not said says so."""

from datetime import UTC, datetime

import pytest

from screening.domain import book
from tests.screening.domain.packets import CORE, answers, listed, medicine

pytestmark = pytest.mark.once


def read(given, at=None):
    return book.read(questionnaires=CORE, answers=given, answered_at=at or {})


@pytest.mark.parametrize(
    ("given", "question", "said", "state"),
    [
        (answers(n1="often"), "n1", "Often", "answered"),
        (answers(n18=["joy", "love"]), "n18", "Joy, Love", "answered"),
        (answers(n1="skipped"), "n1", "Skipped", "skipped"),
        (answers(n18=["not_sure"]), "n18", "Not sure", "not_sure"),
        (answers(h1="prefer_not_to_say"), "h1", "Prefer not to say", "prefer_not_to_say"),
        (answers(f1="not_applicable"), "f1", "Does not apply", "answered"),
        (answers(o1="2025-03"), "o1", "Mar 2025", "answered"),
        (answers(o1="2025"), "o1", "2025", "answered"),
        (answers(v1="skipped"), "v1", "Skipped", "skipped"),
        (answers(v1="I am not sure"), "v1", "I am not sure", "answered"),
        ({}, "n1", "Not reached", "not_reached"),
        ({}, "b7-since", "Not asked", "not_asked"),
        (answers(b7="no", **{"b7-since": "2025-02"}), "b7-since", "Feb 2025", "ruled_out"),
        ({"asq": {"asq-5": "yes"}}, "asq-5", "Yes", "answered"),
    ],
)
def test_an_answer_stands_in_the_words_of_its_question(given, question, said, state):
    line = read(given).find(question)

    assert (line.said, line.state) == (said, state)


def test_a_list_gives_its_questions_once_for_each_row_and_names_what_the_row_is_about():
    found = read(
        listed(
            medicine("sertraline", m6="went_up", m7=[{"date": "2025-05", "direction": "up"}]),
            medicine("skipped"),
        )
    )

    first, second = found.row_lines("medicines")
    assert first["m7"].said == "Up May 2025" and first["m7"].about == "sertraline"
    assert second["m1"].said == "Skipped" and second["m1"].about == "number 2"
    assert found.find("m1", "skipped").row == 1


def test_lines_are_named_in_the_order_of_the_form_and_carry_their_time():
    at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    found = read(answers(n2="often"), {"numbness_signs": {"n2": at}})

    assert [line.name for line in found.lines[:3]] == ["A1", "A2", "A3"]
    assert found.find("n2").at == at and found.find("n1").at is None


def test_a_question_asked_by_two_instruments_stands_once_but_an_answer_is_never_dropped():
    assert read({}).find("gad7-difficulty") is None
    given = {"gad7": {"gad7-1": "several_days", "gad7-difficulty": "very_difficult"}}
    assert read(given).said("gad7-difficulty") == "Very difficult"


def test_a_question_that_is_not_in_the_packet_is_simply_not_found():
    found = read({})

    assert (found.find("x1"), found.value("x1"), found.said("x1"), found.names("x1")) == (
        *(None, None, ""),
        (),
    )
