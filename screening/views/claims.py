"""Claim, release, take over, and the next in order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.models import full_name
from screening import queue
from screening.forms import TakeOverForm
from screening.models import Review
from screening.page.row import QueueRow
from screening.services import claiming
from screening.views.gate import StaffRequest, clinician_only, deed, shell, visible_review
from screening.views.reading import keep_note, show
from screening.views.waiting import note_reading

MOST_TRIED = 20


@deed
def claim(request: StaffRequest, pk: UUID) -> HttpResponse:
    review = visible_review(request, pk)
    try:
        claiming.claim(review=review, user=request.user, at=timezone.now())
    except claiming.ReviewTaken as taken:
        messages.warning(request, _taken(review, taken))
        return _kept_or_shown(request, review, "feltsense_screening:queue")
    except claiming.ReviewSigned:
        messages.info(request, _("This review is signed already."))
    return _kept_or_shown(request, review, "feltsense_screening:review", pk)


def _taken(review: Review, taken: claiming.ReviewTaken) -> str:
    until = date_format(taken.until.astimezone(review.practice.zone), "H:i")
    names = {"name": full_name(taken.holder), "until": until}
    return _("%(name)s claimed this review first and has it until %(until)s.") % names


def _kept_or_shown(request: StaffRequest, review: Review, to: str, *args: Any) -> HttpResponse:
    """On to another page, unless a typed note could not be kept: then it is shown again."""
    lost = keep_note(request, review)
    return show(request, review.pk, typed=lost, status=409) if lost else redirect(to, *args)


@deed
def release(request: StaffRequest, pk: UUID) -> HttpResponse:
    review = visible_review(request, pk)
    answer = _kept_or_shown(request, review, "feltsense_screening:queue")
    claiming.release(review=review, user=request.user, at=timezone.now())
    return answer


@clinician_only
def take_over(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A page of its own, because it takes work out of a colleague's hands."""
    review, at = visible_review(request, pk), timezone.now()
    form = TakeOverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _take_over(request, review, form.reason)
    row = QueueRow(review=review, at=at, user=request.user)
    context = shell(request) | {"row": row, "form": form}
    note_reading(request, [review], at=at)
    status = 422 if form.is_bound else 200
    return render(request, "feltsense/screening/take_over.html", context, status=status)


def _take_over(request: StaffRequest, review: Review, reason: str) -> HttpResponse:
    try:
        claiming.take_over(review=review, reason=reason, user=request.user, at=timezone.now())
    except claiming.ReviewSigned:
        messages.info(request, _("This review is signed already."))
    return redirect("feltsense_screening:review", review.pk)


@deed
def next_review(request: StaffRequest) -> HttpResponse:
    """Claim the first in order that nobody has; a colleague may be faster, then the one after."""
    at = timezone.now()
    page = queue.page(
        actor=request.user,
        practices=request.practices,
        at=at,
        size=MOST_TRIED,
        view=queue.UNCLAIMED,
    )
    for review in page.reviews:
        try:
            claiming.claim(review=review, user=request.user, at=at)
        except (claiming.ReviewTaken, claiming.ReviewSigned):
            continue
        return redirect("feltsense_screening:review", review.pk)
    messages.info(request, _("Nothing unclaimed is waiting."))
    return redirect("feltsense_screening:queue")


@deed
def leave_for_next(request: StaffRequest, pk: UUID) -> HttpResponse:
    """From one review to the next; the claim stays until it lapses, the note is kept."""
    lost = keep_note(request, visible_review(request, pk))
    return show(request, pk, typed=lost, status=409) if lost else next_review(request)
