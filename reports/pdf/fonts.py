"""TrueType files as fonts of a PDF: small embedded subsets whose text can be copied out exactly."""

from __future__ import annotations

import hashlib
import struct
import unicodedata
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import uharfbuzz as hb

from reports.conf import conf
from reports.pdf.objects import Stream, Written, reference

FOLDER = Path(__file__).parent / "fonts"
BOX = 0x25A1  # shown for a character that no font has
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MANY_CODES = 0x7FFF  # of 65,535
PLAIN = {"L", "EN", "ES", "ET", "CS", "WS", "ON"}  # runs from left to right, by Unicode Annex 9
NEEDED_TABLES = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "OS/2", "post"}
DROPPED_TABLES = (
    *("GSUB", "GPOS", "GDEF", "name", "post", "cmap", "OS/2", "BASE", "MATH", "gasp", "kern"),
    *("vhea", "vmtx", "DSIG", "FFTM", "COLR", "CPAL", "SVG ", "CBDT", "CBLC", "sbix"),
    *("STAT", "fvar", "gvar", "avar", "cvar", "HVAR", "VVAR", "MVAR"),
)
NO_EMBEDDING = 0x0302  # OS/2 fsType: restricted, no subsets, bitmaps only
CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


class Lazy(dict[str, Any]):
    """A dictionary that works out a missing value once."""

    def __init__(self, work_out: Callable[[str], Any]) -> None:
        super().__init__()
        self.work_out = work_out

    def __missing__(self, key: str) -> Any:
        value = self[key] = self.work_out(key)
        return value


class Codes:
    """The glyphs one document uses of a face; one code per glyph and what it stands for."""

    def __init__(self, name: str, glyph: Callable[[str], int]) -> None:
        self.name = name
        self.rows: list[tuple[int, str]] = [(0, "")]
        self.of_character = Lazy(lambda character: self.of(glyph(character), character))
        self._known: dict[tuple[int, str], str] = {}
        self._first: dict[int, str] = {}

    def of(self, glyph: int, text: str) -> str:
        """The code in hexadecimal. Where a flood of texts would use them up, new texts for an old
        glyph are given up, so that there is a code for every glyph."""
        code = self._known.get((glyph, text))
        if not code and len(self.rows) > MANY_CODES:
            code = self._first.get(glyph)
        return code or self._added(glyph, text)

    def _added(self, glyph: int, text: str) -> str:
        code = self._known[glyph, text] = f"{len(self.rows):04X}"
        self._first.setdefault(glyph, code)
        self.rows.append((glyph, text))
        return code


