"""What was asked and answered, and the small logic that reads it: yes, no or unknown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from intake.domain.answers import Answers
from intake.domain.conditions import asked
from intake.domain.questionnaire import NOT_APPLICABLE, RESERVED, Question, Questionnaire

Outcome = Literal["yes", "no", "unknown"]
OPT_OUTS = tuple(RESERVED - {NOT_APPLICABLE})  # compared one by one: a value may be a dict


@dataclass(frozen=True, kw_only=True)
class Used:
    """One answer a statement rests on; `about` names the medicine it was asked of."""

    question: str
    answer: Any
    date: str | None
    about: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {"question": self.question, "answer": in_order(self.answer), "date": self.date}


def in_order(answer: Any) -> Any:
    """The same answer with its keys in order, whatever order they came in."""
    if isinstance(answer, dict):
        return {key: in_order(answer[key]) for key in sorted(answer)}
    return [in_order(one) for one in answer] if isinstance(answer, list) else answer


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A test's outcome, the answers it used, and words for the sentence that prints it."""

    outcome: Outcome
    used: tuple[Used, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    why: tuple[str, ...] = ()  # why it is unknown, where the answers themselves do not say

    def fact(self, **words: str) -> Finding:
        return replace(self, facts=(*self.facts, *words.items()))


def judge(value: Any, codes: Collection[str], unclear: Collection[str] = ()) -> Outcome:
    """Does an answer hold one of the codes? "Does not apply" is a no, other opt-outs unknown."""
    given = value if isinstance(value, list) else [value]
    if not has_answer(value) or [v for v in given if v in unclear]:
        return "unknown"
    return "yes" if [v for v in given if v in codes] else "no"


def has_answer(value: Any) -> bool:
    """Whether it says something of itself; "does not apply" does, an empty list does not."""
    given = value if isinstance(value, list) else [value]
    return bool(given) and not [v for v in given if v is None or v in OPT_OUTS]


def either(findings: Iterable[Finding]) -> Finding:
    """Yes when one is yes; no only when all are; the answers are those that decided."""
    return _decided_by(findings, ("yes", "unknown", "no"))


def every(findings: Iterable[Finding]) -> Finding:
    """No when one is no; yes only when all are, and there is at least one."""
    found = tuple(findings)
    return _decided_by(found, ("no", "unknown", "yes")) if found else Finding(outcome="unknown")


def _decided_by(findings: Iterable[Finding], order: Sequence[Outcome]) -> Finding:
    found = tuple(findings)
    if len(found) == 1:
        return found[0]
    present = {finding.outcome for finding in found}
    outcome: Outcome = next((o for o in order if o in present), "no")
    deciding = [f for f in found if f.outcome == outcome]
    if len(deciding) == 1:
        return deciding[0]
    return Finding(
        outcome=outcome,
        used=distinct(u for f in deciding for u in f.used),
        facts=tuple(dict.fromkeys(fact for f in deciding for fact in f.facts)),
        why=tuple(dict.fromkeys(why for f in deciding for why in f.why)),
    )


def distinct(used: Iterable[Used]) -> tuple[Used, ...]:
    """In order, each once. By identity: a record keeps one object for each of its answers."""
    return tuple({id(one): one for one in used}.values())


@dataclass(frozen=True, kw_only=True)
class Record:
    """The packet and its answers, by question id; question ids are unique across a packet."""

    questionnaires: Sequence[Questionnaire]
    answers: Answers
    answered_on: Callable[[str, str], str | None]
    about: str = ""

    @cached_property
    def homes(self) -> Mapping[str, tuple[str, Question]]:
        return {q.id: (one.slug, q) for one in self.questionnaires for q in one.questions}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """All of the packet, also those inside a repeat, such as m9."""
        outer = [question for _, question in self.homes.values()]
        return {q.id: q for one in outer for q in (one, *one.questions)}

    @cached_property
    def _values(self) -> Mapping[str, Any]:
        answers = self.answers
        return {key: answers.get(slug, {}).get(key) for key, (slug, _q) in self.homes.items()}

    @cached_property
    def _kept(self) -> dict[str, Used]:
        return {}  # rules ask for the same answers again and again

    def value(self, question: str) -> Any:
        return self._values.get(question)

    def asked(self, question: str) -> bool:
        """Whether it is in the packet and its conditions hold; an answered one was asked."""
        home = self.homes.get(question)
        if home is None:
            return False
        return self._values[question] is not None or asked(home[1], self.answers)

    def used(self, question: str) -> Used:
        if question not in self._kept:
            slug, value = self.homes[question][0], self.value(question)
            date = self.answered_on(slug, question) if value is not None else None
            one = Used(question=question, answer=value, date=date, about=self.about)
            self._kept[question] = one
        return self._kept[question]

    def finding(
        self, question: str, codes: Collection[str], unclear: Collection[str] = ()
    ) -> Finding:
        return self.left_out(question) or self._judged(question, codes, unclear)

    def left_out(self, question: str) -> Finding | None:
        """None where it was asked. Else a no, or unknown by the unanswered question before it."""
        if self.asked(question):
            return None
        gates = (c.question for c in self.homes[question][1].enable_when)
        return either(self._gate(gate) for gate in gates if gate in self.homes)

    def is_ruled_out(self, question: str) -> bool:
        """By an answer before it, such as "no" to any use; not so while that has no answer."""
        left_out = self.left_out(question)
        return left_out is not None and left_out.outcome == "no"

    def _gate(self, gate: str) -> Finding:
        """It did not let the question through: a no if it was answered, else unknown."""
        return self.left_out(gate) or self._judged(gate, ())

    def _judged(
        self, question: str, codes: Collection[str], unclear: Collection[str] = ()
    ) -> Finding:
        outcome = judge(self.value(question), codes, unclear)
        return Finding(outcome=outcome, used=(self.used(question),))
