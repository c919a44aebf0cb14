"""manage.py seed_demo: a practice with forty synthetic people."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from clinic.demo.seeding import NotADemo, seed


class Command(BaseCommand):
    help = "Fill the database with demonstration practices, or give those there are new links."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--practices", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="print accounts and links as JSON")
        parser.add_argument("--site", default="http://127.0.0.1:8000", help="start of each link")

    def handle(self, *args: Any, practices: int, site: str, **options: Any) -> None:
        try:
            seeded = seed(practices=practices, site=site.rstrip("/"), at=timezone.now())
        except NotADemo as error:
            self.stderr.write(f"seed_demo: {error}")
            sys.exit(2)
        if options["json"]:
            self.stdout.write(json.dumps({**asdict(seeded), "tokens": []}, ensure_ascii=False))
            return
        for account in seeded.staff:
            line = "Sign-in: {username} {password} {totp_secret}  ({role})"
            self.stdout.write(line.format(**account))
        for patient in seeded.patients:
            self.stdout.write("Patient: {link} {birth_date}".format(**patient))
