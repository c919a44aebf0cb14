"""For each explanation what fits, what does not fit, what was not answered. It ranks nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from screening.domain.evidence import Finding, Used, either, every, has_answer
from screening.domain.medicines import Grade
from screening.domain.predicates import PREDICATES, Case

Side = Literal["fits", "does_not_fit", "note"]
# The order of every list, whatever the answers say.
HYPOTHESES = (
    "medicine",
    "burnout",
    "depression",
    "trauma",
    "substance",
    "grief",
    "anxiety",
    "other",
)
NO_ANSWER = {
    "None": "not answered",
    "skipped": "skipped",
    "not_sure": "not sure",
    "prefer_not_to_say": "prefers not to say",
}
MOST_NAMED = 3  # questions named in one line of "not answered"


@dataclass(frozen=True, kw_only=True)
class Check:
    predicate: str
    params: Mapping[str, Any]

    def find(self, case: Case) -> Finding:
        return PREDICATES[self.predicate].test(case, **self.params)

    def is_covered(self, case: Case) -> bool:
        """Whether the packet asks all it needs; without one of several questions it still can."""
        some = self.params.get("questions")
        alone = [self.params[key] for key in ("question", "scale") if key in self.params]
        needed = (*PREDICATES[self.predicate].needs, *alone)
        return all(map(case.covers, needed)) and (some is None or any(map(case.covers, some)))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Holds when all checks of any one of its alternatives hold."""

    id: str
    version: int
    hypothesis: str
    side: Side
    condition: str
    sentence: str
    source: str
    caution: str
    when: tuple[tuple[Check, ...], ...]

    def find(self, case: Case) -> Finding | None:
        """Reads the alternatives that the packet asks for; None where it asks for none of them."""
        covered = [checks for checks in self.when if all(c.is_covered(case) for c in checks)]
        found = [every(check.find(case) for check in checks) for checks in covered]
        return either(found) if found else None


@dataclass(frozen=True, kw_only=True)
class SignalText:
    """A safety rule in words, for print; what it does is in `signals`."""

    code: str
    version: int
    condition: str
    staff: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Ruleset:
    """All released rules with the version and hash that print beside their results."""

    version: str
    sha256: str
    rules: tuple[Rule, ...]
    signals: tuple[SignalText, ...]
    grades: Mapping[str, Grade]


@dataclass(frozen=True, kw_only=True)
class Line:
    rule: str
    version: int
    text: str
    answers: tuple[Used, ...]
    source: str
    caution: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "version": self.version,
            "text": self.text,
            "answers": [used.as_dict() for used in self.answers],
            "source": self.source,
            "caution": self.caution,
        }


@dataclass(frozen=True, kw_only=True)
class Hypothesis:
    name: str
    fits: tuple[Line, ...]
    does_not_fit: tuple[Line, ...]
    not_answered: tuple[Line, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "hypothesis": self.name,
            "fits": [line.as_dict() for line in self.fits],
            "does_not_fit": [line.as_dict() for line in self.does_not_fit],
            "not_answered": [line.as_dict() for line in self.not_answered],
        }


@dataclass(frozen=True, kw_only=True)
class Differential:
    hypotheses: tuple[Hypothesis, ...]
    not_covered: tuple[str, ...]


def differential(*, case: Case, rules: Sequence[Rule]) -> Differential:
    found = [(rule, rule.find(case)) for rule in rules]
    covered = [(rule, finding) for rule, finding in found if finding is not None]
    known = {rule.hypothesis for rule in rules}
    return Differential(
        hypotheses=tuple(_hypothesis(h, covered, case) for h in HYPOTHESES if h in known),
        not_covered=tuple(rule.id for rule, finding in found if finding is None),
    )


def _hypothesis(name: str, found: Sequence[tuple[Rule, Finding]], case: Case) -> Hypothesis:
    own = [(rule, finding) for rule, finding in found if rule.hypothesis == name]
    yes = [(rule, _said(rule, finding)) for rule, finding in own if finding.outcome == "yes"]
    return Hypothesis(
        name=name,
        fits=tuple(line for rule, line in yes if rule.side != "does_not_fit"),
        does_not_fit=tuple(line for rule, line in yes if rule.side == "does_not_fit"),
        not_answered=tuple(_open(r, f, case) for r, f in own if f.outcome == "unknown"),
    )


def _said(rule: Rule, finding: Finding) -> Line:
    facts = {key: [v for k, v in finding.facts if k == key] for key, _ in finding.facts}
    text = rule.sentence.format_map({key: _listed(values) for key, values in facts.items()})
    return _line(rule, finding, text=text, sources=facts.get("source", []))


def _open(rule: Rule, finding: Finding, case: Case) -> Line:
    """Names the questions that left it open; where all were answered, what they were answered."""
    silent = [used for used in finding.used if not has_answer(used.answer)]
    named = [_asked(used, case) for used in silent or ([] if finding.why else finding.used)]
    more = [f"and {len(named) - MOST_NAMED} more"] if len(named) > MOST_NAMED else []
    return _line(rule, finding, text="; ".join([*named[:MOST_NAMED], *more, *finding.why]))


def _asked(used: Used, case: Case) -> str:
    """Such as "When did you start it? (sertraline: not sure)"."""
    question = case.record.questions[used.question]
    option = question.option(used.answer) if isinstance(used.answer, str) else None
    said = option.label if option else NO_ANSWER.get(str(used.answer), str(used.answer))
    words = f"{question.lead} {question.text}".strip()
    return f"{words} ({used.about}: {said})" if used.about else f"{words} ({said})"


def _line(rule: Rule, finding: Finding, *, text: str, sources: Sequence[str] = ()) -> Line:
    return Line(
        rule=rule.id,
        version=rule.version,
        text=text[:1].upper() + text[1:],
        answers=finding.used,
        source="; ".join((rule.source, *sources)),
        caution=rule.caution,
    )


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
