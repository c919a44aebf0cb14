"""A sheet of paper. Coordinates run from the top left, in points."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObjectReference
from reportlab.pdfgen.canvas import Canvas

from intake.domain.language import gettext as _
from reports.pdf import archive
from reports.pdf.archive import About, Attachment
from reports.pdf.file import File
from reports.pdf.objects import reference, string
from reports.pdf.styles import PAPERS, WHITE, Style
from reports.pdf.tagging import DECORATION, HOLDERS, Artifact, Element, Tree
from reports.pdf.text import clean


class _Canvas(Canvas):
    """A canvas on our file, without an unembedded Helvetica on every page."""

    # ReportLab's own, which it has no public name for
    _doc: Any
    _code: list[str]
    _annotationrefs: list[Any]

    def __init__(self, file: BytesIO, size: tuple[float, float], language: str) -> None:
        super().__init__(file, pagesize=size, pageCompression=1, invariant=1, lang=language)
        self._doc.__class__ = File

    def _make_preamble(self) -> None:
        self._preamble = ""


class Sheet:
    """Draws on the current page. Operators are written as they stand in the file: one way to
    print a number, and a fifth of the time that the canvas takes over its own.

    What is drawn belongs to the element that is open: text to it or to a paragraph in it, lines
    and boxes to nobody, unless a figure is open."""

    def __init__(
        self, *, paper: str, title: str, author: str, language: str, made_at: str, seed: bytes
    ) -> None:
        self.width, self.height = PAPERS[paper]
        self._output = BytesIO()
        at = datetime.fromisoformat(made_at).astimezone(UTC)  # the record's date, never the clock's
        self._about = About(title=clean(title), author=clean(author), language=language, at=at)
        self._canvas = _Canvas(self._output, PAPERS[paper], language)
        self._file: Any = self._canvas._doc
        self._file.begin(file_id=hashlib.sha256(seed).hexdigest()[:32])
        self._tree = Tree(self._file, language)
        self._open: list[Element | Artifact] = [self._tree.document]
        self._attachments: list[Attachment] = []
        self._targets: dict[str, tuple[int, str]] = {}
        self._go_to = _("Go to %(place)s")
        self._pages = 0
        self._begin_page()

    def _begin_page(self) -> None:
        self._write = self._canvas._code.append
        self._state: dict[str, str] = {}
        self._marked: Element | Artifact | None = None
        self._tree.next_page()

    def next_page(self) -> None:
        self._mark(None)
        self._canvas.showPage()
        self._pages += 1
        self._begin_page()

    # --- what belongs to what ------------------------------------------------------------------

    def open(self, tag: str, attributes: str = "", key: str = "") -> None:
        """A new element inside the open one; with a key, goes on with the one of that key."""
        parent = self._open[-1]
        if isinstance(parent, Artifact):
            self._open.append(parent)
        else:
            self._open.append(self._tree.element(tag, parent, attributes, key))

    def open_artifact(self, kind: str) -> None:
        self._open.append(Artifact(kind))

    def open_paragraph(self) -> None:
        """Goes on with the open element where that may hold text."""
        if self._open[-1].tag in HOLDERS:
            self._open.append(self._open[-1])
        else:
            self.open("P")

    def open_figure(self, area: tuple[float, float, float, float], words: str) -> None:
        """`area` is x, y, width, height; `words` say what the figure shows."""
        box = f"/A <</O /Layout /BBox [{self._corners(area)}]>>"
        self.open("Figure", f"/Alt {string(words)} {box}")

    def close(self) -> None:
        self._open.pop()

    def _mark(self, place: Element | Artifact | None) -> None:
        """Ends the marked content that is open, and begins that of `place`."""
        if self._marked is place:
            return
        if self._marked is not None:
            self._write("EMC")
        self._marked = place
        if isinstance(place, Element):
            self._write(self._tree.mark(place))
        elif place is not None:
            self._write(place.operator)

    def _mark_drawing(self) -> None:
        place = self._open[-1]
        self._mark(place if place.tag in {"Figure", "Artifact"} else DECORATION)

    # --- text ----------------------------------------------------------------------------------

    def lines(self, x: float, baseline: float, lines: Sequence[str], style: Style) -> None:
        """One text, a paragraph unless it stands in an element that holds text."""
        self.open_paragraph()
        for line in lines:
            self.string(x, baseline, line, style)
            baseline += style.leading
        self.close()

    def string(self, x: float, baseline: float, text: str, style: Style) -> None:
        if not text:
            return
        self._mark(self._open[-1])
        self._fill(style.colour)
        shown = style.operators(text, self._file)
        self._write(f"BT {x:.2f} {self._up(baseline)} Td {shown} ET")

    def link(
        self, x: float, baseline: float, text: str, style: Style, target: str, top: float
    ) -> None:
        """A word that leads to a target; `top` is the upper edge of its line."""
        self.open_paragraph()
        self.open("Link")
        self.string(x, baseline, text, style)
        self._annotate((x, top, style.width(text), style.leading), target)
        self.close()
        self.close()

    def _annotate(self, area: tuple[float, float, float, float], target: str) -> None:
        element = self._open[-1]
        if isinstance(element, Artifact):
            return
        number, key = self._tree.annotation(element)
        words = self._go_to % {"place": target}
        self._file.put(
            number,
            f"<</Type /Annot /Subtype /Link /Rect [{self._corners(area)}] /Border [0 0 0] /F 4"
            f" /StructParent {key} /Contents {string(words)} /Dest {string(target)}>>",
        )
        self._canvas._annotationrefs.append(f"{number} 0 R".encode())

    # --- lines and shapes ----------------------------------------------------------------------

    def rule(
        self, x: float, y: float, to_x: float, to_y: float, colour: int, weight: float
    ) -> None:
        self._mark_drawing()
        self._stroke(colour, weight)
        self._write(f"{x:.2f} {self._up(y)} m {to_x:.2f} {self._up(to_y)} l S")

    def dashed(
        self, x: float, y: float, to_x: float, to_y: float, colour: int, weight: float
    ) -> None:
        self._mark_drawing()
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
        self._mark_drawing()
        x, y, width, height = area
        if fill is not None:
            self._fill(fill)
        if line is not None:
            self._stroke(line, weight)
        paint = "B" if fill is not None and line is not None else "S" if fill is None else "f"
        self._write(f"{x:.2f} {self._up(y + height)} {width:.2f} {height:.2f} re {paint}")

    def shape(self, points: Sequence[tuple[float, float]], colour: int) -> None:
        self._mark_drawing()
        self._fill(colour)
        first, *rest = (f"{x:.2f} {self._up(y)}" for x, y in points)
        self._write(f"{first} m {' '.join(f'{point} l' for point in rest)} h f")

    def ring(self, x: float, y: float, radius: float, colour: int, weight: float = 1) -> None:
        self._mark_drawing()
        self._fill(WHITE)
        self._stroke(colour, weight)
        self._write(f"{_circle(x, self.height - y, radius)} B")

    # --- places to go to -----------------------------------------------------------------------

    def target(self, name: str, y: float) -> None:
        """A place to link to; the first of a name stands."""
        if name not in self._targets:
            self._targets[name] = (self._pages, self._up(y - 6))

    def bookmark(self, title: str, name: str, y: float, level: int = 0) -> None:
        self.target(name, y)
        self._canvas.bookmarkPage(name, fit="XYZ", left=0, top=self._up(y - 6))
        self._canvas.addOutlineEntry(title, name, level, closed=False)

    # --- the end -------------------------------------------------------------------------------

    def attach(self, attachment: Attachment) -> None:
        self._attachments.append(attachment)

    def finish(self) -> bytes:
        """Names the destinations, so that `file.pdf#A12` opens there too, and closes the file."""
        catalog, file = self._file.Catalog, self._file
        pages = [
            reference(file, PDFObjectReference(f"Page{number + 1}"))
            for number in range(self._pages)
        ]
        catalog.StructTreeRoot = self._tree.write(pages)
        catalog.MarkInfo = "<</Marked true>>"
        catalog.ViewerPreferences = "<</DisplayDocTitle true>>"
        places = " ".join(
            f"{string(name)} [{pages[page]} /XYZ 0 {top} null]"
            for name, (page, top) in sorted(self._targets.items())
        )
        files = archive.complete(file, self._about, self._attachments)
        catalog.Names = f"<</Dests <</Names [{places}]>> {files}>>"
        self._canvas.showOutline()
        self._canvas.addPageLabel(0, style="ARABIC", start=1)
        file.SaveToFile(self._output, self._canvas)
        return self._output.getvalue()

    # --- operators -----------------------------------------------------------------------------

    def _up(self, y: float) -> str:
        return f"{self.height - y:.2f}"

    def _corners(self, area: tuple[float, float, float, float]) -> str:
        x, y, width, height = area
        return f"{x:.2f} {self._up(y + height)} {x + width:.2f} {self._up(y)}"

    def _fill(self, colour: int) -> None:
        self._set("fill", f"{_rgb(colour)} rg")

    def _stroke(self, colour: int, weight: float) -> None:
        self._set("stroke", f"{_rgb(colour)} RG")
        self._set("weight", f"{weight:g} w")

    def _set(self, what: str, operators: str) -> None:
        if self._state.get(what) != operators:
            self._state[what] = operators
            self._write(operators)


ROUND = 0.5523  # of the radius: where the handles of a quarter circle stand


def _circle(x: float, y: float, radius: float) -> str:
    """Four curves; `y` counts from the bottom of the page."""
    hand = radius * ROUND
    quarters = (
        (radius, hand, hand, radius, 0, radius),
        (-hand, radius, -radius, hand, -radius, 0),
        (-radius, -hand, -hand, -radius, 0, -radius),
        (hand, -radius, radius, -hand, radius, 0),
    )
    curves = (
        " ".join(f"{(y if index % 2 else x) + part:.2f}" for index, part in enumerate(quarter))
        for quarter in quarters
    )
    return f"{x + radius:.2f} {y:.2f} m " + " ".join(f"{curve} c" for curve in curves)


@lru_cache(maxsize=64)
def _rgb(colour: int) -> str:
    parts = (colour >> 16, colour >> 8 & 255, colour & 255)
    return " ".join(f"{part / 255:.3f}" for part in parts)
