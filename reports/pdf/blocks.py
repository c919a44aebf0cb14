"""Blocks: pieces of a page whose height is known before they are placed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reports.pdf.document import Sheet
from reports.pdf.styles import HEADING, LINE, REFERENCE, RULE_ID, TIDE, TINY, Style

Mark = Callable[[Sheet, float, float], None]


class Within:
    """Opens an element of the structure when the block is drawn, and closes it again."""

    __slots__ = ("_block", "_opens")

    def __init__(self, block: Block, opens: Mark) -> None:
        self._block, self._opens = block, opens

    def __enter__(self) -> None:
        self._block.add(self._opens)

    def __exit__(self, *_: object) -> None:
        self._block.add(_close)


def _close(sheet: Sheet, _left: float, _top: float) -> None:
    sheet.close()


class Block:
    """A piece of a page whose height is known before it is placed."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.height = 0.0
        self.heads = False  # a heading: never the last thing on a page
        self._marks: list[Mark] = []

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        for mark in self._marks:
            mark(sheet, left, top)

    def add(self, mark: Mark, bottom: float = 0) -> None:
        self._marks.append(mark)
        self.height = max(self.height, bottom)

    def place(self, other: Block, x: float, y: float) -> float:
        self.add(lambda s, left, top: other.draw(s, left + x, top + y), y + other.height)
        return y + other.height

    # What is added while one of these is open belongs to it.

    def element(self, tag: str, key: str = "", attributes: str = "") -> Within:
        """A key goes on with an element of a block before, such as a row that runs over pages."""
        return Within(self, lambda s, _left, _top: s.open(tag, attributes, key))

    def paragraph(self) -> Within:
        """Several texts and links that are read as one."""
        return Within(self, lambda s, _left, _top: s.open_paragraph())

    def row(self, key: str = "") -> Within:
        return self.element("TR", key)

    def cell(self, key: str = "") -> Within:
        return self.element("TD", key)

    def head(self, scope: str) -> Within:
        """A cell that heads a Column or a Row."""
        return self.element("TH", attributes=f"/A <</O /Table /Scope /{scope}>>")

    def figure(self, area: tuple[float, float, float, float], words: str) -> Within:
        """`area` is x, y, width, height; `words` say what is seen there."""
        x, y, width, height = area
        return Within(
            self, lambda s, left, top: s.open_figure((left + x, top + y, width, height), words)
        )

    def artifact(self, kind: str = "") -> Within:
        """What is not read; `kind` is Header or Footer where it repeats on every page."""
        return Within(self, lambda s, _left, _top: s.open_artifact(kind))

    def lines(self, x: float, y: float, lines: Sequence[str], style: Style) -> float:
        """Lines from their top edge down; gives back their bottom edge."""
        baseline, bottom = y + style.baseline, y + style.leading * len(lines)
        self.add(lambda s, left, top: s.lines(left + x, top + baseline, lines, style), bottom)
        return bottom

    def text(
        self,
        x: float,
        y: float,
        text: str,
        style: Style,
        *,
        width: float,
        most: int | None = None,
        beside: Style | None = None,
    ) -> float:
        """`beside` names the style of a neighbour on whose baseline the first line stands."""
        lines = style.fit(text, width, most) if most else style.wrap(text, width)
        shift = beside.baseline - style.baseline if beside else 0
        return self.lines(x, y + shift, lines, style)

    def right(
        self, x: float, y: float, text: str, style: Style, *, width: float, beside: Style
    ) -> None:
        (line,) = style.fit(text, width)
        y += beside.baseline - style.baseline
        self.lines(x - style.width(line), y, [line], style)

    def link(self, x: float, y: float, text: str, style: Style, target: str) -> float:
        """A word that leads somewhere; gives back where it ends."""
        baseline = y + style.baseline
        self.add(
            lambda s, left, top: s.link(left + x, top + baseline, text, style, target, top + y),
            y + style.leading,
        )
        return x + style.width(text)

    def rule(self, y: float, *, x: float = 0, to: float | None = None, colour: int = LINE) -> None:
        end = self.width if to is None else to
        self.add(
            lambda s, left, top: s.rule(left + x, top + y, left + end, top + y, colour, 0.6), y
        )

    def target(self, name: str, y: float = 0) -> None:
        self.add(lambda s, left, top: s.target(name, top + y))


