"""manage.py invite: make an intake for each answer file without answers, and print its link."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from intake.answer_files import Unusable, read
from intake.audit import system_actor
from intake.domain.answer_file import PatientFacts
from intake.models import Intake, Practice
from intake.services import inviting

NEEDED = ("family_name", "given_name", "birth_date", "record_number")
COMMAND = system_actor("invite")


class Command(BaseCommand):
    help = (
        "Invite patients. Each FILE is an answer file with `patient` and, where there is one, "
        "`intake.appointment_at`; so that no name stands in the list of processes. Prints one "
        "link a line, in order. One bad file, and nobody is invited (exit 2)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("practice", nargs="?", help="the practice's slug")
        parser.add_argument("files", nargs="*", metavar="FILE")
        parser.add_argument(
            "--again", metavar="INTAKE", help="instead: a new link for this intake; older ones end"
        )
        parser.add_argument(
            "--also",
            action="append",
            default=[],
            metavar="SLUG",
            help="a questionnaire that a clinician orders for these patients, such as pcl5",
        )
        parser.add_argument("--site", default="http://127.0.0.1:8000", help="start of the link")

    def handle(self, *args: Any, site: str, again: str | None, **options: Any) -> None:
        at = timezone.now()
        try:
            with transaction.atomic():
                if again:
                    links = [_link_again(again, at=at)]
                else:
                    practice, files, also = (options[k] for k in ("practice", "files", "also"))
                    links = list(_links(practice, files, also, at=at))
        except Unusable as unusable:
            for line in unusable.lines:
                self.stderr.write(line)
            sys.exit(2)
        for link in links:
            self.stdout.write(site.rstrip("/") + link)


def _link_again(intake_id: str, *, at: datetime) -> str:
    """For somebody whose link has ended, or was closed after too many wrong birth dates."""
    try:
        intake = Intake.objects.filter(pk=intake_id).first()
    except ValidationError:
        intake = None
    if intake is None or not intake.is_open:
        raise Unusable("--again: no intake that is still open has this id")
    token = inviting.issue_link(intake=intake, actor=COMMAND, at=at)
    return reverse("feltsense_intake:start", args=[token])


def _links(slug: str | None, files: list[str], also: list[str], *, at: datetime) -> Iterator[str]:
    if not files:
        raise Unusable("invite: give a practice and at least one file, or --again INTAKE")
    practice = Practice.objects.filter(slug=slug).first()
    if practice is None:
        raise Unusable("practice: no practice has this slug")
    for name in files:
        facts = read(name)
        if facts.previous or any(facts.responses.values()):
            raise Unusable(f"{name}: responses: holds answers; an invitation takes none")
        try:
            _, token = inviting.invite(
                practice=practice,
                person=_person(name, facts.patient),
                appointment_at=facts.intake.appointment_at,
                actor=COMMAND,
                at=at,
                ordered=also,
            )
        except inviting.NotInvited as error:
            raise Unusable(f"{name}: {error}") from error
        yield reverse("feltsense_intake:start", args=[token])


def _person(name: str, patient: PatientFacts) -> inviting.Person:
    missing = [
        f"{name}: patient.{key}: is missing"
        for key in NEEDED
        if not str(getattr(patient, key) or "").strip()
    ]
    if patient.birth_date is None or missing:
        raise Unusable(*missing)
    return inviting.Person(
        family_name=patient.family_name,
        given_name=patient.given_name,
        birth_date=patient.birth_date,
        record_number=patient.record_number,
    )
