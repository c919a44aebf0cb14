import json
from dataclasses import replace

import pytest

from intake import catalog
from screening import ruleset
from screening.domain.differential import HYPOTHESES
from screening.domain.predicates import PREDICATES, Case
from tests.screening.domain.medicine_cases import FALSE, MISSING, SERTRALINE, TRUE, since
from tests.screening.domain.packets import (
    CORE,
    WIDE,
    answers,
    listed,
    medicine,
    phq9,
    read,
    record,
)
from tests.screening.domain.rule_cases import CASES, cbi_work, pcl5

RULES = {rule.id: rule for rule in ruleset.current().rules}
BANNED = ("likely", "probable", "diagnosis", "caused by", "rules out", "high risk")
EACH = [
    (rule, kind, given)
    for rule, kinds in CASES.items()
    for kind, several in kinds.items()
    for given in several
]


def lines(given, packet=WIDE, **more):
    """Rule id to (the list it stands in, its line), of all hypotheses."""
    found = read(given, packet=packet, **more).as_dict()["differential"]
    return {
        line["rule"]: (side, line)
        for one in found
        for side in ("fits", "does_not_fit", "not_answered")
        for line in one[side]
    }


def test_every_rule_has_a_true_a_false_and_a_missing_case():
    assert CASES.keys() == RULES.keys()
    for kinds in CASES.values():
        assert all(kinds[kind] for kind in (TRUE, FALSE, MISSING))


@pytest.mark.parametrize(("rule", "kind", "given"), EACH)
def test_each_case_of_each_rule(rule, kind, given):
    side, _ = lines(given).get(rule, ("", {}))
    printed = "does_not_fit" if RULES[rule].side == "does_not_fit" else "fits"

    gap = "" if RULES[rule].side == "listed" else "not_answered"
    assert side == {TRUE: printed, FALSE: "", MISSING: gap}[kind]


def prints(rule, kind, _given):
    return kind == TRUE or (kind == MISSING and RULES[rule].side != "listed")


@pytest.mark.parametrize(("rule", "kind", "given"), [e for e in EACH if prints(*e)])
def test_every_line_names_its_rule_its_answers_and_its_source(rule, kind, given):
    _, line = lines(given)[rule]

    assert line["version"] == RULES[rule].version
    assert line["source"].startswith(RULES[rule].source)
    assert line["text"]
    assert "{" not in line["text"]
    assert line["answers"] or not given
    assert all(answer.keys() == {"question", "answer", "date"} for answer in line["answers"])


@pytest.mark.parametrize(("rule", "kind", "given"), [e for e in EACH if e[1] == TRUE])
def test_a_line_that_says_yes_rests_on_answers_that_were_given(rule, kind, given):
    _, line = lines(given)[rule]
    given_dates = {a["date"] for a in line["answers"] if a["answer"] is not None}

    assert given_dates == {"2026-11-22"}


def test_no_banned_word_in_any_line_or_rule():
    said = [line for _, _, given in EACH for _, line in lines(given).values()]
    text = json.dumps([*said, *map(repr, ruleset.current().rules)]).lower()

    assert [word for word in BANNED if word in text] == []


ASKED = "When did you start it?"


