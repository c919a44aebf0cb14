"""Where a line of shaped pieces ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from reports.pdf.fonts import Face
from reports.pdf.shaping import Piece, boxes

# Han, Kana, Thai, Lao, Burmese and Khmer set no spaces: a line may end beside any of their letters
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)
_NEVER_FIRST = frozenset("ぁぃぅぇぉっゃゅょァィゥェォッャュョะาำๅฯ")
_NEVER_LAST = frozenset("เแโใไ")
_CLOSES = {"Pe", "Pf", "Po", "Lm"}  # kinds of characters: closing brackets, stops, repetition
_OPENS = {"Ps", "Pi"}


def broken(pieces: Sequence[Piece], limit: float, face: Face) -> list[list[Piece]]:
    """Lines no wider than `limit` thousandths; without the spaces at their ends. What is too long
    for a line is cut between pieces; a piece too wide for one becomes boxes of that face."""
    lines: list[list[Piece]] = [[]]
    used = 0.0
    for chunk in _chunks(pieces):
        if chunk[0].text == " ":
            used += _put(lines[-1], chunk) if lines[-1] else 0
            continue
        for part in [chunk] if width_of(chunk) <= limit else _cut(chunk, limit, face):
            if lines[-1] and used + width_of(part) > limit:
                lines.append([])
                used = 0
            used += _put(lines[-1], part)
    return [without_last_spaces(line) for line in lines]


def width_of(pieces: Sequence[Piece]) -> int:
    return sum(piece.width for piece in pieces)


def without_last_spaces(line: list[Piece]) -> list[Piece]:
    while line and line[-1].text == " ":
        line = line[:-1]
    return line


def _put(line: list[Piece], part: Sequence[Piece]) -> int:
    line += part
    return width_of(part)


def _chunks(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Stretches without a place where a line may end."""
    chunk: list[Piece] = []
    for piece in pieces:
        if chunk and _may_end_between(chunk[-1].text[0], piece.text[0]):
            yield chunk
            chunk = []
        chunk.append(piece)
    if chunk:
        yield chunk


def _may_end_between(before: str, after: str) -> bool:
    if " " in {before, after}:
        return True
    if not (_UNSPACED.match(before) or _UNSPACED.match(after)):
        return False
    opens = before in _NEVER_LAST or unicodedata.category(before) in _OPENS
    return not (opens or after in _NEVER_FIRST or unicodedata.category(after) in _CLOSES)


def _cut(chunk: Sequence[Piece], limit: float, face: Face) -> Iterator[list[Piece]]:
    for piece in chunk:
        if piece.width <= limit:
            yield [piece]
        else:
            yield from ([box] for box in boxes(piece.text, piece.level, face))
