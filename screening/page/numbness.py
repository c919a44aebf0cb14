"""Numbness by sign, the facts around it, and the medicines, as the patient reported them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from screening.domain import chart
from screening.domain.book import SIGNS, Book, Line
from screening.domain.chart import MedicineChart

MEDICINES = "medicines"
EFFECTS = ("f1", "f2", "f3", "f4", "f5")
MUCH = ("quite_a_bit", "a_lot")
WISH = "v1"


@dataclass(frozen=True, kw_only=True)
class Sign:
    label: str
    said: str
    level: int  # place of the answer among its options, 0 the least often
    of: int


@dataclass(frozen=True, kw_only=True)
class Fact:
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Medicine:
    """As reported. Every part is words; what was not said, says so."""

    name: str
    start: str
    end: str
    changes: str
    after_start: str
    after_stop: str


@dataclass(frozen=True, kw_only=True)
class Medicines:
    listed: tuple[Medicine, ...]
    words: str  # what stands there when none is listed
    chart: MedicineChart | None


def signs(book: Book) -> tuple[Sign, ...]:
    """The most frequent first; those of one frequency as they were asked."""
    return tuple(sorted(map(_sign, book.given(SIGNS)), key=lambda sign: -sign.level))


def _sign(line: Line) -> Sign:
    codes = [option.code for option in line.question.options]
    level = codes.index(line.value) if line.value in codes else 0
    return Sign(label=line.label, said=line.said, level=level, of=len(codes) - 1)


def wish(book: Book) -> Line | None:
    return next(iter(book.given([WISH])), None)


def facts(book: Book) -> tuple[Fact, ...]:
    labels = {
        "o1": _("Began"),
        "o2": _("Lasted"),
        "o4": _("Pattern"),
        "o5": _("Past month"),
        "o6": _("Around then"),
        "n18": _("Weaker"),
        "b1": _("Where"),
        "b2": _("After rest"),
    }
    none = _("Not answered")
    said = (Fact(label=label, text=book.said(q) or none) for q, label in labels.items())
    return (*said, Fact(label=_("In the way of"), text=_effects(book)))


def _effects(book: Book) -> str:
    lines = book.given(EFFECTS)
    strong = [f"{line.label} ({line.said.lower()})" for line in lines if line.value in MUCH]
    if strong:
        return ", ".join(strong)
    return _("Nothing “quite a bit” or “a lot”") if lines else _("Not answered")


def medicines(book: Book, *, today: date) -> Medicines:
    """`today` is the day up to which the chart runs: when the form was sent or last saved."""
    rows = book.rows(MEDICINES)
    if not rows:
        return Medicines(listed=(), words=_none_listed(book), chart=None)
    drawn = chart.medicine_chart(
        courses=chart.courses(rows), onset=book.value("o1"), today=f"{today:%Y-%m}"
    )
    groups = zip(rows, book.row_lines(MEDICINES), strict=True)
    return Medicines(listed=tuple(_medicine(*pair) for pair in groups), words="", chart=drawn)


def _none_listed(book: Book) -> str:
    line = book.find("m0")
    if line is None or line.state == "not_reached":
        return _("The question about medicines was not reached.")
    if line.value == "yes":
        return _("Medicines in the past 12 months: yes, none named.")
    return _("Medicines in the past 12 months: %(said)s.") % {"said": line.said.lower()}


def _medicine(row: Mapping[str, Any], lines: Mapping[str, Line]) -> Medicine:
    said = {question: line.said for question, line in lines.items()}
    still = row.get("m4") == "yes"
    return Medicine(
        name=said["m1"],
        start=said["m3"],
        end=_("Still taken") if still else said["m5"] if row.get("m4") == "no" else said["m4"],
        changes=said["m7"] if row.get("m7") else said["m6"],
        after_start=said["m9"],
        after_stop=said["m11"],
    )
