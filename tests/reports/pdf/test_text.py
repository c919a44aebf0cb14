"""Text on paper: nothing lost, nothing read as markup, nothing wider than its column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pdf.fonts import REGULAR
from reports.pdf.text import MARKS, clean, fit, unprintable, wrap

WIDTH = 120.0


def wrapped(text, **more):
    return wrap(text, face=REGULAR, size=9, width=WIDTH, **more)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("I feel <nothing> & <b>less", "I feel <nothing> & <b>less"),
        ("tab\there", "tab here"),
        ("line\r\nline\rline", "line\nline\nline"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("left\u202eright", "leftright"),  # an override would turn the letters round
        ("zero\u200bwidth", "zerowidth"),
        ("nul\x00bell\x07", "nulbell"),
        ("half \ud83d one", "half \N{REPLACEMENT CHARACTER} one"),
        ("own \ue000 use", "own \N{REPLACEMENT CHARACTER} use"),
        ("e\u0301", "é"),
        ("x" + "\u0301" * 500, "x" + "\u0301" * MARKS),
        ("non\u00a0breaking", "non breaking"),
        ("para\u2029graph", "para\ngraph"),
    ],
)
def test_text_is_made_safe_to_lay_out(raw, shown):
    assert clean(raw) == shown


@given(st.text(max_size=400))
def test_no_line_is_wider_than_its_column_and_no_letter_is_lost(text):
    lines = wrapped(text)

    assert all(REGULAR.width(line, 9) <= WIDTH + 0.01 for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


@given(st.text(max_size=400), st.integers(min_value=1, max_value=4))
def test_what_does_not_fit_ends_in_an_ellipsis(text, most):
    lines = fit(text, face=REGULAR, size=9, width=WIDTH, lines=most)

    whole = wrapped(text)
    assert len(lines) <= most
    assert lines == whole if len(whole) <= most else lines[-1].endswith("…")


def test_a_word_longer_than_a_line_is_cut_and_goes_on():
    lines = wrapped("n" * 100)

    assert len(lines) > 1
    assert "".join(lines) == "n" * 100


def test_characters_the_font_lacks_are_named_once_each():
    assert unprintable("Łukasik Nguyễn Ελλάδα Кириллица", REGULAR) == ""
    assert unprintable("שלום שלום\n中", REGULAR) == "ולםש中"
