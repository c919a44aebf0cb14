"""A sheet of paper. Coordinates run from the top left, in points."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFDocument,
    PDFObjectReference,
    PDFStream,
    PDFZCompress,
)
from reportlab.pdfgen.canvas import Canvas

from reports.pdf.fonts import Raw, reference
from reports.pdf.styles import PAPERS, WHITE, Style


class _Document(PDFDocument):
    """Compressed pages without the ASCII armour that makes a file a quarter larger."""

    def addPage(self, page: Any) -> None:
        page.Contents = PDFStream(content=page.stream, filters=[PDFZCompress])
        super().addPage(page)


class _Canvas(Canvas):
    """A canvas on that document, without an unembedded Helvetica on every page."""

    # ReportLab's own, which it has no public name for
    _doc: Any
    _code: list[str]
    _addAnnotation: Callable[[Any], None]

    def __init__(self, file: BytesIO, size: tuple[float, float]) -> None:
        super().__init__(file, pagesize=size, pageCompression=1, invariant=1, lang="en")
        self._doc.__class__ = _Document

    def _make_preamble(self) -> None:
        self._preamble = ""


class Sheet:
    """Draws on the current page. Operators are written as they stand in the file: one way to
    print a number, and a fifth of the time that the canvas takes over its own."""

    def __init__(self, *, paper: str, title: str, author: str, made_at: str, seed: bytes) -> None:
        self.width, self.height = PAPERS[paper]
        self._file = BytesIO()
        self._canvas = _Canvas(self._file, PAPERS[paper])
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject(title)
        self._canvas.setCreator("Feltsense")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._state: dict[str, str] = {}
        self._page = 1
        self._targets: dict[str, tuple[int, str]] = {}
        self._freeze(made_at, seed)

    def _freeze(self, made_at: str, seed: bytes) -> None:
        """The date of the record and an id from its content, never the clock's."""
        at = datetime.fromisoformat(made_at).astimezone(UTC)
        stamp = self._canvas._doc._timeStamp
        stamp.YMDhms = (at.year, at.month, at.day, at.hour, at.minute, at.second)
        stamp.dhh = stamp.dmm = 0
        name = hashlib.sha256(seed).hexdigest()[:32].encode()
        self._canvas._doc._ID = b"[<" + name + b"><" + name + b">]"

    def next_page(self) -> None:
        self._canvas.showPage()
        self._page += 1
        self._state = {}

    def finish(self) -> bytes:
        """Names the destinations, so that `file.pdf#A12` opens there too, and closes the file."""
        names = " ".join(f"({name}) {self._place(name)}" for name in sorted(self._targets))
        self._canvas._doc.Catalog.Names = f"<</Dests <</Names [{names}]>>>>"
        self._canvas.save()
        return self._file.getvalue()

    def _place(self, name: str) -> str:
        number, top = self._targets[name]
        page = reference(self._canvas._doc, PDFObjectReference(f"Page{number}"))
        return f"[{page} /XYZ 0 {top} null]"

    def string(self, x: float, baseline: float, text: str, style: Style) -> None:
        self._fill(style.colour)
        document = self._canvas._doc
        ((_, codes),) = style.face.splitString(text, document)
        font = style.face.getSubsetInternalName(0, document)
        place = f"{x:.2f} {self._up(baseline)}"
        self._write(f"BT {font} {style.size:g} Tf {place} Td <{codes.hex()}> Tj ET")

    def rule(
        self, x: float, y: float, to_x: float, to_y: float, colour: int, weight: float
    ) -> None:
        self._stroke(colour, weight)
        self._write(f"{x:.2f} {self._up(y)} m {to_x:.2f} {self._up(to_y)} l S")

    def dashed(
        self, x: float, y: float, to_x: float, to_y: float, colour: int, weight: float
    ) -> None:
        self._write("[3 2] 0 d")
        self.rule(x, y, to_x, to_y, colour, weight)
        self._write("[] 0 d")

    def box(
        self,
        area: tuple[float, float, float, float],
        *,
        fill: int | None = None,
        line: int | None = None,
        weight: float = 0.6,
    ) -> None:
        """`area` is x, y, width, height."""
        x, y, width, height = area
        if fill is not None:
            self._fill(fill)
        if line is not None:
            self._stroke(line, weight)
        paint = "B" if fill is not None and line is not None else "S" if fill is None else "f"
        self._write(f"{x:.2f} {self._up(y + height)} {width:.2f} {height:.2f} re {paint}")

    def shape(self, points: Sequence[tuple[float, float]], colour: int) -> None:
        self._fill(colour)
        first, *rest = (f"{x:.2f} {self._up(y)}" for x, y in points)
        self._write(f"{first} m {' '.join(f'{point} l' for point in rest)} h f")

    def ring(self, x: float, y: float, radius: float, colour: int, weight: float = 1) -> None:
        self._fill(WHITE)
        self._stroke(colour, weight)
        self._canvas.circle(round(x, 2), float(self._up(y)), radius, fill=1, stroke=1)

    def target(self, name: str, y: float) -> None:
        """A place to link to; the first of a name stands."""
        if name not in self._targets:
            self._targets[name] = (self._page, self._up(y - 6))

    def bookmark(self, title: str, name: str, y: float, level: int = 0) -> None:
        self.target(name, y)
        self._canvas.bookmarkPage(name, fit="XYZ", left=0, top=self._up(y - 6))
        self._canvas.addOutlineEntry(title, name, level, closed=False)

    def link(self, area: tuple[float, float, float, float], name: str) -> None:
        x, y, width, height = area
        corners = f"{x:.2f} {self._up(y + height)} {x + width:.2f} {self._up(y)}"
        self._canvas._addAnnotation(
            Raw(
                f"<</Type /Annot /Subtype /Link /Rect [{corners}] /Border [0 0 0] /F 4"
                f" /Contents (Go to {name}) /Dest ({name})>>"
            )
        )

    def _write(self, operators: str) -> None:
        self._canvas._code.append(operators)

    def _up(self, y: float) -> str:
        return f"{self.height - y:.2f}"

    def _fill(self, colour: int) -> None:
        self._set("fill", f"{_rgb(colour)} rg")

    def _stroke(self, colour: int, weight: float) -> None:
        self._set("stroke", f"{_rgb(colour)} RG")
        self._set("weight", f"{weight:g} w")

    def _set(self, what: str, operators: str) -> None:
        if self._state.get(what) != operators:
            self._state[what] = operators
            self._write(operators)


def _rgb(colour: int) -> str:
    parts = (colour >> 16, colour >> 8 & 255, colour & 255)
    return " ".join(f"{part / 255:.3f}" for part in parts)
