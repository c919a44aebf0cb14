"""Dates as people remember them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain import months
from intake.domain.months import Month, MonthError, parse, typed

pytestmark = pytest.mark.once

known = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))
some = st.builds(Month, st.integers(1900, 2100), st.none() | st.integers(1, 12))


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2025-03", Month(2025, 3)),
        ("2025", Month(2025)),
        ("1900-01", Month(1900, 1)),
        ("2100-12", Month(2100, 12)),
        ("1899-12", None),
        ("2101", None),
        ("2025-00", None),
        ("2025-13", None),
        ("2025-3", None),
        ("2025-03-01", None),
        ("25", None),
        ("٢٠٢٥", None),  # digits, but not the ones a rule can read
        ("2025-03\n", None),
        ("not_sure", None),
        ("", None),
    ],
)
def test_only_a_month_or_a_year_within_two_centuries_is_read(text, month):
    assert parse(text) == month


def test_a_year_alone_has_no_index():
    assert Month(2024, 3).index == 2024 * 12 + 2
    with pytest.raises(ValueError, match="no month index"):
        _ = Month(2024).index


@pytest.mark.parametrize(
    ("month", "year", "code"),
    [
        ("1", "2025", "2025-01"),
        ("01", "2025", "2025-01"),
        ("12", "2025", "2025-12"),
        ("jan", "2025", "2025-01"),
        ("January", "2025", "2025-01"),
        (" SEPT. ", " 2025 ", "2025-09"),
        ("Dec", "2025", "2025-12"),
        ("may", "2025", "2025-05"),
        ("about march", "2025", "2025-03"),
        ("", "2023", "2023"),
        ("", "about 2023", "2023"),
        ("", "~2023", "2023"),
        ("", "maybe around 2023", "2023"),
        ("", "in 2023.", "2023"),
        ("~march", "2025", "2025-03"),
        ("en march", "2025", "2025-03"),
    ],
)
def test_what_people_type_is_understood(month, year, code):
    assert typed(month, year) == code
    assert parse(code)


@pytest.mark.parametrize(
    ("month", "year", "hint"),
    [
        ("", "", "year"),
        ("march", "", "year"),
        ("3", "23", "year"),
        ("3", "1899", "year"),
        ("3", "2101", "year"),
        ("3", "20255", "year"),
        ("3", "years ago", "year"),
        ("0", "2025", "month"),
        ("13", "2025", "month"),
        ("ma", "2025", "month"),  # March or May
        ("spring", "2025", "month"),
        ("marchh", "2025", "month"),
        ("inmarch", "2025", "month"),
    ],
)
def test_what_cannot_be_read_says_what_to_type_instead(month, year, hint):
    with pytest.raises(MonthError, match=f"Enter a {hint}"):
        typed(month, year)


@given(st.text(), st.text())
def test_whatever_is_typed_gives_a_code_or_a_hint(month, year):
    try:
        assert parse(typed(month, year))
    except MonthError as error:
        assert str(error).startswith("Enter a")


@given(known)
def test_every_month_can_be_typed_by_name_and_by_number(month):
    by_number = typed(str(month.month), str(month.year))

    assert typed(months.NAMES[month.month - 1], str(month.year)) == by_number
    assert parse(by_number) == month
