import pytest

from intake.domain.questionnaire import Band, Option, Question, Questionnaire, Scale
from screening.domain.interpretation import PreviousIntake
from screening.domain.scoring import scores
from tests.screening.domain.packets import answers, gad7, of_total, phq9, read, record


def score(given, scale, packet=None):
    one = record(given, packet) if packet else record(given)
    return next(s for s in scores(record=one) if s.scale == scale)


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "moderately_severe"),
        (19, "moderately_severe"),
        (20, "severe"),
        (27, "severe"),
    ],
)
def test_phq9_bands_at_each_edge(total, band):
    found = score(phq9(*of_total(total, 9)), "phq9")

    assert (found.value, found.band, found.status, found.answered) == (total, band, "complete", 9)
    assert found.range == (0, 27)


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "severe"),
        (21, "severe"),
    ],
)
def test_gad7_bands_at_each_edge(total, band):
    found = score(gad7(*of_total(total, 7)), "gad7")

    assert (found.value, found.band, found.status) == (total, band, "complete")


@pytest.mark.parametrize(
    ("points", "value", "status", "band"),
    [
        ((1, 1, 1, 1, 0, 0, 0, 0, None), 5, "prorated", "mild"),  # 4 x 9/8 = 4.5, half up
        ((1, 1, 1, 0, 0, 0, 0, 0, None), 3, "prorated", "minimal"),  # 3.375
        ((3, 3, 3, 3, 0, 0, 0, 0, None), 14, "prorated", "moderate"),  # 13.5: not to the even 13
        ((3, 3, 3, 3, 3, 3, 2, 0, None), 23, "prorated", "severe"),  # 22.5: not to the even 22
        ((1, 1, 1, 1, 1, 1, 1, None, None), 9, "prorated", "mild"),
        ((3, 3, 3, 3, 3, 3, 3, None, None), 27, "prorated", "severe"),
        ((1, 0, 0, 0, 0, 0, 0, None, None), 1, "prorated", "minimal"),  # 1.29
        ((3, 3, 3, 3, 3, 3, None, None, None), None, "incomplete", None),
        ((None,) * 9, None, "incomplete", None),
    ],
)
def test_phq9_with_gaps_is_prorated_or_not_scored(points, value, status, band):
    found = score(phq9(*points), "phq9")

    assert (found.value, found.status, found.band) == (value, status, band)
    assert found.answered == sum(p is not None for p in points)


def test_a_skipped_item_is_missing_and_never_zero():
    given = phq9(0, 0, 0, 0, 0, 0)
    given["phq9"] |= {"phq9-7": "skipped", "phq9-8": "skipped", "phq9-9": "skipped"}

    assert score(given, "phq9").value is None


def test_gad7_takes_no_gap():
    found = score(gad7(3, 3, 3, 3, 3, 3, None), "gad7")

    assert (found.value, found.status, found.answered, found.band) == (None, "incomplete", 6, None)


YES_NO = {1: "yes", 0: "no", None: None}


@pytest.mark.parametrize(
    ("exposure", "items", "value", "status"),
    [
        ("no", (), 0, "complete"),
        ("yes", (1, 1, 1, 1, 1), 5, "complete"),
        ("yes", (1, 1, 1, 0, 0), 3, "complete"),
        ("yes", (0, 0, 0, 0, 0), 0, "complete"),
        ("yes", (1, 1, 1, 1, None), None, "incomplete"),
        ("skipped", (), None, "incomplete"),
        ("skipped", (1, 1, 1, 1, 1), None, "incomplete"),
        (None, (), None, "incomplete"),
    ],
)
def test_pc_ptsd_5_hangs_on_exposure(exposure, items, value, status):
    given = {f"pcptsd5-{n}": YES_NO[item] for n, item in enumerate(items, 1)}
    found = score({"pc_ptsd_5": {"pcptsd5-exposure": exposure, **given}}, "pc_ptsd_5")

    assert (found.value, found.status, found.band, found.range) == (value, status, None, (0, 5))


@pytest.mark.parametrize(
    ("exposure", "items", "at_least"),
    [
        ("yes", ("yes", "no", "yes", None, "no"), 2),
        ("yes", ("no", "no", "no", "no", None), 0),
        ("yes", ("yes",) * 5, None),  # a total
        ("skipped", (), 0),
    ],
)
def test_with_a_gap_the_yes_answers_of_pc_ptsd_5_are_a_minimum(exposure, items, at_least):
    given = {f"pcptsd5-{n}": item for n, item in enumerate(items, 1) if item}
    found = score({"pc_ptsd_5": {"pcptsd5-exposure": exposure, **given}}, "pc_ptsd_5")

    assert found.at_least == at_least
    assert found.as_dict().get("at_least") == (at_least or None)


