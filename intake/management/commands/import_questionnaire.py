"""manage.py import_questionnaire: a FHIR R4 Questionnaire as a folder that a practice can offer."""

import hashlib
import json
import re
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import tomli_w
from django.core.management.base import BaseCommand

from intake import catalog
from intake.definitions import CHECKSUMS
from intake.domain.fhir.importing import NotAQuestionnaire, imported
from intake.domain.fhir.summing import NothingToSum, golden, with_sum

SLUG = re.compile("[a-z][a-z0-9_]*")


class Unusable(Exception):
    """Nothing was written; the message is FILE: where: reason."""


class Command(BaseCommand):
    help = (
        "Read FILE, a FHIR R4 Questionnaire, and write the folder PLACE/SLUG: definition, licence "
        "text, golden cases and checksums. Names on standard error what can't be carried over. "
        "Exit 2 and nothing written where the file can't be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("place", metavar="PLACE", help="the folder of your own questionnaires")
        parser.add_argument("slug", metavar="SLUG", help="its name here, such as phq2")
        parser.add_argument("--sum", action="store_true", help="score it: the sum of its values")

    def handle(self, *args: Any, file: str, place: str, slug: str, **options: Any) -> None:
        folder = Path(place) / slug
        try:
            contents, left_out = _contents(file, slug, summed=options["sum"])
            _write(folder, contents)
        except Unusable as unusable:
            self.stderr.write(str(unusable))
            sys.exit(2)
        for line in left_out:
            self.stderr.write(f"not carried over: {line}")
        if "LICENCE.md" not in contents:
            self.stderr.write(f"no licence is stated: write {folder / 'LICENCE.md'} to offer it")
        self.stdout.write(str(folder))


def _contents(file: str, slug: str, *, summed: bool) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files of the folder by name, and what was left out."""
    if not SLUG.fullmatch(slug):
        raise Unusable(f"{slug}: a name holds small letters, digits and _, a letter first")
    if slug in catalog.on_offer():
        raise Unusable(f"{slug}: is the name of another questionnaire here: choose one of your own")
    try:
        data = json.loads(Path(file).read_text(encoding="utf-8"))
        found = imported(data, slug=slug, taken=_taken())
        definition = with_sum(found.definition) if summed else found.definition
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror or 'cannot be read'}") from None
    except (ValueError, RecursionError):
        raise Unusable(f"{file}: is not JSON in UTF-8") from None
    except (NotAQuestionnaire, NothingToSum) as error:
        raise Unusable(f"{file}: {error}") from None
    contents = {f"{slug}.v1.toml": tomli_w.dumps(definition)}
    if summed:
        contents[f"{slug}.v1.golden.toml"] = tomli_w.dumps({"cases": golden(definition)})
    sums = (f"{_sha256(text)}  {name}\n" for name, text in sorted(contents.items()))
    contents[CHECKSUMS] = "".join(sums)
    if found.licence:
        contents["LICENCE.md"] = found.licence + "\n"
    return contents, found.left_out


def _taken() -> set[str]:
    """The ids of all questions here: an answer is looked up by id across a packet."""
    return {one.id for q in catalog.released().values() for one in catalog.every(q.questions)}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write(folder: Path, contents: dict[str, str]) -> None:
    try:
        folder.mkdir()  # never over a folder that is there: it may be pinned by an intake
        for name, text in contents.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unusable(f"{folder}: {error.strerror or 'cannot be written'}") from None
