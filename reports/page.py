"""The page of a Summary: what it says is the Summary's; here is where its links lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from intake.domain.language import gettext as _
from reports.domain.summary import Explanation, Statement, Summary

SAFETY = "safety"  # the place of every signal


@dataclass(frozen=True, kw_only=True)
class Placed:
    statement: Statement
    number: int  # of its own, though a rule may speak of several medicines


@dataclass(frozen=True, kw_only=True)
class Cell:
    title: str
    placed: tuple[Placed, ...]


@dataclass(frozen=True, kw_only=True)
class Row:
    title: str
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        return not any(cell.placed for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class Page:
    """`uses`: the name of an answer to (code, place) of what rests on it."""

    summary: Summary
    rows: tuple[Row, ...]
    uses: Mapping[str, Sequence[tuple[str, str]]]


def page(*, summary: Summary) -> Page:
    numbers = count(1)
    rows = tuple(_row(one, numbers) for one in summary.explanations)
    return Page(summary=summary, rows=rows, uses=_uses(summary, rows))


def _row(one: Explanation, numbers: Iterator[int]) -> Row:
    cells = (
        (_("Fits"), one.fits),
        (_("Does not fit"), one.does_not_fit),
        (_("Not answered"), one.not_answered),
    )
    return Row(
        title=one.title,
        cells=tuple(
            Cell(title=title, placed=_placed(statements, numbers)) for title, statements in cells
        ),
    )


def _placed(statements: Sequence[Statement], numbers: Iterator[int]) -> tuple[Placed, ...]:
    return tuple(Placed(statement=one, number=next(numbers)) for one in statements)


def _uses(summary: Summary, rows: Sequence[Row]) -> dict[str, list[tuple[str, str]]]:
    """The signals that an answer fired, then the statements that cite it, each once."""
    uses: dict[str, list[tuple[str, str]]] = defaultdict(list)
    placed = [one for row in rows for cell in row.cells for one in cell.placed]
    rules = {one.statement.rule for one in placed}
    for part in summary.appendix:
        for answer in part.answers:
            uses[answer.name] += [(code, SAFETY) for code in answer.rules if code not in rules]
    for one in placed:
        for name in one.statement.names:
            uses[name].append((one.statement.rule, f"statement-{one.number}"))
    return dict(uses)
