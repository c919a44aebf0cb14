"""The pages of a packet, in order, and which of them comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Literal

from intake.domain.answers import Answers
from intake.domain.conditions import asked
from intake.domain.questionnaire import Question, Questionnaire

StepKind = Literal["question", "instrument", "repeat"]

# The ASQ stands right behind PHQ-9's item 9, before PHQ-9's closing question on difficulty.
ASQ, BEFORE_ASQ = "asq", "phq9-9"
# The same question word for word: asked once, by the first instrument that has it.
TWINS = {"gad7-difficulty": "phq9-difficulty"}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page. `key` is its question's id, or of a stack the first id and the last's number."""

    key: str
    slug: str
    questions: tuple[str, ...]
    kind: StepKind
    part: str  # the heading it stands under
    asks: tuple[Question, ...] = field(repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Part:
    number: int
    of: int
    title: str


def steps(questionnaires: Sequence[Questionnaire]) -> tuple[Step, ...]:
    """Every page of the packet, asked or not, in the order of its questionnaires."""
    twins = asked_before(questionnaires)
    pages = chain.from_iterable(_pages(q, twins) for q in questionnaires)
    return _asq_in_place(tuple(pages))


def asked_before(questionnaires: Sequence[Questionnaire]) -> frozenset[str]:
    """The questions that an earlier instrument of the packet asks word for word: left out."""
    ids = {question.id for q in questionnaires for question in q.questions}
    return frozenset(twin for twin, first in TWINS.items() if first in ids)


def next_step(packet: Sequence[Step], after_key: str | None, answers: Answers) -> Step | None:
    """The next page with something left to answer; None when nothing is left.

    A page that the last answers opened comes first, even where it stands earlier in the order;
    then the pages after, then any left open before. `after_key` None begins at the first page.
    """
    here = next((n for n, step in enumerate(packet) if step.key == after_key), -1)
    behind, ahead = packet[: here + 1], packet[here + 1 :]
    opened = (step for step in behind if _opened_by(packet[here], step))
    order = chain(opened, ahead, behind)
    return next((step for step in order if is_open(step, answers)), None)


def is_asked(step: Step, answers: Answers) -> bool:
    return any(asked(question, answers) for question in step.asks)


def is_open(step: Step, answers: Answers) -> bool:
    """Is a question of this page asked, and not answered yet? A skip is an answer."""
    given = answers.get(step.slug, {})
    return any(given.get(q.id) is None and asked(q, answers) for q in step.asks)


def part_of(packet: Sequence[Step], step: Step) -> Part:
    """Where a page stands, as "part 2 of 5"; questionnaires with one heading form one part."""
    titles = list(dict.fromkeys(other.part for other in packet))
    return Part(number=titles.index(step.part) + 1, of=len(titles), title=step.part)


def _pages(questionnaire: Questionnaire, twins: frozenset[str]) -> Iterator[Step]:
    """Our own questions one a page; an instrument's stacked, as far as they belong together."""
    each_alone = questionnaire.kind == "own"
    kept = (q for q in questionnaire.questions if q.id not in twins)
    for _, stack in groupby(kept, key=lambda q: q.id if each_alone else _stack(q)):
        yield _step(questionnaire, tuple(stack))


def _stack(question: Question) -> object:
    """What questions of one page share: choices, asked after the same answers."""
    together = question.type == "choice" and not question.alone
    return question.enable_when if together else question.id


def _step(questionnaire: Questionnaire, asks: tuple[Question, ...]) -> Step:
    first, last = asks[0].id, asks[-1].id
    kind: StepKind = "instrument" if questionnaire.kind == "instrument" else "question"
    return Step(
        key=first if first == last else f"{first}-{last.rpartition('-')[2]}",
        slug=questionnaire.slug,
        questions=tuple(question.id for question in asks),
        kind="repeat" if asks[0].type == "repeat" else kind,
        part=questionnaire.heading,
        asks=asks,
    )


def _asq_in_place(pages: tuple[Step, ...]) -> tuple[Step, ...]:
    keys = [page.key for page in pages if page.slug != ASQ]
    if BEFORE_ASQ not in keys:
        return pages
    rest = [page for page in pages if page.slug != ASQ]
    cut = keys.index(BEFORE_ASQ) + 1
    return (*rest[:cut], *(page for page in pages if page.slug == ASQ), *rest[cut:])


def _opened_by(current: Step, step: Step) -> bool:
    """Does a question of this page hang on an answer given on the current one?"""
    conditions = (condition for question in step.asks for condition in question.enable_when)
    return any(condition.question in current.questions for condition in conditions)