@pytest.mark.parametrize(
    ("rule", "given", "text"),
    [
        (
            "M+1",
            since("2025-06", SERTRALINE),
            "Emotional blunting or apathy is described in the literature with: sertraline"
            " (well documented; in use now and when the numbness began).",
        ),
        (
            "M+2",
            since("2025-02", SERTRALINE),
            "Numbness began 1 month after sertraline was started.",
        ),
        (
            "M+2",
            since(
                "2025-07",
                medicine(m3="2024-01", m6="went_up", m7=[{"date": "2025-05", "direction": "up"}]),
            ),
            "Numbness began 2 months after the dose of sertraline went up"
            " and 18 months after sertraline was started.",
        ),
        (
            "M+3",
            listed(
                medicine("A", m9="weaker_or_flat"),
                medicine("B", m9="weaker_or_flat"),
                medicine("C", m9="weaker_or_flat"),
            ),
            "Feelings became weaker or flat after A, B and C was started or its dose went up.",
        ),
        (
            "M+6",
            {**since("2025-06", SERTRALINE, n1="often"), **phq9(*[1] * 8)},
            "PHQ-9 9 (prorated, 8 of 9 answered), with a sign of numbness often or more,"
            " while sertraline is in use.",
        ),
        (
            "M-4",
            listed(medicine("Zoloft", m4="no", m5="2024", m11="same")),
            "Zoloft stopped more than 6 months before this form, and feelings stayed the same.",
        ),
        (
            "M+2",
            since("2025-02", medicine(m3="not_sure", m6="no")),
            f"{ASKED} (sertraline: not sure)",
        ),
        (
            "M+2",
            since("2025-02", {"m6": "no"}),
            "What is it called? (a medicine without a name: not answered);"
            f" {ASKED} (a medicine without a name: not answered)",
        ),
        (
            "M+2",
            since("2025-01", SERTRALINE),
            "Same month, or only the year is known: the order is not known",
        ),
        (
            "M-1",
            since("as_long_as_i_can_remember", SERTRALINE),
            "Numbness as long as the patient can remember has no month",
        ),
        ("M+3", answers(m0="yes"), "No medicine was named"),
        ("M-3", listed(medicine("melatonin", m9="same")), "No medicine with evidence has a date"),
        ("M+1", since("2025", medicine("x", m4="yes")), "x is not in the medicine list"),
        ("B+1", answers(b1="prefer_not_to_say"), "Where do you feel numb? (prefers not to say)"),
        ("B+1", {}, "Where do you feel numb? (not answered)"),
        (
            "B-2",
            answers(b2="i_get_no_days_off"),
            "After a few days off, how do you feel? (I get no days off)",
        ),
        (
            "T+6",
            pcl5(3, **{"pcl5-14": "quite_a_bit"}),
            "PCL-5 item 14, trouble experiencing positive feelings, at “quite a bit” or more.",
        ),
        ("T+6", pcl5(31, **{"pcl5-14": "not_at_all"}), "PCL-5 31, at or above 31."),
        ("S+2", answers(l5="more", l6="no"), "More alcohol than before."),
        (
            "S+2",
            answers(l5="more", l6="yes", l6_since="2024", o1="2025-03"),
            "More alcohol than before and a drug used since before the numbness.",
        ),
        ("S+5", answers(l6b="yes", m0="no"), "More of a medicine taken than told."),
        (
            "S+5",
            listed(medicine("tramadol", m4="yes"), l6b="no"),
            "tramadol in use (opioid, benzodiazepine, z-drug or gabapentinoid).",
        ),
        (
            "G!",
            answers(g1="over_a_year_ago", g2="yes"),
            "Duration marker for prolonged grief: a loss over a year ago (DSM-5-TR),"
            " with numbness since.",
        ),
        (
            "O9",
            phq9(*[0] * 9) | answers(n1="often"),
            "PHQ-9 0, beside numbness signs answered often or almost always.",
        ),
    ],
)
def test_what_a_line_says(rule, given, text):
    assert lines(given)[rule][1]["text"].lower() == text.lower()


def test_the_signs_beside_a_low_score_are_named_by_their_answers_and_not_counted():
    _, line = lines(phq9(*[0] * 9) | answers(n1="often", n2="rarely", n7="almost_always"))["O9"]
    signs = [a["question"] for a in line["answers"] if not a["question"].startswith("phq9")]

    assert signs == ["n1", "n7"]


def test_in_spanish_a_line_names_its_ground_alone():
    rules = ruleset.current(language="es")
    said = lines(answers(l5="more", l6="no"), rules=rules)["S+2"][1]["text"]

    assert said == "Más alcohol que antes."


def test_many_unanswered_items_are_named_in_short():
    _, line = lines({**since("2025-06", SERTRALINE, n1="often"), **phq9(1)})["M+6"]

    assert line["text"].endswith("; and 5 more")
    assert len(line["answers"]) == 8


