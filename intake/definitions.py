"""Questionnaires as files: a folder of them is read against its checksums, a pack is tried out."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.domain import packs
from intake.domain.definition import DefinitionError, parse
from intake.domain.questionnaire import Questionnaire
from intake.domain.translation import translated
from intake.signals import golden_cases_read

CHECKSUMS = "CHECKSUMS"
_FILE_NAME = re.compile(
    r"(?P<slug>[a-z0-9_]+)\.v(?P<version>[1-9][0-9]*)(?:\.(?P<kind>golden|[a-z]{2}))?\.toml"
)

Released = Mapping[tuple[str, str], Questionnaire]


class CatalogError(Exception):
    """A questionnaire can't be offered. Names the file or the slug, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Folder:
    """The questionnaires of one folder, their translations and their golden cases."""

    place: Path
    questionnaires: dict[tuple[str, str], Questionnaire]
    translations: dict[tuple[str, str, str], Questionnaire]
    golden: dict[tuple[str, str], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class _File:
    data: Mapping[str, Any]
    sha256: str


def read_pack(place: Path, *, beside: Sequence[Questionnaire] = ()) -> Folder:
    """A folder that is offered `beside` others: with a licence text, names of its own, and golden
    cases that pass.
    """
    if not place.is_dir():
        raise CatalogError(f"{place.name}: there is no such folder of questionnaires")
    if not any(file.read_text(encoding="utf-8").strip() for file in place.glob("LICENCE*")):
        raise CatalogError(f"{place.name}: has no licence text. Put it into LICENCE.md.")
    folder = read_folder(place)
    for (slug, version), questionnaire in folder.questionnaires.items():
        in_folder = (q for q in folder.questionnaires.values() if q.slug != slug)
        _check_names(questionnaire, beside=[*beside, *in_folder])
        _check_golden(questionnaire, folder.golden.get((slug, version), ()))
    return folder


def _check_names(questionnaire: Questionnaire, *, beside: Sequence[Questionnaire]) -> None:
    slug = questionnaire.slug
    if slug in {other.slug for other in beside}:
        raise CatalogError(f"{slug}: is the name of another questionnaire; choose a new one")
    if fault := next(packs.faults(questionnaire, beside=beside), None):
        raise CatalogError(f"{slug}.v{questionnaire.version}.toml: {fault}")


def _check_golden(questionnaire: Questionnaire, cases: Sequence[Mapping[str, Any]]) -> None:
    if not questionnaire.scales:
        return
    where = f"{questionnaire.slug}.v{questionnaire.version}.golden.toml"
    if not cases:
        raise CatalogError(f"{where}: needs golden cases, for the scores")
    answers = golden_cases_read.send(Questionnaire, questionnaire=questionnaire, cases=cases)
    if not answers:
        raise CatalogError(f"{where}: no app scores them")
    for _, faults in answers:
        for fault in faults or ():
            raise CatalogError(f"{where}: {fault}")


def read_folder(folder: Path) -> Folder:
    """Read every questionnaire of a folder against its CHECKSUMS."""
    sums = _checksums(folder / CHECKSUMS)
    files = {file.name: file for file in sorted(folder.glob("*.toml"))}
    for name in sorted(sums.keys() - files.keys()):
        raise CatalogError(f"{name}: is listed in {CHECKSUMS} but not there. Restore the file.")
    read = {name: _content(file, sums) for name, file in files.items()}
    found = Folder(place=folder, questionnaires={}, translations={}, golden={})
    for name in sorted(read, key=lambda name: (name.count("."), name)):  # definitions come first
        slug, version, kind = _parts(name)
        base = f"{slug}.v{version}.toml"
        if base not in read:
            raise CatalogError(f"{name}: {base} is not there")
        if kind is None:
            found.questionnaires[slug, version] = _parsed(name, read[name], slug, version)
        elif kind == "golden":
            found.golden[slug, version] = read[name].data.get("cases", ())
        else:
            made = _parsed(name, read[base], slug, version, texts=read[name].data)
            found.translations[slug, version, kind] = made
    return found


def _parts(name: str) -> tuple[str, str, str | None]:
    """Slug, version, and what a file adds to a questionnaire: a language or "golden"."""
    match = _FILE_NAME.fullmatch(name)
    if match is None:
        raise CatalogError(f"{name}: is not named after its slug and version")
    return match["slug"], match["version"], match["kind"]


def _checksums(path: Path) -> dict[str, str]:
    """File names and their SHA-256, from lines as `sha256sum` prints them."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pairs = (line.partition("  ") for line in lines)
    return {name: digest for digest, _, name in pairs}


def _content(file: Path, sums: Mapping[str, str]) -> _File:
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if sums.get(file.name) != digest:
        raise CatalogError(_mismatch(file, listed=file.name in sums, digest=digest))
    try:
        return _File(data=tomllib.loads(content.decode()), sha256=digest)
    except ValueError as error:
        raise CatalogError(f"{file.name}: {error}") from error


def _parsed(
    name: str, file: _File, slug: str, version: str, texts: Mapping[str, Any] | None = None
) -> Questionnaire:
    """The questionnaire of a file, or the same in the words of a translation."""
    try:
        data = translated(file.data, texts) if texts else file.data
        questionnaire = parse(data, sha256=file.sha256)
    except DefinitionError as error:
        raise CatalogError(f"{name}: {error}") from error
    if (questionnaire.slug, questionnaire.version) != (slug, version):
        raise CatalogError(f"{name}: is not named after its slug and version")
    return questionnaire


def _mismatch(file: Path, *, listed: bool, digest: str) -> str:
    if listed:
        return (
            f"{file.name}: differs from its line in {CHECKSUMS}. A released questionnaire does "
            "not change: restore it, and write the correction as a new version in a new file."
        )
    return f"{file.name}: is not in {CHECKSUMS}. To release it, add the line: {digest}  {file.name}"
