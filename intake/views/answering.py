"""The form itself: where one was, a page, the check before sending, what happens then."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.models import Intake, PatientSession
from intake.services import answering
from intake.views import gate, medicines
from intake.views.check import parts_of, sections_of
from intake.views.entering import read_or_post
from intake.views.gate import patient_page, patient_render
from intake.views.pages import Packet, Page
from intake.views.saving import attempt, support_is_due


@require_safe
@patient_page()
def resume(request: HttpRequest, session: PatientSession) -> HttpResponse:
    if (session.intake.support or {}).get("due"):
        return redirect("feltsense_intake:support")
    if session.intake.state == Intake.State.SUBMITTED:
        return redirect("feltsense_intake:done")
    packet = Packet.of(session)
    until = session.invitation.expires_at
    parts = parts_of(packet)
    return patient_render(request, session, "resume", packet=packet, parts=parts, until=until)


@read_or_post
@patient_page()
def step(request: HttpRequest, session: PatientSession, key: str) -> HttpResponse:
    """A safety answer is heard also where another tab, or the clinic, has closed its page."""
    page = Packet.of(session).page(key, to_check=request.GET.get("from") == "check")
    is_heard = page.is_safety and any(question.id in request.POST for question in page.step.asks)
    if not session.intake.is_open and not is_heard:
        return gate.ended(request, session)
    if page.step not in page.packet.asked and not is_heard:
        return redirect("feltsense_intake:resume")
    if page.step.kind == "repeat":
        return medicines.listed(request, session, page)
    if request.method != "POST":
        return _show(request, session, page)
    return _save(request, session, page.posted(request.POST, today=timezone.localdate()))


def _save(request: HttpRequest, session: PatientSession, page: Page) -> HttpResponse:
    """Store what was answered, also where the rest is asked about once more: a "yes" among gaps
    is heard even when the phone is put away at this point.
    """
    given, slug = page.answers, page.step.slug
    at = timezone.now()
    if given:  # nothing, where earlier answers stay as they are
        unsaved = attempt(
            request,
            session,
            partial(answering.save_page, session=session, slug=slug, answers=given, at=at),
            refused=lambda faults: _show(request, session, page.refused(faults), 422),
            broken=lambda: _show(request, session, page, 503),
        )
        if unsaved:
            return unsaved
    if given and support_is_due(session):
        return redirect("feltsense_intake:support")
    return _show(request, session, page, 422) if page.errors else redirect(page.url_after(given))


def _show(
    request: HttpRequest, session: PatientSession, page: Page, status: int = 200
) -> HttpResponse:
    return patient_render(
        request, session, page.template, status=status, page=page, unsaved=status == 503
    )


@require_safe
@patient_page()
def pause(request: HttpRequest, session: PatientSession) -> HttpResponse:
    """The end of the short path: stop here, or go on."""
    packet = Packet.of(session)
    if packet.next_open is None or not session.intake.is_open:
        return redirect("feltsense_intake:check")
    return patient_render(request, session, "pause", packet=packet)


@read_or_post
@patient_page()
def check(request: HttpRequest, session: PatientSession) -> HttpResponse:
    if request.method == "POST":
        return _send(request, session)
    if not session.intake.is_open:
        return gate.ended(request, session)
    return _show_check(request, session)


def _send(request: HttpRequest, session: PatientSession) -> HttpResponse:
    unsent = attempt(
        request,
        session,
        partial(answering.submit, session=session, at=timezone.now()),
        refused=lambda faults: _show_check(request, session, 422),
        broken=lambda: _show_check(request, session, 503),
    )
    return unsent or redirect("feltsense_intake:done")


def _show_check(request: HttpRequest, session: PatientSession, status: int = 200) -> HttpResponse:
    packet = Packet.of(session)
    context = {"packet": packet, "sections": sections_of(packet), "unsaved": status == 503}
    return patient_render(request, session, "check", status=status, **context)


@require_safe
@patient_page()
def done(request: HttpRequest, session: PatientSession) -> HttpResponse:
    if session.intake.submitted_at is None:
        return redirect("feltsense_intake:check")
    reference = str(session.intake.pk)[:8].upper()
    return patient_render(request, session, "done", reference=reference)