def test_the_cbi_of_the_person_is_printed_beside_that_of_work():
    work = cbi_work("often", "high_degree", 7)
    person = {"cbi_personal": {f"cbi-p-{n}": "sometimes" for n in range(1, 7)}}

    assert lines({**work, **person})["B+8"][1]["text"] == "CBI work 67.9 and CBI personal 50."
    assert lines(work)["B+8"][1]["text"] == "CBI work 67.9 and CBI personal not scored."


def test_work_questions_that_were_ruled_out_are_not_told_as_unanswered():
    assert "B+8" not in lines(answers(b0="study"))
    assert lines(answers(b0="skipped"))["B+8"][1]["text"].startswith("Which of these fill most")


def test_without_an_answer_on_exposure_that_question_is_the_open_one():
    _, line = lines({})["T+1"]

    assert [answer["question"] for answer in line["answers"]] == ["pcptsd5-exposure"]


def test_none_of_is_not_true_of_a_question_that_was_ruled_out():
    case = Case(
        record=record(answers(l6="no"), WIDE),
        medicines=None,
        scores={},
        submitted_on=None,
    )
    none_of = PREDICATES["answer_is_none_of"].test

    assert none_of(case, question="l6-often", codes=["x"]).outcome == "no"


def test_a_medicine_prints_the_source_of_its_grade():
    _, line = lines(since("2025-06", SERTRALINE))["M+1"]

    assert "Goodwin 2017" in line["source"]


def test_hypotheses_stand_in_the_fixed_order_and_only_where_rules_exist():
    names = [one.name for one in read({}).differential.hypotheses]
    burnout = replace(ruleset.current(), rules=(RULES["B+1"],))

    assert names == list(HYPOTHESES)
    assert [one.name for one in read({}, rules=burnout).differential.hypotheses] == ["burnout"]


def test_a_rule_whose_question_is_not_in_the_packet_is_named_once():
    core = read({})
    beyond = ["M+7", "M+8", "B+8", "D+6", "T+6", "T!", "S+1", "S+3", "S+4", "S-1", "S-2"]
    beyond += ["A+2", "A+3", "O2", "O3", "O5", "O6", "O7", "O8"]

    assert core.as_dict()["not_covered"] == beyond
    assert not set(beyond) & lines({}, packet=CORE).keys()
    assert read({}, packet=WIDE).differential.not_covered == ()


def test_a_packet_of_one_questionnaire_covers_its_own_rules_only():
    found = read({}, packet=[catalog.current("burnout_or_numbness")])
    covered = RULES.keys() - set(found.differential.not_covered)

    assert covered == {
        "B+1",
        "B+2",
        "B+3",
        "B+4",
        "B+5",
        "B+6",
        "B+7",
        "B-1",
        "B-2",
        "B-3",
        "B-4",
        "B-5",
        "D-3",
    }


def test_without_the_optional_question_a_rule_reads_the_other():
    """M! rests on m12 or o6; m12 is not in the core packet."""
    assert lines(answers(o6=["stopped_a_medicine"]), packet=CORE)["M!"][0] == "fits"
    assert "M!" not in lines({**answers(o6=["breakup"])}, packet=CORE)


def test_before_the_form_is_sent_a_month_is_not_long_ago():
    given = listed(medicine(m4="no", m5="2001-01", m11="same"))

    assert lines(given)["M-4"][0] == "does_not_fit"
    assert lines(given, submitted_on=None)["M-4"][0] == "not_answered"


def test_two_rows_of_the_same_medicine_are_two_answers():
    given = listed(medicine(m9="weaker_or_flat"), medicine(m9="weaker_or_flat"))
    _, line = lines(given)["M+3"]

    assert [answer["question"] for answer in line["answers"]] == ["m1", "m9", "m1", "m9"]
    assert "after sertraline was" in line["text"]


def test_braces_in_a_name_are_only_words():
    _, line = lines(listed(medicine("{m1} {0}", m9="weaker_or_flat")))["M+3"]

    assert "after {m1} {0} was" in line["text"]
