"""What allauth knows of a second factor. Imported only where a host has allauth's `mfa` app."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.dispatch import receiver
from django.http import HttpRequest


def is_set_up(request: HttpRequest) -> bool:
    return bool(is_mfa_enabled(request.user))


def was_proved(request: HttpRequest) -> bool:
    """In this very session."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


@receiver(authenticator_added)
def count_as_proof(*, request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    """Who sets up an app has just given its code, and the same code is not taken twice."""
    if authenticator.type == authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", type=authenticator.type)
