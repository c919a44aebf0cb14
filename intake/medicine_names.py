"""The medicines a patient can search by name.

Names and concept numbers (rxnorm_cui) are RxNorm's: courtesy of the US National Library of
Medicine, which does not endorse this product.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
FEWEST_LETTERS, MOST_FOUND = 2, 8
NEAR = 0.75  # of 1: how alike two spellings must be, so that "zolof" and "setraline" are found


@dataclass(frozen=True, kw_only=True)
class Medicine:
    ingredient: str
    brands: tuple[str, ...]
    rxnorm_cui: str  # empty where RxNorm has none


@cache
def medicines() -> tuple[Medicine, ...]:
    """Ingredients and their brand names, in the file's order."""
    with (HERE / "medicines.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Medicine(
                ingredient=row["ingredient"],
                brands=tuple(filter(None, row["brands"].split(";"))),
                rxnorm_cui=row["rxnorm_cui"],
            )
            for row in csv.DictReader(file)
        )


def search(text: str, *, most: int = MOST_FOUND) -> list[str]:
    """Names a person may mean by what is typed so far, best first: begun so, with a word begun
    so, holding it, then spelled nearly so. Empty for less than two letters.
    """
    sought = _folded(text)
    if len(sought) < FEWEST_LETTERS:
        return []
    names = _names()
    begun = [name for folded, name in names.items() if folded.startswith(sought)]
    inside = [name for folded, name in names.items() if f" {sought}" in folded]
    held = [name for folded, name in names.items() if sought in folded]
    near = [names[folded] for folded in get_close_matches(sought, names, cutoff=NEAR)]
    return list(dict.fromkeys((*begun, *inside, *held, *near)))[:most]


def is_same(one: str, other: str) -> bool:
    """The same medicine, by whatever of its names, or the very same words."""
    ingredient = find_ingredient(one)
    return _folded(one) == _folded(other) or (
        ingredient is not None and ingredient == find_ingredient(other)
    )


@cache
def _names() -> Mapping[str, str]:
    """Every name as it is written, by its folded form, from A to Z."""
    names = (name for m in medicines() for name in (*m.brands, m.ingredient))
    return dict(sorted((_folded(name), name) for name in names))


def find_ingredient(name: str) -> str | None:
    """The ingredient a patient's word names exactly, by ingredient or brand; else None."""
    return _ingredients().get(_folded(name))


@cache
def _ingredients() -> Mapping[str, str]:
    by_brand = {_folded(brand): m.ingredient for m in medicines() for brand in m.brands}
    return by_brand | {_folded(m.ingredient): m.ingredient for m in medicines()}


def _folded(name: str) -> str:
    # a phone types a curly apostrophe, as in St. John’s wort
    return " ".join(name.replace("’", "'").replace(".", "").casefold().split())
