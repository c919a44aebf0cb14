"""Text on paper: nothing lost, nothing read as markup, nothing wider than its column."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pdf.fonts import REGULAR
from reports.pdf.text import MARKS, Line, clean, fit, measure, operators, unprintable, wrap
from tests.reports.pdf.scripts import HOSTILE_TEXT

WIDTH = 120.0
SPOKEN = re.compile("<feff[0-9a-f]+>")  # ActualText is no code
CODES = re.compile("[0-9A-F]{4}(?=[0-9A-F]*>)")
NUMBER = r"-?[0-9]+(\.[0-9]+)?"
OPERATORS = re.compile(
    rf"({NUMBER} 0 Td )?"
    rf"(/H[0-9]+ 9 Tf|<([0-9A-F]{{4}})*> Tj|\[(<([0-9A-F]{{4}})+>|{NUMBER})+\] TJ|{NUMBER} Ts"
    r"|/Span <</ActualText <feff[0-9a-f]+>>> BDC|EMC| )*"
)


def wrapped(text):
    return wrap(text, face=REGULAR, size=9, width=WIDTH)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("I feel <nothing> & <b>less", "I feel <nothing> & <b>less"),
        ("tab\there", "tab here"),
        ("line\r\nline\rline", "line\nline\nline"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("left\u202eright", "leftright"),  # an override would turn the letters round
        ("zero\u200bwidth", "zerowidth"),
        (
            "می\u200cخ 👩\u200d👧",
            "می\u200cخ 👩\u200d👧",
        ),  # joiners are part of how a word is written
        ("x" + "\u200d" * 500, "x" + "\u200d" * MARKS),
        ("x" + "\u064e" * 500, "x" + "\u064e" * MARKS),
        ("nul\x00bell\x07", "nulbell"),
        ("half \ud83d one", "half \N{REPLACEMENT CHARACTER} one"),
        ("own \ue000 use", "own \N{REPLACEMENT CHARACTER} use"),
        ("ب" + "\u0610" * 500, "ب" + "\u0610" * MARKS),
        ("x" + "\ufe20" * 500, "x" + "\ufe20" * MARKS),
        ("क" + "\u0941" * 500, "क" + "\u0941" * MARKS),
        ("e\u0301", "é"),
        ("x" + "\u0301" * 500, "x" + "\u0301" * MARKS),
        ("non\u00a0breaking", "non breaking"),
        ("para\u2029graph", "para\ngraph"),
    ],
)
def test_text_is_made_safe_to_lay_out(raw, shown):
    assert clean(raw) == shown


class Paper:
    """What a face asks of a document."""

    def __init__(self):
        self.delayedFonts = []


@pytest.fixture(params=["fonts", "no fonts"])
def with_or_without_fonts(request):
    if request.param == "fonts":
        request.getfixturevalue("fonts")


@pytest.mark.usefixtures("with_or_without_fonts")
@given(HOSTILE_TEXT)
def test_no_line_is_wider_than_its_column_and_no_letter_is_lost(text):
    lines = wrapped(text)

    assert all(measure(line, REGULAR, 9) <= WIDTH + 0.01 for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


@pytest.mark.usefixtures("with_or_without_fonts")
@given(HOSTILE_TEXT, st.integers(min_value=1, max_value=4))
def test_what_does_not_fit_ends_in_an_ellipsis(text, most):
    lines = fit(text, face=REGULAR, size=9, width=WIDTH, lines=most)

    whole = wrapped(text)
    assert len(lines) <= most
    assert all(measure(line, REGULAR, 9) <= WIDTH + 0.01 for line in lines)
    assert lines == whole if len(whole) <= most else lines[-1].endswith("…")


@pytest.mark.usefixtures("with_or_without_fonts")
@given(HOSTILE_TEXT)
def test_whatever_the_text_its_operators_are_whole(text):
    paper = Paper()
    written = [operators(line, REGULAR, 9, paper) for line in wrapped(text)]

    codes = [len(face.codes(paper).rows) for face in paper.delayedFonts]
    for line in written:
        assert OPERATORS.fullmatch(line)
        assert line.count("BDC") == line.count("EMC")
        shown = SPOKEN.sub("", line)
        assert all(int(code, 16) < max(codes) for code in CODES.findall(shown))


@pytest.mark.parametrize(
    "text",
    [
        "w" * 100_000,
        "ب" * 20_000,
        "ب\u064e" * 10_000,
        "中" * 10_000,
        "कि" * 10_000,
        "ि" * 10_000,  # vowel signs on nothing
        "ก" + "้" * 10_000,
        "\u05d0" + "(" * 10_000 + ")" * 10_000,
        "(א)" * 5_000,
        "א" + "%" * 20_000,
        "👩\u200d" * 5_000,
        "\u202e\u2066" * 10_000,
        "".join(map(chr, range(0x1_0000, 0x1_4000))),  # more kinds than a font has
    ],
    ids=range(13),
)
@pytest.mark.usefixtures("fonts")
def test_a_long_prank_is_wrapped(text):
    lines = wrapped(text)

    assert all(measure(line, REGULAR, 9) <= WIDTH + 0.01 for line in lines)
    assert "".join(lines) == clean(text)


@pytest.mark.usefixtures("fonts")
def test_a_paragraph_from_right_to_left_stands_at_the_right_of_its_column():
    lines = wrapped("אני לא מרגיש כלום מאז מרץ, ואני רוצה לצחוק.\nLeft\nא left")

    assert [round(measure(line, REGULAR, 9), 3) == WIDTH for line in lines[:-2]] == [True] * (
        len(lines) - 2
    )
    assert not isinstance(lines[-2], Line)
    assert lines[-1].start > 0


@pytest.mark.usefixtures("fonts")
def test_a_label_from_right_to_left_keeps_its_place():
    (label,) = fit("אני לא מרגיש כלום מאז מרץ, ואני רוצה", face=REGULAR, size=9, width=WIDTH)

    assert label.start == 0
    assert label.endswith("…")


def test_a_word_longer_than_a_line_is_cut_and_goes_on():
    lines = wrapped("n" * 100)

    assert len(lines) > 1
    assert "".join(lines) == "n" * 100


def test_characters_the_font_lacks_are_named_once_each():
    assert unprintable("Łukasik Nguyễn Ελλάδα Кириллица", REGULAR) == ""
    assert unprintable("שלום שלום\n中", REGULAR) == "ולםש中"
    assert unprintable("a\u200c\u200d\ufe0f", REGULAR) == ""


@pytest.mark.usefixtures("fonts")
def test_characters_that_a_further_font_has_are_not_named():
    assert unprintable("שלום 中 আ", REGULAR) == "আ"
