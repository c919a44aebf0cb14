"""The explanations in their fixed order, each statement tied to its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.domain.summary import Cited, Explanation, Statement
from reports.domain.wording import day
from screening.domain import reading
from screening.domain.book import Book


def explanations(interpretation: Mapping[str, Any], book: Book) -> tuple[Explanation, ...]:
    return tuple(
        Explanation(
            key=one.key,
            title=one.title,
            fits=_statements(one.fits),
            does_not_fit=_statements(one.does_not_fit),
            not_answered=_statements(one.not_answered),
        )
        for one in reading.explanations(interpretation, book)
    )


def _statements(statements: Sequence[reading.Statement]) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            rule=one.rule,
            version=one.version,
            text=one.text,
            answers=tuple(map(_cited, one.used)),
            source=one.source,
            caution=one.caution,
        )
        for one in statements
    )


def _cited(used: reading.Used) -> Cited:
    return Cited(
        answer=used.line.name if used.line else "",
        question=used.question,
        label=used.label if used.line else "",
        said=used.said,
        answered=bool(used.line and used.line.is_answered),
        on=day(used.on) if used.on else "",
    )
