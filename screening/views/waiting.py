"""The queue: what waits, in order; finding a person; and the jobs that stopped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from intake import audit, jobs
from intake.models import Job
from intake.policy import for_actor
from screening import queue
from screening.conf import conf
from screening.domain.tiers import Tier
from screening.forms import FindForm
from screening.models import Review
from screening.page.health import health
from screening.page.row import QueueRow
from screening.services.alerting import NOTIFY
from screening.views.gate import StaffRequest, clinician_only, deed, shell

TIERS = {tier.word: tier for tier in Tier}


@clinician_only
def waiting(request: StaffRequest) -> HttpResponse:
    at = timezone.now()
    view, rank = _wanted(request)
    with transaction.atomic():
        page = _page(request, view, rank, at=at)
        note_reading(request, page.reviews, at=at)
    context = _board(request, page.reviews, view=view, rank=rank, at=at)
    return render(request, "feltsense/screening/queue.html", context | {"after": page.after})


def _wanted(request: StaffRequest) -> tuple[str, int | None]:
    view = request.GET.get("view", queue.NEEDS_REVIEW)
    known = view if view in queue.VIEWS else queue.NEEDS_REVIEW
    return known, TIERS.get(request.GET.get("tier", ""))


def _page(request: StaffRequest, view: str, rank: int | None, *, at: datetime) -> queue.Page:
    own: dict[str, Any] = {"actor": request.user, "practices": request.practices}
    size = conf().queue_page
    if view == queue.SIGNED:
        return queue.Page(reviews=queue.signed_today(**own, at=at, size=size), after=None)
    after = queue.Cursor.read(request.GET.get("after", ""))
    return queue.page(**own, at=at, size=size, view=view, rank=rank, after=after)


def note_reading(request: StaffRequest, reviews: Iterable[Review], *, at: datetime) -> None:
    """One event per practice: whose rows were shown to whom."""
    shown: dict[UUID, list[str]] = {}
    for review in reviews:
        shown.setdefault(review.practice_id, []).append(str(review.pk))
    for practice in request.practices:
        if practice.pk in shown:
            audit.record(
                "screening.queue_read",
                practice,
                practice_id=practice.pk,
                actor=audit.user_actor(request.user),
                at=at,
                detail=shown[practice.pk],
            )


def _board(
    request: StaffRequest, reviews: Sequence[Review], *, view: str, rank: int | None, at: datetime
) -> dict[str, Any]:
    own: dict[str, Any] = {"actor": request.user, "practices": request.practices}
    parts = queue.parts_reached(reviews)
    reasons = queue.open_reasons(reviews)
    rows = [
        QueueRow(
            review=review,
            at=at,
            user=request.user,
            part=parts.get(review.intake_id),
            reasons=reasons.get(review.intake_id, frozenset()),
        )
        for review in reviews
    ]
    return shell(request) | {
        "now": at,
        "view": view,
        "rank": rank,
        "tiers": list(Tier),
        "rows": rows,
        "first_free": next((row.review.pk for row in rows if row.is_free), None),
        "counts": queue.counts(**own, at=at),
        "cap": queue.CAP,
        "health": health(**own, at=at),
        "notify": NOTIFY,
        "claim_minutes": conf().claim_minutes,
        "last_arrival": None if reviews else queue.last_arrival(**own),
    }


@deed
def find(request: StaffRequest) -> HttpResponse:
    """A search is a POST, so that no name stands in an address, a log or a history."""
    form, at = FindForm(request.POST), timezone.now()
    if not form.is_valid():
        return redirect("feltsense_screening:queue")
    text = form.cleaned_data["q"]
    with transaction.atomic():
        found = queue.find(actor=request.user, practices=request.practices, text=text)
        note_reading(request, found, at=at)
    context = _board(request, found, view="", rank=None, at=at)
    return render(request, "feltsense/screening/queue.html", context | {"sought": text})


@deed
def retry(request: StaffRequest, pk: UUID) -> HttpResponse:
    job = get_object_or_404(for_actor(request.user, Job.objects.all()), pk=pk)
    if jobs.retry(job=job, at=timezone.now()):
        messages.success(request, _("It will be tried again now."))
    return redirect("feltsense_screening:queue")
