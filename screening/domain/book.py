"""Every question of a packet with what was said to it, in the words of the form, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Literal

from intake.domain import dates, numbers
from intake.domain.answers import Answers
from intake.domain.conditions import asked, still_asked
from intake.domain.language import gettext as _
from intake.domain.language import number
from intake.domain.months import in_words
from intake.domain.packet import asked_before
from intake.domain.questionnaire import (
    NOT_APPLICABLE,
    NOT_SURE,
    PREFER_NOT_TO_SAY,
    SKIPPED,
    Question,
    Questionnaire,
)

SIGNS = tuple(f"n{number}" for number in range(1, 18))  # of emotional numbness; n19 is the body
AnsweredAt = Mapping[str, Mapping[str, datetime]]
State = Literal[
    "answered", "skipped", "not_sure", "prefer_not_to_say", "not_reached", "not_asked", "ruled_out"
]
GAPS: dict[str, State] = {
    SKIPPED: "skipped",
    NOT_SURE: "not_sure",
    PREFER_NOT_TO_SAY: "prefer_not_to_say",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One question and what was said to it.

    "ruled_out" is an answer to a question that a later answer has ruled out: it stays in the
    record, and the rules do not read it.
    """

    name: str  # its place in the whole form: "A1", "A2"
    form: Questionnaire = field(repr=False)
    question: Question
    value: Any
    said: str
    state: State
    at: datetime | None
    repeat: str = ""  # of a line inside a list, such as the medicines: the list's question id,
    row: int = 0  # the row,
    about: str = ""  # and what the row is about, such as the medicine's name

    @property
    def label(self) -> str:
        """What it is called in a table: "Onset", or of an instrument's item "PHQ-9 item 9"."""
        if self.question.label:
            return self.question.label
        short = self.form.short
        if not self.number:
            return f"{short} {self.question.id.rpartition('-')[2]}"
        return _("%(form)s item %(number)s") % {"form": short, "number": self.number}

    @property
    def number(self) -> str:
        """The item's number in its instrument, such as 9; empty for other questions."""
        last = self.question.id.rpartition("-")[2]
        return last if last.isdigit() else ""

    @property
    def is_answered(self) -> bool:
        return self.state == "answered"

    @property
    def is_quote(self) -> bool:
        return self.question.type == "text" and self.is_answered


@dataclass(frozen=True, kw_only=True)
class Form:
    """One questionnaire of the packet with its lines."""

    questionnaire: Questionnaire
    lines: tuple[Line, ...]


class Book:
    """All lines, by form and by question id."""

    def __init__(self, forms: Iterable[Form], answers: Answers) -> None:
        self.forms = tuple(forms)
        self.lines = tuple(line for form in self.forms for line in form.lines)
        self._answers = answers
        self._by_id: defaultdict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            self._by_id[line.question.id].append(line)

    def find(self, question: str, value: Any = None) -> Line | None:
        """A question of a repeat stands in every row; `value` tells which row is meant."""
        lines = self._by_id.get(question, [])
        same = (line for line in lines if value is not None and line.value == value)
        return next(same, lines[0] if lines else None)

    def value(self, question: str) -> Any:
        line = self.find(question)
        return line.value if line else None

    def said(self, question: str) -> str:
        """The answer in words; empty where there is none to repeat."""
        return "".join(line.said for line in self.given([question]))

    def given(self, questions: Iterable[str]) -> list[Line]:
        """The lines of these questions, as far as they were answered."""
        found = (self.find(question) for question in questions)
        return [line for line in found if line and line.is_answered]

    def names(self, *questions: str) -> tuple[str, ...]:
        return tuple(line.name for line in map(self.find, questions) if line)

    def rows(self, repeat: str) -> list[Mapping[str, Any]]:
        """The raw rows of a repeat; none where it was left out."""
        value = next((given[repeat] for given in self._answers.values() if repeat in given), None)
        return _rows(value)

    def row_lines(self, repeat: str) -> list[dict[str, Line]]:
        """The lines of a repeat, row by row, each by question id."""
        rows: defaultdict[int, dict[str, Line]] = defaultdict(dict)
        for line in self.lines:
            if line.repeat == repeat:
                rows[line.row][line.question.id] = line
        return list(rows.values())


