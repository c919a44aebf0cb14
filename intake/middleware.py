"""Two guards a host adds to MIDDLEWARE: a strict content policy and a second factor for staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

GetResponse = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PATIENT_NAMESPACES = {"feltsense_intake"}
STAFF_NAMESPACES = {"feltsense_screening", "feltsense_reports"}


class ContentSecurityPolicyMiddleware:
    """Our pages use no inline script or style, so one constant policy serves them all.

    The rest of a site keeps its own, and so does a page of ours that the host gave another.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _namespaces(request) & (STAFF_NAMESPACES | PATIENT_NAMESPACES):
            response.headers.setdefault("Content-Security-Policy", POLICY)
            response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response


class SecondFactorMiddleware:
    """Staff reach Feltsense after a second factor in this very session, whatever the first was."""

    def __init__(self, get_response: GetResponse) -> None:
        if not apps.is_installed("allauth.mfa"):
            raise ImproperlyConfigured(
                "intake.middleware.SecondFactorMiddleware needs django-allauth: add allauth, "
                "allauth.account and allauth.mfa to INSTALLED_APPS, or take it out of MIDDLEWARE."
            )
        from intake import second_factor  # noqa: PLC0415  not every host has allauth

        self.get_response, self.second_factor = get_response, second_factor

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not _namespaces(request) & STAFF_NAMESPACES or not request.user.is_authenticated:
            return None
        if not self.second_factor.is_set_up(request):
            return redirect("mfa_activate_totp")
        if not self.second_factor.was_proved(request):
            return redirect(f"{reverse('mfa_reauthenticate')}?next={quote(request.path)}")
        return None


def _namespaces(request: HttpRequest) -> set[str]:
    match = request.resolver_match
    return set(match.app_names) if match is not None else set()
