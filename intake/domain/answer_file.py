"""Read an answer file: the answers to a packet, from another system or an export, as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from intake.domain.answers import Fault, clean, named, text_fault
from intake.domain.months import FIRST_YEAR, LAST_YEAR
from intake.domain.questionnaire import Questionnaire

MOST_BYTES = 256 * 1024
MOST_DEPTH = 20
MOST_ANSWERS = 500
MOST_NAME = 200  # characters of a name or a record number
BODY = "body"  # the path of a fault that lies in the file as a whole

_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")

Catalog = Mapping[str, Questionnaire]
Day = TypeVar("Day", date, datetime)


class AnswerFileError(Exception):
    """The file can't be used: every fault that was found, never an answer."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True, kw_only=True)
class IntakeFacts:
    language: str = "en"
    appointment_at: datetime | None = None
    submitted_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PatientFacts:
    family_name: str = ""
    given_name: str = ""
    birth_date: date | None = None
    record_number: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerFile:
    intake: IntakeFacts
    patient: PatientFacts
    responses: Mapping[str, Mapping[str, Any]]
    previous: tuple[AnswerFile, ...] = ()


def read(data: bytes, *, catalog: Catalog) -> AnswerFile:
    """The answers in a file, cleaned. Raises AnswerFileError, whatever the bytes are.

    `catalog` holds the questionnaires on offer by slug.
    """
    body = _decode(data)
    reader = _Reader(catalog)
    _check_shape(body, reader.faults)
    if not reader.faults:
        found = reader.file(body, "", nested=False)
    if reader.faults:
        raise AnswerFileError(reader.faults)
    return found


class _Repeated(dict[str, Any]):
    """An object of the file that names a key twice: one of the two would be lost."""


def _decode(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise _refused(f"is larger than {MOST_BYTES // 1024} KB")
    try:
        text = data.decode("utf-8-sig")  # a byte order mark does no harm
    except UnicodeDecodeError:
        raise _refused("is not UTF-8 text") from None
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_not_a_number)
    except json.JSONDecodeError as error:
        raise _refused(f"is not JSON (line {error.lineno}, column {error.colno})") from None
    except RecursionError:
        raise _refused(f"is nested deeper than {MOST_DEPTH} levels") from None
    except ValueError:
        raise _refused("holds a number that is not used here, such as NaN") from None


def _refused(reason: str) -> AnswerFileError:
    return AnswerFileError([Fault(BODY, reason)])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Repeated(found)


def _not_a_number(_name: str) -> None:
    raise ValueError


def _check_shape(body: Any, faults: list[Fault]) -> None:
    """Note what is nested too deep or named twice, without recursion."""
    waiting = [(body, BODY, 1)]
    while waiting:
        value, path, depth = waiting.pop()
        if depth > MOST_DEPTH:
            faults.append(Fault(BODY, f"is nested deeper than {MOST_DEPTH} levels"))
            return
        if isinstance(value, _Repeated):
            faults.append(Fault(path, "names a key twice"))
        waiting += [(child, where, depth + 1) for child, where in _children(value, path)]


def _children(value: Any, path: str) -> Iterator[tuple[Any, str]]:
    """What an object or a list holds, with the path of each."""
    if isinstance(value, dict):
        prefix = "" if path == BODY else f"{path}."
        yield from ((child, prefix + named(key)) for key, child in value.items())
    elif isinstance(value, list):
        yield from ((child, f"{path}[{n}]") for n, child in enumerate(value))


def _count(value: Any) -> int:
    """How many single answers these are; depth is known to be small."""
    if isinstance(value, dict | list):
        return sum(_count(child) for child, _ in _children(value, ""))
    return 1