class Face:
    """One TrueType file, a Type 0 font in a document. Widths are thousandths of the size."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.source = hb.Face(hb.Blob.from_file_path(str(path)))
        self.shaper = hb.Font(self.source)
        self.thousandth: float = 1000 / self.source.upem
        self.characters = frozenset(map(chr, self.source.unicodes))
        self.simple = frozenset(filter(_simple, self.characters))
        self.glyphs = Lazy(lambda c: self.shaper.get_nominal_glyph(ord(c)) or 0)
        self.widths = Lazy(lambda c: self.advance(self.glyphs[c]))
        self.in_use: WeakKeyDictionary[Any, Codes] = WeakKeyDictionary()

    def advance(self, glyph: int) -> int:
        units: int = self.shaper.get_glyph_h_advance(glyph)
        return round(units * self.thousandth)

    def width(self, text: str, size: float) -> float:
        """Of simple text, in points."""
        return float(sum(map(self.widths.__getitem__, text)) * size / 1000)

    def codes(self, document: Any) -> Codes:
        if document not in self.in_use:
            document.delayedFonts.append(self)
            name = f"H{len(document.delayedFonts)}"
            self.in_use[document] = Codes(name, self.glyphs.__getitem__)
        return self.in_use[document]

    def addObjects(self, document: Any) -> None:
        """ReportLab calls this when it closes the file."""
        codes = self.in_use.pop(document)
        fonts = document.idToObject["BasicFonts"].dict
        fonts[codes.name] = document.Reference(self._type0(document, codes))

    # What is written into the file.

    def _type0(self, document: Any, codes: Codes) -> Written:
        base = f"/{_tag(codes.rows)}+{self.postscript_name}"
        cid = reference(document, self._cid_font(document, codes, base))
        unicode = _stream(document, _to_unicode(codes.rows))
        return Written(
            f"<</Type /Font /Subtype /Type0 /BaseFont {base} /Encoding /Identity-H"
            f" /DescendantFonts [{cid}] /ToUnicode {unicode}>>"
        )

    def _cid_font(self, document: Any, codes: Codes, base: str) -> Written:
        glyphs = [glyph for glyph, _ in codes.rows]
        to_glyph = _stream(document, struct.pack(f">{len(glyphs)}H", *glyphs))
        descriptor = reference(document, self._descriptor(document, glyphs, base))
        widths = " ".join(str(self.advance(glyph)) for glyph in glyphs)
        return Written(
            f"<</Type /Font /Subtype /CIDFontType2 /BaseFont {base}"
            " /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"
            f" /FontDescriptor {descriptor} /CIDToGIDMap {to_glyph} /DW 0 /W [0 [{widths}]]>>"
        )

    def _descriptor(self, document: Any, glyphs: list[int], base: str) -> Written:
        subset = self._subset(glyphs)
        file = _stream(document, subset, f" /Length1 {len(subset)}")
        flags = 4 | (64 if self.italic_angle else 0)  # symbolic: the codes are our own
        box = " ".join(map(str, self.bounds))
        return Written(
            f"<</Type /FontDescriptor /FontName {base} /Flags {flags} /FontBBox [{box}]"
            f" /ItalicAngle {self.italic_angle:g} /Ascent {self.bounds[3]}"
            f" /Descent {self.bounds[1]} /CapHeight 660 /StemV {self.stem} /FontFile2 {file}>>"
        )

    def _subset(self, glyphs: list[int]) -> bytes:
        wanted = hb.SubsetInput()
        for glyph in set(glyphs):
            wanted.glyph_set.add(glyph)
        for table in DROPPED_TABLES:
            wanted.drop_table_tag_set.add(int.from_bytes(table.encode(), "big"))
        flags = hb.SubsetFlags
        wanted.flags = flags.RETAIN_GIDS | flags.NO_HINTING | flags.NOTDEF_OUTLINE
        wanted.flags |= flags.NO_LAYOUT_CLOSURE  # the glyphs are chosen already
        return bytes(hb.subset(self.source, wanted).blob.data)

    # Facts of the file.

    def _table(self, tag: str) -> bytes:
        return bytes(self.source.reference_table(tag).data)

    @cached_property
    def postscript_name(self) -> str:
        name = self.source.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
        return (name or self.name).replace(" ", "")

    @cached_property
    def bounds(self) -> list[int]:
        corners = struct.unpack(">4h", self._table("head")[36:44])
        return [round(value * self.thousandth) for value in corners]

    @cached_property
    def italic_angle(self) -> float:
        return float(struct.unpack(">i", self._table("post")[4:8])[0] / 65536)

    @cached_property
    def stem(self) -> int:
        """Stem width by the usual estimate from the weight class."""
        weight = struct.unpack(">H", self._table("OS/2")[4:6])[0]
        return int(50 + (weight / 65) ** 2)


def _stream(document: Any, data: bytes, entries: str = "") -> str:
    return reference(document, Stream(data, entries))


def _tag(rows: list[tuple[int, str]]) -> str:
    """Six letters that name the subset, from its contents."""
    digest = hashlib.sha256(repr(rows).encode("utf-8", "backslashreplace")).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _to_unicode(rows: list[tuple[int, str]]) -> bytes:
    pairs = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for code, (_, text) in enumerate(rows)
        if text
    ]
    parts = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]  # 100 is the format's limit
    blocks = (f"{len(p)} beginbfchar\n" + "\n".join(p) + "\nendbfchar\n" for p in parts)
    return (CMAP_HEAD + "".join(blocks) + CMAP_TAIL).encode()


def _simple(character: str) -> bool:
    """Needs no shaping: a glyph of its own, from left to right."""
    kind = unicodedata.bidirectional(character)
    return kind in PLAIN and not unicodedata.category(character).startswith("M")


REGULAR, BOLD, ITALIC = (
    Face(FOLDER / f"SourceSans3-{style}.ttf") for style in ("Regular", "SemiBold", "Italic")
)


def further() -> tuple[Face, ...]:
    """The faces of the setting `fonts`, for what Source Sans 3 lacks."""
    return _loaded(tuple(conf().fonts))


@cache
def _loaded(paths: tuple[str, ...]) -> tuple[Face, ...]:
    # a report with boxes, which says so, is worth more than none: the system check names the fault
    return tuple(Face(Path(path)) for path in paths if not fault(Path(path)))


def fault(path: Path) -> str | None:
    """Why a file cannot be a font of the PDF, if so."""
    try:
        source = hb.Face(hb.Blob.from_file_path(str(path)))
    except (hb.HarfBuzzError, OSError):
        return "there is no such file, or it cannot be read"
    tables = set(source.table_tags)
    if tables & {"CFF ", "CFF2"}:
        return "its outlines are OpenType CFF; only TrueType outlines can be embedded"
    if not tables >= NEEDED_TABLES:
        return "it is not a TrueType font with outlines"
    permission = struct.unpack(">H", source.reference_table("OS/2").data[8:10])[0]
    return "its licence bits forbid embedding" if permission & NO_EMBEDDING else None
