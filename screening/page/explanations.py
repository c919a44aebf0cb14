"""What fits and what does not, in the fixed order: each line with its rule, answers and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from screening.domain.order import months_between, span
from screening.page.book import Book, month, reserved_words, say

Content = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Used:
    label: str
    said: str
    on: date | None


@dataclass(frozen=True, kw_only=True)
class Statement:
    rule: str
    version: Any
    text: str
    used: tuple[Used, ...]
    source: str
    caution: str


@dataclass(frozen=True, kw_only=True)
class Explanation:
    title: str
    fits: tuple[Statement, ...]
    does_not_fit: tuple[Statement, ...]
    not_answered: tuple[Statement, ...]


@dataclass(frozen=True, kw_only=True)
class Marker:
    label: str
    words: str
    is_yes: bool


@dataclass(frozen=True, kw_only=True)
class Dated:
    on: str
    label: str
    beside: str  # its place before or after the onset, in whole months
    is_onset: bool


def explanations(content: Content, book: Book) -> tuple[Explanation, ...]:
    titles = _titles()
    return tuple(
        Explanation(
            title=titles[one["hypothesis"]],
            fits=_statements(one["fits"], book),
            does_not_fit=_statements(one["does_not_fit"], book),
            not_answered=_statements(one["not_answered"], book),
        )
        for one in content["differential"]
    )


def _titles() -> dict[str, str]:
    return {
        "medicine": _("Medicine effect"),
        "burnout": _("Burnout"),
        "depression": _("Depression"),
        "trauma": _("Trauma"),
        "substance": _("Alcohol or drugs"),
        "grief": _("Grief"),
        "anxiety": _("Anxiety"),
        "other": _("Other answers to read"),
    }


def _statements(lines: Sequence[Content], book: Book) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            rule=line["rule"],
            version=line["version"],
            text=line["text"],
            used=tuple(_used(answer, book) for answer in line["answers"]),
            source=line["source"] or "",
            caution=line["caution"] or "",
        )
        for line in lines
    )


def _used(answer: Content, book: Book) -> Used:
    line, value = book.find(answer["question"], answer["answer"]), answer["answer"]
    on = date.fromisoformat(answer["date"]) if answer["date"] else None
    if line is None:
        said = reserved_words().get(str(value)) or month(value) or str(value or "")
        return Used(label=answer["question"], said=said, on=on)
    said = say(line.question, value) if value is not None else line.said
    return Used(label=line.label, said=said, on=on)


def markers(content: Content) -> tuple[Marker, ...]:
    """The three that are read first."""
    labels = {
        "duration": _("Longer than two weeks"),
        "interference": _("Gets in the way of life"),
        "hopelessness": _("Hopelessness often or almost always"),
    }
    words = {"yes": _("yes"), "no": _("no"), "unknown": _("not answered")}
    found = content["markers"]
    return tuple(
        Marker(label=label, words=words[found[key]], is_yes=found[key] == "yes")
        for key, label in labels.items()
    )


def timeline(content: Content, book: Book) -> tuple[Dated, ...]:
    """The dated reports beside each other, each set against the onset."""
    onset = span(book.value("o1"))
    return tuple(_dated(event, onset) for event in content["timeline"])


def _dated(event: Content, onset: tuple[int, int] | None) -> Dated:
    return Dated(
        on=month(event["date"]) or _("Date not known"),
        label=event["label"],
        beside=" ".join(_beside(event, onset)),
        is_onset=event["kind"] == "onset",
    )


def _beside(event: Content, onset: tuple[int, int] | None) -> Iterator[str]:
    at = span(event["date"])
    if event["kind"] == "onset" or at is None or onset is None:
        return
    if at[1] < onset[0]:
        yield _("%(months)s before the numbness") % {"months": _months(*months_between(at, onset))}
    elif onset[1] < at[0]:
        yield _("%(months)s after it began") % {"months": _months(*months_between(onset, at))}
    else:
        yield _("Same time, order not known")


def _months(least: int, most: int) -> str:
    if least != most:
        return _("%(least)d to %(most)d months") % {"least": least, "most": most}
    return _("1 month") if least == 1 else _("%(count)d months") % {"count": least}
