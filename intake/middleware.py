"""Two guards a host adds to MIDDLEWARE: a strict content policy and a second factor for staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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
    """Staff without a second factor reach nothing of Feltsense until they have set one up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        staff_page = _namespaces(request) & STAFF_NAMESPACES
        if staff_page and request.user.is_authenticated and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        return None


def _namespaces(request: HttpRequest) -> set[str]:
    match = request.resolver_match
    return set(match.app_names) if match is not None else set()
