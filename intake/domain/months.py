"""Dates as people remember them: a month and a year, or a year only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from intake.domain.language import gettext as _

FIRST_YEAR, LAST_YEAR = 1900, 2100
NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_CODE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")
_HEDGE = re.compile(
    r"^(?:(?:~|(?:about|around|approximately|circa|ca\.?|maybe|roughly|in"
    r"|aproximadamente|hacia|sobre|quizás?|en)(?![^\W\d_]))\s*)+"  # whole words: not "enero"
)


class MonthError(Exception):
    """What was typed can't be read as a month and year. Says what to type instead."""


@dataclass(frozen=True)
class Month:
    year: int
    month: int | None = None

    @property
    def index(self) -> int:
        """Months since year 0, for arithmetic; only where the month is known."""
        if self.month is None:
            raise ValueError("a year alone has no month index")
        return self.year * 12 + self.month - 1


def parse(text: str) -> Month | None:
    """Read `YYYY-MM` or `YYYY`; None for anything else."""
    found = _CODE.fullmatch(text)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    return Month(int(found[1]), int(found[2]) if found[2] else None)


def in_words(code: Any) -> str:
    """ "2025-03" as "Mar 2025", "2025" as "2025"; anything else is not a date: ""."""
    known = parse(code) if isinstance(code, str) else None
    if known is None:
        return ""
    return str(known.year) if known.month is None else index_words(known.index)


def index_words(index: int) -> str:
    """The month with this index, such as "Mar 2025"."""
    return f"{short_name(index % 12 + 1)} {index // 12}"


def short_name(month: int) -> str:
    return _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()[month - 1]


def typed(month_text: str, year_text: str) -> str:
    """The code of what a patient typed into two boxes: `YYYY-MM`, or `YYYY` without a month."""
    month, year = _plain(month_text), _plain(year_text)
    if not re.fullmatch("[0-9]{4}", year) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise MonthError("Enter a year with four digits, such as 2023. A guess is fine.")
    return f"{year}-{_month_number(month):02}" if month else year


def _plain(text: str) -> str:
    """Lower case, without the "about" that people put before a guess."""
    return _HEDGE.sub("", text.strip().lower()).strip(" .,")


def _month_number(text: str) -> int:
    if re.fullmatch("0?[1-9]|1[0-2]", text):
        return int(text)
    own = _("january february march april may june july august september october november december")
    for number, names in enumerate(zip(NAMES, own.split(), strict=True), start=1):
        if len(text) >= 3 and any(name.startswith(text) for name in names):
            return number
    raise MonthError("Enter a month, such as 3 or March, or leave it empty.")
