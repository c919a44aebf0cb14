"""manage.py relay: publish due jobs, escalate, and look again at what was left behind."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils import timezone

from intake.tasks import go_round

logger = logging.getLogger("feltsense.relay")
PAUSE_SECONDS = 0.5


class Command(BaseCommand):
    help = "Publish due jobs to the workers and do all timed work. Runs until it is told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="go round once and end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            go_round(at=timezone.now())
            return
        stop = threading.Event()

        def on_signal(number: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, on_signal)
        signal.signal(signal.SIGINT, on_signal)
        run(stop=stop)


def run(*, stop: threading.Event) -> None:
    """Go round until `stop` is set; a database that is away is tried again."""
    while not stop.wait(PAUSE_SECONDS):
        try:
            close_old_connections()
            go_round(at=timezone.now())
        except Error as error:
            logger.warning("relay: the database did not answer (%s)", type(error).__name__)
