"""Which files can be fonts of the PDF, and the codes by which a document names their glyphs."""

import struct

import pytest

from reports.pdf.fonts import BOX, FOLDER, MANY_CODES, REGULAR, Codes, fault, further

OWN = FOLDER / "SourceSans3-Regular.ttf"


def renamed(font, table, name):
    return font.replace(table, name, 1)


def licensed(font, bits):
    """The font with other bits of permission (OS/2 fsType)."""
    entry = font.index(b"OS/2")
    (start,) = struct.unpack(">I", font[entry + 8 : entry + 12])
    return font[: start + 8] + struct.pack(">H", bits) + font[start + 10 :]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda font: font, None),
        (lambda font: licensed(font, 0x0004), None),  # preview and print
        (lambda font: licensed(font, 0x0002), "licence"),
        (lambda font: licensed(font, 0x0100), "licence"),  # whole or not at all
        (lambda font: renamed(font, b"glyf", b"CFF "), "OpenType CFF"),
        (lambda font: renamed(font, b"glyf", b"CBDT"), "not a TrueType font"),  # colour bitmaps
        (lambda font: b"", "not a TrueType font"),
        (lambda font: b"%PDF-1.7", "not a TrueType font"),
    ],
)
def test_a_file_that_cannot_be_embedded_is_refused_with_the_reason(tmp_path, change, reason):
    path = tmp_path / "font.ttf"
    path.write_bytes(change(OWN.read_bytes()))

    assert reason in (fault(path) or "") if reason else fault(path) is None


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "no such file" in fault(tmp_path / "nowhere.ttf")
    assert "no such file" in fault(tmp_path)


def test_a_font_is_loaded_once_and_a_useless_one_left_out(settings, tmp_path):
    reports = {"fonts": [str(tmp_path / "nowhere.ttf"), str(OWN)]}
    settings.FELTSENSE = settings.FELTSENSE | {"reports": reports}

    assert [face.name for face in further()] == ["SourceSans3-Regular"]
    assert further() is further()


def test_a_flood_of_texts_leaves_a_code_for_every_glyph():
    codes = Codes("H1", REGULAR.glyphs.__getitem__)
    box = REGULAR.glyphs[chr(BOX)]
    given = {codes.of(box, str(number)) for number in range(MANY_CODES + 10)}

    assert len(given) == MANY_CODES
    assert codes.of(box, "yet another") == codes.of(box, "0")
    assert codes.of_character["a"] not in given