@dataclass
class _Reader:
    """Walks one file and notes each fault with its path."""

    catalog: Catalog
    faults: list[Fault] = field(default_factory=list)

    def file(self, body: Any, prefix: str, *, nested: bool) -> AnswerFile:
        given = self._object(body, prefix, ("intake", "patient", "responses", "previous"))
        if isinstance(body, dict) and given.get("responses") is None:
            self._fault(f"{prefix}responses", "is missing")
        return AnswerFile(
            intake=self._intake(given.get("intake"), f"{prefix}intake."),
            patient=self._patient(given.get("patient"), f"{prefix}patient."),
            responses=self._responses(given.get("responses"), f"{prefix}responses."),
            previous=self._previous(given.get("previous"), f"{prefix}previous", nested=nested),
        )

    def _intake(self, body: Any, prefix: str) -> IntakeFacts:
        given = self._table(body, prefix, ("language", "appointment_at", "submitted_at"))
        return IntakeFacts(
            language=self._language(given.get("language"), f"{prefix}language"),
            appointment_at=self._moment(given.get("appointment_at"), f"{prefix}appointment_at"),
            submitted_at=self._moment(given.get("submitted_at"), f"{prefix}submitted_at"),
        )

    def _patient(self, body: Any, prefix: str) -> PatientFacts:
        known = ("family_name", "given_name", "birth_date", "record_number")
        given = self._table(body, prefix, known)
        return PatientFacts(
            family_name=self._text(given.get("family_name"), f"{prefix}family_name"),
            given_name=self._text(given.get("given_name"), f"{prefix}given_name"),
            birth_date=self._day(given.get("birth_date"), f"{prefix}birth_date"),
            record_number=self._text(given.get("record_number"), f"{prefix}record_number"),
        )

    def _responses(self, body: Any, prefix: str) -> dict[str, dict[str, Any]]:
        given = self._table(body, prefix, tuple(self.catalog))
        if _count(given) > MOST_ANSWERS:
            self._fault(prefix[:-1], f"holds more than {MOST_ANSWERS} answers")
            return {}
        known = {slug: raw for slug, raw in given.items() if slug in self.catalog}
        return {slug: self._response(slug, raw, f"{prefix}{slug}.") for slug, raw in known.items()}

    def _response(self, slug: str, raw: Any, prefix: str) -> dict[str, Any]:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            self._fault(prefix[:-1], "is not an object")
            return {}
        cleaned = clean(self.catalog[slug], raw)
        self.faults += (Fault(prefix + fault.path, fault.reason) for fault in cleaned.faults)
        return cleaned.answers

    def _previous(self, body: Any, path: str, *, nested: bool) -> tuple[AnswerFile, ...]:
        if body is None:
            return ()
        if nested or not isinstance(body, list):
            reason = "can't stand inside an earlier intake" if nested else "is not a list"
            self._fault(path, reason)
            return ()
        return tuple(self.file(one, f"{path}[{n}].", nested=True) for n, one in enumerate(body))

    def _table(self, body: Any, prefix: str, known: Sequence[str]) -> dict[str, Any]:
        """An object that may be absent."""
        return {} if body is None else self._object(body, prefix, known)

    def _object(self, body: Any, prefix: str, known: Sequence[str]) -> dict[str, Any]:
        """The object there, or an empty one; each key that is not known is a fault."""
        if not isinstance(body, dict):
            self._fault(prefix[:-1] or BODY, "is not an object")
            return {}
        for key in body:
            if key not in known:
                self._fault(prefix + named(key), "is not one of " + ", ".join(known))
        return body

    def _language(self, value: Any, path: str) -> str:
        if value is None:
            return "en"
        if isinstance(value, str) and _LANGUAGE.fullmatch(value):
            return value
        self._fault(path, "is not a language code, as en or es-MX")
        return ""

    def _text(self, value: Any, path: str) -> str:
        if value is None:
            return ""
        if fault := text_fault(value, max_length=MOST_NAME):
            self._fault(path, fault)
            return ""
        return str(value)

    def _moment(self, value: Any, path: str) -> datetime | None:
        moment = _iso(datetime, value)
        if value is not None and (moment is None or moment.tzinfo is None):
            self._fault(path, "is not a date and time with an offset, as 2026-11-22T21:32:00Z")
        return moment

    def _day(self, value: Any, path: str) -> date | None:
        day = _iso(date, value)
        if value is not None and day is None:
            self._fault(path, "is not a date, as 1990-04-02")
        return day

    def _fault(self, path: str, reason: str) -> None:
        self.faults.append(Fault(path, reason))


def _iso(kind: type[Day], value: Any) -> Day | None:
    """The date or time an ISO 8601 text names, within the years this form knows; or None."""
    try:
        found = kind.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
