"""The medicines a patient listed, as rules see them: evidence, time of use, changes of dose."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeGuard

from intake.domain.language import gettext as _
from intake.domain.questionnaire import RESERVED, Questionnaire
from screening.domain.evidence import Finding, Outcome, Record, Used, either, every
from screening.domain.order import Span, before, span

LIST = "medicines"
ANY = "m0"
WITH_EVIDENCE = frozenset({"well_documented", "reported"})


@dataclass(frozen=True, kw_only=True)
class Grade:
    """How well emotional blunting is described with an ingredient; not how often it happens."""

    drug_class: str
    level: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A start, a rise, a drop or a stop; `date` is the answer, which need not be a month."""

    kind: str
    what: str  # such as "sertraline was started"
    date: Any
    used: tuple[Used, ...]

    @property
    def when(self) -> Span | None:
        return span(self.date)


@dataclass(frozen=True, kw_only=True)
class Medicine:
    """One row of the list. Names are the patient's own; `ingredient` is None for unknown ones."""

    record: Record
    ingredient: str | None
    grade: Grade | None

    @property
    def name(self) -> str:
        return self.record.about

    def date(self, question: str) -> Span | None:
        return span(self.record.value(question))

    def used(self, *questions: str) -> tuple[Used, ...]:
        return tuple(map(self.record.used, ("m1", *questions)))

    def found(self, outcome: Outcome, *questions: str) -> Finding:
        used = self.used(*questions)
        return Finding(outcome=outcome, used=used, facts=(("medicine", self.name),))

    def finding(self, question: str, codes: Collection[str]) -> Finding:
        found = self.record.finding(question, codes)
        return self.found(found.outcome, *(used.question for used in found.used))

    @cached_property
    def evidence(self) -> Finding:
        if self.ingredient is None:
            why = _("%(name)s is not in the medicine list") % {"name": self.name}
            return replace(self.found("unknown"), why=(why,))
        graded = self.grade is not None and self.grade.level in WITH_EVIDENCE
        return self.found("yes" if graded else "no")

    @cached_property
    def in_use_now(self) -> Finding:
        return self.finding("m4", {"yes"})

    def in_use_in(self, month: Span | None) -> Finding:
        """In use in that month: it had begun by then and had not ended before."""
        begun = self.found(_by(self.date("m3"), month), "m3")
        asked = "m5" if self.record.asked("m5") else "m4"
        lasted = self.found(_by(month, self.date("m5")), asked)
        return every((begun, either((self.in_use_now, lasted))))

    @cached_property
    def start(self) -> Dated:
        return self._dated("start", _("%(name)s was started"), "m3")

    @cached_property
    def stop(self) -> Dated | None:
        if self.in_use_now.outcome != "no":
            return None
        return self._dated("stop", _("%(name)s was stopped"), "m5")

    def _dated(self, kind: str, deed: str, question: str) -> Dated:
        date, used = self.record.value(question), self.used(question)
        return Dated(kind=kind, what=deed % {"name": self.name}, date=date, used=used)

    @cached_property
    def rises(self) -> tuple[Dated, ...]:
        return self._changes("rise", "up", {"went_up", "both"})

    @cached_property
    def drops(self) -> tuple[Dated, ...]:
        return self._changes("drop", "down", {"went_down", "both"})

    def _changes(self, kind: str, way: str, told: Collection[str]) -> tuple[Dated, ...]:
        """Dose changes one way, with an undated one where m6 tells of one, or may hide one."""
        ups, downs = _("the dose of %(name)s went up"), _("the dose of %(name)s went down")
        what = (ups if way == "up" else downs) % {"name": self.name}
        rows = _rows(self.record.value("m7"))
        dates = [row.get("date") for row in rows if row.get("direction") == way]
        if dates or self.finding("m6", told).outcome == "no":
            used = self.used("m7") if dates else ()
            return tuple(Dated(kind=kind, what=what, date=date, used=used) for date in dates)
        return (Dated(kind=kind, what=what, date=None, used=self.used("m6")),)


@dataclass(frozen=True, kw_only=True)
class Medicines:
    """The whole list; `empty` is what an existential rule finds in a list without members."""

    members: tuple[Medicine, ...]
    empty: Finding

    def any(self, test: Callable[[Medicine], Finding]) -> Finding:
        return either(map(test, self.members)) if self.members else self.empty


def medicines(
    *,
    record: Record,
    find_ingredient: Callable[[str], str | None],
    grades: Mapping[str, Grade],
) -> Medicines:
    home = next((q for q in record.questionnaires if LIST in q.by_id), None)
    if home is None:
        return Medicines(members=(), empty=Finding(outcome="unknown"))
    questionnaire = replace(home, questions=home.by_id[LIST].questions)
    date = record.answered_on(home.slug, LIST)
    members = []
    for row in _rows(record.value(LIST)):
        ingredient = find_ingredient(row["m1"]) if _is_name(row.get("m1")) else None
        grade = grades.get(ingredient or "")
        one = _row_record(questionnaire, row, date)
        members.append(Medicine(record=one, ingredient=ingredient, grade=grade))
    return Medicines(members=tuple(members), empty=_empty(record))


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return value if isinstance(value, list) else []


def _row_record(questionnaire: Questionnaire, row: Mapping[str, Any], date: str | None) -> Record:
    name = row.get("m1")
    return Record(
        questionnaires=[questionnaire],
        answers={questionnaire.slug: row},
        answered_on=lambda _slug, _question: date,
        about=name if _is_name(name) else _("a medicine without a name"),
    )


def _is_name(name: Any) -> TypeGuard[str]:
    return isinstance(name, str) and name not in RESERVED


def _empty(record: Record) -> Finding:
    """Nothing to find when m0 is no; else unknown, since a list may be missing."""
    none = record.finding(ANY, {"no"})
    outcome: Outcome = "no" if none.outcome == "yes" else "unknown"
    return Finding(outcome=outcome, used=none.used, why=(_("no medicine was named"),))


def _by(earlier: Span | None, later: Span | None) -> Outcome:
    """Not later than; unlike an order, the very same month counts."""
    if earlier is not None and earlier == later and earlier[0] == earlier[1]:
        return "yes"
    return before(earlier, later)
