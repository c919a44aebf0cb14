"""Safety rules. They read raw answers, never totals; silence on a safety item is no "no"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from intake.domain.answers import Answers
from intake.domain.questionnaire import Questionnaire
from screening.domain.evidence import Record, Used
from screening.domain.scoring import ASQ_ACUITY, ASQ_SCREEN, asq_result

State = Literal["fired", "clear", "unknown"]

FIRED: State = "fired"
CLEAR: State = "clear"
UNKNOWN: State = "unknown"

ITEM9 = "phq9-9"
ITEM9_SOME = frozenset({"several_days", "more_than_half_the_days", "nearly_every_day"})
ITEM9_MOST = ITEM9_SOME - {"several_days"}  # scores 2 and 3
YES = frozenset({"yes"})
HOPE = "h1"
OFTEN = frozenset({"often", "almost_always"})
# In the order in which alerts of one tier are read.
ALERTING = ("S-ACUTE", "S-UNKNOWN", "S-POSITIVE", "S-ITEM9", "S-SKIPPED", "S-ERROR")


@dataclass(frozen=True, kw_only=True)
class Signal:
    code: str
    state: State
    answers: tuple[Used, ...] = ()

    @property
    def fired(self) -> bool:
        return self.state == "fired"

    @property
    def alerting(self) -> bool:
        return self.fired and self.code in ALERTING

    def as_dict(self) -> dict[str, Any]:
        answers = [used.as_dict() for used in self.answers]
        return {"code": self.code, "state": self.state, "answers": answers}


def evaluate(
    *,
    questionnaires: Sequence[Questionnaire],
    answers: Answers,
    submitted: bool,
    answered_on: Callable[[str, str], str | None] | None = None,
) -> tuple[Signal, ...]:
    """Every signal whose questions were reached, in a fixed order.

    Before submission an empty item is not yet reached; at submission an asked one was left out.
    """
    record = Record(
        questionnaires=questionnaires,
        answers=answers,
        answered_on=answered_on or (lambda _slug, _question: None),
    )
    return of_record(record=record, submitted=submitted)


def of_record(*, record: Record, submitted: bool) -> tuple[Signal, ...]:
    made = (rule(_Reading(record=record, submitted=submitted)) for rule in RULES)
    return tuple(signal for signal in made if signal is not None)


def error_signal() -> Signal:
    """A safety rule broke: a person must read the answers."""
    return Signal(code="S-ERROR", state="fired")


def shows_support(signals: Sequence[Signal]) -> Literal["acute", "support"] | None:
    """Which support page comes next; for "acute" the emergency call is its first button.

    A rule that broke may have had something to say, so its page is offered as well.
    """
    fired = {signal.code for signal in signals if signal.fired}
    if fired & {"S-ACUTE", "S-UNKNOWN"}:
        return "acute"
    return "support" if fired & {"S-POSITIVE", "S-ITEM9", "S-ERROR"} else None


@dataclass(frozen=True, kw_only=True)
class _Reading:
    record: Record
    submitted: bool

    def reached(self, *items: str) -> tuple[str, ...]:
        return tuple(i for i in items if self._was_given(i) or self._was_left_out(i))

    def _was_given(self, item: str) -> bool:
        return self.record.value(item) is not None

    def _was_left_out(self, item: str) -> bool:
        return self.submitted and self.record.asked(item)

    def one_of(self, code: str, item: str, codes: frozenset[str]) -> Signal | None:
        """A signal that hangs on a single question."""
        if not self.reached(item):
            return None
        fired = self.record.value(item) in codes
        state = FIRED if fired else CLEAR if self.answered(item) else UNKNOWN
        return self.signal(code, state, item)

    def answered(self, item: str) -> bool:
        """By one of its own options: anything else, whatever it is, is no "no"."""
        return self.record.questions[item].option(self.record.value(item) or "") is not None

    def signal(self, code: str, state: State, *items: str) -> Signal:
        return Signal(code=code, state=state, answers=tuple(map(self.record.used, items)))


def _acute(reading: _Reading) -> Signal | None:
    return reading.one_of("S-ACUTE", ASQ_ACUITY, YES)


def _unknown(reading: _Reading) -> Signal | None:
    states = {"positive_acuity_unknown": FIRED, "incomplete": UNKNOWN}
    return _screened(reading, "S-UNKNOWN", states)


def _positive(reading: _Reading) -> Signal | None:
    states = {
        "positive_non_acute": FIRED,
        "positive_acuity_unknown": UNKNOWN,
        "incomplete": UNKNOWN,
    }
    return _screened(reading, "S-POSITIVE", states)


def _screened(reading: _Reading, code: str, states: Mapping[str, State]) -> Signal | None:
    """A signal over ASQ items 1 to 4 and the acuity item; other results leave it clear."""
    reached = reading.reached(*ASQ_SCREEN)
    if not reached:
        return None
    items = (*reached, *reading.reached(ASQ_ACUITY))
    return reading.signal(code, states.get(asq_result(reading.record), CLEAR), *items)


def _item9(reading: _Reading) -> Signal | None:
    return reading.one_of("S-ITEM9", ITEM9, ITEM9_SOME)


def _skipped(reading: _Reading) -> Signal | None:
    reached = reading.reached(ITEM9, *ASQ_SCREEN, ASQ_ACUITY)
    empty = [item for item in reached if not reading.answered(item)]
    if not reached:
        return None
    return reading.signal("S-SKIPPED", FIRED if empty else CLEAR, *(empty or reached))


def _hope(reading: _Reading) -> Signal | None:
    return reading.one_of("S-HOPE", HOPE, OFTEN)


RULES = (_acute, _unknown, _positive, _item9, _skipped, _hope)
