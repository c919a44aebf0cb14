"""Run on the site: as many sent forms as asked, each with its first report still to be rendered."""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from intake.services import answering  # noqa: E402
from tests import people  # noqa: E402

practice = people.practice(hours="always")
for number in range(int(sys.argv[1])):
    at = timezone.now()
    intake, token = people.invited(practice, record_number=f"SYN-{number}")
    session = people.entered(intake, token, at=at)
    answering.submit(session=session, at=at)
