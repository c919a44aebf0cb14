import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.domain.questionnaire import SKIPPED
from screening import ruleset
from screening.domain.interpretation import PreviousIntake
from tests.screening.domain.packets import CORE, WIDE, answers, phq9, read

MONTHS = st.sampled_from(["2023", "2024-02", "2025-01", "2025", "2025-06", "not_sure"])
NAMES = st.sampled_from(["sertraline", "Zoloft", "melatonin", "a green pill", "skipped", "{x}"])


def value(question):
    if question.type == "choice":
        return st.sampled_from([o.code for o in question.options] + [*question.reserved, SKIPPED])
    if question.type == "choices":
        codes = st.sampled_from([o.code for o in question.options])
        return st.lists(codes, min_size=1, max_size=3, unique=True) | st.just(SKIPPED)
    if question.type == "month":
        return MONTHS | st.sampled_from([o.code for o in question.also] + [SKIPPED])
    if question.type == "text":
        return NAMES
    return st.lists(some(question.questions), max_size=3) | st.just(SKIPPED)


def some(questions):
    return st.fixed_dictionaries({}, optional={q.id: value(q) for q in questions})


ANSWERS = st.fixed_dictionaries({}, optional={one.slug: some(one.questions) for one in WIDE})


def shuffled(found, seed):
    if isinstance(found, dict):
        keys = list(found)
        random.Random(seed).shuffle(keys)
        return {key: shuffled(found[key], seed) for key in keys}
    return [shuffled(one, seed) for one in found] if isinstance(found, list) else found


def printed(found, **more):
    return json.dumps(read(found, packet=WIDE, **more).as_dict())


@settings(deadline=None, max_examples=60)
@given(found=ANSWERS, seed=st.integers())
def test_the_order_of_keys_changes_nothing(found, seed):
    assert printed(shuffled(found, seed)) == printed(found)


@settings(deadline=None, max_examples=60)
@given(found=ANSWERS)
def test_whatever_is_answered_each_rule_stands_in_one_list_at_the_most(found):
    said = read(found, packet=WIDE).as_dict()
    placed = [
        line["rule"]
        for one in said["differential"]
        for side in ("fits", "does_not_fit", "not_answered")
        for line in one[side]
    ]

    assert len(placed) == len(set(placed))
    assert set(placed).isdisjoint(said["not_covered"])


@settings(deadline=None, max_examples=60)
@given(found=ANSWERS)
def test_a_score_never_leaves_its_range_and_a_band_holds_its_score(found):
    bands = {(s.id, b.id): b for one in WIDE for s in one.scales for b in s.bands}
    for score in read(found, packet=WIDE).scores:
        if score.value is not None:
            assert score.range[0] <= score.value <= score.range[1]
            assert score.status in {"complete", "prorated"}
        if score.band:
            band = bands[score.scale, score.band]
            assert band.least <= score.value <= band.most
        assert 0 <= score.answered <= score.of


@settings(deadline=None, max_examples=60)
@given(found=ANSWERS)
def test_no_rule_says_yes_because_an_answer_is_absent(found):
    for one in read(found, packet=WIDE).differential.hypotheses:
        for line in (*one.fits, *one.does_not_fit):
            assert any(used.answer not in (None, SKIPPED) for used in line.answers)


def test_the_shape_of_an_interpretation():
    said = read(answers(phq9_9="several_days")).as_dict()

    assert list(said) == [
        "scores",
        "signals",
        "markers",
        "differential",
        "timeline",
        "changes",
        "not_covered",
        "tier",
        "ruleset",
    ]
    assert said["ruleset"] == {"version": "1", "sha256": ruleset.current().sha256}
    assert said["tier"] == "soon"
    assert said["scores"][0].keys() == {
        *("scale", "value", "status", "answered", "of", "band", "range", "change"),
    }
    assert set(said["differential"][0]) == {"hypothesis", "fits", "does_not_fit", "not_answered"}


def test_an_open_form_is_read_as_far_as_it_goes():
    said = read({}, packet=CORE, submitted_on=None).as_dict()

    assert said["signals"] == []
    assert said["tier"] == "routine"


def test_earlier_intakes_without_a_time_come_last():
    from datetime import UTC, datetime

    dated = PreviousIntake(answers=phq9(*[1] * 9), submitted_at=datetime(2020, 1, 1, tzinfo=UTC))
    undated = PreviousIntake(answers=phq9(*[2] * 9))
    found = read(phq9(*[0] * 9), previous=[undated, dated])

    assert found.scores[0].change.previous == 9
