"""People to talk to: after certain answers, and always one link away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.models import PatientSession
from intake.services import answering
from intake.views import gate
from intake.views.entering import read_or_post
from intake.views.gate import patient_page, patient_render, private
from intake.views.pages import Packet
from intake.views.shell import common_lines

LONGEST_NUMBER = 30


@read_or_post
@patient_page()
def support(request: HttpRequest, session: PatientSession) -> HttpResponse:
    if "offered_at" not in (session.intake.support or {}):
        return redirect("feltsense_intake:help")  # nobody was asked, so nothing is to be said
    if request.method != "POST":
        return _show(request, session)
    call_back = request.POST.get("call_back") if session.intake.practice.offers_call_back else None
    phone = request.POST.get("phone", "").strip()
    if call_back == "yes" and not _can_be_called(session, phone):
        phone = phone[:LONGEST_NUMBER]
        answering.ask_for_call(session=session, phone=phone, at=timezone.now())
        error = _("Write a number we can call, or choose “No thanks”.")
        return _show(request, session, status=422, error=error, phone=phone)
    answering.leave_support(
        session=session,
        call_back=call_back if call_back in {"yes", "no"} else None,
        phone=phone,
        at=timezone.now(),
    )
    return redirect("feltsense_intake:stopped" if "stop" in request.POST else _next_url(session))


def _show(
    request: HttpRequest, session: PatientSession, *, status: int = 200, **more: object
) -> HttpResponse:
    noted = session.intake.support or {}
    context = {"emergency_first": noted.get("emergency_first", False), "noted": noted, **more}
    return patient_render(request, session, "support", status=status, **context)


def _can_be_called(session: PatientSession, phone: str) -> bool:
    digits = sum(character.isdigit() for character in phone)
    written = digits > 2 and len(phone) <= LONGEST_NUMBER
    return written if phone else bool(session.intake.patient.phone)


def _next_url(session: PatientSession) -> str:
    return Packet.of(session).url_after_last_saved


@require_safe
@private
def help_page(request: HttpRequest) -> HttpResponse:
    """The practice's lines, also before the birth date; without a session, fixed words."""
    return _for_anyone(request, "help", back=_back_url(request))


@require_safe
@private
def handout(request: HttpRequest) -> HttpResponse:
    """What numbness is and what may help, the same for everyone; to read or to print."""
    return _for_anyone(request, "handout")


def _for_anyone(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    session = gate.find_session(request)
    if session is None:
        shown = {"lines": common_lines(), **context}
        return render(request, f"feltsense/intake/{template}.html", shown)
    with gate.in_words_of(session):
        return patient_render(request, session, template, **context)


def _back_url(request: HttpRequest) -> str:
    """The page one came from, where that was a page of this site."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    elsewhere = came_from.netloc != request.get_host() or came_from.path == request.path
    return reverse("feltsense_intake:resume") if elsewhere else came_from.path
