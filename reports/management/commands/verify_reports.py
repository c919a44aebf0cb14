"""manage.py verify_reports [--sample N]: is every report still what it was?"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reports.models import Report
from reports.services import verifying


class Command(BaseCommand):
    help = (
        "Check that no stored file and no snapshot was altered, and that a sample of files is "
        "rendered again byte for byte. Exit 1 when something is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sample", type=int, default=20, help="how many are rendered again")

    def handle(self, *args: Any, **options: Any) -> None:
        again = verifying.sample(size=options["sample"])
        count = 0
        for fault in verifying.faults(rendered_again=again):
            self.stderr.write(fault)
            count += 1
        if count:
            sys.exit(1)
        self.stdout.write(f"{Report.objects.count()} reports, whole; {len(again)} rendered again.")
