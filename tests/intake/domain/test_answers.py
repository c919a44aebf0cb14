"""What may be kept of an answer, and what is said about one that may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import catalog
from intake.domain.answers import Fault, clean, named

pytestmark = pytest.mark.once

VISIBLE = "zz-never-shown"


def cleaned(slug, **answers):
    return clean(catalog.current(slug), {k.replace("_", "-"): v for k, v in answers.items()})


def kept(slug, **answers):
    found = cleaned(slug, **answers)
    assert found.faults == ()
    return found.answers


def fault(slug, **answers):
    found = cleaned(slug, **answers)
    (only,) = found.faults
    assert found.answers == {}
    return only


def row(**answers):
    return cleaned("medicines", medicines=[answers])


@pytest.mark.parametrize("code", ["never", "almost_always", "prefer_not_to_say", "skipped"])
def test_a_choice_is_one_of_its_codes_or_an_opt_out_it_offers(code):
    assert kept("numbness_signs", n1=code) == {"n1": code}


@pytest.mark.parametrize(
    "code", ["not_sure", "not_applicable", "Never", "", VISIBLE, 1, True, [], {}]
)
def test_any_other_choice_is_a_fault_that_names_the_codes_and_not_the_answer(code):
    found = fault("numbness_signs", n1=code)

    assert found.path == "n1"
    assert found.reason.startswith("is not one of never, rarely")
    assert VISIBLE not in str(found)


def test_an_instrument_takes_its_published_codes_and_a_skip_only():
    assert kept("phq9", phq9_1="several_days", phq9_9="skipped")
    assert fault("phq9", phq9_1="prefer_not_to_say").path == "phq9-1"


def test_none_is_not_reached_and_leaves_nothing():
    assert kept("numbness_signs", n1=None, n2="often") == {"n2": "often"}


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (["joy"], ["joy"]),
        (["joy", "anger", "love"], ["joy", "anger", "love"]),
        (["none"], ["none"]),
        ("skipped", "skipped"),
        ("prefer_not_to_say", "prefer_not_to_say"),
        (["prefer_not_to_say"], "prefer_not_to_say"),  # as a form's tick box sends it
    ],
)
def test_several_choices_are_a_list_or_an_opt_out(value, answer):
    assert kept("numbness_signs", n18=value) == {"n18": answer}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("joy", "is not a list of codes"),
        ({"joy": True}, "is not a list of codes"),
        (3, "is not a list of codes"),
        ([], "needs at least one choice"),
        (["joy", "joy"], "names a choice twice"),
        (["joy", VISIBLE], "is not a list out of joy, sadness"),
        (["joy", ["anger"]], "is not a list out of joy, sadness"),
        (["joy", "skipped"], "is not a list out of joy, sadness"),
        (["joy", "none"], "must hold none alone"),
        (["joy"] * 8, "has more than 7 choices"),
    ],
)
def test_a_list_of_choices_has_no_repeats_and_none_excludes_the_rest(value, reason):
    found = fault("numbness_signs", n18=value)

    assert found.reason.startswith(reason)
    assert VISIBLE not in str(found)


def test_at_most_as_many_choices_as_the_question_says():
    three = ["sleep", "home", "therapy"]

    assert kept("goals", v2=three) == {"v2": three}
    assert fault("goals", v2=[*three, "other"]).reason == "has more than 3 choices"


def test_nothing_i_can_think_of_stands_alone_too():
    assert kept("onset", o6=["nothing_i_can_think_of"])
    assert "alone" in fault("onset", o6=["nothing_i_can_think_of", "breakup"]).reason


@pytest.mark.parametrize(
    "value",
    ["2025-06", "2025", "not_sure", "prefer_not_to_say", "skipped", "as_long_as_i_can_remember"],
)
def test_the_onset_is_a_month_a_year_or_one_of_its_codes(value):
    assert kept("onset", o1=value) == {"o1": value}


@pytest.mark.parametrize(
    "value", ["2025-13", "1899", "2101-01", "June", "", 2025, [], "not_applicable"]
)
def test_another_date_is_a_fault_that_says_what_is_accepted(value):
    found = fault("onset", o1=value)

    assert found.reason.startswith("is not YYYY-MM or YYYY between 1900 and 2100")


def test_only_the_onset_may_be_as_long_as_i_can_remember():
    assert fault("burnout_or_numbness", b7_since="as_long_as_i_can_remember").path == "b7-since"


def test_text_is_kept_as_written_with_its_lines():
    assert kept("goals", v1="To laugh.\n\nAnd mean it. 😀 ") == {
        "v1": "To laugh.\n\nAnd mean it. 😀 "
    }
    assert kept("goals", v1="one\r\ntwo") == {"v1": "one\ntwo"}


@pytest.mark.parametrize("blank", ["", "   ", "\r\n"])
def test_blank_text_is_no_answer(blank):
    assert kept("goals", v1=blank) == {}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (5, "is not text"),
        (["a"], "is not text"),
        ("x" * 2001, "is longer than 2000 characters"),
        ("a\0b", "holds a character that can't be stored"),
        ("a\ud800b", "holds a character that can't be stored"),
        ("a\udfffb", "holds a character that can't be stored"),
    ],
)
def test_text_that_cannot_be_stored_is_a_fault(value, reason):
    assert fault("goals", v1=value) == Fault("v1", reason)


def test_text_at_its_longest_is_kept():
    assert kept("goals", v1="x" * 2000)


def test_medicines_are_rows_with_rows_of_dose_changes():
    rows = [
        {
            "m1": "sertraline",
            "m3": "2025-03",
            "m4": "yes",
            "m6": "went_up",
            "m7": [{"date": "2025-05", "direction": "up"}, {"date": "not_sure"}],
            "m11": "not_applicable",
        },
        {"m1": "a herb from my aunt"},
    ]

    assert kept("medicines", m0="yes", medicines=rows) == {"m0": "yes", "medicines": rows}


def test_no_medicine_is_an_answer_and_an_empty_row_is_none():
    assert kept("medicines", medicines=[]) == {"medicines": []}
    assert kept("medicines", medicines=[{}, {"m1": "lithium"}, {"m1": None}]) == {
        "medicines": [{"m1": "lithium"}]
    }
    assert kept("medicines", medicines="skipped") == {"medicines": "skipped"}


@pytest.mark.parametrize(
    ("value", "path", "reason"),
    [
        ("sertraline", "medicines", "is not a list of rows"),
        ({"m1": "a"}, "medicines", "is not a list of rows"),
        ([{"m1": "a"}, "b"], "medicines[1]", "is not an object of answers"),
        ([{}, {}, {"m3": VISIBLE}], "medicines[2].m3", "is not YYYY-MM"),
        ([{"m7": [{}, {"date": "soon"}]}], "medicines[0].m7[1].date", "is not YYYY-MM"),
        ([{"m7": [{"direction": "sideways"}]}], "medicines[0].m7[0].direction", "is not one of up"),
        ([{"m99": "x"}], "medicines[0].m99", "is not a question"),
        ([{}] * 61, "medicines", "has more than 60 rows"),
    ],
)
def test_a_fault_in_a_row_is_found_by_its_path(value, path, reason):
    (found,) = cleaned("medicines", medicines=value).faults

    assert found.path == path
    assert found.reason.startswith(reason)
    assert VISIBLE not in str(found)


def test_sixty_medicines_are_not_too_many():
    assert len(kept("medicines", medicines=[{"m1": "a"}] * 60)["medicines"]) == 60


def test_every_fault_is_named_and_the_good_answers_are_kept():
    found = cleaned("numbness_signs", n1="often", n2="x", n3=3, n99="often")

    assert [f.path for f in found.faults] == ["n2", "n3", "n99"]
    assert found.answers == {"n1": "often"}


@pytest.mark.parametrize("key", ["n1\nFILE: fine", "n 1", "", "x" * 61, "é", "\ud800", 7, None])
def test_a_key_that_could_forge_a_line_is_not_repeated(key):
    assert named(key) == "(unreadable key)"
    (found,) = clean(catalog.current("goals"), {key: "x"}).faults
    assert found.path == "(unreadable key)"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
ids = st.sampled_from(
    [q.id for slug in catalog.DEFAULT_PACKET for q in catalog.current(slug).questions]
)


@given(st.sampled_from(catalog.DEFAULT_PACKET), st.dictionaries(ids | st.text(), json_values))
def test_anything_at_all_is_kept_or_faulted_and_cleaning_twice_changes_nothing(slug, raw):
    questionnaire = catalog.current(slug)

    once = clean(questionnaire, raw)

    assert clean(questionnaire, once.answers) == type(once)(answers=once.answers, faults=())
    for found in once.faults:
        assert found.reason
        assert "\n" not in str(found)
