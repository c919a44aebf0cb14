"""What a summary is built from. The caller fills these from rows, or from an answer file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo


@dataclass(frozen=True, kw_only=True)
class Practice:
    name: str
    timezone: tzinfo
    language: str = "en"  # of the document; the patient's words stay as they were written
    paper: str = "a4"  # or "letter"


@dataclass(frozen=True, kw_only=True)
class Patient:
    family_name: str
    given_name: str
    birth_date: date | None = None
    record_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Intake:
    appointment_at: datetime | None = None
    submitted_at: datetime | None = None  # None: not sent (yet)
    recipient: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One attempt to reach the patient about an alert."""

    at: datetime
    by: str
    channel: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Alert:
    code: str
    raised_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    contacts: tuple[Contact, ...] = ()
    closed_at: datetime | None = None
    closed_by: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The support page as the patient met it; `lines` as printed on it."""

    at: datetime
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Late:
    """A safety answer that came after the form was opened; it is not among its answers."""

    at: datetime
    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Signature:
    name: str
    role: str
    registration: str
    at: datetime
    attestation: str
    outcome: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Version:
    """Which document this is; `number` 2 replaces 1."""

    document: str
    number: int
    made_at: datetime
