"""What began and ended when, by the patient's own dates; gaps are shown as unknown dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from intake.domain.language import gettext as _
from screening.domain.evidence import Record, Used, has_answer
from screening.domain.medicines import Dated, Medicine, Medicines
from screening.domain.order import ALWAYS, ONSET, span

Kind = Literal["onset", "start", "rise", "drop", "stop", "load", "loss", "substance"]
Precision = Literal["month", "year", "unknown"]
KINDS: tuple[Kind, ...] = (
    *("onset", "start", "rise", "drop", "stop"),
    *("load", "loss", "substance"),
)


@dataclass(frozen=True, kw_only=True)
class Event:
    kind: Kind
    date: str | None  # YYYY-MM or YYYY
    precision: Precision
    label: str
    answers: tuple[Used, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "date": self.date,
            "precision": self.precision,
            "label": self.label,
            "answers": [used.as_dict() for used in self.answers],
        }


def events(*, record: Record, medicines: Medicines) -> tuple[Event, ...]:
    """Earliest first, a year before its months; unknown dates last."""
    found = [*_onset(record), *_of_medicines(medicines), *_load(record), *_life(record)]
    return tuple(sorted(found, key=lambda e: (e.date or "9999", KINDS.index(e.kind), e.label)))


def _event(kind: Kind, date: Any, label: str, answers: tuple[Used, ...]) -> Event:
    known = span(date)
    exact = known is not None and known[0] == known[1]
    return Event(
        kind=kind,
        date=date if known else None,
        precision="month" if exact else "year" if known else "unknown",
        label=label[:1].upper() + label[1:],
        answers=answers,
    )


def _onset(record: Record) -> Iterator[Event]:
    value = record.value(ONSET)
    if value == ALWAYS:
        label = _("Numbness for as long as the patient can remember")
        yield _event("onset", None, label, (record.used(ONSET),))
    elif value is not None:
        yield _event("onset", value, _("Numbness began"), (record.used(ONSET),))


def _of_medicines(medicines: Medicines) -> Iterator[Event]:
    started, stopped = _("%(name)s started"), _("%(name)s stopped")
    up, down = _("%(name)s dose up"), _("%(name)s dose down")
    for medicine in medicines.members:
        name = {"name": medicine.name}
        yield _of_medicine("start", medicine.start, started % name)
        for rise in _told(medicine, medicine.rises):
            yield _of_medicine("rise", rise, up % name)
        for drop in _told(medicine, medicine.drops):
            yield _of_medicine("drop", drop, down % name)
        if medicine.stop:
            yield _of_medicine("stop", medicine.stop, stopped % name)


def _told(medicine: Medicine, changes: tuple[Dated, ...]) -> tuple[Dated, ...]:
    """Changes the patient reported; one that silence on m6 may hide is no event."""
    return changes if has_answer(medicine.record.value("m6")) else ()


def _of_medicine(kind: Kind, dated: Dated, label: str) -> Event:
    return _event(kind, dated.date, label, dated.used)


def _load(record: Record) -> Iterator[Event]:
    if record.value("b7") == "yes":
        yield _since(record, "load", _("Load grew"), "b7", "b7-since")


def _life(record: Record) -> Iterator[Event]:
    losses = {
        "in_the_past_6_months": _("Someone close died, in the past 6 months"),
        "6_12_months_ago": _("Someone close died, 6 to 12 months ago"),
        "over_a_year_ago": _("Someone close died, over a year ago"),
    }
    if loss := losses.get(record.value("g1") or ""):
        yield _event("loss", None, loss, (record.used("g1"),))
    if record.value("l6") == "yes":
        yield _since(record, "substance", _("Cannabis or other drug"), "l6", "l6-since")
    if record.value("l6b") == "yes":
        label = _("More of a medicine than told")
        yield _since(record, "substance", label, "l6b", "l6b-since")


def _since(record: Record, kind: Kind, label: str, question: str, follow_up: str) -> Event:
    used = tuple(record.used(q) for q in (question, follow_up) if q in record.homes)
    return _event(kind, record.value(follow_up), label, used)
