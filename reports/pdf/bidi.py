"""Right and left, by Unicode Annex 9, of text without embeddings: clean() removes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# One letter for each kind of character, so that the rules can be regular expressions:
# A is an Arabic letter, 1 and 2 are European and Arabic digits, m goes with what stands before it.
_KINDS = {"L": "L", "R": "R", "AL": "A", "EN": "1", "AN": "2", "NSM": "m", "BN": "m"}
_KINDS |= {"ES": "+", "CS": ",", "ET": "%"}  # separators and signs of numbers; n is all else
_PAIRS = {"(": ")", "[": "]", "{": "}", "「": "」", "『": "』", "【": "】", "《": "》"}
_CLOSING = frozenset(_PAIRS.values())
_DEEPEST = 63  # brackets in brackets
_UP = ({"L": 0, "R": 1, "1": 2, "2": 2}, {"L": 2, "R": 1, "1": 2, "2": 2})  # rules I1, I2


class _Kinds(dict[int, str]):
    """A table for str.translate."""

    def __missing__(self, codepoint: int) -> str:
        kind = unicodedata.bidirectional(chr(codepoint)) or "L"  # unassigned
        self[codepoint] = _KINDS.get(kind, "n")
        return self[codepoint]


_KIND = _Kinds()


def base_level(text: str) -> int:
    """1 for a paragraph that runs from right to left: its first strong letter decides (P2, P3)."""
    strong = re.search("[LRA]", text.translate(_KIND))
    return int(strong is not None and strong[0] != "L")


def levels(text: str, base: int) -> list[int]:
    """The level of each character; an odd one runs from right to left."""
    kinds = "LR"[base] + text.translate(_KIND)  # the paragraph's side stands at its edges
    kinds = re.sub("(.)m+", lambda found: found[1] * len(found[0]), kinds)  # W1
    kinds = re.sub("A[^LRA]*", lambda found: found[0].replace("1", "2"), kinds)  # W2
    kinds = kinds.replace("A", "R")  # W3
    kinds = re.sub("(?<=1)[+,](?=1)", "1", kinds)  # W4
    kinds = re.sub("(?<=2),(?=2)", "2", kinds)
    kinds = re.sub("%+", _with_number, kinds)  # W5
    kinds = re.sub("[+,]", "n", kinds)  # W6
    kinds = re.sub("L[^LR]*", lambda found: found[0].replace("1", "L"), kinds)  # W7
    kinds = _with_brackets(text, kinds)  # N0
    kinds = re.sub("n+", _between, kinds + kinds[0])[1:-1]  # N1, N2
    return [_UP[base][kind] for kind in kinds]


def _with_number(signs: re.Match[str]) -> str:
    beside = signs.string[signs.start() - 1], signs.string[signs.end() : signs.end() + 1]
    return ("1" if "1" in beside else "n") * len(signs[0])


def _with_brackets(text: str, kinds: str) -> str:
    """A pair of brackets goes with the paragraph if anything in it does; else with what it holds,
    if the text before it runs that way too, as in "sertraline (50 mg)"."""
    found = list(kinds)
    for start, end in _pairs(text):
        inside = {_side(kind) for kind in found[start + 2 : end + 1] if kind != "n"}
        if inside:
            before = next(_side(found[at]) for at in range(start, -1, -1) if found[at] != "n")
            side = kinds[0] if kinds[0] in inside | {before} else before
            found[start + 1] = found[end + 1] = side
    return "".join(found)


def _pairs(text: str) -> list[tuple[int, int]]:
    """Where brackets open and close, in the order in which they open."""
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[int, str]] = []
    for at, character in enumerate(text):
        if character in _PAIRS and len(opened) == _DEEPEST:
            break
        if character in _PAIRS:
            opened.append((at, _PAIRS[character]))
        elif character in _CLOSING and any(closing == character for _, closing in opened):
            while (last := opened.pop())[1] != character:
                pass
            pairs.append((last[0], at))
    return sorted(pairs)


def _side(kind: str) -> str:
    """A number counts as running from right to left."""
    return "L" if kind == "L" else "R"


def _between(neutral: re.Match[str]) -> str:
    """Neutral signs go with their two neighbours where these agree, else with the paragraph."""
    kinds = neutral.string
    before, after = (
        "L" if kinds[at] == "L" else "R" for at in (neutral.start() - 1, neutral.end())
    )
    return (before if before == after else kinds[0]) * len(neutral[0])


def visual_order(line: Sequence[int]) -> list[int]:
    """The places of a line's pieces from left to right, given their levels (L2)."""
    order = list(range(len(line)))
    for level in range(max(line, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and line[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order
