"""After a page was sent: what is said when it could not be stored, and where one goes next."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from intake.domain.answers import Fault
from intake.models import PatientSession
from intake.services import answering, listing
from intake.views import gate

logger = logging.getLogger("feltsense.patient")


def attempt(
    request: HttpRequest,
    session: PatientSession,
    deed: Callable[[], object],
    *,
    refused: Callable[[Sequence[Fault]], HttpResponse],
    broken: Callable[[], HttpResponse],
) -> HttpResponse | None:
    """Do one service's work. None when it is stored; else the page that says what is so."""
    try:
        deed()
    except answering.BadAnswers as bad:
        return refused(bad.faults)
    except answering.IntakeClosed:
        due = support_is_due(session)  # a safety answer is heard also of a closed form
        return redirect("feltsense_intake:support") if due else gate.ended(request, session)
    except listing.RowGone:
        return redirect("feltsense_intake:resume")
    except Exception as error:
        # Whatever broke: the person keeps the typed words and sees the lines. The class name
        # only, since a message could hold an answer.
        logger.error("a page was not saved (%s)", type(error).__name__)
        return broken()
    return None


def support_is_due(session: PatientSession) -> bool:
    """Did the rules, in the save just made, ask for the support page?"""
    session.intake.refresh_from_db(fields=["support"])
    return bool((session.intake.support or {}).get("due"))
