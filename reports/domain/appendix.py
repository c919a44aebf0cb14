"""Every question and answer, word for word and in order, numbered A1, A2, ..."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from intake.domain import conditions
from intake.domain.packet import asked_before
from intake.domain.questionnaire import (
    NOT_APPLICABLE,
    NOT_SURE,
    PREFER_NOT_TO_SAY,
    RESERVED,
    SKIPPED,
    Question,
    Questionnaire,
)
from reports.domain.facts import AnsweredAt, Answers, Practice
from reports.domain.summary import Answer, Part, State
from reports.domain.wording import moment
from screening.domain.chart import date_words

RESERVED_WORDS = {
    SKIPPED: "Skipped",
    NOT_SURE: "Not sure",
    PREFER_NOT_TO_SAY: "Prefer not to say",
    NOT_APPLICABLE: "Does not apply",
}
STATES: dict[str, State] = {
    SKIPPED: "skipped",
    NOT_SURE: "not_sure",
    PREFER_NOT_TO_SAY: "preferred_not",
}
DIRECTIONS = {"up": "Up", "down": "Down"}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One numbered line: its question, the raw value and the answer as printed."""

    key: str  # "n1", or "medicines.0.m3" inside a repeat
    slug: str
    label: str
    question: Question
    value: Any
    answer: Answer


class Book:
    """The numbered answers, to be looked up by question id."""

    def __init__(self, parts: Sequence[tuple[Questionnaire, Sequence[Entry]]]) -> None:
        self.parts = parts
        self.entries = [entry for _, entries in parts for entry in entries]
        self._by_id: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self._by_id[entry.question.id].append(entry)

    def find(self, question: str, value: Any = None) -> Entry | None:
        """A question inside a repeat stands in every row; `value` tells which row is meant."""
        entries = self._by_id.get(question, ())
        same = (entry for entry in entries if value is not None and entry.value == value)
        return next(same, entries[0] if entries else None)

    def rows(self, repeat: str) -> list[dict[str, Entry]]:
        """The entries of a repeat, row by row, each by question id."""
        rows: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
        for entry in self.entries:
            if entry.key.startswith(f"{repeat}."):
                rows[entry.key.rsplit(".", 1)[0]][entry.question.id] = entry
        return list(rows.values())

    def value(self, key: str) -> Any:
        entry = self.find(key)
        return entry.value if entry else None

    def said(self, key: str) -> str:
        """The answer in words, or "" where there is none to repeat."""
        entry = self.find(key)
        return entry.answer.said if entry and entry.answer.state == "answered" else ""

    def names(self, *keys: str) -> tuple[str, ...]:
        found = (self.find(key) for key in keys)
        return tuple(entry.answer.name for entry in found if entry)

    def printed(self, used_by: Mapping[str, Sequence[str]]) -> tuple[Part, ...]:
        """The appendix; `used_by` says which rules rest on which answer name."""
        return tuple(_part(form, entries, used_by) for form, entries in self.parts)


def _part(
    form: Questionnaire, entries: Sequence[Entry], used_by: Mapping[str, Sequence[str]]
) -> Part:
    return Part(
        slug=form.slug,
        title=form.title,
        version=form.version,
        lead=form.stem or _shared_lead(form),
        citation=form.citation,
        licence=form.licence,
        notice=form.notice,
        answers=tuple(
            replace(e.answer, rules=tuple(used_by.get(e.answer.name, ()))) for e in entries
        ),
    )


def _shared_lead(form: Questionnaire) -> str:
    leads = {question.lead for question in form.questions}
    return max(sorted(leads - {""}), default="", key=len) if len(leads - {""}) == 1 else ""


def number(
    *,
    practice: Practice,
    questionnaires: Sequence[Questionnaire],
    answers: Answers,
    answered_at: AnsweredAt,
) -> Book:
    counter = iter(range(1, 1_000_000))
    twins = asked_before(questionnaires)
    book = []
    for form in questionnaires:
        times = answered_at.get(form.slug) or {}
        entries = []
        for line in _lines(form, answers.get(form.slug) or {}):
            if line.key in twins and line.value is None:
                continue
            at = times.get(line.key.split(".", maxsplit=1)[0])
            answer = _answer(
                line,
                name=f"A{next(counter)}",
                lead=form.stem or _shared_lead(form),
                at=moment(at, practice.timezone) if at else "",
                asked=conditions.asked(line.question, answers, row=line.row),
            )
            entries.append(
                Entry(
                    key=line.key,
                    slug=form.slug,
                    label=line.question.label or _item(form, line.question),
                    question=line.question,
                    value=line.value,
                    answer=answer,
                )
            )
        book.append((form, entries))
    return Book(book)


@dataclass(frozen=True, kw_only=True)
class _Line:
    key: str
    question: Question
    value: Any
    prefix: str
    row: Mapping[str, Any]


def _lines(form: Questionnaire, given: Mapping[str, Any]) -> Iterator[_Line]:
    """The questions in order; a repeat gives its questions once for every row."""
    for question in form.questions:
        value = given.get(question.id)
        if question.type != "repeat" or not isinstance(value, list):
            yield _Line(key=question.id, question=question, value=value, prefix="", row={})
            continue
        for at, row in enumerate(value):
            for inner in question.questions:
                yield _Line(
                    key=f"{question.id}.{at}.{inner.id}",
                    question=inner,
                    value=row.get(inner.id),
                    prefix=f"{question.label.removesuffix('s')} {at + 1}: ",
                    row=row,
                )


def _answer(line: _Line, *, name: str, lead: str, at: str, asked: bool) -> Answer:
    state = _state(line.value, asked=asked)
    return Answer(
        name=name,
        id=line.question.id,
        question=line.prefix + _wording(line.question, lead),
        said=said(line.question, line.value) if line.value is not None else _unsaid(state),
        value=_score(line.question, line.value),
        at=at,
        state=state,
        quoted=line.question.type == "text" and state == "answered",
        rules=(),
    )


def _item(form: Questionnaire, question: Question) -> str:
    """An instrument's item has no label of ours: "PHQ-9 item 9"."""
    tail = question.id.rsplit("-", maxsplit=1)[-1]
    return f"{form.short} item {tail}" if tail.isdecimal() else f"{form.short} {tail}"


def _wording(question: Question, lead: str) -> str:
    own_lead = question.lead if question.lead != lead else ""
    return f"{own_lead} {question.text}".strip()


def _state(value: Any, *, asked: bool) -> State:
    if value is None:
        return "not_reached" if asked else "not_asked"
    return STATES.get(value, "answered") if isinstance(value, str) else "answered"


def _unsaid(state: State) -> str:
    return "Not asked" if state == "not_asked" else "Not reached"


def said(question: Question, value: Any) -> str:
    """An answer in the words of its question."""
    if isinstance(value, list):
        between = "; " if question.type == "repeat" else ", "
        return between.join(said(question, item) for item in value) or "None"
    if isinstance(value, dict):
        direction = DIRECTIONS.get(str(value.get("direction")), "Direction not known")
        return f"{direction}, {date_words(value.get('date')) or 'date not known'}"
    option = question.option(value)
    if option:
        return option.label
    if value in RESERVED and question.type != "text":
        return RESERVED_WORDS[value]
    if question.type == "text" and value in STATES:
        return RESERVED_WORDS[value]
    return (date_words(value) if question.type == "month" else "") or str(value)


def _score(question: Question, value: Any) -> int | None:
    option = question.option(value) if isinstance(value, str) else None
    return option.score if option else None