def links_to(names: Sequence[str], most: int | None = None) -> list[tuple[str, str]]:
    """Words and target of the link to each answer; of those beyond `most` one link, "+2"."""
    named = [name for name in names if name]
    shown, rest = named[:most], named[most:] if most else []
    links = [(name, name) for name in shown]
    return [*links, (f"+{len(rest)}", rest[0])] if rest else links


def linked(
    block: Block,
    at: tuple[float, float],
    lines: Sequence[str],
    style: Style,
    references: Sequence[tuple[str, str]],
    width: float,
) -> float:
    """Lines, then small links (word, target) after the last; those that find no room go below."""
    with block.paragraph():
        return _linked(block, at, lines, style, references, width)


def _linked(
    block: Block,
    at: tuple[float, float],
    lines: Sequence[str],
    style: Style,
    references: Sequence[tuple[str, str]],
    width: float,
) -> float:
    x, y = at
    bottom = block.lines(x, y, lines or [""], style)
    cursor = x + (style.width(lines[-1]) + 4 if lines and lines[-1] else 0)
    shift = style.baseline - REFERENCE.baseline
    for word, target in references:
        if cursor + REFERENCE.width(word) > x + width and cursor > x:
            cursor, bottom = x, bottom + style.leading
        top = bottom - style.leading + shift
        if target:
            cursor = block.link(cursor, top, word, REFERENCE, target) + 3
        else:
            block.lines(cursor, top, [word], RULE_ID)
            cursor += RULE_ID.width(word) + 3
    block.height = max(block.height, bottom)
    return bottom


def section(title: str, note: str, width: float, name: str, *, ruled: bool = True) -> Block:
    """A heading under the tide line, with a quiet remark at the right."""
    block = Block(width)
    y = 6.0 if ruled else 0.0
    if ruled:
        tide_line(block, 0.5)
    with block.element("H2"):
        block.lines(0, y, [title], HEADING)
    room = width - HEADING.width(title) - 20
    block.right(width, y, note, TINY, width=room, beside=HEADING)
    block.add(lambda s, _left, top: s.bookmark(title, name, top))
    block.height = y + 17
    return block


def tide_line(block: Block, y: float) -> None:
    """The one motif: a hairline that begins as a strong stroke."""
    block.rule(y)
    block.add(lambda s, left, top: s.rule(left, top + y, left + 34, top + y, TIDE, 1.8))


def flowing(
    block: Block,
    at: tuple[float, float],
    items: Sequence[tuple[str, str]],
    style: Style,
    width: float,
) -> float:
    """Short labels in a row, each with a link to its answer; gives back the bottom edge."""
    with block.paragraph():
        return _flowing(block, at, items, style, width)


def _flowing(
    block: Block,
    at: tuple[float, float],
    items: Sequence[tuple[str, str]],
    style: Style,
    width: float,
) -> float:
    x, y = at
    cursor = x
    for label, answer in items:
        (words,) = style.fit(label, width - 40)
        needed = style.width(words) + REFERENCE.width(answer) + 3
        if cursor > x and cursor + needed > x + width:
            cursor, y = x, y + style.leading
        block.lines(cursor, y, [words], style)
        shift = style.baseline - REFERENCE.baseline
        after = cursor + style.width(words) + 3
        cursor = block.link(after, y + shift, answer, REFERENCE, answer) + 9
    bottom = y + style.leading
    block.height = max(block.height, bottom)
    return bottom


def stacked(blocks: Sequence[Block], gap: float = 0) -> Block:
    whole = Block(max(block.width for block in blocks))
    y = 0.0
    for block in blocks:
        y = whole.place(block, 0, y) + gap
    whole.height = y - gap
    return whole


def slug(rule: str) -> str:
    """A rule's name as a destination: no signs that a viewer would read as something else."""
    return rule.replace("+", "-fits-").replace("!", "-note").replace(" ", "-")
