"""Two leading pages, then the appendix, each with header and footer."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from intake.domain.language import gettext as _
from reports.domain import snapshot
from reports.domain.fhir import bundle
from reports.domain.summary import Header, Summary
from reports.pdf import appendix, front, support
from reports.pdf.archive import Attachment
from reports.pdf.blocks import Block, tide_line
from reports.pdf.document import Sheet
from reports.pdf.fonts import REGULAR
from reports.pdf.styles import (
    BOTTOM,
    INK,
    LINE,
    MARGIN,
    NAME,
    RULE_ID,
    SMALL_QUIET,
    SMALL_STRONG,
    TINY,
    TOP,
)
from reports.pdf.text import unprintable

GAP, WIDEST_GAP = 9.0, 15.0
Limits = TypeVar("Limits")


def write(summary: Summary) -> bytes:
    data = snapshot.canonical(summary)
    sheet = Sheet(
        paper=summary.header.paper,
        title=summary.header.title,
        author=summary.header.practice,
        language=summary.header.language,
        made_at=summary.provenance.made_at_iso,
        seed=data,
    )
    width, room = sheet.width - 2 * MARGIN, sheet.height - TOP - BOTTOM
    boxes = support.boxes_line(unprintable(data.decode(), REGULAR))
    leading = [
        _fitted(front.LIMITS, lambda limits: front.blocks(summary, width, limits), room),
        _fitted(support.LIMITS, lambda limits: support.blocks(summary, width, limits, boxes), room),
    ]
    pages = [*leading, *_flowed(appendix.pieces(summary, width, boxes), room)]
    frame = _Frame(summary, hashlib.sha256(data).hexdigest(), len(pages))
    for number, blocks in enumerate(pages, start=1):
        frame.top(width, number).draw(sheet, MARGIN, 26)
        for block, top in blocks:
            block.draw(sheet, MARGIN, TOP + top)
        frame.bottom(width).draw(sheet, MARGIN, sheet.height - BOTTOM + 9)
        sheet.next_page()
    sheet.attach(_machine_copy(summary))
    return sheet.finish()


def _machine_copy(summary: Summary) -> Attachment:
    """The same summary as FHIR, canonical JSON, for whatever program takes the file in."""
    copy = json.dumps(bundle(summary), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Attachment(
        name="summary.fhir.json",
        data=copy.encode(),
        mime="application/fhir+json",
        description=_("The same summary as a FHIR R4 Bundle"),
    )


Placed = list[tuple[Block, float]]


def _fitted(
    limits: Sequence[Limits], blocks: Callable[[Limits], list[Block]], room: float
) -> Placed:
    """The roomiest limits that fit on one page; spare room goes between the blocks."""
    made = blocks(limits[0])
    if not _fits(made, room):
        tighter = range(1, len(limits) - 1)
        best = bisect_left(tighter, True, key=lambda at: _fits(blocks(limits[at]), room))
        made = blocks(limits[best + 1])
    used = sum(block.height for block in made)
    gap = min(WIDEST_GAP, (room - used) / max(1, len(made) - 1))
    tops, top = [], 0.0
    for block in made:
        tops.append(top)
        top += block.height + gap
    return list(zip(made, tops, strict=True))


def _fits(blocks: Sequence[Block], room: float) -> bool:
    return sum(block.height for block in blocks) + GAP * (len(blocks) - 1) <= room


def _flowed(blocks: Iterable[Block], room: float) -> Iterator[Placed]:
    """Blocks down the pages; a heading goes over with what it heads."""
    page: Placed = []
    top = 0.0
    for group in _kept_together(blocks):
        height = sum(block.height for block in group)
        if page and top + height > room:
            yield page
            page, top = [], 0.0
        for block in group:
            page.append((block, top))
            top += block.height
    if page:
        yield page


def _kept_together(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.heads:
            yield group
            group = []
    if group:
        yield group


class _Frame:
    """Who it is about, on every page, and which document this is."""

    def __init__(self, summary: Summary, sha256: str, pages: int) -> None:
        self.header = summary.header
        self.pages = pages
        made = summary.provenance
        parts = (
            _("Document %(name)s, version %(version)d, %(state)s"),
            _("made %(at)s"),
            _("rules %(rules)s"),
            _("contents sha256 %(sha256)s"),
        )
        facts = {
            "name": made.document.split("-")[0],
            "version": made.version,
            "state": _state(summary),
            "at": made.made_at,
            "rules": made.ruleset,
            "sha256": sha256[:12],
        }
        self.document = "  ·  ".join(parts) % facts

    def top(self, width: float, number: int) -> Block:
        """Read aloud on the first page only."""
        block = Block(width)
        if number == 1:
            self._head(block, number)
        else:
            with block.artifact("Header"):
                self._head(block, number)
        return block

    def _head(self, block: Block, number: int) -> None:
        width = block.width
        block.text(0, 0, self.header.name, NAME, width=width * 0.62, most=1)
        block.right(width, 0, self.header.practice, SMALL_STRONG, width=width * 0.36, beside=NAME)
        page = _("Page %(number)d of %(pages)d") % {"number": number, "pages": self.pages}
        page = f"  ·  {page}"
        end = width - SMALL_QUIET.width(page)
        with block.artifact("Header"):
            block.lines(end, 16, [page], SMALL_QUIET)
        with block.element("H1"):
            title = self.header.title
            block.right(end, 16, title, SMALL_QUIET, width=width * 0.5, beside=SMALL_QUIET)
        room = end - SMALL_QUIET.width(title) - 12
        block.text(0, 16, _identity(self.header), SMALL_QUIET, width=room, most=1)
        tide_line(block, 31)

    def bottom(self, width: float) -> Block:
        block = Block(width)
        bold = replace(RULE_ID, colour=INK)
        confidential = _("Confidential. Self-reported; not a diagnosis.")
        who = "  ·  ".join(part for part in (self.header.name, self.header.record_number) if part)
        with block.artifact("Footer"):
            block.rule(0, colour=LINE)
            block.lines(0, 3, [confidential], bold)
            block.right(width, 3, who, TINY, width=width * 0.6, beside=TINY)
            block.text(0, 12.6, self.document, TINY, width=width, most=1)
        return block


def _state(summary: Summary) -> str:
    state = _("signed") if summary.status.signed else _("not reviewed")
    version = summary.provenance.version
    if version == 1:
        return state
    return _("replaces version %(number)d") % {"number": version - 1} + ", " + state


def _identity(header: Header) -> str:
    age = f" ({header.age})" if header.age is not None else ""
    born = _("Born %(date)s") % {"date": header.birth_date} + age
    record = _("Record %(number)s") % {"number": header.record_number}
    parts = (
        born if header.birth_date else _("Birth date not given"),
        record if header.record_number else "",
        header.appointment,
        header.recipient,
    )
    return "  ·  ".join(part for part in parts if part)
