"""Who may pass: the patient's cookie, how far the session has come, what is said at the door."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.debug import sensitive_post_parameters

from intake.models import PatientSession
from intake.services import inviting
from intake.views.shell import common_lines, shell

logger = logging.getLogger("feltsense.patient")
LAST_WORDS = gettext_noop(
    "This page does not work at the moment. Go back and try again in a few minutes. "
    "If you need help now, call your local emergency number."
)
COOKIE = "feltsense_patient_key"  # "key": Django blanks it in its reports of errors

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]
PatientView = Callable[Concatenate[HttpRequest, PatientSession, Rest], HttpResponse]
Need = Literal["entry", "proof", "consent"]


def cookie_name(request: HttpRequest) -> str:
    """Under HTTPS the browser itself refuses the name to anyone but this very host."""
    return f"__Host-{COOKIE}" if request.is_secure() else COOKIE


def give_key(request: HttpRequest, response: HttpResponse, key: str) -> HttpResponse:
    secure = request.is_secure()
    response.set_cookie(
        cookie_name(request), key, path="/", secure=secure, httponly=True, samesite="Lax"
    )
    return response


def _key(request: HttpRequest) -> str:
    return request.COOKIES.get(cookie_name(request), "")


def find_session(request: HttpRequest) -> PatientSession | None:
    key = _key(request)
    return inviting.find_session(key=key, at=timezone.now()) if key else None


def _find_session_to_save(request: HttpRequest) -> tuple[PatientSession | None, str]:
    """A page that was left open too long is stored all the same, in a session with a new key."""
    session = find_session(request)
    if session is None and request.method == "POST":
        return inviting.resume_to_save(key=_key(request), at=timezone.now()) or (None, "")
    return session, ""


def private(view: View[Rest]) -> View[Rest]:
    """A page no one keeps a copy of, that helps and keeps what was typed whatever breaks.

    What breaks is logged by its name and place: a message could repeat an answer, and the site's
    own report of an error would print the address, which at the door holds the link's token.
    """

    @wraps(view)
    @sensitive_post_parameters()
    def inner(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except (Http404, PermissionDenied, SuspiciousOperation):
            raise
        except Exception as error:
            response = out_of_order(request, error)
        response.headers["Cache-Control"] = "no-store"
        # Django logs the address of every page that answers 4xx or 5xx: at the door, the token.
        setattr(response, "_has_been_logged", True)  # noqa: B010  it has no public name
        return response

    return inner


def patient_page(*, needs: Need = "consent") -> Callable[[PatientView[Rest]], View[Rest]]:
    """The view gets the living session, proven and with consent where that is needed."""

    def decorate(view: PatientView[Rest]) -> View[Rest]:
        @private
        @wraps(view)
        def inner(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            session, new_key = _find_session_to_save(request)
            if session is None:
                return over(request)
            if elsewhere := _missing(session, needs):
                return redirect(elsewhere)
            with in_words_of(session):
                response = view(request, session, *args, **kwargs)
                response.headers["Content-Language"] = get_language() or ""
            if new_key and cookie_name(request) not in response.cookies:
                give_key(request, response, new_key)
            return response

        return inner

    return decorate


@contextmanager
def in_words_of(session: PatientSession) -> Iterator[None]:
    """In the language the patient has chosen, by the clock of the practice."""
    intake = session.intake
    with timezone.override(intake.practice.zone), translation.override(intake.language):
        yield


def _missing(session: PatientSession, needs: Need) -> str | None:
    """The page that comes first, or None."""
    if needs != "entry" and session.proven_at is None:
        return "feltsense_intake:birth_date"
    if needs == "consent" and session.intake.consented_at is None:
        return "feltsense_intake:consent"
    return None


def patient_render(
    request: HttpRequest,
    session: PatientSession,
    template: str,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    shown = shell(session.intake) | {"session": session} | context
    return render(request, f"feltsense/intake/{template}.html", shown, status=status)


def over(request: HttpRequest) -> HttpResponse:
    """No living session: the answers are saved, and the link opens the form again."""
    context = {"was_posted": request.method == "POST", "lines": common_lines()}
    return render(request, "feltsense/intake/over.html", context, status=403)


def closed(request: HttpRequest) -> HttpResponse:
    """One page for a link that is unknown, expired, revoked or used up: it tells nothing."""
    context = {"lines": common_lines()}
    return render(request, "feltsense/intake/closed.html", context, status=410)


def ended(request: HttpRequest, session: PatientSession) -> HttpResponse:
    """A clinician has opened the form, or it was closed: its answers stay as they are."""
    return patient_render(request, session, "ended", status=410)


def out_of_order(request: HttpRequest, error: Exception) -> HttpResponse:
    """Nothing can be read, not even the practice: fixed words, and what was typed is kept."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{where.filename}:{where.lineno}"
    logger.error("a patient page broke (%s at %s)", type(error).__name__, place)
    posted = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {"posted": posted, "was_posted": request.method == "POST"}
    try:
        return render(request, "feltsense/intake/out_of_order.html", context, status=503)
    except Exception:
        logger.error("nor could the page that says so be shown")
        return HttpResponse(gettext(LAST_WORDS), content_type="text/plain", status=503)
