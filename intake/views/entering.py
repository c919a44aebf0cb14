"""Into the form and out of it: link, birth date, consent, leaving."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.conf import conf
from intake.forms import TypedDate
from intake.models import Invitation, PatientSession
from intake.services import answering, inviting
from intake.views import gate, pages
from intake.views.gate import patient_page, patient_render, private
from intake.views.pages import Packet
from intake.views.shell import practice_shell, shell

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@private
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Reading the page changes nothing, so that a link previewer opens nothing."""
    try:
        invitation = inviting.find_invitation(token=token, at=timezone.now())
    except inviting.InvitationClosed:
        return gate.closed(request)
    language = _chosen_language(request) or invitation.intake.language
    with timezone.override(invitation.intake.practice.zone), translation.override(language):
        return _start(request, invitation, language)


def _chosen_language(request: HttpRequest) -> str:
    """What was chosen on the first page; it is stored with "Start", not by reading the page."""
    given = request.POST if request.method == "POST" else request.GET
    chosen = given.get("language", "")
    return chosen if chosen in conf().languages else ""


def _start(request: HttpRequest, invitation: Invitation, language: str) -> HttpResponse:
    practice = invitation.intake.practice
    if practice.missing_for_live(today=timezone.localdate()):
        shown = practice_shell(practice)
        return render(request, "feltsense/intake/not_open.html", shown, status=503)
    if request.method == "POST":
        key = inviting.enter(invitation=invitation, at=timezone.now(), language=language)
        return gate.give_key(request, redirect("feltsense_intake:birth_date"), key)
    languages = [get_language_info(code) for code in conf().languages]
    context = shell(invitation.intake) | {
        "languages": languages,
        "language": language,
        "minutes": pages.MINUTES,
        "short_minutes": pages.SHORT_MINUTES,
        "rest_minutes": pages.MINUTES - pages.SHORT_MINUTES,
    }
    return render(request, "feltsense/intake/start.html", context)


@read_or_post
@patient_page(needs="entry")
def birth_date(request: HttpRequest, session: PatientSession) -> HttpResponse:
    typed = TypedDate.posted(request.POST)
    if request.method != "POST":
        return patient_render(request, session, "birth_date", typed=typed)
    if (born := typed.read()) is None:
        error = _("Write the day, the month and the year, like 2 4 1990.")
        return patient_render(request, session, "birth_date", typed=typed, error=error, status=422)
    try:
        key = inviting.prove(session=session, birth_date=born, at=timezone.now())
    except inviting.WrongBirthDate:
        error = _("This is not the date your clinic has. Look at it again, or ask your clinic.")
        return patient_render(request, session, "birth_date", typed=typed, error=error, status=422)
    except inviting.InvitationClosed:
        return gate.closed(request)
    return gate.give_key(request, redirect("feltsense_intake:resume"), key)


@read_or_post
@patient_page(needs="proof")
def consent(request: HttpRequest, session: PatientSession) -> HttpResponse:
    if request.method == "POST":
        answering.consent(session=session, at=timezone.now())
        return redirect("feltsense_intake:step", key=Packet.of(session).first_key)
    if session.intake.consented_at:
        return redirect("feltsense_intake:resume")
    limits = {"idle": conf().session_idle_minutes, "hours": conf().session_hours}
    return patient_render(request, session, "consent", **limits)


@require_safe
@patient_page(needs="proof")
def stopped(request: HttpRequest, session: PatientSession) -> HttpResponse:
    return patient_render(request, session, "stopped", until=session.invitation.expires_at)


@require_POST
@patient_page(needs="entry")
def finish(request: HttpRequest, session: PatientSession) -> HttpResponse:
    inviting.leave(session=session, at=timezone.now())
    response = patient_render(request, session, "finished")
    response.delete_cookie(gate.cookie_name(request), path="/", samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How answers are used, accessibility, and other ways: the same for every practice."""
    return render(request, "feltsense/intake/about.html")
