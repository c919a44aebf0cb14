"""Source Sans 3 as ReportLab fonts: small embedded subsets whose text can be copied out exactly."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import uharfbuzz as hb
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFObject, PDFStream, PDFZCompress

FOLDER = Path(__file__).parent / "fonts"
BOX = 0x25A1  # shown for a character the font does not have
DROPPED_TABLES = (
    *("GSUB", "GPOS", "GDEF", "name", "post", "cmap", "OS/2"),
    *("STAT", "BASE", "gasp", "kern", "DSIG"),
)
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
    """The glyphs one document uses; one code per glyph and character."""

    def __init__(self, name: str, glyph: Callable[[str], int]) -> None:
        self.name = name
        self.rows: list[tuple[int, str]] = [(0, "")]
        self.bytes_of = Lazy(lambda character: self._add(glyph(character), character))

    def _add(self, glyph: int, character: str) -> bytes:
        self.rows.append((glyph, character))
        return struct.pack(">H", len(self.rows) - 1)


class Raw(PDFObject):
    """A PDF object already written out."""

    __RefOnly__ = 1

    def __init__(self, text: str) -> None:
        self.text = text

    def format(self, document: Any) -> bytes:
        return self.text.encode("latin-1")


class Face:
    """One TrueType file in the shape ReportLab asks of a font; it writes a Type 0 font."""

    _dynamicFont = _multiByte = 1
    shapable = False

    def __init__(self, name: str, path: Path) -> None:
        self.fontName = self.name = name
        self.face = self
        self.source = hb.Face(hb.Blob.from_file_path(str(path)))
        self.shaper = hb.Font(self.source)
        self.thousandth: float = 1000 / self.source.upem
        self.characters = frozenset(map(chr, self.source.unicodes))
        self.glyphs = Lazy(lambda c: self._nominal(ord(c)) or self._nominal(BOX))
        self.widths = Lazy(lambda c: self._advance(self.glyphs[c]))
        self.in_use: WeakKeyDictionary[Any, Codes] = WeakKeyDictionary()

    def _nominal(self, codepoint: int) -> int:
        glyph: int | None = self.shaper.get_nominal_glyph(codepoint)
        return 0 if glyph is None else glyph

    def _advance(self, glyph: int) -> int:
        units: int = self.shaper.get_glyph_h_advance(glyph)
        return round(units * self.thousandth)

    def width(self, text: str, size: float) -> float:
        return float(sum(map(self.widths.__getitem__, text)) * size / 1000)

    # What ReportLab calls.

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        return self.width(text, size)

    def splitString(self, text: str, document: Any, encoding: str = "utf8") -> list[Any]:
        return [(0, b"".join(map(self._codes(document).bytes_of.__getitem__, text)))]

    def getSubsetInternalName(self, subset: int, document: Any) -> str:
        return f"/{self._codes(document).name}"

    def addObjects(self, document: Any) -> None:
        codes = self.in_use.pop(document)
        fonts = document.idToObject["BasicFonts"].dict
        fonts[codes.name] = document.Reference(self._type0(document, codes))

    def _codes(self, document: Any) -> Codes:
        if document not in self.in_use:
            name = f"H{len(document.fontMapping) + 1}"
            document.fontMapping[self.fontName] = f"/{name}"
            document.delayedFonts.append(self)
            self.in_use[document] = Codes(name, self.glyphs.__getitem__)
        return self.in_use[document]

    # What is written into the file.

    def _type0(self, document: Any, codes: Codes) -> Raw:
        base = f"/{_tag(codes.rows)}+{self.postscript_name}"
        cid = reference(document, self._cid_font(document, codes, base))
        unicode = _stream(document, _to_unicode(codes.rows))
        return Raw(
            f"<</Type /Font /Subtype /Type0 /BaseFont {base} /Encoding /Identity-H"
            f" /DescendantFonts [{cid}] /ToUnicode {unicode}>>"
        )

    def _cid_font(self, document: Any, codes: Codes, base: str) -> Raw:
        glyphs = [glyph for glyph, _ in codes.rows]
        to_glyph = _stream(document, struct.pack(f">{len(glyphs)}H", *glyphs))
        descriptor = reference(document, self._descriptor(document, glyphs, base))
        widths = " ".join(str(self._advance(glyph)) for glyph in glyphs)
        return Raw(
            f"<</Type /Font /Subtype /CIDFontType2 /BaseFont {base}"
            " /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"
            f" /FontDescriptor {descriptor} /CIDToGIDMap {to_glyph} /DW 0 /W [0 [{widths}]]>>"
        )

    def _descriptor(self, document: Any, glyphs: list[int], base: str) -> Raw:
        subset = self._subset(glyphs)
        file = _stream(document, subset, Length1=len(subset))
        flags = 4 | (64 if self.italic_angle else 0)  # symbolic: the codes are our own
        box = " ".join(map(str, self.bounds))
        return Raw(
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
        return bytes(hb.subset(self.source, wanted).blob.data)

    # Facts of the file.

    def _table(self, tag: str) -> bytes:
        return bytes(self.source.reference_table(tag).data)

    @cached_property
    def postscript_name(self) -> str:
        name = self.source.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
        return (name or self.fontName).replace(" ", "")

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


def reference(document: Any, thing: PDFObject) -> str:
    name = document.Reference(thing).name
    return f"{document.idToObjectNumberAndVersion[name][0]} 0 R"


def _stream(document: Any, data: bytes, **entries: int) -> str:
    return reference(document, PDFStream(PDFDictionary(entries), data, [PDFZCompress]))


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


REGULAR = Face("SourceSans3-Regular", FOLDER / "SourceSans3-Regular.ttf")
BOLD = Face("SourceSans3-SemiBold", FOLDER / "SourceSans3-SemiBold.ttf")
ITALIC = Face("SourceSans3-Italic", FOLDER / "SourceSans3-Italic.ttf")
for _face in (REGULAR, BOLD, ITALIC):
    pdfmetrics.registerFont(_face)
