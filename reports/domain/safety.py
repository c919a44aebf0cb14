"""The safety block: always present, and plain about what was and was not answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from reports.domain.appendix import Book
from reports.domain.facts import Alert, Contact, Practice, Shown
from reports.domain.summary import LogLine, Safety, SafetyAnswer
from reports.domain.wording import lower_first, moment, repaired

# What fired, in words. The codes and their order are screening's.
FIRED_WORDS = {
    "S-ACUTE": "ASQ item 5, right now: yes",
    "S-UNKNOWN": "ASQ: a yes in items 1 to 4, item 5 has no answer",
    "S-POSITIVE": "ASQ: a yes in items 1 to 4, item 5 no",
    "S-ITEM9": "PHQ-9 item 9 above “not at all”",
    "S-SKIPPED": "A safety question was left without an answer",
    "S-HOPE": "Hopelessness often or almost always",
    "S-ERROR": "A safety rule could not run: read the answers",
}
NOTHING_ASKED = "No safety question has been answered"
NOTHING_ENDORSED = "No safety answer endorsed"
UNCLEAR = "A safety answer is not known"

Signals = Sequence[Mapping[str, Any]]


def block(
    *,
    practice: Practice,
    book: Book,
    signals: Signals,
    alerts: Sequence[Alert],
    shown: Sequence[Shown],
) -> Safety:
    raised = fired(signals)
    return Safety(
        words=_words(signals),
        open_alerts=sum(alert.closed_at is None for alert in alerts),
        fired=tuple(signal["code"] for signal in raised),
        answers=_answers(book, raised),
        shown=tuple(_shown_line(practice, page) for page in shown),
        log=_log(practice, alerts),
    )


def fired(signals: Signals) -> list[Mapping[str, Any]]:
    return [signal for signal in signals if signal["state"] == "fired"]


def questions(signal: Mapping[str, Any]) -> list[str]:
    return [answer["question"] for answer in signal["answers"]]


def _raising(signal: Mapping[str, Any]) -> list[str]:
    """A signal rests on all items of a screen; a "no" among them is not what raised it."""
    return [answer["question"] for answer in signal["answers"] if answer["answer"] != "no"]


def _words(signals: Signals) -> str:
    raised = fired(signals)
    if raised:
        first, *rest = (FIRED_WORDS[signal["code"]] for signal in raised)
        return "; ".join([first, *map(lower_first, rest)])
    if not signals:
        return NOTHING_ASKED
    unknown = any(signal["state"] == "unknown" for signal in signals)
    return UNCLEAR if unknown else NOTHING_ENDORSED


def _answers(book: Book, raised: Signals) -> tuple[SafetyAnswer, ...]:
    """Every safety question reached, and every answer that fired a signal; those first."""
    codes = {q: signal["code"] for signal in reversed(raised) for q in _raising(signal)}
    named = [entry for entry in book.entries if entry.question.safety or entry.question.id in codes]
    reached = [e for e in named if e.answer.state != "not_asked"]
    reached.sort(key=lambda e: e.question.id not in codes)
    return tuple(
        SafetyAnswer(
            answer=entry.answer.name,
            label=entry.label,
            question=entry.question.text,
            said=entry.answer.said,
            answered=entry.answer.state == "answered",
            at=entry.answer.at,
            code=codes.get(entry.question.id, ""),
        )
        for entry in reached
    )


def _shown_line(practice: Practice, page: Shown) -> LogLine:
    lines = f": {', '.join(page.lines)}" if page.lines else ""
    return LogLine(at=moment(page.at, practice.timezone), words=f"Support page shown{lines}")


def _log(practice: Practice, alerts: Sequence[Alert]) -> tuple[LogLine, ...]:
    """What happened to the alerts in order of time, then what has not happened yet."""
    done = sorted(step for alert in alerts for step in _steps(alert))
    lines = [LogLine(at=moment(at, practice.timezone), words=words) for at, words in done]
    for alert in alerts:
        if alert.acknowledged_at is None and alert.closed_at is None:
            lines.append(LogLine(at="", words=f"Alert {alert.code} is not acknowledged yet"))
        elif alert.closed_at is None:
            lines.append(LogLine(at="", words=f"Alert {alert.code} is open"))
    return tuple(lines)


def _steps(alert: Alert) -> Iterator[tuple[datetime, str]]:
    yield alert.raised_at, f"Alert {alert.code} raised"
    if alert.acknowledged_at:
        yield alert.acknowledged_at, f"Acknowledged by {_text(alert.acknowledged_by)}"
    for contact in alert.contacts:
        yield contact.at, _contact_words(contact)
    if alert.closed_at:
        yield alert.closed_at, f"Closed by {_text(alert.closed_by)}: {_text(alert.reason)}"


def _contact_words(contact: Contact) -> str:
    return f"{_text(contact.channel)} by {_text(contact.by)}: {_text(contact.outcome)}"


def _text(value: str) -> str:
    return str(repaired(value))
