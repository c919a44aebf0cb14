"""`manage.py screen FILE.json [FILE.json ...]`: one interpretation a line, without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand

from intake import answer_files
from screening.answer_files import interpret


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
            lines.append(json.dumps(interpret(answer_files.read(name)).as_dict()))
        except answer_files.Unusable as unusable:
            faults += unusable.lines
    return lines, faults
