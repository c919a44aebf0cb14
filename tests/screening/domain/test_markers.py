import pytest

from intake import catalog
from screening.domain.markers import markers
from tests.screening.domain.packets import answers, phq9, record


def marked(**given):
    return markers(record=record(answers(**given)))


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("under_2_weeks", "no"),
        ("2_4_weeks", "yes"),
        ("1_3_months", "yes"),
        ("3_12_months", "yes"),
        ("over_1_year", "yes"),
        ("always", "yes"),
        ("skipped", "unknown"),
        ("prefer_not_to_say", "unknown"),
        (None, "unknown"),
    ],
)
def test_duration_is_over_two_weeks(answer, outcome):
    assert marked(o2=answer).duration == outcome


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("never", "no"),
        ("sometimes", "no"),
        ("often", "yes"),
        ("almost_always", "yes"),
        ("skipped", "unknown"),
        (None, "unknown"),
    ],
)
def test_hopelessness(answer, outcome):
    assert marked(h1=answer).hopelessness == outcome


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"f1": "quite_a_bit"}, "yes"),
        ({"f1": "a_lot", "f2": "not_at_all", "f4": "a_little"}, "yes"),
        ({"f1": "a_little", "f2": "not_at_all", "f4": "a_little"}, "no"),
        ({"f1": "a_little", "f2": "not_applicable", "f4": "not_at_all"}, "no"),
        ({"f1": "a_little", "f2": "skipped", "f4": "not_at_all"}, "unknown"),
        ({"f1": "a_little", "f4": "not_at_all"}, "unknown"),
        ({"f1": "skipped", "f2": "not_applicable", "f4": "a_lot"}, "yes"),
        ({}, "unknown"),
    ],
)
def test_interference_is_yes_if_any_says_so_and_no_only_if_all_do(given, outcome):
    assert marked(**given).interference == outcome


@pytest.mark.parametrize(
    ("difficulty", "outcome"),
    [
        ("not_difficult", "no"),
        ("somewhat_difficult", "yes"),
        ("extremely_difficult", "yes"),
        ("skipped", "unknown"),
        (None, "unknown"),
    ],
)
def test_the_phq9_question_on_difficulty_counts_once_it_is_asked(difficulty, outcome):
    effects = answers(f1="a_little", f2="a_little", f4="a_little")
    given = {**effects, **phq9(1, 0, 0, 0, 0, 0, 0, 0, 0)}
    given["phq9"]["phq9-difficulty"] = difficulty

    assert markers(record=record(given)).interference == outcome


def test_difficulty_is_left_out_when_nothing_bothered():
    effects = answers(f1="a_little", f2="a_little", f4="a_little")

    assert markers(record=record({**effects, **phq9(*[0] * 9)})).interference == "no"


def test_a_packet_without_the_questions_marks_nothing():
    found = markers(record=record({}, [catalog.current("gad7")]))

    assert found.as_dict() == {
        "duration": "unknown",
        "interference": "unknown",
        "hopelessness": "unknown",
    }


def test_when_every_item_left_does_not_apply_interference_is_unknown():
    packet = [catalog.current("effect_on_life")]
    given = {"effect_on_life": dict.fromkeys(("f1", "f2", "f4"), "not_applicable")}

    assert markers(record=record(given, packet)).interference == "unknown"


def test_all_three():
    given = answers(o2="always", f1="a_lot", h1="often")

    assert markers(record=record(given)).all_present
    assert not marked(o2="always", f1="a_lot", h1="skipped").all_present
