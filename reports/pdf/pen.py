"""Shaped pieces as the operators of a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from reports.pdf.fonts import Codes, Face
from reports.pdf.shaping import Glyph, Piece


class Pen:
    """Writes pieces from left to right, between BT and ET. Where glyphs cannot tell their text, it
    stands beside them as ActualText; not from right to left, where readers would turn it."""

    def __init__(self, size: float, document: Any) -> None:
        self.size = size
        self.document = document
        self._operators: list[str] = []
        self._shown: list[str] = []  # glyphs and gaps of the TJ under way
        self._rise = 0
        self._behind = 0  # how far the reader's pen is from where it should be

    def written(self, pieces: Iterable[Piece]) -> str:
        for (face, odd), run in groupby(pieces, key=lambda piece: (piece.face, piece.level % 2)):
            codes = face.codes(self.document)
            self._operators.append(f"/{codes.name} {self.size:g} Tf")
            self._run(list(run), codes, spoken=not odd)
        return " ".join(self._operators)

    def _run(self, run: list[Piece], codes: Codes, *, spoken: bool) -> None:
        """A run has one ActualText for all its glyphs, which readers would put in another order."""
        spoken = spoken and not all(piece.exact for piece in run)
        if spoken:
            text = "".join(piece.text for piece in run).encode("utf-16-be").hex()
            self._operators.append(f"/Span <</ActualText <feff{text}>>> BDC")
        for piece in run:
            for glyph in piece.glyphs:
                self._glyph(glyph, piece.face, codes)
        self._raise(0)
        self._show()
        if spoken:
            self._operators.append("EMC")

    def _glyph(self, glyph: Glyph, face: Face, codes: Codes) -> None:
        self._raise(glyph.y)
        if gap := self._behind + glyph.x:
            self._shown.append(str(-gap))
        self._shown.append(f"<{codes.of(glyph.number, glyph.text)}>")
        self._behind = glyph.advance - glyph.x - face.advance(glyph.number)

    def _raise(self, rise: int) -> None:
        if rise != self._rise:
            self._show()
            self._rise = rise
            self._operators.append(f"{rise * self.size / 1000:.2f} Ts")

    def _show(self) -> None:
        if self._shown:
            self._operators.append(f"[{''.join(self._shown).replace('><', '')}] TJ")
            self._shown = []
