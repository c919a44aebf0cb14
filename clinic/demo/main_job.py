"""One intake from link to PDF, over real HTTP, with the real relay and worker at work."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.utils import timezone

from clinic.demo import people
from clinic.demo.seeding import SLUG, invited, sign_as_clinician
from clinic.demo.visiting import Visitor, fields_of
from intake.domain.packet import Step, steps
from intake.domain.questionnaire import Question
from intake.models import Intake, Practice
from reports.models import Report
from reports.services import writing
from screening.models import Review

PATIENCE = timedelta(seconds=60)
MOST_PAGES = 200  # far more than a packet has
WHO = people.CHARACTERS[-1]
Found = TypeVar("Found")


class TookTooLong(Exception):
    """Something of the demonstration did not happen in time."""


def run_main_job(*, site: str, folder: Path) -> Path:
    """A patient answers and sends, a clinician signs, a worker renders; the PDF's path."""
    practice = Practice.objects.get(slug=f"{SLUG}1")
    intake, link = invited(practice, site=site, at=timezone.now())
    _answer_all(Visitor(link=link), intake)
    review = _until(lambda: Review.objects.filter(intake=intake, signed_at=None).first())
    member = practice.memberships.select_related("user").get(alert_order=1)
    sign_as_clinician(review, member.user, at=timezone.now())
    review.refresh_from_db()
    report = _until(lambda: _ready(review))
    path = folder / "summary.pdf"
    path.write_bytes(writing.download(report=report, user=review.signed_by, at=timezone.now()))
    return path


def _answer_all(visitor: Visitor, intake: Intake) -> None:
    year, month, day = intake.patient.birth_date_text.split("-")
    visitor.send()
    visitor.send(day=day, month=month, year=year)
    visitor.send()
    pages = {step.key: step for step in steps(intake.questionnaires)}
    for _ in range(MOST_PAGES):
        if visitor.url.endswith("/intake/check/"):
            break
        visitor.send(**_page(visitor, pages))
    visitor.send()


def _page(visitor: Visitor, pages: Mapping[str, Step]) -> dict[str, Any]:
    """What the character sends from the page that is open."""
    key, _, row = visitor.url.partition("/step/")[2].partition("?")[0].strip("/").partition("/")
    if not key:
        return {"go": "on"}  # the support page
    if pages[key].kind != "repeat":
        return _fields(pages[key].asks, {q.id: WHO.answer(q) for q in pages[key].asks})
    if 'name="remove"' in visitor.page and not row:
        return {}  # the medicine is on the list
    (medicine,) = WHO.said["medicines"]
    return _fields(pages[key].asks[0].questions, medicine) | ({} if row else {"add": "1"})


def _fields(questions: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    given = [fields_of(q, answers[q.id]) for q in questions if q.id in answers]
    return {name: value for fields in given for name, value in fields.items()}


def _ready(review: Review) -> Report | None:
    current = review.reports.filter(is_current=True, is_signed=True, state=Report.State.READY)
    return current.first()


def _until(look: Callable[[], Found | None]) -> Found:
    deadline = time.monotonic() + PATIENCE.total_seconds()
    while time.monotonic() < deadline:
        found = look()
        if found is not None:
            return found
        time.sleep(0.05)
    raise TookTooLong("The demonstration waited for a minute and nothing came.")
