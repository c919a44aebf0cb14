"""Colours and letters. Every grey survives a grey printer, and no colour stands without a word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reports.pdf.fonts import BOLD, ITALIC, REGULAR, Face
from reports.pdf.text import fit, measure, operators, wrap

PAPERS = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
MARGIN = 45.0
TOP, BOTTOM = 68.0, 54.0  # what header and footer take

INK, INK_2 = 0x1C2B2F, 0x4A5B5F
LINE, CONTROL = 0xC9CFCB, 0x64777B
TIDE, LAMP, BRICK = 0x0F5C63, 0x855000, 0xA32A1E
WHITE, PALE = 0xFFFFFF, 0xEFEFEF
GREYS = (0xFFFFFF, 0xEFEFEF, 0xDADADA, 0xBEBEBE, 0x9C9C9C)  # score bands


@dataclass(frozen=True, kw_only=True)
class Style:
    face: Face
    size: float
    leading: float
    colour: int = INK

    @property
    def baseline(self) -> float:
        """From the top of a line down to where the letters stand."""
        return self.leading / 2 + self.size * 0.34

    def width(self, text: str) -> float:
        return measure(text, self.face, self.size)

    def operators(self, text: str, document: Any) -> str:
        """What shows a line in a PDF, between BT and ET and after its place."""
        return operators(text, self.face, self.size, document)

    def wrap(self, text: str, width: float) -> list[str]:
        return wrap(text, face=self.face, size=self.size, width=width)

    def fit(self, text: str, width: float, lines: int = 1) -> list[str]:
        return fit(text, face=self.face, size=self.size, width=width, lines=lines)


BODY = Style(face=REGULAR, size=9.2, leading=12)
STRONG = replace(BODY, face=BOLD)
QUIET = replace(BODY, colour=INK_2)
VOICE = replace(BODY, face=ITALIC)  # the person's own words, nothing else
SMALL = Style(face=REGULAR, size=8.2, leading=10.4)
SMALL_STRONG = replace(SMALL, face=BOLD)
SMALL_QUIET = replace(SMALL, colour=INK_2)
TINY = Style(face=REGULAR, size=7.5, leading=9.4, colour=INK_2)
REFERENCE = replace(TINY, colour=TIDE)
RULE_ID = replace(TINY, face=BOLD)
HEADING = Style(face=BOLD, size=11, leading=14)
NAME = Style(face=BOLD, size=13, leading=16)
FIGURE = Style(face=BOLD, size=12, leading=14)
