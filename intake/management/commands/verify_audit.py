"""manage.py verify_audit: is the audit trail whole?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from intake import audit
from intake.models import AuditEvent, AuditHead


class Command(BaseCommand):
    help = (
        "Check that no audit event was altered, removed or reordered. Exit 1 when one was. Prints "
        "the end of each practice's chain: kept elsewhere, it shows later that no end was cut off."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for fault in audit.faults():
            self.stderr.write(fault)
            count += 1
        if count:
            sys.exit(1)
        self.stdout.write(f"{AuditEvent.objects.count()} events, whole and in order.")
        for head in AuditHead.objects.order_by("practice_id"):
            self.stdout.write(f"{head.practice_id} {head.sequence} {head.digest}")
