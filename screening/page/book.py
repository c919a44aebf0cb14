"""Every question of a packet with what was said to it, in the words of the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.domain import months
from intake.domain.answers import Answers
from intake.domain.conditions import asked
from intake.domain.packet import asked_before
from intake.domain.questionnaire import (
    NOT_APPLICABLE,
    NOT_SURE,
    PREFER_NOT_TO_SAY,
    SKIPPED,
    Question,
    Questionnaire,
)
from intake.models import Intake

ANSWERED, NOT_REACHED, NOT_ASKED = "answered", "not_reached", "not_asked"
GAPS = frozenset({SKIPPED, NOT_SURE, PREFER_NOT_TO_SAY})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One question and what was said to it. `state` is a gap's code, answered or not reached."""

    slug: str
    question: Question
    value: Any
    said: str
    state: str
    at: datetime | None
    repeat: str = ""  # of a line inside a list, such as the medicines: the list's question id,
    row: int = 0  # the row,
    about: str = ""  # and what the row is about, such as the medicine's name

    @property
    def label(self) -> str:
        return self.question.label or self.question.text

    @property
    def is_quote(self) -> bool:
        return self.question.type == "text" and self.state == ANSWERED

    @property
    def number(self) -> str:
        """The item's number in its instrument, such as 9; empty for other questions."""
        last = self.question.id.rpartition("-")[2]
        return last if last.isdigit() else ""


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

    def find(self, question: str, value: Any = None) -> Line | None:
        """A question of a repeat stands in every row; `value` tells which row is meant."""
        same = [line for line in self.lines if line.question.id == question]
        fitting = (line for line in same if value is not None and line.value == value)
        return next(fitting, same[0] if same else None)

    def value(self, question: str) -> Any:
        line = self.find(question)
        return line.value if line else None

    def said(self, question: str) -> str:
        """The answer in words; empty where there is none to repeat."""
        line = self.find(question)
        return line.said if line and line.state == ANSWERED else ""

    def rows(self, repeat: str) -> list[Mapping[str, Any]]:
        """The raw rows of a repeat; none where it was left out."""
        value = next((given[repeat] for given in self._answers.values() if repeat in given), None)
        return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []

    def row_lines(self, repeat: str) -> list[dict[str, Line]]:
        """The lines of a repeat, row by row, each by question id."""
        rows: dict[int, dict[str, Line]] = {}
        for line in self.lines:
            if line.repeat == repeat:
                rows.setdefault(line.row, {})[line.question.id] = line
        return list(rows.values())

    def given(self, questions: Iterable[str]) -> list[Line]:
        """The lines of these questions, as far as they were answered."""
        found = (self.find(question) for question in questions)
        return [line for line in found if line and line.state == ANSWERED]


def of_intake(intake: Intake) -> Book:
    kept = {response.slug: response.answers for response in intake.responses.all()}
    values = {slug: {q: k["value"] for q, k in given.items()} for slug, given in kept.items()}
    forms = intake.questionnaires
    twins = asked_before(forms)
    read = (_form(form, twins, values, kept.get(form.slug, {})) for form in forms)
    return Book(read, values)


def _form(
    form: Questionnaire, twins: frozenset[str], values: Mapping[str, Any], kept: Mapping[str, Any]
) -> Form:
    given = values.get(form.slug, {})
    questions = [question for question in form.questions if question.id not in twins]
    lines = (line for q in questions for line in _lines(form.slug, q, given, values, kept))
    return Form(questionnaire=form, lines=tuple(lines))


def _lines(
    slug: str,
    question: Question,
    given: Mapping[str, Any],
    values: Mapping[str, Any],
    kept: Mapping[str, Any],
) -> Iterator[Line]:
    value = given.get(question.id)
    at = datetime.fromisoformat(kept[question.id]["at"]) if question.id in kept else None
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    if question.type != "repeat" or not rows:
        line = _line(slug, question, value, is_asked=asked(question, values))
        yield replace(line, at=at)
    for number, row in enumerate(rows if question.type == "repeat" else ()):
        for inner in question.questions:
            is_asked = asked(inner, values, row=row)
            line = _line(slug, inner, row.get(inner.id), is_asked=is_asked)
            about = _name(row.get(question.questions[0].id), number)
            yield replace(line, at=at, repeat=question.id, row=number, about=about)


def _name(value: Any, number: int) -> str:
    named = isinstance(value, str) and value not in GAPS
    return value if named else _("number %(number)d") % {"number": number + 1}


def _line(slug: str, question: Question, value: Any, *, is_asked: bool) -> Line:
    state = _state(value, is_asked=is_asked)
    said = say(question, value) if value is not None else _silence(state)
    return Line(slug=slug, question=question, value=value, said=said, state=state, at=None)


def _state(value: Any, *, is_asked: bool) -> str:
    if value is None:
        return NOT_REACHED if is_asked else NOT_ASKED
    only = value[0] if isinstance(value, list) and len(value) == 1 else value
    return only if isinstance(only, str) and only in GAPS else ANSWERED


def _silence(state: str) -> str:
    return _("Not asked") if state == NOT_ASKED else _("Not reached")


def say(question: Question, value: Any) -> str:
    """An answer in the words of its question."""
    if isinstance(value, list):
        return ", ".join(say(question, item) for item in value) or _("None chosen")
    if isinstance(value, dict):
        return _say_change(question.questions, value)
    option = question.option(str(value))
    if option:
        return option.label
    reserved = reserved_words().get(str(value))
    return reserved or (month(value) if question.type == "month" else "") or str(value)


def _say_change(questions: Sequence[Question], value: Mapping[str, Any]) -> str:
    """A dose change, the way before the month: "Up Feb 2026"."""
    given = (q for q in reversed(questions) if value.get(q.id) is not None)
    return " ".join(say(q, value[q.id]) for q in given)


def reserved_words() -> dict[str, str]:
    return {
        SKIPPED: _("Skipped"),
        NOT_SURE: _("Not sure"),
        PREFER_NOT_TO_SAY: _("Prefer not to say"),
        NOT_APPLICABLE: _("Does not apply"),
    }


def month(value: Any) -> str:
    """ "2025-03" as "Mar 2025", "2025" as "2025"; empty for anything else."""
    found = months.parse(value) if isinstance(value, str) else None
    if found is None:
        return ""
    if found.month is None:
        return str(found.year)
    return date_format(date(found.year, found.month, 1), "M Y")
