"""`manage.py screen FILE.json [FILE.json ...]`: one interpretation a line, without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from intake import catalog
from intake.domain import answer_file
from intake.domain.answer_file import AnswerFile, AnswerFileError
from intake.domain.questionnaire import Questionnaire
from screening import ruleset
from screening.domain.interpretation import Interpretation, PreviousIntake, interpret


class Command(BaseCommand):
    help = "Interpret answer files: one JSON object a line. Exit 2 when any file has a fault."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="an answer file, JSON")

    def handle(self, *_: Any, files: Sequence[str], **__: Any) -> None:
        lines, faults = screen(files)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise SystemExit(2)
        for line in lines:
            self.stdout.write(line)


def screen(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The interpretations, and the faults as `FILE: where: reason`; any fault spoils the output."""
    lines: list[str] = []
    faults: list[str] = []
    for name in names:
        try:
            lines.append(json.dumps(interpret_file(read(name)).as_dict()))
        except OSError as error:
            faults.append(f"{name}: {error.strerror or 'cannot be read'}")
        except AnswerFileError as error:
            faults += (f"{name}: {fault.path}: {fault.reason}" for fault in error.faults)
    return lines, faults


def read(name: str) -> AnswerFile:
    """Reads one byte more than is allowed and no further, so that a huge file does no harm."""
    with Path(name).open("rb") as file:
        data = file.read(answer_file.MOST_BYTES + 1)
    return answer_file.read(data, catalog=catalog.on_offer())


def interpret_file(file: AnswerFile) -> Interpretation:
    sent = file.intake.submitted_at
    day = sent.date().isoformat() if sent else None
    return interpret(
        questionnaires=packet(file.responses),
        answers=file.responses,
        answered_on=lambda _slug, _question: day,
        submitted_on=sent.date() if sent else None,
        ruleset=ruleset.current(),
        find_ingredient=catalog.find_ingredient,
        previous=[
            PreviousIntake(answers=one.responses, submitted_at=one.intake.submitted_at)
            for one in file.previous
        ],
    )


def packet(responses: Mapping[str, Any]) -> tuple[Questionnaire, ...]:
    """The default packet, and whatever else the file answers."""
    default = catalog.default_packet()
    more = sorted(responses.keys() - {q.slug for q in default})
    return (*default, *map(catalog.current, more))
