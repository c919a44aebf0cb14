"""The settings of intake: FELTSENSE["intake"], read late into one frozen object."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
Section = TypeVar("Section")


@dataclass(frozen=True, kw_only=True)
class IntakeSettings:
    """`sealing_keys` maps a key id to 32 random bytes in base64; the highest id seals."""

    sealing_keys: Mapping[int, str]
    index_key: str
    audit_key: str
    policy: str = "intake.policy.MembershipPolicy"
    invitation_days: int = 30
    session_idle_minutes: int = 20
    session_hours: int = 4
    birth_date_tries: int = 5
    languages: Sequence[str] = ("en", "es")  # what a patient may choose on the first page
    packs: Sequence[str] = ()  # of the package, such as "audit_c": off unless named here
    questionnaires: str = ""  # the folder with this site's own packs


def read_section(name: str, shape: type[Section]) -> Section:
    """FELTSENSE[name] as `shape`. Raises ImproperlyConfigured for a missing or unknown key."""
    given: Mapping[str, Any] = getattr(settings, "FELTSENSE", {}).get(name, {})
    try:
        return shape(**given)
    except TypeError as error:
        raise ImproperlyConfigured(f'FELTSENSE["{name}"]: {error}') from error


def unknown_keys(name: str, shape: type[Any]) -> list[str]:
    """The keys of FELTSENSE[name] that no setting has."""
    known = {f.name for f in fields(shape)}
    return sorted(set(getattr(settings, "FELTSENSE", {}).get(name, {})) - known)


def conf() -> IntakeSettings:
    return read_section("intake", IntakeSettings)


def key_bytes(encoded: str) -> bytes:
    """A key as bytes. Raises ImproperlyConfigured unless it is 32 bytes in base64."""
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(
            "A Feltsense key is not base64. Make one with 32 bytes."
        ) from error
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured("A Feltsense key is not 32 bytes long. Make one with 32 bytes.")
    return key
