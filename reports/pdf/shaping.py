"""Text to glyphs: which face has it, and what HarfBuzz makes of it. No text is kept here.

Widths and shifts are thousandths of the size.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Any, NamedTuple

import uharfbuzz as hb

from reports.pdf import bidi
from reports.pdf.fonts import BOX, Face, Lazy

JOINERS = "\u200c\u200d"
# change how another character looks and need no glyph of their own
UNSEEN = frozenset(JOINERS + "\u034f\u180b\u180c\u180d\u180f").union(
    map(chr, range(0xFE00, 0xFE10)), map(chr, range(0xE0100, 0xE01F0))
)
LONGEST = 30  # characters in one cluster: readers cut a longer text of a glyph
NO_TEXT = "\u200b"  # of a glyph whose cluster's text another glyph has


class Glyph(NamedTuple):
    number: int
    text: str
    advance: int
    x: int = 0
    y: int = 0


class Piece(NamedTuple):
    """What is never cut: a cluster of characters and its glyphs from left to right."""

    text: str
    face: Face
    level: int
    width: int
    glyphs: tuple[Glyph, ...]

    @property
    def exact(self) -> bool:
        """Whether the glyphs tell the text without help: readers take a raised mark for a line of
        its own."""
        return all(glyph.text != NO_TEXT and not glyph.y and not glyph.x for glyph in self.glyphs)


class _Run(NamedTuple):
    """Characters of one face, level and script."""

    text: str
    face: Face | None  # where no face has them
    level: int
    script: str


def shape(text: str, base: int, faces: Sequence[Face]) -> list[Piece]:
    """The pieces of a paragraph in the order in which it is read. The first face is the style's."""
    return [piece for run in _runs(text, base, faces) for piece in _shaped(run, faces[0])]


# Which face.


