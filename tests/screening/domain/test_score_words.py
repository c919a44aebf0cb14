"""A score in words: what stands beside a number that has no published band."""

import pytest

from intake import catalog
from screening.domain import reading

PTSD = catalog.get("pc_ptsd_5", "1")


def words(**result):
    whole = {"scale": "pc_ptsd_5", "value": 3, "status": "complete", "answered": 5, "of": 5}
    (score,) = reading.scores([whole | {"band": None, "change": None} | result], [PTSD])
    return score


def test_published_cut_points_are_named_with_their_source_where_there_is_no_band():
    score = words()

    assert score.note == PTSD.scales[0].note
    assert "Prins 2016" in score.note
    assert score.band_words == ""


def test_without_exposure_the_items_were_not_asked_and_are_not_called_unanswered():
    score = words(value=0, answered=0)

    assert score.answered == "Not asked"
    assert score.note == "The 5 items were not asked: an answer before them ruled them out."


@pytest.mark.parametrize(
    ("least", "noted"),
    [({}, False), ({"at_least": 3}, True)],
    ids=["nothing known", "a minimum"],
)
def test_a_score_that_is_not_there_needs_no_cut_points(least, noted):
    score = words(value=None, status="incomplete", answered=3, **least)

    assert score.band_words.startswith("Not scored")
    assert bool(score.note) is noted
