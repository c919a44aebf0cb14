"""manage.py demo: the whole of Feltsense on this machine, with people who do not exist."""

import logging
import os
import signal
import sys
import threading
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from clinic.demo.main_job import run_main_job
from clinic.demo.running import PortTaken, everything
from clinic.demo.seeding import NotADemo, Seeded, seed


class Command(BaseCommand):
    help = "Seed a practice, run one intake from link to PDF, and serve until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        logging.getLogger("celery").setLevel(logging.WARNING)
        stop = _stop_on_signals()
        site = f"http://127.0.0.1:{port}"
        self.stdout.write("Setting up a practice with forty people who do not exist ...")
        self.stdout.flush()
        call_command("migrate", verbosity=0)
        try:
            seeded = seed(practices=1, site=site, at=timezone.now())
            with everything(port=port):
                summary = run_main_job(site=site, folder=Path(settings.DATA_DIR))
                self._say(site, seeded, summary)
                stop.wait()
                self.stdout.write("Stopping.")
        except (NotADemo, PortTaken) as error:
            self.stderr.write(f"demo: {error}")
            sys.exit(2)

    def _say(self, site: str, seeded: Seeded, summary: Path) -> None:
        clinician, patient = seeded.staff[0], seeded.patients[0]
        self.stdout.write(f"Ready: {site}/")
        self.stdout.write("Sign-in: {username} {password} {totp_secret}".format(**clinician))
        self.stdout.write("  one-time codes: " + " ".join(clinician["recovery_codes"][:5]))
        self.stdout.write("Patient: {link} {birth_date}".format(**patient))
        self.stdout.write(f"Summary: {summary}")
        self.stdout.write("Ctrl-C stops all of it.")
        self.stdout.flush()


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    return stop
