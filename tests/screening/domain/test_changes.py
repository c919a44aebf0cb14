"""Change since last time: what moved by two steps, medicines, new signals, and nothing else."""

from datetime import UTC, datetime

import pytest

from intake import catalog
from screening.domain.interpretation import PreviousIntake
from tests.screening.domain.packets import answers, listed, medicine, phq9, read

pytestmark = pytest.mark.once

LAST = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TAKEN = listed(medicine("sertraline", m4="yes"))
STOPPED = listed(medicine("sertraline", m4="no"))


def changed(now, *last):
    earlier = [PreviousIntake(answers=one, submitted_at=LAST) for one in last]
    return read(now, previous=earlier).changes


@pytest.mark.parametrize(
    ("question", "before", "after", "is_told"),
    [
        ("n1", "rarely", "often", True),
        ("n1", "often", "rarely", True),
        ("n1", "sometimes", "often", False),
        ("f1", "not_at_all", "quite_a_bit", True),
        ("f1", "a_little", "quite_a_bit", False),
        ("phq9-1", "not_at_all", "more_than_half_the_days", True),
        ("phq9-1", "not_at_all", "several_days", False),
        ("l1", "under_5", "7_8", True),
        ("b2", "much_better", "worse", True),
        ("b2", "worse", "i_get_no_days_off", False),  # no place on that scale
        ("b3", "rarely", "most_times", True),
        ("o2", "2_4_weeks", "3_12_months", True),
        ("n1", "skipped", "almost_always", False),
        ("n1", "never", "prefer_not_to_say", False),
        ("o4", "nearly_all_day_most_days", "only_at_some_times", False),
        ("n18", ["joy"], ["anger", "love"], False),
    ],
)
def test_an_answer_is_told_when_it_moved_two_steps_on_its_own_scale(
    question, before, after, is_told
):
    found = changed(answers(**{question: after}), answers(**{question: before}))

    told = [(one.question, one.before, one.after) for one in found.moved]
    assert told == ([(question, before, after)] if is_told else [])


def test_without_an_earlier_form_there_is_no_change():
    assert changed(answers(n1="often")) is None


def test_the_latest_of_several_earlier_forms_is_the_one_compared():
    found = read(
        answers(n1="often"),
        previous=[
            PreviousIntake(answers=answers(n1="never"), submitted_at=LAST.replace(year=2025)),
            PreviousIntake(answers=answers(n1="often"), submitted_at=LAST),
        ],
    ).changes

    assert found.since == LAST and found.moved == ()


@pytest.mark.parametrize(
    ("now", "last", "started", "stopped"),
    [
        (listed(medicine("Zoloft", m4="yes")), listed(medicine("sertraline", m4="yes")), (), ()),
        (listed(medicine("lithium")), listed(medicine("sertraline")), ("lithium",), ()),
        (
            listed(medicine("sertraline", m4="no")),
            listed(medicine("Zoloft", m4="yes")),
            (),
            ("Zoloft",),
        ),
        (listed(medicine("a")), listed(medicine("a"), medicine("B", m4="yes")), (), ("B",)),
        (answers(m0="no"), listed(medicine("sertraline", m4="yes")), (), ("sertraline",)),
        ({}, listed(medicine("sertraline", m4="yes")), (), ()),
        (answers(m0="skipped"), listed(medicine("sertraline", m4="yes")), (), ()),
        (listed(medicine("sertraline", m4="skipped")), TAKEN, (), ()),
        (listed(medicine("sertraline", m4="prefer_not_to_say")), TAKEN, (), ()),
        (listed(medicine("sertraline")), TAKEN, (), ()),
        (TAKEN, listed(medicine("Zoloft", m4="no")), ("sertraline",), ()),
        (STOPPED, STOPPED, (), ()),
        (TAKEN, listed(medicine("sertraline", m4="skipped")), (), ()),
        (listed(medicine("not_sure")), listed(medicine("not_sure", m4="yes")), (), ()),
    ],
    ids=(
        *("another name of the same", "a new one", "stopped", "left off the list"),
        *("none at all now", "the list was not reached", "it was skipped"),
        *("whether still was skipped", "was not said", "was not reached"),
        *("taken again", "stopped both times", "whether still was not said before"),
        "without a name",
    ),
)
def test_medicines_that_are_new_or_no_longer_taken(now, last, started, stopped):
    found = changed(now, last)

    assert (found.started, found.stopped) == (started, stopped)


def test_a_signal_is_new_when_it_did_not_fire_last_time():
    calm = phq9(*[0] * 9) | answers(h1="never")
    stirred = phq9(*[0] * 8, 2) | answers(h1="often")

    assert {"S-ITEM9", "S-HOPE"} <= set(changed(stirred, calm).signals)
    assert changed(stirred, stirred).signals == ()


def test_what_a_later_answer_ruled_out_is_not_compared():
    last = answers(b7="yes", **{"b7-since": "2025-02"}) | answers(n1="never")
    now = answers(n1="never", b7="no", **{"b7-since": "2026-02"})

    assert changed(now, last).moved == ()


def test_optional_questions_with_an_order_are_told_too():
    packet = [catalog.current("hope_loss_stress_body")]
    earlier = [PreviousIntake(answers=answers(h2="yes"), submitted_at=LAST)]

    (moved,) = read(answers(h2="no"), packet=packet, previous=earlier).changes.moved
    assert (moved.question, moved.before, moved.after) == ("h2", "yes", "no")
