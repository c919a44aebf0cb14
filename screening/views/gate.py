"""Who may come in, and what every clinician page shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from intake.models import Membership, Practice, full_name
from intake.policy import for_actor
from screening import queue
from screening.models import Review

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of a person who is a clinician somewhere."""

    user: Any  # the host's own user model
    workplaces: list[Membership]
    practices: list[Practice]


View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def clinician_only(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Sign-in, then a clinician's membership; kept in no cache, and in no report of an error.

    In the language of the clinician's (first) practice, as its records are.
    """

    @sensitive_post_parameters()
    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        workplaces = queue.workplaces(request.user)
        if not workplaces:
            raise PermissionDenied
        staff = cast(StaffRequest, request)
        staff.workplaces = workplaces
        staff.practices = [place.practice for place in workplaces]
        with translation.override(staff.practices[0].language):
            response = view(staff, *args, **kwargs)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)


def deed(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A clinician changes something: POST only."""
    return clinician_only(require_POST(view))


def visible_review(request: StaffRequest, pk: UUID) -> Review:
    rows = Review.objects.select_related("practice", "intake", "claimed_by")
    return get_object_or_404(for_actor(request.user, rows), pk=pk)


def shell(request: StaffRequest) -> dict[str, Any]:
    """The head of every page: which practice, and who is signed in."""
    places = request.workplaces
    return {
        "now": timezone.now(),
        "practice": places[0].practice if len(places) == 1 else None,
        "practices": request.practices,
        "zone": places[0].practice.zone,
        "me": full_name(request.user),
        "my_title": places[0].title or places[0].get_role_display(),
    }
