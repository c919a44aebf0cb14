"""The safety section: what was answered, what was shown, what people did. Always there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from intake.domain.questionnaire import Question, Questionnaire
from intake.models import AnswerChange, Intake, full_name
from screening.domain.book import Book, Line, say
from screening.domain.reading import acuity
from screening.domain.signals import ALERTING, HOPE, ITEM9, Signal
from screening.models import Alert, ContactAttempt
from screening.page.row import lasting
from screening.page.trail import NOTICE_SENT, Deed

CALM, NOT_REACHED_YET, UNCLEAR = "calm", "not_reached", "unclear"


@dataclass(frozen=True, kw_only=True)
class Step:
    at: datetime
    words: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """A safety answer, word for word."""

    line: Line
    stem: str  # the beginning that the items of an instrument share
    signals: tuple[str, ...] = ()  # codes of the fired signals that rest on it

    @property
    def is_endorsed(self) -> bool:
        """Anything but the item's lowest answer, silence included."""
        option = self.line.question.option(str(self.line.value))
        return option is None or option.score != 0


@dataclass(frozen=True, kw_only=True)
class AlertSheet:
    alert: Alert
    code: str
    rank: int
    text: str
    steps: tuple[Step, ...]
    has_attempt: bool

    @property
    def is_open(self) -> bool:
        return self.alert.closed_at is None

    @property
    def key(self) -> str:
        """Begins the names of its form's fields."""
        return str(self.alert.pk)


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A safety answer that was changed: both are kept."""

    label: str
    before: str
    before_at: datetime | None
    after: str
    at: datetime
    late: bool  # after the form was closed: it is not among the answers


@dataclass(frozen=True, kw_only=True)
class CallBack:
    wanted: bool
    phone: str


@dataclass(frozen=True, kw_only=True)
class Safety:
    state: str  # for a form without an alert: calm, not reached, or unclear
    alerts: tuple[AlertSheet, ...]
    told: tuple[Told, ...]
    call_back: CallBack | None
    changes: tuple[Changed, ...]
    hope: Told | None

    @property
    def open_alerts(self) -> int:
        return sum(sheet.is_open for sheet in self.alerts)

    @property
    def item9(self) -> Line | None:
        return next((t.line for t in self.told if t.line.question.id == ITEM9), None)


def safety(
    *,
    intake: Intake,
    book: Book,
    signals: Sequence[Signal],
    alerts: Sequence[Alert],
    deeds: Iterable[Deed],
) -> Safety:
    notices = [deed for deed in deeds if deed.verb == NOTICE_SENT]
    shown, told = list(_shown(intake)), tuple(_told(book, signals))
    answered = [Step(at=at, words=words) for at, words in acuity(book)]
    return Safety(
        state=_state(book, signals),
        alerts=tuple(
            _sheet(alert, notices, [] if number else shown, answered)
            for number, alert in enumerate(sorted(alerts, key=_urgency))
        ),
        told=told if any(one.line.at for one in told) else (),
        call_back=_call_back(intake.support or {}),
        changes=tuple(_changed(change, book) for change in intake.answer_changes.all()),
        hope=next((t for t in _told_of(book, signals, {HOPE}) if t.signals), None),
    )


def _urgency(alert: Alert) -> tuple[bool, int, int, datetime]:
    signal = alert.signal
    code = ALERTING.index(signal["code"])
    return alert.closed_at is not None, signal["rank"], code, alert.raised_at


def _state(book: Book, signals: Sequence[Signal]) -> str:
    item9 = book.find(ITEM9)
    if item9 is not None and item9.state == NOT_REACHED_YET:
        return NOT_REACHED_YET
    asked = [signal for signal in signals if signal.code in ALERTING]
    unknown = any(signal.state == "unknown" for signal in asked)
    return UNCLEAR if unknown or not asked else CALM


def _told(book: Book, signals: Sequence[Signal]) -> Iterator[Told]:
    """Every safety question that was asked, in its order; one not reached says so."""
    items = {line.question.id for line in book.lines if line.question.safety}
    return _told_of(book, signals, items)


def _told_of(book: Book, signals: Sequence[Signal], questions: set[str]) -> Iterator[Told]:
    for form in book.forms:
        for line in form.lines:
            if line.question.id in questions and line.state != "not_asked":
                codes = _codes(signals, line.question.id)
                yield Told(line=line, stem=_stem(form.questionnaire, line), signals=codes)


def _codes(signals: Sequence[Signal], question: str) -> tuple[str, ...]:
    fired = (s for s in signals if s.fired and question in {used.question for used in s.answers})
    return tuple(signal.code for signal in fired)


def _stem(form: Questionnaire, line: Line) -> str:
    return line.question.lead or form.stem


def _sheet(
    alert: Alert, notices: Iterable[Deed], shown: Iterable[Step], answered: Iterable[Step]
) -> AlertSheet:
    """What the patient was shown stands in the log of the first alert."""
    signal = alert.signal
    since = answered if signal["code"] == "S-UNKNOWN" else ()
    sent = [
        Step(at=deed.at, words=_("Notice sent, no name in it"))
        for deed in notices
        if deed.subject == str(alert.pk)
    ]
    steps = sorted((*_steps(alert), *since, *shown, *sent), key=attrgetter("at"))
    return AlertSheet(
        alert=alert,
        code=signal["code"],
        rank=signal["rank"],
        text=signal["text"],
        steps=tuple(steps),
        has_attempt=bool(alert.contact_attempts.all()),
    )


def _steps(alert: Alert) -> Iterator[Step]:
    yield Step(at=alert.raised_at, words=_("Answer saved, alert raised"))
    if alert.escalated_at:
        yield Step(at=alert.escalated_at, words=_("Not acknowledged in time, second contact told"))
    if alert.acknowledged_at:
        yield Step(at=alert.acknowledged_at, words=_acknowledged(alert, alert.acknowledged_at))
    for attempt in alert.contact_attempts.all():
        yield Step(at=attempt.at, words=_attempt(attempt))
    if alert.closed_at:
        words = _("Closed by %(name)s: %(reason)s")
        words %= {"name": full_name(alert.closed_by), "reason": alert.closing}
        yield Step(at=alert.closed_at, words=words)


def _acknowledged(alert: Alert, at: datetime) -> str:
    words = _("Acknowledged by %(name)s, %(after)s (limit %(limit)s)")
    return words % {
        "name": full_name(alert.acknowledged_by),
        "after": lasting(at - alert.raised_at),
        "limit": lasting(alert.limit_at - alert.raised_at),
    }


def _attempt(attempt: ContactAttempt) -> str:
    channels, outcomes = dict(ContactAttempt.CHANNELS), dict(ContactAttempt.OUTCOMES)
    channel, outcome = channels[attempt.record["channel"]], outcomes[attempt.record["outcome"]]
    words = _("%(channel)s by %(name)s: %(outcome)s")
    return words % {"channel": channel, "name": full_name(attempt.by), "outcome": outcome}


def _shown(intake: Intake) -> Iterator[Step]:
    support: Mapping[str, Any] = intake.support or {}
    if "offered_at" in support:
        words = _("Support page offered: %(lines)s") % {"lines": ", ".join(support["lines"])}
        yield Step(at=datetime.fromisoformat(support["offered_at"]), words=words)
    for said in support.get("calls", ()):
        wanted = said["call_back"] == "yes"
        words = _("Asked to be called") if wanted else _("Did not ask to be called")
        yield Step(at=datetime.fromisoformat(said["call_back_at"]), words=words)


def _call_back(support: Mapping[str, Any]) -> CallBack | None:
    if "call_back" not in support:
        return None
    return CallBack(wanted=support["call_back"] == "yes", phone=support.get("phone") or "")


def _changed(row: AnswerChange, book: Book) -> Changed:
    change = row.change
    line = book.find(change["question"])
    question = line.question if line else None
    before, after = change["before"], change["after"]
    return Changed(
        label=question.sentence if question else change["question"],
        before=_said(question, before, nothing=_("Not answered")),
        before_at=datetime.fromisoformat(change["before_at"]) if change["before_at"] else None,
        after=_said(question, after, nothing=_("Taken back")),
        at=row.at,
        late=change.get("late", False),
    )


def _said(question: Question | None, value: Any, *, nothing: str) -> str:
    if value is None:
        return nothing
    return say(question, value) if question else str(value)
