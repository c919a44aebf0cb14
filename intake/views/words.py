"""A saved answer in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.domain import dates, months
from intake.domain.language import number
from intake.domain.questionnaire import RESERVED, SKIPPED, Question
from intake.forms import shown


def answer_words(question: Question, value: Any) -> str:
    """Empty for a skip and for nothing: the page says "Not provided"."""
    if value is None or value == SKIPPED:
        return ""
    field = shown(question, value)
    if chosen := [str(c.label) for c in (*field.choices, *field.instead) if c.checked]:
        return ", ".join([chosen[0], *(label[:1].lower() + label[1:] for label in chosen[1:])])
    if question.type == "date" and (known := dates.parse(value)):
        return date_format(known)
    if question.type == "number":
        return number(float(value))
    return month_words(value) if question.type == "month" else f"“{field.text}”"


def month_words(code: Any) -> str:
    """ "2025-03" as "March 2025"; empty for anything but a date."""
    known = months.parse(code) if isinstance(code, str) else None
    if known is None:
        return ""
    if known.month is None:
        return str(known.year)
    return _("%(month)s %(year)d") % {"month": MONTHS[known.month], "year": known.year}


def medicine_name(values: Mapping[str, Any]) -> str:
    name = str(values.get("m1") or "")
    return _("A medicine") if name in {"", *RESERVED} else name


def medicine_words(values: Mapping[str, Any]) -> str:
    """ "From March 2025, still taken." and the like."""
    start, stop = month_words(values.get("m3")), month_words(values.get("m5"))
    began = _("From %s") % start if start else _("Start not remembered")
    taken = {"yes": _("still taken"), "no": _("until %s") % stop if stop else _("stopped")}
    now = taken.get(values.get("m4", ""))
    return f"{began}, {now}." if now else f"{began}."