@pytest.mark.parametrize(
    ("items", "result", "status"),
    [
        (("no", "no", "no", "no"), "negative", "complete"),
        (("no", "yes", "no", "no", "no"), "positive_non_acute", "complete"),
        (("no", "no", "no", "yes", "yes"), "positive_acute", "complete"),
        ((None, None, None, None, "yes"), "positive_acute", "complete"),
        (("yes", "no", "no", "no"), "positive_acuity_unknown", "incomplete"),
        (("yes", "no", "no", "no", "skipped"), "positive_acuity_unknown", "incomplete"),
        (("yes", None, None, None, "no"), "positive_non_acute", "complete"),
        (("no", "no", "no", "skipped"), "incomplete", "incomplete"),
        (("no", "no", "no"), "incomplete", "incomplete"),
        (("no", "skipped", "no", "no", "no"), "incomplete", "incomplete"),
    ],
)
def test_asq_has_a_result_instead_of_a_value(items, result, status):
    given = {"asq": {f"asq-{n}": item for n, item in enumerate(items, 1) if item}}
    found = score(given, "asq")
    printed = found.as_dict()

    assert (found.result, found.status) == (result, status)
    assert printed["result"] == result
    assert not {"value", "band"} & printed.keys()


def test_an_instrument_that_was_not_asked_has_no_score():
    found = scores(record=record(phq9(*[0] * 9)))

    assert [s.scale for s in found] == ["phq9", "gad7", "pc_ptsd_5"]


def changed(now, *before):
    previous = [PreviousIntake(answers=phq9(*of_total(total, 9))) for total in before]
    found = read(phq9(*of_total(now, 9)), previous=previous).scores[0].change
    return found.as_dict() if found else None


@pytest.mark.parametrize(
    ("now", "before", "difference", "met"),
    [(14, 9, 5, True), (14, 10, 4, False), (9, 14, -5, True), (9, 13, -4, False), (7, 7, 0, False)],
)
def test_change_is_told_against_the_published_value(now, before, difference, met):
    expected = {"previous": before, "difference": difference, "threshold": 5, "met": met}

    assert changed(now, before) == expected


def test_without_an_earlier_total_there_is_no_change():
    assert changed(9) is None
    unscored = [PreviousIntake(answers=phq9(1, 1))]
    assert read(phq9(*[1] * 9), previous=unscored).scores[0].change is None
    earlier = [PreviousIntake(answers=phq9(*[1] * 9))]
    assert read(phq9(1, 1), previous=earlier).scores[0].change is None


def test_the_latest_earlier_total_counts_whatever_the_order_given():
    from datetime import UTC, datetime

    old = PreviousIntake(answers=phq9(*[0] * 9), submitted_at=datetime(2025, 1, 1, tzinfo=UTC))
    new = PreviousIntake(answers=phq9(*[2] * 9), submitted_at=datetime(2026, 1, 1, tzinfo=UTC))
    gap = PreviousIntake(answers={}, submitted_at=datetime(2026, 6, 1, tzinfo=UTC))
    for order in ([old, new, gap], [gap, new, old]):
        assert read(phq9(*[1] * 9), previous=order).scores[0].change.previous == 18


def test_an_instrument_that_is_no_change_measure_tells_none():
    given = {"pc_ptsd_5": {"pcptsd5-exposure": "no"}}
    found = read(given, previous=[PreviousIntake(answers=given)])

    assert next(s for s in found.scores if s.scale == "pc_ptsd_5").change is None


def test_an_answer_that_is_no_option_scores_nothing():
    given = answers(phq9_1="not_sure")

    assert score(given, "phq9").answered == 0


def test_an_option_without_a_score_scores_nothing():
    options = (Option(code="a", label="A", score=1), Option(code="b", label="B"))
    question = Question(id="q", text="q", type="choice", options=options)
    scale = Scale(
        id="s",
        title="s",
        combine="sum",
        items=("q",),
        most=1,
        bands=(Band(id="all", label="All", least=0, most=1, source=""),),
    )
    one = Questionnaire(
        slug="s",
        version="1",
        kind="instrument",
        title="s",
        short="s",
        language="en",
        questions=(question,),
        scales=(scale,),
    )

    assert score({"s": {"q": "b"}}, "s", [one]).value is None
    assert score({"s": {"q": "a"}}, "s", [one]).band == "all"
