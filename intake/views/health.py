"""For whoever watches the site: does the process answer, and is the rest of it alive?"""

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intake.models import Heartbeat


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and relay and worker were heard of lately, else 503."""
    state = {"database": True, Heartbeat.RELAY: False, Heartbeat.WORKER: False}
    try:
        heard = Heartbeat.objects.filter(at__gt=timezone.now() - Heartbeat.SILENCE)
        state |= dict.fromkeys(heard.values_list("name", flat=True), True)
    except Error:
        state["database"] = False
    return JsonResponse(state, status=200 if all(state.values()) else 503)
