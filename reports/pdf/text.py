"""Plain strings to measured lines. Nothing is ever read as markup.

Text that needs no shaping goes a short way: its lines are plain strings.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple

from reports.pdf import bidi
from reports.pdf.breaking import broken, width_of, without_last_spaces
from reports.pdf.fonts import REPLACEMENT, Face, further
from reports.pdf.pen import Pen
from reports.pdf.shaping import JOINERS, UNSEEN, Piece, plain, shape

ELLIPSIS = "…"
MARKS = 12  # accents kept on one letter; more is a prank or a broken keyboard
# of every script below U+10000: a class with higher characters takes re twice the time
_MARKS = [chr(at) for at in range(0x300, 0x10000) if unicodedata.category(chr(at)) in {"Mn", "Me"}]
_MARK = f"[{''.join(_MARKS)}\u200c\u200d]"
_MARK_RUN = re.compile(f"({_MARK}{{{MARKS}}}){_MARK}+")
_NARROW = 100  # thousandths of the size; letters of a usual text are wider
_BLANK_LINES = re.compile("\n{3,}")


class _Repair(dict[int, str]):
    """A table for str.translate: what stands on the page for each code point."""

    def __missing__(self, codepoint: int) -> str:
        self[codepoint] = _shown(chr(codepoint))
        return self[codepoint]


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\n\x0b\x0c" or category in {"Zl", "Zp"}:
        return "\n"
    if character == "\t" or category == "Zs":
        return " "
    if category in {"Cc", "Cf"}:  # controls, bidi overrides, tags: they would move or hide text
        return character if character in JOINERS else ""
    broken = category in {"Cs", "Co"} or ord(character) & 0xFFFE == 0xFFFE
    return REPLACEMENT if broken else character


_REPAIR = _Repair()


def clean(text: str) -> str:
    """Any string as text that is safe to lay out: composed, no controls, at most one blank line."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_REPAIR)
        text = _BLANK_LINES.sub("\n\n", text)
    if text.isascii():
        return text
    return _MARK_RUN.sub(r"\1", unicodedata.normalize("NFC", text))


def unprintable(text: str, face: Face) -> str:
    """The characters of a text, each once, that neither the face nor a further one has."""
    lacking = set(clean(text)) - face.characters - UNSEEN - {"\n"}
    return "".join(sorted(lacking.difference(*(one.characters for one in further()))))


class Column(NamedTuple):
    """What lines are broken for; `width` in points."""

    face: Face
    size: float
    width: float
    aligned: bool = True  # lines from right to left stand at its right edge

    @property
    def limit(self) -> float:
        """In thousandths of the size."""
        return self.width * 1000 / self.size


class Line(str):
    """A line that was shaped: its pieces in reading order, and where it begins and ends in its
    column, in points."""

    pieces: list[Piece]
    base: int
    start: float
    end: float


def wrap(text: str, *, face: Face, size: float, width: float) -> list[str]:
    """Lines no wider than `width` points; a word too long is cut."""
    return _wrap(text, Column(face, size, width), None)


def fit(text: str, *, face: Face, size: float, width: float, lines: int = 1) -> list[str]:
    """At most `lines` lines; what does not fit ends in an ellipsis. A single line is a label, which
    keeps its place whichever way it runs."""
    column = Column(face, size, width, aligned=lines > 1)
    wrapped = _wrap(text, column, lines + 1)
    if len(wrapped) <= lines:
        return wrapped
    return [*wrapped[: lines - 1], _shortened(wrapped[lines - 1], column)]


def measure(text: str, face: Face, size: float) -> float:
    """The width of a line in points; of one that stands at the right, with what is left of it."""
    return face.width(text, size) if _is_simple(text, face) else _shaped(text, face, size).end


def operators(text: str, face: Face, size: float, document: Any) -> str:
    """What shows a line in a PDF, between BT and ET and after its place."""
    if _is_simple(text, face):
        codes = face.codes(document)
        shown = "".join(map(codes.of_character.__getitem__, text))
        return f"/{codes.name} {size:g} Tf <{shown}> Tj"
    line = _shaped(text, face, size)
    order = bidi.visual_order([piece.level for piece in line.pieces])
    shown = Pen(size, document).written(line.pieces[at] for at in order)
    return f"{line.start:.2f} 0 Td {shown}" if line.start else shown


def _is_simple(text: str, face: Face) -> bool:
    if isinstance(text, Line):
        return False
    return (text.isascii() and text.isprintable()) or face.simple.issuperset(text)


def _shaped(text: str, face: Face, size: float) -> Line:
    if isinstance(text, Line):
        return text
    base = bidi.base_level(text)
    column = Column(face, size, 0, aligned=False)
    return _line(shape(text, base, (face, *further())), base, column)


def _line(pieces: list[Piece], base: int, column: Column) -> Line:
    line = Line("".join(piece.text for piece in pieces))
    line.pieces, line.base = pieces, base
    width = width_of(pieces) * column.size / 1000
    line.start = column.width - width if base and column.aligned else 0
    line.end = line.start + width
    return line


def _wrap(text: str, column: Column, most: int | None) -> list[str]:
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        simple = _is_simple(paragraph, column.face)
        wrap_paragraph = _wrap_simple if simple else _wrap_shaped
        lines += wrap_paragraph(paragraph, column, most and most - len(lines))
        if most and len(lines) >= most:
            break
    return lines


def _wrap_shaped(text: str, column: Column, most: int | None) -> list[str]:
    """Does not shape a long text for the sake of its first lines."""
    enough = round(most * column.limit / _NARROW) if most else len(text)
    lines = _shaped_lines(text[:enough], column)
    if most and len(lines) < most and enough < len(text):
        lines = _shaped_lines(text, column)
    return [*lines[:most]]


def _shaped_lines(text: str, column: Column) -> list[Line]:
    base = bidi.base_level(text)
    pieces = shape(text, base, (column.face, *further()))
    return [_line(line, base, column) for line in broken(pieces, column.limit, column.face)]


def _shortened(line: str, column: Column) -> str:
    if not isinstance(line, Line):
        while line and column.face.width(line + ELLIPSIS, column.size) > column.width:
            line = line[:-1]
        return line.rstrip() + ELLIPSIS
    ellipsis = plain(ELLIPSIS, line.base, column.face)
    pieces = line.pieces
    while pieces and width_of(pieces) + ellipsis.width > column.limit:
        pieces = pieces[:-1]
    return _line([*without_last_spaces(pieces), ellipsis], line.base, column)


def _wrap_simple(text: str, column: Column, most: int | None) -> list[str]:
    face, limit = column.face, column.limit
    advance = face.widths.__getitem__
    if sum(map(advance, text)) <= limit:
        return [text]
    space = advance(" ")
    lines, line, used = [], "", 0.0
    for whole in text.split(" "):
        word = whole
        width = sum(map(advance, word))
        if line and used + space + width <= limit:
            line, used = f"{line} {word}", used + space + width
            continue
        if line:
            lines.append(line)
        if width > limit:
            *pieces, word = _cut(word, face, limit)
            lines += pieces
            width = sum(map(advance, word))
        line, used = word, width
        if most and len(lines) >= most:
            break
    return [*lines, line][:most]


def _cut(word: str, face: Face, limit: float) -> list[str]:
    pieces, start, used = [], 0, 0.0
    for at, character in enumerate(word):
        width = face.widths[character]
        if used + width > limit and at > start:
            pieces.append(word[start:at])
            start, used = at, 0.0
        used += width
    return [*pieces, word[start:]]
