"""The Summary: one frozen snapshot with everything a page, a PDF or an API shows.

Only str, int, float, bool, None, tuples and these classes; dates are already words in the
practice's time zone. Answers are named A1, A2, ... in the order in which they were asked.
What only machines read is None by default and then not written, so that a snapshot frozen before
there was such a field still opens and keeps its bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from screening.domain.book import State
from screening.domain.chart import MedicineChart, ScoreScale


@dataclass(frozen=True, kw_only=True)
class Header:
    practice: str
    title: str
    name: str
    birth_date: str
    age: int | None
    record_number: str
    appointment: str
    recipient: str
    paper: str
    language: str
    birth_date_iso: str | None = None


@dataclass(frozen=True, kw_only=True)
class Status:
    signed: bool
    words: str
    sent: str
    signer: str = ""  # name, role, registration
    at: str = ""
    attestation: str = ""
    outcome: str = ""
    note: str = ""
    sent_at_iso: str | None = None


@dataclass(frozen=True, kw_only=True)
class Cited:
    """An answer a statement rests on; `answer` is "A12", or "" for a question not in the packet."""

    answer: str
    question: str
    label: str
    said: str
    answered: bool
    on: str


@dataclass(frozen=True, kw_only=True)
class Statement:
    rule: str
    version: str
    text: str
    answers: tuple[Cited, ...]
    source: str
    caution: str

    @property
    def names(self) -> tuple[str, ...]:
        """Of the answers it rests on, each once."""
        return tuple(dict.fromkeys(cited.answer for cited in self.answers if cited.answer))


@dataclass(frozen=True, kw_only=True)
class SafetyAnswer:
    """`code` names the signal an answer fired; "" where it fired none."""

    answer: str
    label: str
    question: str
    said: str
    answered: bool  # False: skipped, not sure, not reached
    at: str
    code: str


@dataclass(frozen=True, kw_only=True)
class LogLine:
    at: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Safety:
    words: str
    open_alerts: int
    fired: tuple[str, ...]
    answers: tuple[SafetyAnswer, ...]
    log: tuple[LogLine, ...]
    raised_at_iso: str | None = None  # of the first alert
    closed_at_iso: str | None = None  # of the last, when none is open
    shown: tuple[LogLine, ...] | None = None  # in a snapshot older than one log in time order

    @property
    def was_raised(self) -> bool:
        """Was there an alert? A log frozen apart from the support page holds alerts only."""
        return bool(self.raised_at_iso or (self.shown is not None and self.log))

    @property
    def lines(self) -> tuple[LogLine, ...]:
        """The whole log."""
        return (*(self.shown or ()), *self.log)


@dataclass(frozen=True, kw_only=True)
class Fact:
    label: str
    text: str
    answers: tuple[str, ...]
    quoted: bool = False


@dataclass(frozen=True, kw_only=True)
class BandWords:
    label: str
    least: int
    most: int


@dataclass(frozen=True, kw_only=True)
class Score:
    scale: str
    name: str
    value: float | None
    least: int
    most: int
    status: str
    answered: int
    of: int
    value_words: str  # "16 of 27", "Not scored"
    count_words: str  # "9 of 9 answered"
    band_words: str  # "Moderately severe, 15 to 19"
    change_words: str
    bands: tuple[BandWords, ...]
    chart: ScoreScale | None
    previous: float | None
    difference: float | None
    threshold: int | None
    met: bool | None
    notice: str
    source: str
    answers: tuple[str, ...]
    loinc: str | None = None
    note: str | None = None  # in place of a band: the published cut-points, or why none was asked


@dataclass(frozen=True, kw_only=True)
class Sign:
    label: str
    said: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class SignGroup:
    frequency: str
    signs: tuple[Sign, ...]


@dataclass(frozen=True, kw_only=True)
class Medicine:
    name: str
    words: str
    after_start: str
    after_stop: str
    answers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Medicines:
    words: str
    answer: str
    listed: tuple[Medicine, ...]
    chart: MedicineChart | None


@dataclass(frozen=True, kw_only=True)
class Event:
    """A dated report set beside the onset: "Dec 2024", "2 months before the numbness"."""

    on: str
    label: str
    interval: str
    rule: str
    answers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    key: str
    title: str
    fits: tuple[Statement, ...]
    does_not_fit: tuple[Statement, ...]
    not_answered: tuple[Statement, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        return (*self.fits, *self.does_not_fit, *self.not_answered)


@dataclass(frozen=True, kw_only=True)
class Difference:
    label: str
    then: str
    now: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Changes:
    since: str
    items: tuple[Difference, ...]


@dataclass(frozen=True, kw_only=True)
class Quote:
    question: str
    text: str
    on: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Gap:
    label: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class NotAnswered:
    skipped: tuple[Gap, ...]
    preferred_not: tuple[Gap, ...]
    not_sure: tuple[Gap, ...]
    not_reached: tuple[Gap, ...]


@dataclass(frozen=True, kw_only=True)
class Form:
    slug: str
    version: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Provenance:
    document: str
    version: int
    made_at: str
    made_at_iso: str
    ruleset: str
    forms: tuple[Form, ...]
    how: tuple[str, ...]
    not_covered: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Value:
    """An answer, or one of its choices, as a machine reads it; a date keeps its precision."""

    kind: Literal["code", "date", "integer", "decimal", "text"]
    value: str
    label: str | None = None  # of a code
    loinc: str | None = None  # of a code, where its questionnaire's file names one
    question: str | None = None  # of a list inside a row, such as dose changes: the question,
    row: int | None = None  # and the row, from 1


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One question with its answer, word for word; `rules` are the statements that use it."""

    name: str
    id: str
    question: str
    said: str
    value: int | None
    at: str
    state: State
    quoted: bool
    rules: tuple[str, ...]
    wording: str | None = None  # the question as its form words it, where `question` differs
    loinc: str | None = None
    within: str | None = None  # the link id of the list or group of items it stands in,
    row: int | None = None  # and its row, from 1, in a list
    values: tuple[Value, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    slug: str
    title: str
    version: str
    lead: str
    citation: str
    licence: str
    notice: str
    answers: tuple[Answer, ...]
    preamble: str | None = None  # what a published instrument says before its first question


@dataclass(frozen=True, kw_only=True)
class Summary:
    header: Header
    status: Status
    safety: Safety
    markers: tuple[Fact, ...]
    brief: tuple[Fact, ...]
    scores: tuple[Score, ...]
    signs: tuple[SignGroup, ...]
    work: tuple[Sign, ...]
    medicines: Medicines
    dates: tuple[Event, ...]
    overlap: str
    explanations: tuple[Explanation, ...]
    changes: Changes | None
    words: tuple[Quote, ...]
    not_answered: NotAnswered
    provenance: Provenance
    appendix: tuple[Part, ...]
