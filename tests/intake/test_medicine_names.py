"""A medicine is found by any of its names, also half typed and nearly right."""

import pytest

from intake import medicine_names

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sertr", "sertraline"),
        ("ZOLO", "Zoloft"),
        (" prozac ", "Prozac"),
        ("john", "St John's wort"),
        ("st. john’s", "St John's wort"),
        ("setraline", "sertraline"),
        ("zolof", "Zoloft"),
        ("citaloprm", "citalopram"),
    ],
)
def test_the_name_that_is_meant_comes_first(typed, first):
    assert medicine_names.search(typed)[0].casefold() == first.casefold()


@pytest.mark.parametrize("typed", ["", " ", "s", "qqqqqq", "\0", "%", "x" * 5000])
def test_where_nothing_fits_nothing_is_suggested(typed):
    assert medicine_names.search(typed) == []


def test_no_more_are_shown_than_fit_on_a_phone():
    assert len(medicine_names.search("am")) == medicine_names.MOST_FOUND


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Zoloft", "sertraline", True),
        ("zoloft ", "Lustral", True),
        ("a green pill", "A green  pill", True),
        ("Zoloft", "fluoxetine", False),
        ("a green pill", "a blue pill", False),
    ],
)
def test_two_names_of_one_medicine_are_the_same(one, other, same):
    assert medicine_names.is_same(one, other) is same
