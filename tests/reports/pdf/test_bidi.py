"""Which way each piece of a line runs. A capital is a Hebrew letter, as in Annex 9."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pdf import bidi

HEBREW = str.maketrans("ABCDEFGHIJ", "אבגדהוזחטי")
ARABIC = str.maketrans("ABCDEFGHIJ", "ابتثجحخدذر")


MIRRORED = str.maketrans("()[]", ")(][")


def shown(text):
    """The characters from left to right."""
    levels = bidi.levels(text, bidi.base_level(text))
    seen = [text[at].translate(MIRRORED if levels[at] % 2 else {}) for at in range(len(text))]
    return "".join(seen[at] for at in bidi.visual_order(levels))


@pytest.mark.parametrize(
    ("logical", "visual"),
    [
        ("", ""),
        ("abc", "abc"),
        ("ABC", "CBA"),
        ("car is ABC", "car is CBA"),
        ("ABC is car", "is car CBA"),
        ("ABC car DEF", "FED car CBA"),
        ("a, ABC. b", "a, CBA. b"),
        ("ABC DEF!", "!FED CBA"),  # a sign between two of a kind goes with them
        ("say ABC!", "say CBA!"),  # at the edge with the paragraph
        ("ABC 12 DEF", "FED 12 CBA"),
        ("ABC 1,234.5 D", "D 1,234.5 CBA"),  # W4
        ("ABC 1, 2", "2 ,1 CBA"),
        ("ABC 50% D", "D 50% CBA"),  # W5
        ("ABC %, D", "D ,% CBA"),  # W6
        ("ABC a 12", "a 12 CBA"),  # W7
        ("ABC-12", "12-CBA"),
        ("ABC (DEF) a", "a (FED) CBA"),  # N0
        ("ABC xyz (50 mg) DEF", "FED xyz (50 mg) CBA"),
        ("ABC (xyz) DEF", "FED (xyz) CBA"),
        ("xyz (ABC) DEF", "xyz (CBA) FED"),
        ("x A (B) y", "x (B) A y"),
        ("ABC ([x) D", "D (x]) CBA"),
        ("ABC (!) D", "D (!) CBA"),
        ("a) A (", "a) A ("),
        ("A" + "(" * 64 + "a)", "(a" + ")" * 64 + "A"),  # too deep to be paired
        ("12 mg", "12 mg"),
        ("12:30", "12:30"),
        ("A\u0301B", "B\u0301A"),  # a mark stays with its letter
        ("a\u0301 A", "a\u0301 A"),
        ("\u0301A", "A\u0301"),  # a mark without a letter
        ("A\u200dB", "B\u200dA"),
        ("\U000e0fff", "\U000e0fff"),
    ],
)
def test_hebrew_letters_and_their_neighbours_stand_where_a_reader_expects_them(logical, visual):
    assert shown(logical.translate(HEBREW)) == visual.translate(HEBREW)


@pytest.mark.parametrize(
    ("logical", "visual"),
    [
        ("ABC 12 mg", "mg 12 CBA"),  # W2: a digit after an Arabic letter is Arabic
        ("ABC 1,2", "1,2 CBA"),
        ("ABC 1-2", "2-1 CBA"),
        ("x A 12", "x 12 A"),
        ("AB \u0661\u0662", "\u0661\u0662 BA"),
        ("\u0661,\u0662 a", "\u0661,\u0662 a"),
    ],
)
def test_digits_after_an_arabic_letter(logical, visual):
    assert shown(logical.translate(ARABIC)) == visual.translate(ARABIC)


@pytest.mark.parametrize(
    ("text", "base"),
    [("", 0), ("12 !", 0), ("a\u05d0", 0), ("“\u05d0 a", 1), ("1. \u0627", 1), ("\u0301", 0)],
)
def test_the_first_strong_letter_decides_the_paragraph(text, base):
    assert bidi.base_level(text) == base


@pytest.mark.parametrize(
    ("levels", "order"),
    [
        ([], []),
        ([0, 0], [0, 1]),
        ([1, 1, 1], [2, 1, 0]),
        ([0, 1, 1, 0], [0, 2, 1, 3]),
        ([1, 2, 2, 1], [3, 1, 2, 0]),
        ([0, 1, 2, 2, 1, 0], [0, 4, 2, 3, 1, 5]),
        ([2, 1, 0], [1, 0, 2]),
    ],
)
def test_the_order_from_left_to_right(levels, order):
    assert bidi.visual_order(levels) == order


@given(st.text(max_size=60), st.sampled_from([0, 1]))
def test_every_character_has_a_level_and_a_place(text, base):
    levels = bidi.levels(text, base)

    assert len(levels) == len(text)
    assert all(base <= level <= 2 for level in levels)
    assert sorted(bidi.visual_order(levels)) == list(range(len(text)))
