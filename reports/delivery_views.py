"""What a person does about a delivery, each a POST back to the page of its report."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from intake.policy import for_actor
from reports.models import Delivery
from reports.services import delivering
from screening.views.gate import StaffRequest, clinician_only, deed


def _delivery(request: StaffRequest, pk: UUID) -> Delivery:
    return get_object_or_404(for_actor(request.user, Delivery.objects.all()), pk=pk)


@clinician_only
@require_GET
def delivery(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The queue knows a delivery only as the subject of a job."""
    return _back(_delivery(request, pk))


@deed
def resend(request: StaffRequest, pk: UUID) -> HttpResponse:
    return _settled(request, pk, delivering.resend, _("It will be sent now."))


@deed
def stop(request: StaffRequest, pk: UUID) -> HttpResponse:
    return _settled(request, pk, delivering.stop, _("It will not be sent."))


@deed
def confirm(request: StaffRequest, pk: UUID) -> HttpResponse:
    return _settled(request, pk, delivering.confirm, _("Noted as delivered."))


def _settled(
    request: StaffRequest, pk: UUID, settle: Callable[..., None], words: str
) -> HttpResponse:
    row = _delivery(request, pk)
    try:
        settle(row=row, user=request.user, at=timezone.now())
    except delivering.NotNow as reason:
        messages.warning(request, str(reason))
    else:
        messages.success(request, words)
    return _back(row)


def _back(row: Delivery) -> HttpResponse:
    return redirect("feltsense_reports:detail", pk=row.report_id)
