import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.domain.signals import ALERTING, error_signal, evaluate, shows_support
from tests.screening.domain.packets import CORE, FREQUENCY, answers

ASQ = [f"asq-{n}" for n in range(1, 6)]


def states(given, submitted=False):
    found = evaluate(questionnaires=CORE, answers=given, submitted=submitted)
    return {signal.code: signal.state for signal in found}


def asq(*items):
    return {"asq": {f"asq-{n}": item for n, item in enumerate(items, 1) if item}}


def test_nothing_reached_makes_no_signal():
    assert states({}) == {}


def test_at_submission_every_asked_safety_question_left_empty_is_unknown_or_skipped():
    """The ASQ was not asked, so it makes none."""
    assert states({}, submitted=True) == {
        "S-ITEM9": "unknown",
        "S-SKIPPED": "fired",
        "S-HOPE": "unknown",
    }


@pytest.mark.parametrize(
    ("answer", "state", "skipped"),
    [
        ("not_at_all", "clear", "clear"),
        ("several_days", "fired", "clear"),
        ("more_than_half_the_days", "fired", "clear"),
        ("nearly_every_day", "fired", "clear"),
        ("skipped", "unknown", "fired"),
        ("not_applicable", "unknown", "fired"),
        ("some code of another form", "unknown", "fired"),
    ],
)
def test_item_9(answer, state, skipped):
    assert states(answers(phq9_9=answer)) == {"S-ITEM9": state, "S-SKIPPED": skipped}


NO4 = ("no", "no", "no", "no")


@pytest.mark.parametrize(
    ("items", "acute", "unknown", "positive", "skipped"),
    [
        (NO4, None, "clear", "clear", "clear"),
        (("yes", "no", "no", "no"), None, "fired", "unknown", "clear"),
        (("no", "no", "no", "yes"), None, "fired", "unknown", "clear"),
        (("yes", "no", "no", "no", "no"), "clear", "clear", "fired", "clear"),
        (("no", "yes", "no", "no", "yes"), "fired", "clear", "clear", "clear"),
        (("yes", "no", "no", "no", "skipped"), "unknown", "fired", "unknown", "fired"),
        (("no", "no", "skipped", "no"), None, "unknown", "unknown", "fired"),
        (("no", "no"), None, "unknown", "unknown", "clear"),
        (("yes", "skipped", "no", "no"), None, "fired", "unknown", "fired"),
        ((None, None, None, None, "yes"), "fired", None, None, "clear"),
        ((None, None, None, None, "no"), "clear", None, None, "clear"),
        (("no", "no", "no", "no", "yes"), "fired", "clear", "clear", "clear"),
    ],
)
def test_asq_while_the_form_is_open(items, acute, unknown, positive, skipped):
    expected = {
        "S-ACUTE": acute,
        "S-UNKNOWN": unknown,
        "S-POSITIVE": positive,
        "S-SKIPPED": skipped,
    }

    assert states(asq(*items)) == {code: state for code, state in expected.items() if state}


def test_a_yes_whose_acuity_is_still_empty_when_the_form_is_sent():
    found = states(
        {**answers(phq9_9="several_days"), **asq("yes", "no", "no", "no")}, submitted=True
    )

    assert found["S-UNKNOWN"] == "fired"
    assert found["S-ACUTE"] == "unknown"
    assert found["S-SKIPPED"] == "fired"


def test_an_asq_that_was_offered_and_left_is_skipped_when_the_form_is_sent():
    given = answers(phq9_9="several_days")

    assert states(given)["S-SKIPPED"] == "clear"
    assert states(given, submitted=True)["S-SKIPPED"] == "fired"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("never", "clear"),
        ("rarely", "clear"),
        ("sometimes", "clear"),
        ("often", "fired"),
        ("almost_always", "fired"),
        ("skipped", "unknown"),
        ("prefer_not_to_say", "unknown"),
    ],
)
def test_hopelessness_is_listed_and_raises_no_alert(answer, state):
    (found,) = evaluate(questionnaires=CORE, answers=answers(h1=answer), submitted=False)

    assert (found.code, found.state, found.alerting) == ("S-HOPE", state, False)


