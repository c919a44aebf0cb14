"""`manage.py summarize FILE.json --output FILE.pdf`: an answer file as a PDF, no database."""

from __future__ import annotations

import os
import tempfile
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import get_language

from intake import answer_files
from intake.domain.answer_file import AnswerFile
from reports import pdf
from reports.domain.build import build, document_id
from reports.domain.facts import Intake, Patient, Practice, Version
from reports.domain.summary import Summary
from screening.answer_files import interpret, packet

PRACTICE = "Made from an answer file"


class Command(BaseCommand):
    help = "Write the summary of an answer file as a PDF. Exit 2 when the file has a fault."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="an answer file, JSON")
        parser.add_argument("--output", metavar="FILE.pdf", required=True, type=Path)

    def handle(self, *_: Any, file: str, output: Path, **__: Any) -> None:
        faults = write(file, output, now=timezone.now())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise SystemExit(2)


def write(name: str, output: Path, *, now: datetime) -> list[str]:
    """Writes the PDF, or nothing at all; gives back the faults as `FILE: where: reason`."""
    if output.exists() and output.suffix != ".pdf":
        return [f"{output}: is there already and no PDF; give another --output"]
    try:
        file = answer_files.read(name)
    except answer_files.Unusable as unusable:
        return list(unusable.lines)
    try:
        replace(output, pdf.render(summary(file, now=now)))
    except OSError as error:
        return [f"{output}: {error.strerror or 'cannot be written'}"]
    return []


def summary(file: AnswerFile, *, now: datetime) -> Summary:
    """Not yet reviewed, and dated by the time of sending, so that a file gives the same bytes."""
    intake = file.intake
    return build(
        practice=Practice(name=PRACTICE, timezone=UTC, language=get_language() or "en"),
        patient=Patient(**asdict(file.patient)),
        intake=Intake(appointment_at=intake.appointment_at, submitted_at=intake.submitted_at),
        questionnaires=packet(file.responses),
        answers=file.responses,
        interpretation=interpret(file).as_dict(),
        version=Version(
            document=document_id(repr(file).encode("utf-8", "backslashreplace")),
            number=1,
            made_at=intake.submitted_at or now,
        ),
    )


def replace(path: Path, data: bytes) -> None:
    """All of the file or none of it: written beside its place, then moved there in one step."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".summary-", suffix=".pdf")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
