"""A form that was refused before its view saw it: words and lines, never a bare page."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views import csrf, defaults

from intake.views.shell import common_lines

APP = "feltsense_intake"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For the setting CSRF_FAILURE_VIEW. What was sent is not shown again: it may be forged."""
    if _is_ours(request):
        return _refused(request, status=403)
    return csrf.csrf_failure(request, reason=reason)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For handler400 of the site's urls."""
    if _is_ours(request):
        return _refused(request, status=400)
    return defaults.bad_request(request, exception)


def _is_ours(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).app_name == APP
    except Resolver404:
        return False


def _refused(request: HttpRequest, *, status: int) -> HttpResponse:
    try:
        context = {"lines": common_lines()}
    except DatabaseError:
        context = {"lines": None}
    response = render(request, "feltsense/intake/refused.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