def read(
    *, questionnaires: Sequence[Questionnaire], answers: Answers, answered_at: AnsweredAt
) -> Book:
    heard = still_asked(questionnaires, answers)
    twins = asked_before(questionnaires)
    names = (f"A{number}" for number in count(1))
    forms = []
    for form in questionnaires:
        given, times = answers.get(form.slug, {}), answered_at.get(form.slug, {})
        kept = (q for q in form.questions if q.id not in twins or q.id in given)
        lines = (
            Line(name=next(names), form=form, at=times.get(question.id), **line)
            for question in kept
            for line in _lines(question, given.get(question.id), heard)
        )
        forms.append(Form(questionnaire=form, lines=tuple(lines)))
    return Book(forms, answers)


def _lines(question: Question, value: Any, heard: Answers) -> Iterator[dict[str, Any]]:
    """One line, or of a repeat with rows one for each question in each row."""
    rows = _rows(value) if question.type == "repeat" else []
    if not rows:
        yield _line(question, value, heard, {})
    for n, row in enumerate(rows):
        place = {"repeat": question.id, "row": n, "about": _about(question, row, n)}
        for inner in question.questions:
            yield _line(inner, row.get(inner.id), heard, row) | place


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _about(repeat: Question, row: Mapping[str, Any], n: int) -> str:
    first = row.get(repeat.questions[0].id)
    named = isinstance(first, str) and first not in GAPS
    return str(first) if named else _("number %(number)d") % {"number": n + 1}


def _line(question: Question, value: Any, heard: Answers, row: Mapping[str, Any]) -> dict[str, Any]:
    is_heard = question.safety and value is not None
    state = _state(value, is_asked=is_heard or asked(question, heard, row=row))
    said = _silence(state) if value is None else say(question, value)
    return {"question": question, "value": value, "said": said, "state": state}


def _state(value: Any, *, is_asked: bool) -> State:
    if value is None:
        return "not_reached" if is_asked else "not_asked"
    if not is_asked:
        return "ruled_out"
    only = value[0] if isinstance(value, list) and len(value) == 1 else value
    return GAPS.get(only, "answered") if isinstance(only, str) else "answered"


def _silence(state: State) -> str:
    return _("Not asked") if state == "not_asked" else _("Not reached")


def say(question: Question, value: Any) -> str:
    """An answer in the words of its question."""
    if isinstance(value, list):
        return ", ".join(say(question, item) for item in value) or _("None chosen")
    if isinstance(value, dict):
        return _say_row(question.questions, value)
    option = question.option(str(value))
    if option:
        return option.label
    if question.type == "date" and (day := dates.in_words(value)):
        return day
    if question.type == "number" and numbers.fault(value, question) is None:
        return number(float(value))
    return say_code(value) if question.type != "text" or value in GAPS else str(value)


def _say_row(questions: Sequence[Question], row: Mapping[str, Any]) -> str:
    """A dose change, the way before the month: "Up Feb 2026"."""
    given = (q for q in reversed(questions) if row.get(q.id) is not None)
    return " ".join(say(q, row[q.id]) for q in given)


def say_code(value: Any) -> str:
    """An answer whose question is not known: a reserved code and a month in words."""
    reserved = {
        SKIPPED: _("Skipped"),
        NOT_SURE: _("Not sure"),
        PREFER_NOT_TO_SAY: _("Prefer not to say"),
        NOT_APPLICABLE: _("Does not apply"),
    }
    return reserved.get(str(value)) or in_words(value) or str(value or "")
