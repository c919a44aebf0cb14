import pytest

from screening.domain.interpretation import PreviousIntake
from screening.domain.signals import Signal, error_signal
from screening.domain.tiers import Tier, of_signal, signal_reason
from tests.screening.domain.packets import answers, gad7, of_total, phq9, read

CALM = answers(h1="never")
NONE = phq9(*[0] * 9)
ALL_THREE = answers(o2="always", f1="a_lot", h1="often")
NO_ASQ = {"asq": dict.fromkeys(("asq-1", "asq-2", "asq-3", "asq-4"), "no")}


def asq(*items):
    return {"asq": {f"asq-{n}": item for n, item in enumerate(items, 1)}}


def item9(answer):
    return phq9(*[0] * 8, **{"phq9-9": answer})


@pytest.mark.parametrize(
    ("given", "tier", "reason"),
    [
        ({**NONE, **asq("no", "no", "no", "no", "yes")}, "now", "ASQ: yes, thoughts right now"),
        ({**NONE, **asq("yes", "no", "no", "no")}, "now", "ASQ: yes, acuity not answered"),
        (
            {**item9("more_than_half_the_days"), **NO_ASQ},
            "now",
            "Item 9 “more than half the days”",
        ),
        ({**item9("nearly_every_day"), **NO_ASQ}, "now", "Item 9 “nearly every day”"),
        ({**item9("several_days"), **NO_ASQ}, "soon", "Item 9 “several days”"),
        ({**NONE, **asq("yes", "no", "no", "no", "no")}, "soon", "ASQ: yes, no thoughts right now"),
        ({**item9("skipped"), **NO_ASQ}, "next", "Item 9 not answered"),
        (item9(None), "next", "Item 9 not answered"),
        ({**NONE, **asq("no", "no", "no", "skipped")}, "next", "ASQ question not answered"),
        ({**phq9(3, 3, 3, 3, 3, 3, 2, 0, 0)}, "next", "PHQ-9 20, severe (20 to 27)"),
        ({**NONE, **gad7(*of_total(15, 7))}, "next", "GAD-7 15, severe (15 to 21)"),
        ({**NONE, **NO_ASQ, **ALL_THREE}, "next", "All three markers"),
        ({**NONE, **answers(o2="always", f1="a_lot", h1="never")}, "routine", None),
        ({**phq9(3, 3, 3, 3, 3, 3, 1, 0, 0)}, "routine", None),  # 19
        ({**NONE, **gad7(*of_total(14, 7))}, "routine", None),
    ],
)
def test_each_tier_and_the_line_that_says_why(given, tier, reason):
    found = read({**CALM, **given})

    assert found.tier.word == tier
    assert reason is None or found.reason == reason


@pytest.mark.parametrize(
    ("now", "before", "tier", "reason"),
    [
        (14, 9, "next", "PHQ-9 9 to 14, change of 5 or more"),
        (13, 9, "routine", None),
        (9, 14, "routine", None),  # better by 5
    ],
)
def test_a_worsening_by_the_published_value_is_next(now, before, tier, reason):
    def answered(total):
        return {**CALM, **phq9(*of_total(total, 8), 0)}

    found = read(answered(now), previous=[PreviousIntake(answers=answered(before))])

    assert found.tier.word == tier
    assert reason is None or found.reason == reason


def test_the_most_urgent_ground_decides():
    given = {**ALL_THREE, **phq9(3, 3, 3, 3, 3, 3, 3, 3, 1), **NO_ASQ}

    assert read(given).reason == "Item 9 “several days”"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (
            {"o4": "nearly_all_day_most_days", "o1": "2025-03"},
            "Nearly all day, most days, since Mar 2025",
        ),
        ({"o4": "it_comes_and_goes", "o1": "2024"}, "It comes and goes, since 2024"),
        (
            {"o4": "nearly_all_day_most_days", "o1": "as_long_as_i_can_remember"},
            "Nearly all day, most days, for as long as the patient can remember",
        ),
        ({"o4": "only_at_some_times", "o1": "not_sure"}, "Only at some times"),
        ({"o4": "skipped", "o1": "2025-03"}, "Since Mar 2025"),
        ({}, "Pattern and onset not given"),
    ],
)
def test_a_routine_row_says_what_the_patient_said(given, line):
    assert read({**NONE, **CALM, **answers(**given)}).reason == line


def test_a_rule_that_broke_is_now():
    broken = error_signal()

    assert of_signal(broken) == Tier.NOW
    assert signal_reason(broken) == "A safety rule could not run, read the answers"


def test_a_signal_that_raises_no_alert_asks_for_nothing():
    assert of_signal(Signal(code="S-HOPE", state="fired")) == Tier.ROUTINE


def test_a_packet_without_the_course_still_has_a_line():
    found = read({}, packet=[], submitted_on=None)

    assert (found.tier, found.reason) == (Tier.ROUTINE, "Pattern and onset not given")


def test_ranks_ascend_from_the_most_urgent():
    assert [(tier.word, int(tier)) for tier in Tier] == [
        ("now", 0),
        ("soon", 1),
        ("next", 2),
        ("routine", 3),
    ]
