"""For each explanation what fits, what does not fit, what was not answered. It ranks nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from intake.domain.language import gettext as _
from intake.domain.language import listed
from screening.domain.evidence import Finding, Used, either, every, has_answer
from screening.domain.medicines import Grade
from screening.domain.predicates import PREDICATES, Case

# "listed": shown when it was answered so, for a clinician to read; no gap is named.
Side = Literal["fits", "does_not_fit", "note", "listed"]
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
MOST_NAMED = 3  # questions named in one line of "not answered"


@dataclass(frozen=True, kw_only=True)
class Check:
    predicate: str
    params: Mapping[str, Any]
    says: str = ""  # what it puts into {ground} where it holds

    def find(self, case: Case) -> Finding:
        found = PREDICATES[self.predicate].test(case, **self.params)
        if found.outcome != "yes" or not self.says:
            return found
        return found.fact(ground=self.says.format_map({**self.params, **_words(found)}))

    def is_covered(self, case: Case) -> bool:
        """Whether the packet asks all it needs; without one of several questions it still can."""
        some = self.params.get("questions")
        return all(map(case.covers, self.needed)) and (some is None or any(map(case.covers, some)))

    @cached_property
    def needed(self) -> tuple[str, ...]:
        alone = [self.params[key] for key in ("question", "scale") if key in self.params]
        return (*PREDICATES[self.predicate].needs, *alone)


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
    gaps = [(r, f) for r, f in own if f.outcome == "unknown" and r.side != "listed"]
    yes = [(rule, _said(rule, finding)) for rule, finding in own if finding.outcome == "yes"]
    return Hypothesis(
        name=name,
        fits=tuple(line for rule, line in yes if rule.side != "does_not_fit"),
        does_not_fit=tuple(line for rule, line in yes if rule.side == "does_not_fit"),
        not_answered=tuple(_open(rule, finding, case) for rule, finding in gaps),
    )


def _said(rule: Rule, finding: Finding) -> Line:
    text = rule.sentence.format_map(_words(finding))
    sources = [words for key, words in finding.facts if key == "source"]
    return _line(rule, finding, text=text, sources=sources)


def _words(finding: Finding) -> dict[str, str]:
    return {key: listed([w for k, w in finding.facts if k == key]) for key, _ in finding.facts}


def _open(rule: Rule, finding: Finding, case: Case) -> Line:
    """Names the questions that left it open; where all were answered, what they were answered."""
    silent = [used for used in finding.used if not has_answer(used.answer)]
    named = [_asked(used, case) for used in silent or ([] if finding.why else finding.used)]
    left = len(named) - MOST_NAMED
    more = [_("and %(number)d more") % {"number": left}] if left > 0 else []
    return _line(rule, finding, text="; ".join([*named[:MOST_NAMED], *more, *finding.why]))


def _asked(used: Used, case: Case) -> str:
    """Such as "When did you start it? (sertraline: not sure)"."""
    question = case.record.questions[used.question]
    option = question.option(used.answer) if isinstance(used.answer, str) else None
    said = option.label if option else _no_answer(used.answer)
    about = f"{used.about}: {said}" if used.about else said
    return f"{question.sentence} ({about})"


def _no_answer(answer: Any) -> str:
    match answer:
        case None:
            return _("not answered")
        case "skipped":
            return _("skipped")
        case "not_sure":
            return _("not sure")
        case "prefer_not_to_say":
            return _("prefers not to say")
    return str(answer)


def _line(rule: Rule, finding: Finding, *, text: str, sources: Sequence[str] = ()) -> Line:
    return Line(
        rule=rule.id,
        version=rule.version,
        text=text[:1].upper() + text[1:],
        answers=finding.used,
        source="; ".join((rule.source, *sources)),
        caution=rule.caution,
    )