def clusters(text: str) -> list[str]:
    """Letters with their marks; emoji with what belongs to them."""
    found: list[str] = []
    for character in text:
        if found and len(found[-1]) < LONGEST and _joins(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _joins(before: str, character: str) -> bool:
    if character < "\u0300":
        return False
    return (
        unicodedata.category(character)[0] == "M"
        or character in JOINERS
        or before[-1] == "\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # the colour of a skin
        or (_is_flag_letter(character) and len(before) == 1 and _is_flag_letter(before))
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _runs(text: str, base: int, faces: Sequence[Face]) -> Iterator[_Run]:
    levels = bidi.levels(text, base)
    run, parts, at = _Run("", faces[0], base, ""), list[str](), 0
    for cluster, face in _with_faces(text, faces):
        if cluster == " " and run.face and " " in run.face.characters:
            face = run.face  # fewer runs  # noqa: PLW2901
        following = _Run("", face, levels[at], _SCRIPTS[cluster[0]] or run.script)
        if parts and following != run:
            yield run._replace(text="".join(parts))
            parts = []
        run = following
        parts.append(cluster)
        at += len(cluster)
    if parts:
        yield run._replace(text="".join(parts))


def _with_faces(text: str, faces: Sequence[Face]) -> Iterator[tuple[str, Face | None]]:
    """Clusters and the face for each. Where no face has all of one, it falls into characters,
    so that no mark is lost; where none has its letter, it stays whole and has no face."""
    for cluster in clusters(text):
        face = _face(cluster, faces)
        if face or not _face(cluster[0], faces):
            yield cluster, face
        else:
            yield from ((character, _face(character, faces)) for character in cluster)


def _face(cluster: str, faces: Sequence[Face]) -> Face | None:
    needed = [character for character in cluster if character not in UNSEEN]
    return next((face for face in faces if face.characters.issuperset(needed)), None)


def _script(character: str) -> str:
    """The first word of a letter's name; a sign takes the script of what it stands beside."""
    letter = unicodedata.category(character).startswith("L")
    return unicodedata.name(character, "").partition(" ")[0] if letter else ""


_SCRIPTS = Lazy(_script)


# What HarfBuzz makes of it.


def _shaped(run: _Run, own: Face) -> list[Piece]:
    if run.face is None:
        return boxes(run.text, run.level, own)
    if run.face is own and run.level % 2 == 0 and own.simple.issuperset(run.text):
        return [plain(character, run.level, own) for character in run.text]
    pieces = _pieces(run, run.face)
    lacking = any(glyph.number == 0 for piece in pieces for glyph in piece.glyphs)
    return boxes(run.text, run.level, own) if lacking else pieces


def boxes(text: str, level: int, face: Face) -> list[Piece]:
    """A box for each cluster, which still tells the text."""
    return [_box(cluster, level, face) for cluster in clusters(text)]


def _box(cluster: str, level: int, face: Face) -> Piece:
    number = face.glyphs[chr(BOX)]
    glyph = Glyph(number, cluster[::-1] if level % 2 else cluster, face.advance(number))
    return Piece(cluster, face, level, glyph.advance, (glyph,))


def plain(character: str, level: int, face: Face) -> Piece:
    """A character that needs no shaping."""
    glyph = Glyph(face.glyphs[character], character, face.widths[character])
    return Piece(character, face, level, glyph.advance, (glyph,))


def _pieces(run: _Run, face: Face) -> list[Piece]:
    """A piece ends where both a cluster of the text and one of HarfBuzz's end."""
    shaped = _glyphs(run, face)
    starts = {0, *accumulate(map(len, clusters(run.text)))}
    _, *inner = sorted(starts.intersection(at for at, _ in shaped) | {0})
    cuts = [0, *inner, len(run.text)]
    spans = pairwise(cuts)
    groups = groupby(shaped, key=lambda pair: bisect_right(cuts, pair[0]))
    return [
        _piece(run.text[start:end], [glyph for _, glyph in group], run.level, face)
        for (start, end), (_, group) in zip(spans, groups, strict=True)
    ]


def _piece(text: str, glyphs: list[Glyph], level: int, face: Face) -> Piece:
    width = sum(glyph.advance for glyph in glyphs)
    return Piece(text, face, level, width, tuple(reversed(glyphs) if level % 2 else glyphs))


def _glyphs(run: _Run, face: Face) -> list[tuple[int, Glyph]]:
    """Each glyph and where its cluster begins, in reading order."""
    buffer = _shape(run, face)
    order = slice(None, None, -1 if run.level % 2 else 1)
    infos, places = buffer.glyph_infos[order], buffer.glyph_positions[order]
    texts = _texts(run, [info.cluster for info in infos])
    scale = face.thousandth
    return [
        (
            info.cluster,
            Glyph(
                info.codepoint,
                text,
                round(place.x_advance * scale),
                round(place.x_offset * scale),
                round(place.y_offset * scale),
            ),
        )
        for info, place, text in zip(infos, places, texts, strict=True)
    ]


def _texts(run: _Run, starts: list[int]) -> Iterator[str]:
    """What each glyph stands for, given where its cluster begins."""
    share = _right_to_left if run.level % 2 else _left_to_right
    ends = [*sorted(set(starts))[1:], len(run.text)]
    for (start, group), end in zip(groupby(starts), ends, strict=True):
        yield from share(run.text[start:end], len(list(group)))


def _left_to_right(cluster: str, glyphs: int) -> list[str]:
    """The first glyph has the text; where there are more, ActualText says it."""
    return [cluster if len(cluster) <= LONGEST else NO_TEXT, *[NO_TEXT] * (glyphs - 1)]


def _right_to_left(cluster: str, glyphs: int) -> list[str]:
    """A character for each glyph, for there is no ActualText. Readers turn what they find round,
    the characters of a ligature too."""
    alone = min(glyphs, len(cluster)) - 1
    first = cluster[: len(cluster) - alone]
    return [first[::-1], *cluster[len(first) :], *[NO_TEXT] * (glyphs - 1 - alone)]


def _shape(run: _Run, face: Face) -> Any:
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(run.text)
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    buffer.language = "und"  # else that of the machine
    buffer.guess_segment_properties()
    hb.shape(face.shaper, buffer)
    return buffer
