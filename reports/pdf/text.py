"""Plain strings to measured lines. Nothing is ever read as markup."""

from __future__ import annotations

import re
import unicodedata

from reports.pdf.fonts import Face

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "…"
MARKS = 12  # accents kept on one letter; more is a prank or a broken keyboard
_MARK_RUN = re.compile(
    r"([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{12})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
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
        return ""
    broken = category in {"Cs", "Co"} or ord(character) & 0xFFFE == 0xFFFE
    return REPLACEMENT if broken else character


_REPAIR = _Repair()


def clean(text: str) -> str:
    """Any string as text that is safe to lay out: composed, no controls, at most one blank line."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_REPAIR)
    text = _BLANK_LINES.sub("\n\n", text)
    return _MARK_RUN.sub(r"\1", unicodedata.normalize("NFC", text))


def unprintable(text: str, face: Face) -> str:
    """The characters of a text, each once, that the face can only show as a box."""
    return "".join(sorted(set(clean(text)) - face.characters - {"\n"}))


def wrap(text: str, *, face: Face, size: float, width: float, most: int | None = None) -> list[str]:
    """Lines no wider than `width` points, at most `most` of them; a word too long is cut."""
    limit = width * 1000 / size
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        lines += _wrap_paragraph(paragraph, face, limit, most and most - len(lines))
        if most and len(lines) >= most:
            break
    return lines


def _wrap_paragraph(text: str, face: Face, limit: float, most: int | None) -> list[str]:
    width_of = face.widths.__getitem__
    space = width_of(" ")
    lines, line, used = [], "", 0.0
    for whole in text.split(" "):
        word = whole
        width = sum(map(width_of, word))
        if line and used + space + width <= limit:
            line, used = f"{line} {word}", used + space + width
            continue
        if line:
            lines.append(line)
        if width > limit:
            *pieces, word = _cut(word, face, limit)
            lines += pieces
            width = sum(map(width_of, word))
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


def fit(text: str, *, face: Face, size: float, width: float, lines: int = 1) -> list[str]:
    """At most `lines` lines; what does not fit ends in an ellipsis."""
    wrapped = wrap(text, face=face, size=size, width=width, most=lines + 1)
    if len(wrapped) <= lines:
        return wrapped
    last = wrapped[lines - 1]
    while last and face.width(last + ELLIPSIS, size) > width:
        last = last[:-1]
    return [*wrapped[: lines - 1], last.rstrip() + ELLIPSIS]
