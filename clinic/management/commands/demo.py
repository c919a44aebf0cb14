"""manage.py demo: the whole of Feltsense on this machine, with people who do not exist."""

import logging
import os
import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.error import URLError

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from clinic.demo.main_job import TookTooLong, run_main_job
from clinic.demo.running import PortTaken, everything
from clinic.demo.seeding import NotADemo, Seeded, seed


class Command(BaseCommand):
    help = "Seed a practice, run one intake from link to PDF, and serve until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        logging.getLogger("celery").setLevel(logging.WARNING)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        try:
            self._run(site=f"http://127.0.0.1:{port}", port=port)
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
        except (NotADemo, PortTaken, TookTooLong, URLError) as error:
            self.stderr.write(f"demo: {error}")
            sys.exit(2)

    _asked_to_stop = False

    def _stop(self, *_: Any) -> None:
        self._asked_to_stop = True
        raise KeyboardInterrupt

    def _heed(self) -> None:
        """A library may lose an interrupt that comes in its middle, as SQLite's callbacks do."""
        if self._asked_to_stop:
            raise KeyboardInterrupt

    def _run(self, *, site: str, port: int) -> None:
        self.stdout.write("Setting up a practice with forty people who do not exist ...")
        self.stdout.flush()
        call_command("migrate", verbosity=0)
        self._heed()
        seeded = seed(practices=1, site=site, at=timezone.now())
        self._heed()
        with everything(port=port):
            summary = run_main_job(site=site, folder=Path(settings.DATA_DIR))
            self._say(site, seeded, summary)
            self._heed()
            signal.pause()

    def _say(self, site: str, seeded: Seeded, summary: Path) -> None:
        clinician, patient = seeded.staff[0], seeded.patients[0]
        self.stdout.write(f"Ready: {site}/")
        self.stdout.write("Sign-in: {username} {password} {totp_secret}".format(**clinician))
        self.stdout.write("  one-time codes: " + " ".join(clinician["recovery_codes"][:5]))
        self.stdout.write("Patient: {link} {birth_date}".format(**patient))
        self.stdout.write(f"Summary: {summary}")
        self.stdout.write("Ctrl-C stops all of it.")
        self.stdout.flush()
