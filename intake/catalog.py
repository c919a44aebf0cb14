"""The questionnaires on offer, and the medicines a patient can search by name.

Medicine names and concept numbers (rxnorm_cui) are RxNorm's: courtesy of the US National Library
of Medicine, which does not endorse this product.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from intake.domain.definition import DefinitionError, parse
from intake.domain.questionnaire import Questionnaire

HERE = Path(__file__).parent
QUESTIONNAIRES = HERE / "questionnaires"
CHECKSUMS = "CHECKSUMS"
# What a patient is asked, in this order; the last question is an ordinary one.
DEFAULT_PACKET = (
    "numbness_signs",
    "onset",
    "medicines",
    "burnout_or_numbness",
    "daily_life",
    "effect_on_life",
    "phq9",
    "asq",
    "gad7",
    "pc_ptsd_5",
    "hope_loss_stress_body",
    "goals",
)

Released = Mapping[tuple[str, str], Questionnaire]


class CatalogError(Exception):
    """A questionnaire can't be offered. Names the file or the slug, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Medicine:
    ingredient: str
    brands: tuple[str, ...]
    rxnorm_cui: str  # empty where RxNorm has none


@cache
def released() -> Released:
    """Every released version, by slug and version; read and verified once."""
    return read_folder(QUESTIONNAIRES)


def get(slug: str, version: str) -> Questionnaire:
    """One exact version, as an intake pins it."""
    try:
        return released()[slug, version]
    except KeyError:
        raise CatalogError(f"{slug} version {version}: no such released questionnaire") from None


@cache
def on_offer() -> Mapping[str, Questionnaire]:
    """The newest released version of each questionnaire, by slug."""
    return newest(released())


def current(slug: str) -> Questionnaire:
    """The newest version of one questionnaire."""
    try:
        return on_offer()[slug]
    except KeyError:
        raise CatalogError(f"{slug}: no such released questionnaire") from None


def default_packet() -> tuple[Questionnaire, ...]:
    return tuple(current(slug) for slug in DEFAULT_PACKET)


def read_folder(folder: Path) -> Released:
    """Read every questionnaire of a folder against its CHECKSUMS."""
    sums = _checksums(folder / CHECKSUMS)
    files = sorted(folder.glob("*.toml"))
    for name in sorted(sums.keys() - {file.name for file in files}):
        raise CatalogError(f"{name}: is listed in {CHECKSUMS} but not there. Restore the file.")
    questionnaires = (_read(file, sums) for file in files)
    return MappingProxyType({(q.slug, q.version): q for q in questionnaires})


def newest(found: Released) -> Mapping[str, Questionnaire]:
    ordered = sorted(found.values(), key=lambda q: int(q.version))
    return MappingProxyType({q.slug: q for q in ordered})


def _checksums(path: Path) -> dict[str, str]:
    """File names and their SHA-256, from lines as `sha256sum` prints them."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pairs = (line.partition("  ") for line in lines)
    return {name: digest for digest, _, name in pairs}


def _read(file: Path, sums: Mapping[str, str]) -> Questionnaire:
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if sums.get(file.name) != digest:
        raise CatalogError(_mismatch(file, listed=file.name in sums, digest=digest))
    try:
        questionnaire = parse(tomllib.loads(content.decode()), sha256=digest)
    except (DefinitionError, ValueError) as error:
        raise CatalogError(f"{file.name}: {error}") from error
    if file.name != f"{questionnaire.slug}.v{questionnaire.version}.toml":
        raise CatalogError(f"{file.name}: is not named after its slug and version")
    return questionnaire


def _mismatch(file: Path, *, listed: bool, digest: str) -> str:
    if listed:
        return (
            f"{file.name}: differs from its line in {CHECKSUMS}. A released questionnaire does "
            "not change: restore it, and write the correction as a new version in a new file."
        )
    return f"{file.name}: is not in {CHECKSUMS}. To release it, add the line: {digest}  {file.name}"


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


def find_ingredient(name: str) -> str | None:
    """The ingredient a patient's word names exactly, by ingredient or brand; else None."""
    return _ingredients().get(_folded(name))


@cache
def _ingredients() -> Mapping[str, str]:
    by_brand = {_folded(brand): m.ingredient for m in medicines() for brand in m.brands}
    return by_brand | {_folded(m.ingredient): m.ingredient for m in medicines()}


def _folded(name: str) -> str:
    # a phone types a curly apostrophe, as in St John’s wort
    return " ".join(name.replace("’", "'").casefold().split())
