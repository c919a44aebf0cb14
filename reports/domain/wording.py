"""Dates, ages and counts in words. No locale: a summary reads the same on every machine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from screening.domain.chart import NAMES as MONTHS

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def day(value: date) -> str:
    """25 Nov 2025."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(at: datetime, zone: tzinfo) -> str:
    """Tue 25 Nov 2025, 10:40, in the practice's time zone."""
    local = at.astimezone(zone)
    return f"{DAYS[local.weekday()]} {day(local)}, {local:%H:%M}"


def moment_with_offset(at: datetime, zone: tzinfo) -> str:
    """Tue 25 Nov 2025, 10:40 (+00:00): for the record, where an hour may matter."""
    local = at.astimezone(zone)
    return f"{moment(at, zone)} ({local.isoformat(timespec='minutes')[16:]})"


def iso_day(text: str | None) -> str:
    """ "2025-11-25" or a longer ISO time as "25 Nov 2025"; anything else as ""."""
    try:
        return day(date.fromisoformat((text or "")[:10]))
    except ValueError:
        return ""


def age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(items: Iterable[str]) -> str:
    """a, b and c."""
    *head, last = list(items) or [""]
    return f"{', '.join(head)} and {last}" if head else last


def ended(text: str) -> str:
    """With one full stop at its end."""
    return text.rstrip(". ") + "."


def lower_first(text: str) -> str:
    """For the middle of a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def repaired(value: object) -> object:
    """The same data with lone surrogates replaced, which no file format can carry."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {repaired(key): repaired(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [repaired(item) for item in value]
    return value
