"""Change since last time: how this form differs from the patient's last one, where it says much.

Scores carry their change themselves; a single step on a scale is left out as too small to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intake.domain.questionnaire import RESERVED, Question
from screening.domain.evidence import Record
from screening.domain.signals import Signal, of_record

STEPS = 2  # project choice: the smallest move that is told
LIST, ANY, NAME, STILL = "medicines", "m0", "m1", "m4"


@dataclass(frozen=True, kw_only=True)
class Moved:
    """An answer that moved by two steps or more on its own scale."""

    question: str
    before: str
    after: str

    def as_dict(self) -> dict[str, str]:
        return {"question": self.question, "before": self.before, "after": self.after}


@dataclass(frozen=True, kw_only=True)
class Changes:
    """`started` and `stopped` are names as the patient wrote them; `signals` are new codes."""

    since: datetime | None  # when the last form was sent
    moved: tuple[Moved, ...]
    started: tuple[str, ...]
    stopped: tuple[str, ...]
    signals: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "since": self.since.isoformat() if self.since else None,
            "moved": [moved.as_dict() for moved in self.moved],
            "started": list(self.started),
            "stopped": list(self.stopped),
            "signals": list(self.signals),
        }


def changes(
    *,
    now: Record,
    last: Record,
    since: datetime | None,
    signals: Sequence[Signal],
    find_ingredient: Callable[[str], str | None],
) -> Changes:
    """What differs between two forms of one patient, `last` the earlier."""
    listed, listed_last = (_listed(record, find_ingredient) for record in (now, last))
    fired_last = {s.code for s in of_record(record=last, submitted=True) if s.fired}
    return Changes(
        since=since,
        moved=tuple(_moved(now, last)),
        started=tuple(_started(listed, listed_last)),
        stopped=tuple(_stopped(now, listed, listed_last)),
        signals=tuple(s.code for s in signals if s.fired and s.code not in fired_last),
    )


def _moved(now: Record, last: Record) -> Iterator[Moved]:
    for question in (q for _, q in now.homes.values() if q.type == "choice"):
        places = _places(question)
        before, after = last.value(question.id), now.value(question.id)
        if before not in places or after not in places:
            continue
        if abs(places[after] - places[before]) >= STEPS:
            yield Moved(question=question.id, before=before, after=after)


def _places(question: Question) -> Mapping[Any, int]:
    """Where each option stands on the question's own scale; none on one without an order."""
    each = ((o.code, o.score if question.scored else o.step) for o in question.options)
    return {code: place for code, place in each if place is not None}


@dataclass(frozen=True, kw_only=True)
class _Listed:
    name: str
    key: str  # the ingredient, or the name as far as it tells medicines apart
    still: bool | None  # None where the patient did not say


def _listed(record: Record, find_ingredient: Callable[[str], str | None]) -> list[_Listed]:
    rows = record.value(LIST)
    given = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    named = ((str(row[NAME]), row) for row in given if row.get(NAME) not in {None, *RESERVED})
    return [
        _Listed(
            name=name,
            key=find_ingredient(name) or name.casefold().strip(),
            still={"yes": True, "no": False}.get(row.get(STILL, "")),
        )
        for name, row in named
    ]


def _started(now: Iterable[_Listed], last: Sequence[_Listed]) -> Iterator[str]:
    """New on the list, or taken again after a stop."""
    known = {one.key for one in last}
    not_stopped = {one.key for one in last if one.still is not False}
    return (one.name for one in now if one.key not in (not_stopped if one.still else known))


def _stopped(now: Record, listed: Sequence[_Listed], last: Iterable[_Listed]) -> Iterator[str]:
    """Taken last time and not now. Silence tells nothing, be it on the list or on a medicine."""
    if not listed and now.value(ANY) != "no":
        return
    taken = {one.key for one in listed if one.still is not False}
    for one in last:
        if one.still and one.key not in taken:
            yield one.name
