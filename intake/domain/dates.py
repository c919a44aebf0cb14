"""Whole dates, as YYYY-MM-DD."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from intake.domain.months import short_name


def parse(code: Any) -> date | None:
    """Read `YYYY-MM-DD`; None for anything else."""
    if not isinstance(code, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", code):
        return None
    try:
        return date.fromisoformat(code)
    except ValueError:
        return None


def in_words(code: Any) -> str:
    """ "2025-03-09" as "9 Mar 2025"; anything else is not a date: ""."""
    known = parse(code)
    return f"{known.day} {short_name(known.month)} {known.year}" if known else ""
