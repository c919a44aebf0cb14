"""manage.py import_questionnaire: a FHIR R4 Questionnaire as a folder that a practice can offer.

The file comes from elsewhere: what it says reaches the terminal without control characters.
"""

import hashlib
import json
import re
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

import tomli_w
from django.core.management.base import BaseCommand

from intake import catalog
from intake.definitions import CHECKSUMS
from intake.domain.fhir.importing import Imported, imported
from intake.domain.fhir.reading import NotAQuestionnaire
from intake.domain.fhir.summing import NothingToSum, golden, with_sum
from intake.domain.questionnaire import every

LARGEST = 5_000_000  # bytes
NOT_IN_FHIR = (
    "scales, bands and what is done about gaps: a form holds none",
    "safety marks: a form holds none, and no safety rule reads its answers",
)
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
            found = _found(file, slug, summed=options["sum"])
            contents = _contents(found)
            _write(folder, contents)
        except Unusable as unusable:
            self._say(str(unusable))
            sys.exit(2)
        for line in (*found.left_out, *NOT_IN_FHIR):
            self._say(f"not carried over: {line}")
        for line in (f"every linkId: has {slug}- before it", *found.changed):
            self._say(f"changed: {line}")
        if "LICENCE.md" not in contents:
            self._say(f"no licence is stated: write {folder / 'LICENCE.md'} to offer it")
        self.stdout.write(str(folder))

    def _say(self, line: str) -> None:
        self.stderr.write("".join(c if c.isprintable() else repr(c)[1:-1] for c in line))


def _found(file: str, slug: str, *, summed: bool) -> Imported:
    if not SLUG.fullmatch(slug):
        raise Unusable(f"{slug}: a name holds small letters, digits and _, a letter first")
    if slug in catalog.on_offer():
        raise Unusable(f"{slug}: is the name of another questionnaire here: choose one of your own")
    try:
        found = imported(_data(Path(file)), slug=slug, taken=_taken())
        return replace(found, definition=with_sum(found.definition)) if summed else found
    except (NotAQuestionnaire, NothingToSum) as error:
        raise Unusable(f"{file}: {error}") from None


def _data(file: Path) -> Any:
    try:
        size = file.stat().st_size
        if not file.is_file():  # a pipe or a device may never end
            raise Unusable(f"{file}: is no regular file")
        if size > LARGEST:
            raise Unusable(f"{file}: is larger than {LARGEST // 1_000_000} MB")
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror or 'cannot be read'}") from None
    except RecursionError:
        raise Unusable(f"{file}: is nested too deeply") from None
    except ValueError:
        raise Unusable(f"{file}: is not JSON in UTF-8") from None


def _contents(found: Imported) -> dict[str, str]:
    """The files of the folder by name."""
    definition = found.definition
    name = f"{definition['slug']}.v1"
    contents = {f"{name}.toml": tomli_w.dumps(definition)}
    if "scales" in definition:
        contents[f"{name}.golden.toml"] = tomli_w.dumps({"cases": golden(definition)})
    sums = (f"{_sha256(text)}  {file}\n" for file, text in sorted(contents.items()))
    contents[CHECKSUMS] = "".join(sums)
    if found.licence:
        contents["LICENCE.md"] = found.licence + "\n"
    return contents


def _taken() -> set[str]:
    """The ids of all questions here: an answer is looked up by id across a packet."""
    return {one.id for q in catalog.released().values() for one in every(q.questions)}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write(folder: Path, contents: dict[str, str]) -> None:
    """All of it or nothing: written beside the place where it belongs, and then moved there."""
    try:
        if folder.exists():  # never over a folder that is there: it may be pinned by an intake
            raise Unusable(f"{folder}: is there already")
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".import-") as beside:
            made = Path(beside) / folder.name
            made.mkdir()
            for name, text in contents.items():
                (made / name).write_text(text, encoding="utf-8")
            made.rename(folder)
    except OSError as error:
        raise Unusable(f"{folder}: {error.strerror or 'cannot be written'}") from None
