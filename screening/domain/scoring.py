"""Turn answers into scores. A score is a number or an honest None, never a guess."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from intake.domain.answers import Answers
from intake.domain.questionnaire import Question, Questionnaire, Scale
from screening.domain.evidence import Record

Status = Literal["complete", "prorated", "incomplete"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """Against the latest earlier total; `threshold` is the published change value."""

    previous: float
    difference: float
    threshold: int
    met: bool

    def as_dict(self) -> dict[str, Any]:
        return {
            "previous": self.previous,
            "difference": self.difference,
            "threshold": self.threshold,
            "met": self.met,
        }


@dataclass(frozen=True, kw_only=True)
class Score:
    scale: str
    value: float | None
    status: Status
    answered: int
    of: int
    band: str | None
    range: tuple[int, int] | None
    change: Change | None = None
    result: str | None = None  # of the ASQ, which has no value, no band and no range
    at_least: int | None = None  # without a value, the sum so far where the scale tells it

    def as_dict(self) -> dict[str, Any]:
        outcome = (
            {"result": self.result} if self.result else {"value": self.value, "band": self.band}
        )
        return {
            "scale": self.scale,
            "status": self.status,
            "answered": self.answered,
            "of": self.of,
            "range": list(self.range) if self.range else None,
            "change": self.change.as_dict() if self.change else None,
            **outcome,
            **({"at_least": self.at_least} if self.at_least else {}),
        }


def scores(*, record: Record, previous: Sequence[Answers] = ()) -> tuple[Score, ...]:
    """One score for each scale that was asked; `previous` is earlier intakes, latest first."""
    return tuple(
        _with_change(score(questionnaire, scale, record), questionnaire, scale, previous)
        for questionnaire in record.questionnaires
        for scale in questionnaire.scales
        if any(record.asked(question.id) for question in questionnaire.questions)
    )


def score(questionnaire: Questionnaire, scale: Scale, record: Record) -> Score:
    points = [_points(questionnaire.by_id[item], record) for item in scale.items]
    given = [p for p in points if p is not None]
    if scale.combine == "rule":
        return _ruled(scale, record, answered=len(given))
    total = MISSING[scale.missing](scale, given, record)
    value = None if total is None else _rounded(scale, total)
    return Score(
        scale=scale.id,
        value=value,
        status=_status(scale, len(given), value),
        answered=len(given),
        of=len(scale.items),
        band=band(scale, value),
        range=(scale.least, scale.most),
        at_least=sum(given) if scale.minimum and value is None else None,
    )


def band(scale: Scale, value: float | None) -> str | None:
    return next(
        (b.id for b in scale.bands if value is not None and b.least <= value <= b.most), None
    )


def _points(question: Question, record: Record) -> int | None:
    option = question.option(record.value(question.id) or "")
    if option is None or option.score is None or not question.reverse:
        return option.score if option else None
    marks = [o.score for o in question.options if o.score is not None]
    return max(marks) + min(marks) - option.score


def _strict(scale: Scale, given: list[int], _record: Record) -> Fraction | None:
    return Fraction(sum(given)) if len(given) == len(scale.items) else None


def _phq9_prorate(scale: Scale, given: list[int], _record: Record) -> Fraction | None:
    """One missing: x9/8; two: x9/7; more: no total (CMS MDS 3.0 specification, edit -3587)."""
    if len(scale.items) - len(given) > 2:
        return None
    return Fraction(sum(given) * len(scale.items), len(given))


def _unasked_is_zero(scale: Scale, given: list[int], record: Record) -> Fraction | None:
    """An item that an answer before it has ruled out counts 0; any other gap, no total."""
    ruled_out = [item for item in scale.items if record.is_ruled_out(item)]
    return Fraction(sum(given)) if len(given) + len(ruled_out) == len(scale.items) else None


def _mean(scale: Scale, given: list[int], _record: Record) -> Fraction | None:
    enough = len(given) >= (scale.min_answered or len(scale.items))
    return Fraction(sum(given), len(given)) if enough else None


# The names a questionnaire file may give under `missing`; "rule" scales have no total.
MISSING: dict[str, Callable[[Scale, list[int], Record], Fraction | None]] = {
    "strict": _strict,
    "phq9_prorate": _phq9_prorate,
    "unasked_is_zero": _unasked_is_zero,
    "mean": _mean,
}


def _rounded(scale: Scale, total: Fraction) -> float:
    """Sums round half up to an integer, never to the even neighbour; means keep one decimal."""
    if scale.combine == "mean":
        return int(total * 10 + Fraction(1, 2)) / 10
    return int(total + Fraction(1, 2))


def _status(scale: Scale, answered: int, value: float | None) -> Status:
    if value is None:
        return "incomplete"
    whole = answered == len(scale.items) or scale.missing == "unasked_is_zero"
    return "complete" if whole else "prorated"


def _ruled(scale: Scale, record: Record, *, answered: int) -> Score:
    result = asq_result(record)
    unsure = result in ("positive_acuity_unknown", "incomplete")
    return Score(
        scale=scale.id,
        value=None,
        status="incomplete" if unsure else "complete",
        answered=answered,
        of=len(scale.items),
        band=None,
        range=None,
        result=result,
    )


ASQ_SCREEN = ("asq-1", "asq-2", "asq-3", "asq-4")
ASQ_ACUITY = "asq-5"


def asq_result(record: Record) -> str:
    """NIMH's decision; the two last outcomes are this project's, for use without a person there."""
    screen = [record.value(item) for item in ASQ_SCREEN]
    acuity = record.value(ASQ_ACUITY)
    if acuity == "yes":
        return "positive_acute"
    if "yes" in screen:
        return "positive_non_acute" if acuity == "no" else "positive_acuity_unknown"
    return "negative" if screen == ["no"] * len(ASQ_SCREEN) else "incomplete"


def _with_change(
    now: Score, questionnaire: Questionnaire, scale: Scale, previous: Sequence[Answers]
) -> Score:
    if now.value is None or scale.change is None:
        return now
    earlier = (_earlier(questionnaire, scale, answers) for answers in previous)
    last = next((value for value in earlier if value is not None), None)
    if last is None:
        return now
    difference = now.value - last
    met = abs(difference) >= scale.change
    return replace(
        now, change=Change(previous=last, difference=difference, threshold=scale.change, met=met)
    )


def _earlier(questionnaire: Questionnaire, scale: Scale, answers: Answers) -> float | None:
    record = Record(questionnaires=[questionnaire], answers=answers, answered_on=lambda *_: None)
    return score(questionnaire, scale, record).value
