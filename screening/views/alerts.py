"""Acknowledge an alert, log a contact attempt, close it; one contact for several at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.policy import for_actor
from screening.forms import (
    CloseAllForm,
    CloseForm,
    ContactForAllForm,
    ContactForm,
    DecisionForm,
)
from screening.models import Alert, Review
from screening.services import alerting, together
from screening.views.gate import StaffRequest, deed, visible_review
from screening.views.reading import keep_note, show

ALL = "all"  # begins the names of the fields that stand for every open alert


def _alert(request: StaffRequest, pk: UUID) -> tuple[Alert, Review]:
    """The alert and the review it is worked on in: the open one, else the latest."""
    rows = Alert.objects.select_related("intake")
    alert = get_object_or_404(for_actor(request.user, rows), pk=pk)
    reviews = for_actor(request.user, Review.objects.filter(intake=alert.intake))
    found = reviews.order_by(F("signed_at").desc(nulls_first=True)).first()
    if found is None:
        raise Http404
    return alert, found


def _back(request: StaffRequest, found: Review) -> HttpResponse:
    lost = keep_note(request, found)
    if lost:
        return show(request, found.pk, typed=lost, status=409)
    return redirect(reverse("feltsense_screening:review", args=[found.pk]) + "#safety")


def _refused(request: StaffRequest, found: Review, form: Any) -> HttpResponse:
    errors = [error for listed in form.errors.values() for error in listed]
    typed = DecisionForm(request.POST) if "note" in request.POST else None
    forms = {form.prefix: form}
    return show(request, found.pk, typed=typed, errors=errors, alert_forms=forms, status=422)


@deed
def acknowledge(request: StaffRequest, pk: UUID) -> HttpResponse:
    alert, found = _alert(request, pk)
    if not alerting.acknowledge(alert=alert, user=request.user, at=timezone.now()):
        messages.info(request, _("A colleague has acknowledged this alert already."))
    return _back(request, found)


@deed
def log_contact(request: StaffRequest, pk: UUID) -> HttpResponse:
    alert, found = _alert(request, pk)
    form = ContactForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return _refused(request, found, form)
    alerting.log_contact(alert=alert, **form.cleaned_data, user=request.user, at=timezone.now())
    return _back(request, found)


@deed
def close_alert(request: StaffRequest, pk: UUID) -> HttpResponse:
    alert, found = _alert(request, pk)
    form = CloseForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return _refused(request, found, form)
    try:
        alerting.close(
            alert=alert, reason=form.cleaned_data["reason"], user=request.user, at=timezone.now()
        )
    except alerting.AlertNotReady as error:
        form.add_error(None, str(error))
        return _refused(request, found, form)
    return _back(request, found)


@deed
def log_contact_for_all(request: StaffRequest, pk: UUID) -> HttpResponse:
    found = visible_review(request, pk)
    form = ContactForAllForm(request.POST, prefix=ALL, review=found)
    if not form.is_valid():
        return _refused(request, found, form)
    together.log_contact(review=found, **form.cleaned_data, user=request.user, at=timezone.now())
    return _back(request, found)


@deed
def close_all(request: StaffRequest, pk: UUID) -> HttpResponse:
    found = visible_review(request, pk)
    form = CloseAllForm(request.POST, prefix=ALL, review=found)
    if not form.is_valid():
        return _refused(request, found, form)
    try:
        together.close(review=found, **form.cleaned_data, user=request.user, at=timezone.now())
    except alerting.AlertNotReady as error:
        form.add_error(None, str(error))
        return _refused(request, found, form)
    return _back(request, found)
