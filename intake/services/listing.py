"""The patient lists medicines: adds a row, changes it, takes it out, one at a time.

Each row remembers which browser session gave it, because only that one may show it again.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from intake.models import Intake, PatientSession, Response
from intake.services import answering


class RowGone(Exception):
    """The row was taken out meanwhile, in another tab or on another phone."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """`key` names the row in a URL and stays the same while other rows come and go."""

    key: str
    session: str
    values: Mapping[str, Any]


def rows_of(kept: Mapping[str, Any] | None) -> list[Row]:
    """The rows of a stored repeat, {"value", "at", "session", "rows"}; none if it was skipped."""
    values = kept["value"] if kept and isinstance(kept["value"], list) else []
    givers = (kept or {}).get("rows") or [
        {"key": str(n), "session": kept and kept["session"]} for n in range(len(values))
    ]
    return [Row(values=v, **giver) for v, giver in zip(values, givers, strict=True)]


@transaction.atomic
def save_row(
    *,
    session: PatientSession,
    slug: str,
    question: str,
    key: str | None,
    values: Mapping[str, Any],
    at: datetime,
) -> str:
    """Add a row (`key` None) or change one; returns its key. Raises RowGone, or as save_page."""
    rows = _locked_rows(session, slug, question)
    new = Row(key=key or secrets.token_hex(4), session=str(session.pk), values=values)
    if key is None:
        rows.append(new)
    else:
        rows[_place(rows, key)] = new
    _store(rows, session=session, slug=slug, question=question, at=at)
    return new.key


@transaction.atomic
def remove_row(
    *, session: PatientSession, slug: str, question: str, key: str, at: datetime
) -> None:
    """Take a row out. Raises RowGone, or as save_page."""
    rows = _locked_rows(session, slug, question)
    del rows[_place(rows, key)]
    _store(rows, session=session, slug=slug, question=question, at=at)


def _place(rows: Sequence[Row], key: str) -> int:
    for n, row in enumerate(rows):
        if row.key == key:
            return n
    raise RowGone


def _locked_rows(session: PatientSession, slug: str, question: str) -> list[Row]:
    Intake.objects.select_for_update(no_key=True).get(pk=session.intake_id)
    response = Response.objects.filter(intake=session.intake_id, slug=slug).first()
    return rows_of(response.answers.get(question) if response else None)


def _store(
    rows: Sequence[Row], *, session: PatientSession, slug: str, question: str, at: datetime
) -> None:
    values = [dict(row.values) for row in rows]
    answering.save_page(session=session, slug=slug, answers={question: values}, at=at)
    response = Response.objects.get(intake=session.intake_id, slug=slug)
    response.answers[question]["rows"] = [{"key": r.key, "session": r.session} for r in rows]
    response.save(update_fields=["answers"])
