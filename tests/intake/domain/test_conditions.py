"""Which questions are asked, by what is known so far."""

import pytest

from intake import catalog
from intake.domain.conditions import asked, still_asked
from intake.domain.questionnaire import Condition, Question

pytestmark = pytest.mark.once


def question(question_id):
    packet = catalog.default_packet()
    return next(q.by_id[question_id] for q in packet if question_id in q.by_id)


def medicine(question_id):
    rows = question("medicines").questions
    return next(q for q in rows if q.id == question_id)


@pytest.mark.parametrize(
    ("question_id", "answers", "is_asked"),
    [
        ("n1", {}, True),
        ("o4-when", {}, False),
        ("o4-when", {"onset": {"o4": "only_at_some_times"}}, True),
        ("o4-when", {"onset": {"o4": "it_comes_and_goes"}}, False),
        ("medicines", {"medicines": {"m0": "yes"}}, True),
        ("medicines", {"medicines": {"m0": "not_sure"}}, False),
        ("b7-since", {"burnout_or_numbness": {"b7": "yes"}}, True),
        ("b7-since", {"burnout_or_numbness": {"b7": "skipped"}}, False),
        ("l6-which", {"daily_life": {"l6": "yes"}}, True),
        ("l6-often", {"daily_life": {"l6": "no"}}, False),
        ("l6-since", {"daily_life": {"l6": "yes"}}, True),
        ("g2", {"hope_loss_stress_body": {"g1": "over_a_year_ago"}}, True),
        ("g2", {"hope_loss_stress_body": {"g1": "no"}}, False),
        ("g2", {"hope_loss_stress_body": {"g1": None}}, False),
        ("pcptsd5-4", {"pc_ptsd_5": {"pcptsd5-exposure": "yes"}}, True),
        ("pcptsd5-4", {"pc_ptsd_5": {"pcptsd5-exposure": "skipped"}}, False),
        ("phq9-difficulty", {"phq9": {"phq9-8": "several_days"}}, True),
        ("phq9-difficulty", {"phq9": {"phq9-1": "not_at_all"}}, False),
    ],
)
def test_a_follow_up_is_asked_after_its_answer(question_id, answers, is_asked):
    assert asked(question(question_id), answers) is is_asked


@pytest.mark.parametrize(
    "code", ["several_days", "more_than_half_the_days", "nearly_every_day", "skipped"]
)
@pytest.mark.parametrize("item", ["asq-1", "asq-2", "asq-3", "asq-4"])
def test_the_asq_is_asked_after_any_signal_of_item_nine(item, code):
    assert asked(question(item), {"phq9": {"phq9-9": code}})


@pytest.mark.parametrize(
    ("answers", "is_asked"),
    [
        ({}, False),
        ({"phq9": {"phq9-9": "not_at_all"}}, False),
        ({"phq9": {"phq9-9": None}}, False),
        ({"hope_loss_stress_body": {"h1": "sometimes"}}, False),
        ({"hope_loss_stress_body": {"h1": "often"}}, True),
        (
            {"phq9": {"phq9-9": "not_at_all"}, "hope_loss_stress_body": {"h1": "almost_always"}},
            True,
        ),
    ],
)
def test_the_asq_is_asked_after_lost_hope_and_only_what_is_known_counts(answers, is_asked):
    assert asked(question("asq-1"), answers) is is_asked


@pytest.mark.parametrize("item", ["asq-1", "asq-2", "asq-3", "asq-4"])
def test_the_acuity_question_follows_any_yes(item):
    assert asked(question("asq-5"), {"asq": {item: "yes"}})
    assert not asked(question("asq-5"), {"asq": {item: "no"}})
    assert not asked(question("asq-5"), {"asq": {item: "skipped"}})


def test_a_condition_inside_a_row_reads_that_row():
    answers = {"medicines": {"m0": "yes", "medicines": [{"m4": "yes"}, {"m4": "no"}]}}

    assert not asked(medicine("m5"), answers, row={"m4": "yes"})
    assert asked(medicine("m5"), answers, row={"m4": "no"})
    assert not asked(medicine("m5"), answers)
    assert asked(medicine("m7"), answers, row={"m6": "both"})
    assert not asked(medicine("m7"), answers, row={"m6": "not_sure"})


@pytest.mark.parametrize(
    ("value", "is_asked"),
    [
        (None, False),
        ("b", True),
        ("a", False),
        (["b", "c"], True),
        (["a", "b"], False),
        ([{}], True),
    ],
)
def test_none_of_holds_for_an_answer_without_those_codes_and_not_for_silence(value, is_asked):
    follow_up = Question(
        id="y",
        text="And then?",
        type="text",
        enable_when=(Condition(question="x", is_none_of=frozenset({"a"})),),
    )

    assert asked(follow_up, {"some": {"x": value}}) is is_asked


def test_one_of_several_choices_is_enough():
    follow_up = Question(
        id="y",
        text="And then?",
        type="text",
        enable_when=(Condition(question="x", is_any_of=frozenset({"a"})),),
    )

    assert asked(follow_up, {"some": {"x": ["b", "a"]}})
    assert not asked(follow_up, {"some": {"x": ["b"]}})


def heard(answers):
    return still_asked(catalog.packet(also=catalog.choices()), answers)


def test_an_answer_to_a_question_that_is_no_longer_asked_is_not_read():
    answers = {"l6": "no", "l6-which": "cannabis", "l6-since": "2024-01", "l9": "weekly"}
    said = {"daily_life": answers}

    assert heard(said) == {"daily_life": {"l6": "no", "l9": "weekly"}}


def test_what_hangs_on_it_is_not_read_either():
    said = {
        "medicines": {"m0": "no", "medicines": [{"m1": "sertraline"}]},
        "onset": {"o4": "it_comes_and_goes", "o4-when": "at night"},
    }

    assert heard(said) == {"medicines": {"m0": "no"}, "onset": {"o4": "it_comes_and_goes"}}


def test_inside_a_medicine_the_same_holds():
    row = {"m1": "sertraline", "m4": "yes", "m5": "2024-02", "m6": "no", "m7": [{"date": "2024"}]}
    said = {"medicines": {"m0": "yes", "medicines": [row]}}

    assert heard(said)["medicines"]["medicines"] == [{"m1": "sertraline", "m4": "yes", "m6": "no"}]


def test_a_safety_answer_is_read_whatever_was_changed_later():
    said = {"phq9": {"phq9-9": "not_at_all"}, "asq": {"asq-1": "yes", "asq-5": "yes"}}

    assert heard(said) == said


def test_a_list_that_was_skipped_stays_skipped():
    said = {"medicines": {"m0": "yes", "medicines": "skipped"}}

    assert heard(said) == said
