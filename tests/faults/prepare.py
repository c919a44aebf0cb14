"""Run on the site: a practice, and as many invited people as asked. Prints one link a line."""

import sys

import django

django.setup()

from django.urls import reverse  # noqa: E402

from tests import people  # noqa: E402

practice = people.practice(hours="always")
for number in range(int(sys.argv[1])):
    _, token = people.invited(practice, record_number=f"SYN-{number}")
    print(reverse("feltsense_intake:start", args=[token]))
