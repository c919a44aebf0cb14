"""Dates, ages and short phrases; text that any file can carry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from intake.domain.language import gettext as _
from intake.domain.months import short_name


def day(value: date) -> str:
    """25 Nov 2025."""
    return f"{value.day} {short_name(value.month)} {value.year}"


def moment(at: datetime, zone: tzinfo) -> str:
    """Tue 25 Nov 2025, 10:40, in the practice's time zone."""
    local = at.astimezone(zone)
    weekday = _("Mon Tue Wed Thu Fri Sat Sun").split()[local.weekday()]
    return f"{weekday} {day(local)}, {local:%H:%M}"


def moment_with_offset(at: datetime, zone: tzinfo) -> str:
    """Tue 25 Nov 2025, 10:40 (+00:00): for the record, where an hour may matter."""
    local = at.astimezone(zone)
    return f"{moment(at, zone)} ({local.isoformat(timespec='minutes')[16:]})"


def iso(at: datetime, zone: tzinfo) -> str:
    """2025-11-25T10:40:00+00:00: for machines."""
    return at.astimezone(zone).isoformat(timespec="seconds")


def age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def more_in_appendix(number: int) -> str:
    return _("and %(number)d more, in the appendix") % {"number": number}


def not_covered(rules: Iterable[str]) -> str:
    return _("Not covered by this form: %(rules)s.") % {"rules": ", ".join(rules)}


def ended(text: str) -> str:
    """With one full stop at its end."""
    return text.rstrip(". ") + "."


def repaired_text(value: str) -> str:
    return str(repaired(value))


def repaired(value: object) -> object:
    """The same data with lone surrogates replaced, which no file format can carry."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {repaired(key): repaired(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [repaired(item) for item in value]
    return value
