"""The review page: read, decide, sign."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.models import Membership
from screening import queue
from screening.domain.signals import Signal
from screening.forms import DecisionForm
from screening.models import ContactAttempt, Review
from screening.page import sheet
from screening.page.row import QueueRow
from screening.services import claiming, evaluating, signing
from screening.views.gate import StaffRequest, clinician_only, deed, shell, visible_review
from screening.views.waiting import note_reading

logger = logging.getLogger("feltsense.screening")


@clinician_only
def review(request: StaffRequest, pk: UUID) -> HttpResponse:
    return show(request, pk)


def show(
    request: StaffRequest,
    pk: UUID,
    *,
    typed: DecisionForm | None = None,
    errors: Sequence[str] = (),
    alert_forms: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, its reading noted in the trail. What was typed and refused stands in it again."""
    at = timezone.now()
    with transaction.atomic():
        claiming.read(review=visible_review(request, pk), user=request.user, at=at)
        found = get_object_or_404(sheet.rows(request.user), pk=pk)
        context = shell(request) | _context(request, found, at=at)
    context |= {"typed": typed, "errors": errors, "alert_forms": alert_forms or {}}
    context["mend_at"] = "safety" if alert_forms else "decide"
    context["decision"] = typed.data if typed else found.draft or {}
    return render(request, "feltsense/screening/review.html", context, status=status)


def _context(request: StaffRequest, found: Review, *, at: datetime) -> dict[str, Any]:
    signals, is_whole = _signals(found)
    is_open = found.signed_at is None
    return {
        "now": at,
        "review": found,
        "rules_broke": not is_whole,
        "zone": found.practice.zone,
        "sheet": sheet.sheet(actor=request.user, review=found, signals=signals, at=at),
        "part": queue.parts_reached([found]).get(found.intake_id),
        "seen": signing.seen_digest(found) if is_open else "",
        "next_row": None if is_open else _next_row(request, at=at),
        "report": _report(found),
        "outcomes": signing.OUTCOMES,
        "outcome_words": dict(signing.OUTCOMES).get((found.decision or {}).get("outcome", "")),
        "attestation": signing.ATTESTATION,
        "asks_password": request.user.has_usable_password(),
        "member": _member(request, found),
        "channels": ContactAttempt.CHANNELS,
        "contact_outcomes": ContactAttempt.OUTCOMES,
    }


def _signals(found: Review) -> tuple[Sequence[Signal], bool]:
    """What the safety rules say now. A page that a broken rule kept shut could close no alert."""
    try:
        with transaction.atomic():
            return evaluating.current_signals(intake=found.intake), True
    except Exception as error:
        logger.error("rules broke on review %s (%s)", found.pk, type(error).__name__)
        return (), False


def _member(request: StaffRequest, found: Review) -> Membership | None:
    own = (place for place in request.workplaces if place.practice_id == found.practice_id)
    return next(own, None)


def _next_row(request: StaffRequest, *, at: datetime) -> QueueRow | None:
    page = queue.page(
        actor=request.user,
        practices=request.practices,
        at=at,
        size=1,
        view=queue.UNCLAIMED,
    )
    note_reading(request, page.reviews, at=at)
    return next((QueueRow(review=r, at=at, user=request.user) for r in page.reviews), None)


def _report(found: Review) -> UUID | None:
    """The current report's id, where the reports app is installed."""
    reports = getattr(found, "reports", None)
    if reports is None:
        return None
    current: UUID | None = reports.filter(is_current=True).values_list("pk", flat=True).first()
    return current


def keep_note(request: StaffRequest, found: Review) -> DecisionForm | None:
    """Every button of the page carries the note along, so that no deed loses it.

    Returns what was typed where it could not be kept: the claim is over, or the note too long.
    """
    if "note" not in request.POST:
        return None
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return form
    typed = {key: form.cleaned_data[key] for key in ("outcome", "note")}
    kept = found.draft or {}
    if all(typed[key] == kept.get(key, "") for key in typed):
        return None
    try:
        signing.save_draft(review=found, user=request.user, at=timezone.now(), **typed)
    except signing.NotReady:
        return form
    return None


@deed
def save_draft(request: StaffRequest, pk: UUID) -> HttpResponse:
    lost = keep_note(request, visible_review(request, pk))
    if lost:
        return show(request, pk, typed=lost, errors=[_why_lost(lost)], status=422)
    return redirect("feltsense_screening:review", pk)


def _why_lost(form: DecisionForm) -> str:
    if form.errors:
        return _("The note is not saved: it is too long, or holds a character that can't be kept.")
    return _("Your claim is over, so the note is not saved yet. Claim the review to keep it.")


@deed
def sign(request: StaffRequest, pk: UUID) -> HttpResponse:
    found, form = visible_review(request, pk), DecisionForm(request.POST)
    try:
        _sign(request, found, form)
    except signing.NotReady as refused:
        return show(request, pk, typed=form, errors=[str(refused)], status=422)
    return redirect("feltsense_screening:review", pk)


def _sign(request: StaffRequest, found: Review, form: DecisionForm) -> None:
    if not form.is_valid():
        raise signing.NotReady(_("The note is too long. Shorten it, then sign."))
    given, at = form.cleaned_data, timezone.now()
    signing.check_password(review=found, user=request.user, password=given["password"], at=at)
    signing.sign(
        review=found,
        outcome=given["outcome"],
        note=given["note"],
        attested=given["attested"],
        seen=given["seen"],
        user=request.user,
        at=at,
    )
