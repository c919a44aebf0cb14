"""manage.py create_practice: make a practice, or bring it up to date, as a TOML file says."""

import sys
import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.audit import system_actor
from intake.services import arranging

COMMAND = system_actor("create_practice")


class Command(BaseCommand):
    help = (
        "Make the practice of FILE with its members and crisis lines, or bring it up to date: run "
        "it again after a change. See docs/hosting.md. One fault, and nothing changes (exit 2)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a TOML file")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        at = timezone.now()
        try:
            told = tomllib.loads(Path(file).read_text(encoding="utf-8"))
            practice = arranging.arrange(told=told, actor=COMMAND, at=at)
        except OSError as error:
            self._refuse(file, error.strerror or "cannot be read")
        except ValueError as error:  # no TOML, or no UTF-8
            self._refuse(file, str(error))
        except arranging.NotArranged as error:
            self._refuse(file, *error.faults)
        else:
            missing = practice.missing_for_live(today=at.date())
            state = "still needs " + "; ".join(missing) if missing else "is ready to invite"
            self.stdout.write(f"{practice.slug}: {state}.")

    def _refuse(self, file: str, *faults: str) -> None:
        for fault in faults:
            self.stderr.write(f"{file}: {fault}")
        sys.exit(2)
