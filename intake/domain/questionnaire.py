"""What a questionnaire is: a released, immutable definition, read from one TOML file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from intake.domain.language import gettext as _

Kind = Literal["instrument", "own"]
QuestionType = Literal["choice", "choices", "month", "date", "number", "text", "repeat"]

SKIPPED = "skipped"
NOT_SURE = "not_sure"
PREFER_NOT_TO_SAY = "prefer_not_to_say"
NOT_APPLICABLE = "not_applicable"
# Answers that say why there is no answer. A rule reads them as unknown, never as "no".
RESERVED = frozenset({SKIPPED, NOT_SURE, PREFER_NOT_TO_SAY, NOT_APPLICABLE})


@dataclass(frozen=True, kw_only=True)
class Option:
    code: str
    label: str
    score: int | None = None
    loinc: str | None = None
    step: int | None = None  # its place on a scale that has no score, so that a move has a size


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One test of an earlier answer; `enable_when` holds when any of its conditions does."""

    question: str
    is_any_of: frozenset[str] = frozenset()
    is_none_of: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Question:
    id: str
    text: str
    type: QuestionType
    label: str = ""  # a few words for tables, check-answers and charts
    lead: str = ""  # the shared beginning, such as "In the past 2 weeks,"
    hint: str = ""
    why: str = ""
    options: tuple[Option, ...] = ()
    reserved: tuple[str, ...] = ()  # the opt-outs it offers; a skip is always accepted
    also: tuple[Option, ...] = ()  # extra codes of a month question, such as o1's
    enable_when: tuple[Condition, ...] = ()
    exclusive: frozenset[str] = frozenset()  # choices that stand alone, such as "none"
    most: int | None = None  # how many of the choices, or repeats, at the most
    max_length: int = 2000  # characters of free text
    least: int | None = None  # of a number
    greatest: int | None = None
    decimals: bool = False  # may a number have any?
    optional: bool = False  # asked only where a practice has chosen it
    scored: bool = False
    reverse: bool = False
    safety: bool = False
    alone: bool = False  # a page of its own inside a stacked instrument
    loinc: str | None = None
    questions: tuple[Question, ...] = ()  # of a repeat

    @property
    def sentence(self) -> str:
        """The question as it is read out: the shared beginning and its own words."""
        return f"{self.lead} {self.text}" if self.lead else self.text

    def option(self, code: str) -> Option | None:
        return next((o for o in (*self.options, *self.also) if o.code == code), None)


def every(questions: Iterable[Question]) -> Iterator[Question]:
    """These questions and those inside a repeat."""
    for question in questions:
        yield question
        yield from every(question.questions)


@dataclass(frozen=True, kw_only=True)
class Band:
    id: str
    label: str
    least: int
    most: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Scale:
    """One score of an instrument; `missing` names the published rule for gaps."""

    id: str
    title: str
    combine: Literal["sum", "mean", "rule"]
    items: tuple[str, ...]
    least: int = 0  # the range of the score; a "rule" has a named result and no range
    most: int = 0
    missing: str = "strict"
    min_answered: int | None = None
    minimum: bool = False  # with a gap, is the sum so far told as a minimum?
    bands: tuple[Band, ...] = ()
    change: int | None = None  # smallest difference published as meaningful
    change_source: str = ""
    missing_source: str = ""
    note: str = ""  # what a reader of the score must know, such as two published cut-points
    loinc: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Questionnaire:
    """One object per released file, compared by identity: a cheap key for what is compiled."""

    slug: str
    version: str
    kind: Kind
    title: str
    short: str  # as printed in tables, such as "PHQ-9"
    language: str
    questions: tuple[Question, ...]
    scales: tuple[Scale, ...] = ()
    part: str = ""  # of our own: the heading over its pages; those that share it form one part
    preamble: str = ""
    stem: str = ""
    lookback: str = ""
    citation: str = ""
    holder: str = ""
    licence: str = ""
    notice: str = ""
    source: str = ""
    loinc: str | None = None  # of the panel
    note_above: str = ""  # a fixed line shown above and below, such as the one about medicines
    sha256: str = ""
    by_id: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    @property
    def heading(self) -> str:
        """Over its pages; published instruments form one part, whatever their language."""
        return self.part or _("Standard questions")

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {q.id: q for q in self.questions})
