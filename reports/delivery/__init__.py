"""Where a signed summary goes: destinations, each a name and a class in the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.utils.module_loading import import_string

from reports.conf import conf
from reports.models import DeliveryAttempt

Outcome = DeliveryAttempt.Outcome
Receipt = dict[str, Any]


@dataclass(frozen=True, kw_only=True, repr=False)  # it may come into a traceback
class Parcel:
    """A signed version, and what a destination needs to file it."""

    report: UUID  # of this version, so it is the same at every attempt
    version: int
    content: bytes  # PDF
    sha256: str
    language: str
    practice: str
    record_number: str
    birth_date: date
    began_at: datetime
    signed_at: datetime
    signer: str
    replaces: Receipt | None  # of the version that the destination has, with that "report"


class NotDelivered(Exception):
    """It surely did not arrive, and later it may. `code`: an HTTP status or a class name; `pause`:
    how long the destination asks to be left alone."""

    outcome = Outcome.FAILED
    for_good = False

    def __init__(self, code: object, *, pause: timedelta = timedelta(0)) -> None:
        super().__init__(code)
        self.code, self.pause = str(code), pause


class Refused(NotDelivered):
    """It did not arrive, and the same again would not either."""

    outcome = Outcome.REFUSED
    for_good = True


class InDoubt(NotDelivered):
    """It may have arrived; the next attempt is told to look first."""

    outcome = Outcome.UNKNOWN


class CannotTell(InDoubt):
    """It may have arrived, and the destination can't say: a person is asked."""

    for_good = True


class Destination(Protocol):
    """Name yours in FELTSENSE["reports"]["deliveries"]; its other keys are given to the class."""

    def deliver(self, parcel: Parcel, *, look_first: bool) -> Receipt:
        """Raises NotDelivered; whatever else it raises counts as InDoubt."""
        ...


def names(*, practice: str) -> list[str]:
    """The destinations of a practice, given its slug."""
    return [
        name
        for name, given in conf().deliveries.items()
        if practice in given.get("practices", [practice])
    ]


def destination(*, name: str) -> Destination:
    """Raises KeyError, ImportError, TypeError or ValueError where the settings are wrong."""
    options = dict(conf().deliveries[name])
    if isinstance(options.pop("practices", []), str):
        raise ValueError('"practices" is a list of slugs')
    made: Destination = import_string(options.pop("class"))(**options)
    return made