def test_a_signal_carries_its_answers_with_their_dates():
    found = evaluate(
        questionnaires=CORE,
        answers=answers(phq9_9="several_days"),
        submitted=False,
        answered_on=lambda slug, question: "2026-11-22",
    )

    assert found[0].as_dict() == {
        "code": "S-ITEM9",
        "state": "fired",
        "answers": [{"question": "phq9-9", "answer": "several_days", "date": "2026-11-22"}],
    }


def test_a_skip_names_the_questions_that_were_skipped():
    given = {**answers(phq9_9="skipped"), **asq("no", "skipped", "no", "no")}
    found = evaluate(questionnaires=CORE, answers=given, submitted=False)

    skipped = next(signal for signal in found if signal.code == "S-SKIPPED")
    assert [used.question for used in skipped.answers] == ["phq9-9", "asq-2"]


def test_free_text_makes_no_signal():
    assert states(answers(v1="no point to any of it")) == {}


def test_the_order_of_signals_is_fixed():
    given = {**asq("yes", "no", "no", "no", "skipped"), **answers(h1="often", phq9_9="skipped")}

    assert list(states(given)) == [
        "S-ACUTE",
        "S-UNKNOWN",
        "S-POSITIVE",
        "S-ITEM9",
        "S-SKIPPED",
        "S-HOPE",
    ]


def test_a_rule_that_breaks_is_a_fired_alerting_signal():
    broken = error_signal()

    assert (broken.code, broken.state, broken.alerting) == ("S-ERROR", "fired", True)


def test_only_fired_signals_alert():
    found = evaluate(questionnaires=CORE, answers=answers(phq9_9="not_at_all"), submitted=False)

    assert [signal.alerting for signal in found] == [False, False]
    assert {signal.code for signal in found} <= set(ALERTING)


@pytest.mark.parametrize(
    ("given", "page"),
    [
        (asq("no", "no", "no", "yes", "yes"), "acute"),
        (asq("yes", "no", "no", "no"), "acute"),
        (asq("yes", "no", "no", "no", "no"), "support"),
        (answers(phq9_9="several_days"), "support"),
        (answers(phq9_9="skipped"), None),
        (answers(phq9_9="not_at_all", h1="often"), None),
        ({}, None),
    ],
)
def test_which_support_page_is_shown(given, page):
    assert shows_support(evaluate(questionnaires=CORE, answers=given, submitted=False)) == page


YES_NO = st.sampled_from(["yes", "no", "skipped"])
SAFETY = st.fixed_dictionaries(
    {},
    optional={
        "phq9-9": st.sampled_from([*FREQUENCY, "skipped"]),
        "h1": st.sampled_from(["never", "often", "skipped"]),
        **dict.fromkeys(ASQ, YES_NO),
    },
)


def packed(flat):
    homes = {"phq9-9": "phq9", "h1": "hope_loss_stress_body"}
    found = {}
    for question, value in flat.items():
        found.setdefault(homes.get(question, "asq"), {})[question] = value
    return found


@settings(deadline=None)
@given(whole=SAFETY, part=st.sets(st.sampled_from([*ASQ, "phq9-9", "h1"])), submitted=st.booleans())
def test_adding_an_answer_never_clears_a_fired_signal(whole, part, submitted):
    """S-SKIPPED and S-UNKNOWN aside: both say that an answer is lacking."""
    before = states(packed({q: v for q, v in whole.items() if q in part}), submitted)
    after = states(packed(whole), submitted)

    for code in before.keys() - {"S-SKIPPED", "S-UNKNOWN"}:
        if before[code] == "fired":
            assert after[code] == "fired"


@settings(deadline=None)
@given(flat=SAFETY)
def test_a_safety_item_without_an_answer_is_never_clear_once_the_form_is_sent(flat):
    found = states(packed(flat), submitted=True)

    if flat.get("phq9-9", "skipped") == "skipped":
        assert found["S-ITEM9"] == "unknown"
        assert found["S-SKIPPED"] == "fired"
    if flat.get("h1", "skipped") == "skipped":
        assert found["S-HOPE"] == "unknown"
