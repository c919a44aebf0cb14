"""Two leading pages, then the appendix, each with header and footer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from reports.domain import snapshot
from reports.domain.summary import Header, Summary
from reports.pdf import appendix, front, support
from reports.pdf.blocks import Block, tide_line
from reports.pdf.document import Sheet
from reports.pdf.fonts import REGULAR
from reports.pdf.styles import (
    BOTTOM,
    INK,
    LINE,
    MARGIN,
    NAME,
    SMALL_QUIET,
    SMALL_STRONG,
    TINY,
    TOP,
    Style,
)
from reports.pdf.text import unprintable

CONFIDENTIAL = "Confidential. Self-reported; not a diagnosis."
GAP, WIDEST_GAP = 9.0, 15.0
Limits = TypeVar("Limits")


def write(summary: Summary) -> bytes:
    data = snapshot.canonical(summary)
    sheet = Sheet(
        paper=summary.header.paper,
        title=summary.header.title,
        author=summary.header.practice,
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
    return sheet.finish()


Placed = list[tuple[Block, float]]


def _fitted(
    limits: Sequence[Limits], blocks: Callable[[Limits], list[Block]], room: float
) -> Placed:
    """The roomiest limits that fit on one page; spare room goes between the blocks."""
    for limit in limits:
        made = blocks(limit)
        used = sum(block.height for block in made)
        if used + GAP * (len(made) - 1) <= room:
            break
    gap = min(WIDEST_GAP, (room - used) / max(1, len(made) - 1))
    tops, top = [], 0.0
    for block in made:
        tops.append(top)
        top += block.height + gap
    return list(zip(made, tops, strict=True))


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
        replaces = f" (replaces {made.version - 1})" if made.version > 1 else ""
        state = "signed" if summary.status.signed else "not reviewed"
        self.document = (
            f"Document {made.document.split('-')[0]}, version {made.version}{replaces}, {state}"
            f"  ·  made {made.made_at}  ·  rules {made.ruleset}  ·  sha256 {sha256[:12]}"
        )

    def top(self, width: float, number: int) -> Block:
        block = Block(width)
        page = f"Page {number} of {self.pages}"
        block.text(0, 0, self.header.name, NAME, width=width * 0.62, most=1)
        block.right(width, 0, self.header.practice, SMALL_STRONG, width=width * 0.36, beside=NAME)
        right = f"{self.header.title}  ·  {page}"
        block.right(width, 16, right, SMALL_QUIET, width=width * 0.5, beside=SMALL_QUIET)
        room = width - SMALL_QUIET.width(right) - 12
        block.text(0, 16, _identity(self.header), SMALL_QUIET, width=room, most=1)
        tide_line(block, 31)
        return block

    def bottom(self, width: float) -> Block:
        block = Block(width)
        block.rule(0, colour=LINE)
        bold = Style(face=SMALL_STRONG.face, size=TINY.size, leading=TINY.leading, colour=INK)
        block.lines(0, 3, [CONFIDENTIAL], bold)
        who = "  ·  ".join(part for part in (self.header.name, self.header.record_number) if part)
        block.right(width, 3, who, TINY, width=width * 0.6, beside=TINY)
        block.text(0, 12.6, self.document, TINY, width=width, most=1)
        return block


def _identity(header: Header) -> str:
    age = f" ({header.age})" if header.age is not None else ""
    parts = (
        f"Born {header.birth_date}{age}" if header.birth_date else "Birth date not given",
        f"Record {header.record_number}" if header.record_number else "",
        header.appointment,
        header.recipient,
    )
    return "  ·  ".join(part for part in parts if part)
