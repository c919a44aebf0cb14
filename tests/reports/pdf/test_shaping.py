"""From text to glyphs: whole clusters, the right face, in the order of sight, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pdf.breaking import broken
from reports.pdf.fonts import BOX, REGULAR, further
from reports.pdf.shaping import LONGEST, clusters, shape
from reports.pdf.text import clean
from tests.reports.pdf.scripts import HOSTILE_TEXT


def shaped(text, base=0):
    return shape(text, base, (REGULAR, *further()))


def read(pieces):
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("ab", ["a", "b"]),
        ("e\u0301x", ["e\u0301", "x"]),
        ("\u0301x", ["\u0301", "x"]),
        ("कि", ["कि"]),
        ("नी", ["नी"]),
        ("กำ", ["ก", "ำ"]),
        ("👍🏽👍", ["👍🏽", "👍"]),
        ("👩\u200d👧x", ["👩\u200d👧", "x"]),
        ("می\u200cخ", ["م", "ی\u200c", "خ"]),
        ("❤\ufe0f!", ["❤\ufe0f", "!"]),
        ("🇫🇷🇩🇪", ["🇫🇷", "🇩🇪"]),
        ("x🇫🇷", ["x", "🇫🇷"]),
        ("x" + "\u0301" * 40, ["x" + "\u0301" * (LONGEST - 1), "\u0301" * (41 - LONGEST)]),
    ],
)
def test_what_belongs_together_is_one_cluster(text, parts):
    assert clusters(text) == parts


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("Ж", ["SourceSans3-Regular"]),
        ("中", ["DroidSansFallbackFull"]),
        ("क", ["NotoSansDevanagari-Regular"]),
        ("अ\u0301", ["NotoSansDevanagari-Regular", "SourceSans3-Regular"]),  # mark of another face
        ("א א", ["NotoSansHebrew-Regular"]),  # the space between goes along
        ("আ", ["SourceSans3-Regular"]),  # a box
    ],
)
def test_the_first_face_that_has_a_cluster_shows_it(text, faces):
    assert list(dict.fromkeys(piece.face.name for piece in shaped(text))) == faces


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("אב", [["א"], ["ב"]]),
        ("لا", [["ال"]]),  # a ligature, its letters in the order of sight
        ("שָׁ", [["\u05c1", "\u05b8", "ש"]]),  # marks stand before their letter in sight
        ("(א)", [["("], ["א"], [")"]]),
    ],
)
def test_from_right_to_left_every_glyph_tells_its_text(text, texts):
    assert [[glyph.text for glyph in piece.glyphs] for piece in shaped(text, 1)] == texts


@pytest.mark.usefixtures("fonts")
def test_brackets_are_mirrored_from_right_to_left():
    opening, _, closing = shaped("(א)", 1)

    assert [opening.glyphs[0].number, closing.glyphs[0].number] == [
        piece.face.glyphs[sign] for piece, sign in ((opening, ")"), (closing, "("))
    ]


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize(
    ("text", "exact"),
    [("中", True), ("क", True), ("कि", False), ("क्ष", True), ("ตั้", False), ("é", True)],
)
def test_text_that_glyphs_cannot_tell_is_known(text, exact):
    assert all(piece.exact for piece in shaped(text)) is exact


def test_a_box_stands_for_a_whole_cluster_and_keeps_its_text():
    (piece,) = shaped("कि")

    assert [glyph.number for glyph in piece.glyphs] == [REGULAR.glyphs[chr(BOX)]]
    assert piece.glyphs[0].text == piece.text == "कि"


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize(
    ("text", "ems", "lines"),
    [
        ("中文中", 2.1, ["中文", "中"]),
        ("中文。", 2.1, ["中", "文。"]),  # no line begins with a stop
        ("中「文」", 3.1, ["中", "「文」"]),
        ("“中”文", 1.9, ["“中”", "文"]),
        ("กเก", 1.1, ["ก", "เก"]),  # the vowel is written before its letter
        ("กกะ", 1.1, ["ก", "กะ"]),
        ("ab ก", 1.1, ["ab", "ก"]),
        ("א ב", 0.9, ["א", "ב"]),
        ("  א  ", 2, ["א"]),
        ("אבגדה", 1.4, ["אב", "גד", "ה"]),  # a word longer than a line
        ("a\u0301bc", 0.6, ["a\u0301", "b", "c"]),
        ("", 1, [""]),
    ],
)
def test_where_a_line_may_end(text, ems, lines):
    assert [read(line) for line in broken(shaped(text), ems * 1000, REGULAR)] == lines


@pytest.mark.usefixtures("fonts")
def test_a_piece_wider_than_its_column_becomes_a_box():
    (line,) = broken(shaped("中"), 900, REGULAR)

    assert [glyph.number for glyph in line[0].glyphs] == [REGULAR.glyphs[chr(BOX)]]


@pytest.mark.usefixtures("fonts")
@given(HOSTILE_TEXT, st.sampled_from([0, 1]))
def test_no_text_is_lost_and_no_glyph_is_missing(text, base):
    text = clean(text)
    pieces = shaped(text, base)

    assert read(pieces) == text
    assert all(glyph.number for piece in pieces for glyph in piece.glyphs)
