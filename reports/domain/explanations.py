"""The seven explanations in their fixed order, each statement tied to its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.domain.appendix import RESERVED_WORDS, Book, said
from reports.domain.summary import Cited, Explanation, Statement
from reports.domain.wording import iso_day, repaired

TITLES = {
    "medicine": "Medicine effect",
    "burnout": "Burnout",
    "depression": "Depression",
    "trauma": "Trauma",
    "substance": "Alcohol or drugs",
    "grief": "Grief",
    "anxiety": "Anxiety",
    "other": "Other answers to read",
}


def explanations(interpretation: Mapping[str, Any], book: Book) -> tuple[Explanation, ...]:
    return tuple(
        Explanation(
            key=one["hypothesis"],
            title=TITLES[one["hypothesis"]],
            fits=_statements(one["fits"], book),
            does_not_fit=_statements(one["does_not_fit"], book),
            not_answered=_statements(one["not_answered"], book),
        )
        for one in interpretation["differential"]
    )


def _statements(lines: Sequence[Mapping[str, Any]], book: Book) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            rule=line["rule"],
            version=str(line["version"]),
            text=str(repaired(line["text"])),
            answers=tuple(cited(answer, book) for answer in line["answers"]),
            source=line["source"] or "",
            caution=line["caution"] or "",
        )
        for line in lines
    )


def cited(answer: Mapping[str, Any], book: Book) -> Cited:
    """An answer as a rule names it: {"question", "answer", "date"}."""
    on = iso_day(answer.get("date"))
    value = repaired(answer.get("answer"))
    entry = book.find(answer["question"], value)
    if entry is None:
        words = RESERVED_WORDS.get(str(value), str(value or ""))
        return Cited(
            answer="", question=answer["question"], label="", said=words, answered=False, on=on
        )
    return Cited(
        answer=entry.answer.name,
        question=answer["question"],
        label=entry.label,
        said=said(entry.question, value) if value is not None else entry.answer.said,
        answered=entry.answer.state == "answered",
        on=on,
    )
