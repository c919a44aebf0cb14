"""Numbers that are answers: kept as typed, with a point as the decimal sign."""

from __future__ import annotations

import re
from typing import Any

from intake.domain.questionnaire import Question

_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])")
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")


def typed(text: str) -> str:
    """What a person typed as an answer's number; as it is where it can't be one, or could be two.

    "1,500" may be 1500 or 1.5, so it is left to be refused.
    """
    plain = text.strip().replace("\u2212", "-").removeprefix("+")
    return plain if _THOUSANDS.match(plain) else plain.replace(",", ".")


def fault(value: Any, question: Question) -> str | None:
    """Why a value is no number for this question, or None."""
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return "is not a number, as text with a point: 7 or 7.5"
    if "." in value and not question.decimals:
        return "is not a whole number"
    if question.least is not None and float(value) < question.least:
        return f"is below {question.least}"
    if question.greatest is not None and float(value) > question.greatest:
        return f"is above {question.greatest}"
    return None
