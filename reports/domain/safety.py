"""The safety block: always present, and plain about what was and was not answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from intake.domain.language import gettext as _
from intake.domain.language import lower_first
from reports.domain.appendix import when
from reports.domain.facts import Alert, Contact, Late, Practice, Shown
from reports.domain.summary import LogLine, Safety, SafetyAnswer
from reports.domain.wording import iso, moment, repaired_text
from screening.domain.book import Book, say
from screening.domain.reading import acuity, fired_words

Step = tuple[datetime, str, str]  # when, the signal's code or nothing, words
Signals = Sequence[Mapping[str, Any]]


def block(
    *,
    practice: Practice,
    book: Book,
    signals: Signals,
    alerts: Sequence[Alert],
    shown: Sequence[Shown],
    late: Sequence[Late],
) -> Safety:
    raised = fired(signals)
    return Safety(
        words="; ".join([_words(signals), *_of_late(late)]),
        open_alerts=sum(alert.closed_at is None for alert in alerts),
        fired=tuple(signal["code"] for signal in raised),
        answers=_answers(book, raised, practice),
        log=_log(practice, alerts, [*_pages(shown), *_late(late, book), *_acuity(alerts, book)]),
        raised_at_iso=_first(practice, [alert.raised_at for alert in alerts]),
        closed_at_iso=_last(practice, [alert.closed_at for alert in alerts]),
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
        words = fired_words()
        first, *rest = (words[signal["code"]] for signal in raised)
        return "; ".join([first, *map(lower_first, rest)])
    if not signals:
        return _("No safety question has been answered")
    unknown = any(signal["state"] == "unknown" for signal in signals)
    return _("A safety answer is not known") if unknown else _("No safety answer endorsed")


def _answers(book: Book, raised: Signals, practice: Practice) -> tuple[SafetyAnswer, ...]:
    """Every safety question reached, and every answer that fired a signal; the most acute first."""
    order = [*(signal["code"] for signal in raised), ""]
    codes = {q: signal["code"] for signal in reversed(raised) for q in _raising(signal)}
    named = [line for line in book.lines if line.question.safety or line.question.id in codes]
    reached = [line for line in named if line.state != "not_asked"]
    reached.sort(key=lambda line: order.index(codes.get(line.question.id, "")))
    return tuple(
        SafetyAnswer(
            answer=line.name,
            label=line.label,
            question=line.question.text,
            said=line.said,
            answered=line.is_answered,
            at=when(line, practice),
            code=codes.get(line.question.id, ""),
        )
        for line in reached
    )


def _of_late(late: Sequence[Late]) -> Iterator[str]:
    if late:
        yield _("a safety answer came after the form was opened")


def _late(late: Sequence[Late], book: Book) -> Iterator[Step]:
    for one in late:
        line = book.find(one.question)
        if line is not None:
            words = _("%(item)s, after the form was opened: “%(answer)s”")
            said = {"item": line.label, "answer": say(line.question, one.answer)}
            yield one.at, "", words % said


def _acuity(alerts: Sequence[Alert], book: Book) -> Iterator[Step]:
    if any(alert.code == "S-UNKNOWN" for alert in alerts):
        yield from ((at, "S-UNKNOWN", words) for at, words in acuity(book))


def _pages(shown: Sequence[Shown]) -> Iterator[Step]:
    yield from ((page.at, "", _shown_words(page)) for page in shown)


def _log(
    practice: Practice, alerts: Sequence[Alert], patient: Sequence[Step]
) -> tuple[LogLine, ...]:
    """What happened in order of time, then what has not happened yet, each line with its codes."""
    done = [*patient]
    done += [(at, alert.code, words) for alert in alerts for at, words in _steps(alert)]
    lines = [
        LogLine(at=moment(at, practice.timezone), words=words) for at, words in _together(done)
    ]
    return (*lines, *_still_to_do(alerts))


def _still_to_do(alerts: Sequence[Alert]) -> Iterator[LogLine]:
    """What nobody has taken up stands last, where a cut log still shows it."""
    is_open = [alert for alert in alerts if alert.closed_at is None]
    known = [alert.code for alert in is_open if alert.acknowledged_at]
    unseen = [alert.code for alert in is_open if not alert.acknowledged_at]
    if known:
        yield LogLine(at="", words=_of(known, _("alert is open")))
    if unseen:
        yield LogLine(at="", words=_of(unseen, _("not acknowledged yet")))


def _together(steps: Sequence[tuple[datetime, str, str]]) -> Iterator[tuple[datetime, str]]:
    """One call about several alerts is one line that names them all."""
    codes: dict[tuple[datetime, str], list[str]] = {}
    for at, code, words in steps:
        codes.setdefault((at, words), []).append(code)
    for (at, words), named in sorted(codes.items(), key=lambda step: step[0][0]):
        yield at, _of(filter(None, named), words)


def _of(codes: Iterable[str], words: str) -> str:
    named = ", ".join(dict.fromkeys(codes))
    return f"{named}: {words}" if named else words


def _shown_words(page: Shown) -> str:
    shown, lines = _("Support page shown"), ", ".join(page.lines)
    return f"{shown}: {lines}" if lines else shown


def _first(practice: Practice, times: Sequence[datetime]) -> str | None:
    return iso(min(times), practice.timezone) if times else None


def _last(practice: Practice, times: Sequence[datetime | None]) -> str | None:
    known = [at for at in times if at]
    is_over = known and len(known) == len(times)
    return iso(max(known), practice.timezone) if is_over else None


def _steps(alert: Alert) -> Iterator[tuple[datetime, str]]:
    yield alert.raised_at, _("alert raised")
    if alert.acknowledged_at:
        by = {"name": repaired_text(alert.acknowledged_by)}
        yield alert.acknowledged_at, _("acknowledged by %(name)s") % by
    for contact in alert.contacts:
        yield contact.at, _contact_words(contact)
    if alert.closed_at:
        by = {"name": repaired_text(alert.closed_by), "reason": repaired_text(alert.reason)}
        yield alert.closed_at, _("closed by %(name)s: %(reason)s") % by


def _contact_words(contact: Contact) -> str:
    words = _("%(channel)s by %(name)s: %(outcome)s")
    return words % {
        "channel": repaired_text(contact.channel),
        "name": repaired_text(contact.by),
        "outcome": repaired_text(contact.outcome),
    }
