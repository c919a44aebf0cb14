"""Tests of scores: against a band, or against published cut-points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from intake.domain.language import gettext as _
from intake.domain.language import number
from intake.domain.questionnaire import Band
from screening.domain.evidence import Finding, Used, either, has_answer
from screening.domain.predicates.case import Case, predicate
from screening.domain.scoring import Score


@predicate()
def score_in_or_below_band(case: Case, *, scale: str, band: str, complete: bool = False) -> Finding:
    """The edge is the band's, read from the questionnaire; `complete`: with every item answered."""
    score, most = case.scores.get(scale), _band(case, scale, band).most
    found = _scored(case, scale, lambda value: value <= most)
    if complete and found.outcome == "yes" and score and score.status != "complete":
        return replace(found, outcome="unknown", used=_empty_items(case, scale))
    return found


@predicate()
def score_in_or_above_band(case: Case, *, scale: str, band: str) -> Finding:
    """Says the band, and the items above their lowest answer."""
    least = _band(case, scale, band).least
    found = _scored(case, scale, lambda value: value >= least)
    score = case.scores.get(scale)
    if found.outcome != "yes" or score is None or score.band is None:
        return found
    label = _band(case, scale, score.band).label.lower()
    return found.fact(band=label, items=", ".join(_raised_items(case, scale)))


def _band(case: Case, scale: str, band: str) -> Band:
    return next(b for b in case.scales[scale].bands if b.id == band)


def _raised_items(case: Case, scale: str) -> Iterator[str]:
    """The numbers of the items above their lowest answer."""
    for item in case.scales[scale].items:
        option = case.record.questions[item].option(case.record.value(item) or "")
        if option and option.score:
            yield item.rpartition("-")[2]


@predicate()
def score_reaches(case: Case, *, scale: str, cuts: Sequence[int]) -> Finding:
    """At least the lowest of several published cut-points; says which of them it reaches."""
    found = _scored(case, scale, lambda value: value >= min(cuts))
    score = case.scores.get(scale)
    if found.outcome != "yes" or score is None or score.value is None:
        return found
    reached = [str(cut) for cut in cuts if score.value >= cut]
    short = [str(cut) for cut in cuts if score.value < cut]
    words = _("at or above %(cuts)s") % {"cuts": ", ".join(reached)}
    if short:
        words += "; " + _("below %(cuts)s") % {"cuts": ", ".join(short)}
    return found.fact(cuts=words)


@predicate()
def score_at_most(case: Case, *, scale: str, most: int) -> Finding:
    return _scored(case, scale, lambda value: value <= most)


@predicate()
def score_at_least(case: Case, *, scale: str, least: int, beside: str = "") -> Finding:
    """`beside` names a second score to print with it, where it is in the packet."""
    found = _scored(case, scale, lambda value: value >= least)
    second = case.scores.get(beside)
    return found.fact(score=_score_text(case, second)) if second and found.facts else found


def _scored(case: Case, scale: str, test: Callable[[float], bool]) -> Finding:
    """Only what holds is printed, so only that gets the words for its sentence."""
    score = case.scores.get(scale)
    if score is None or score.value is None:
        return _left_open(case, scale)
    used = tuple(map(case.record.used, case.scales[scale].items))
    if not test(score.value):
        return Finding(outcome="no", used=used)
    return Finding(outcome="yes", used=used).fact(score=_score_text(case, score))


def _left_open(case: Case, scale: str) -> Finding:
    """By the items without an answer; of one that was not asked, by the question before it."""
    items = case.scales[scale].items
    return either(case.record.finding(i, ()) for i in items if not has_answer(case.record.value(i)))


def _empty_items(case: Case, scale: str) -> tuple[Used, ...]:
    used = (case.record.used(item) for item in case.scales[scale].items)
    return tuple(one for one in used if not has_answer(one.answer))


def _score_text(case: Case, score: Score) -> str:
    """Such as "PHQ-9 8 (prorated, 8 of 9 answered)"."""
    title = case.scales[score.scale].title
    if score.value is None:
        return _("%(scale)s not scored") % {"scale": title}
    words = f"{title} {number(score.value)}"
    if score.status != "prorated":
        return words
    facts = {"score": words, "answered": score.answered, "of": score.of}
    return _("%(score)s (prorated, %(answered)d of %(of)d answered)") % facts
