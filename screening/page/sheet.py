"""The review page as data: everything on it, read once, in the order it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import models
from django.db.models import Prefetch

from intake.models import Intake
from intake.policy import for_actor
from screening.domain import book as books
from screening.domain import reading as words
from screening.domain.book import Book, Form, Line
from screening.domain.reading import Content, Dated, Difference, Explanation, ScoreWords
from screening.domain.signals import Signal
from screening.models import Alert, ContactAttempt, Review
from screening.page import numbness
from screening.page.markers import Marker, markers
from screening.page.numbness import Fact, Medicines, Sign
from screening.page.row import QueueRow
from screening.page.safety import Safety
from screening.page.safety import safety as safety_of
from screening.page.trail import Deed
from screening.page.trail import deeds as deeds_of


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the form, as the patient knew it."""

    title: str
    forms: tuple[Form, ...]

    @property
    def size(self) -> int:
        return sum(len(form.lines) for form in self.forms)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the rules read; there is none before the form is sent, or signed without that."""

    scores: tuple[ScoreWords, ...]
    markers: tuple[Marker, ...]
    explanations: tuple[Explanation, ...]
    timeline: tuple[Dated, ...]
    changes: tuple[Difference, ...]
    since: str  # when the last form was sent, as an ISO time; empty where there is none
    not_covered: tuple[str, ...]
    ruleset: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    row: QueueRow
    safety: Safety
    reading: Reading | None
    signs: tuple[Sign, ...]
    facts: tuple[Fact, ...]
    wish: Line | None
    medicines: Medicines
    words: tuple[Line, ...]
    parts: tuple[Part, ...]
    gaps: tuple[Line, ...]
    asked: int
    answered: int
    deeds: tuple[Deed, ...]
    earlier: tuple[Review, ...]


def rows(actor: Any) -> models.QuerySet[Review]:
    """The reviews that `actor` may open, with all that a sheet needs, in few queries."""
    attempts = Prefetch("contact_attempts", ContactAttempt.objects.select_related("by"))
    alerts = Alert.objects.select_related("acknowledged_by", "closed_by").prefetch_related(attempts)
    reviews = Review.objects.select_related(
        "practice",
        "interpretation",
        "claimed_by",
        "signed_by",
        "intake__practice",
        "intake__patient",
        "intake__clinician",
    ).prefetch_related(
        "intake__responses",
        "intake__answer_changes",
        "intake__practice__crisis_lines",
        Prefetch("intake__alerts", alerts),
    )
    return for_actor(actor, reviews)


def sheet(*, actor: Any, review: Review, signals: Sequence[Signal], at: datetime) -> Sheet:
    intake, book = review.intake, _book(review.intake)
    alerts = list(intake.alerts.all())
    deeds = deeds_of(actor=actor, review=review, alerts=alerts)
    today = at.astimezone(review.practice.zone).date()
    asked = [line for line in book.lines if line.state not in {"not_asked", "ruled_out"}]
    return Sheet(
        row=QueueRow(review=review, at=at, user=actor),
        safety=safety_of(intake=intake, book=book, signals=signals, alerts=alerts, deeds=deeds),
        reading=_reading(review, book),
        signs=numbness.signs(book),
        facts=numbness.facts(book),
        wish=numbness.wish(book),
        medicines=numbness.medicines(book, today=_drawn_until(intake, today)),
        words=tuple(line for line in book.lines if line.is_quote and not line.repeat),
        parts=tuple(_parts(book.forms)),
        gaps=tuple(line for line in asked if not line.is_answered),
        asked=len(asked),
        answered=sum(line.is_answered for line in asked),
        deeds=tuple(deeds),
        earlier=tuple(_earlier(actor, review)),
    )


def _book(intake: Intake) -> Book:
    return books.read(
        questionnaires=intake.questionnaires,
        answers=intake.answers(),
        answered_at=intake.answered_at(),
    )


def _reading(review: Review, book: Book) -> Reading | None:
    if review.interpretation is None:
        return None
    content: Content = review.interpretation.content
    forms = review.intake.questionnaires
    return Reading(
        scores=words.scores(content["scores"], forms),
        markers=markers(content),
        explanations=words.explanations(content, book),
        timeline=words.timeline(content, book),
        changes=words.changes(content, book),
        since=(content["changes"] or {}).get("since") or "",
        not_covered=tuple(content["not_covered"]),
        ruleset=review.interpretation.ruleset,
    )


def _drawn_until(intake: Intake, today: date) -> date:
    last = intake.submitted_at or intake.saved_at
    return last.astimezone(intake.practice.zone).date() if last else today


def _parts(forms: Iterable[Form]) -> Iterable[Part]:
    for title, same in groupby(forms, key=lambda form: form.questionnaire.heading):
        yield Part(title=title, forms=tuple(same))


def _earlier(actor: Any, review: Review) -> models.QuerySet[Review]:
    """The patient's other signed reviews, latest first."""
    same = Review.objects.filter(intake__patient=review.intake.patient_id).exclude(pk=review.pk)
    return for_actor(actor, same.exclude(signed_at=None)).order_by("-signed_at")[:10]
