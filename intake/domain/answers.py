"""Clean what was answered against what was asked: nothing else reaches a rule or a row.

A questionnaire is compiled once into plain look-ups, so that cleaning a page costs little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from intake.domain import dates, months, numbers
from intake.domain.questionnaire import SKIPPED, Question, Questionnaire

# By slug and question id. A value is a code, a month, a date, a number as text, a text, a list
# of codes, or a list of rows.
Answers = Mapping[str, Mapping[str, Any]]

MOST_ROWS = 60
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # PostgreSQL and UTF-8 refuse these
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")


@dataclass(frozen=True)
class Fault:
    """Where an answer can't be used, and why. Never the answer itself."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    answers: dict[str, Any]
    faults: tuple[Fault, ...]


# Takes a value that is not None, its path, and where to note a fault. None: nothing to keep.
Check = Callable[[Any, str, list[Fault]], Any]
Fields = Callable[[Mapping[str, Any], str, list[Fault]], dict[str, Any]]


def clean(questionnaire: Questionnaire, raw: Mapping[str, Any]) -> Cleaned:
    """Keep the usable answers of one questionnaire, or of one page of it; name the others."""
    faults: list[Fault] = []
    answers = _compiled(questionnaire)(raw, "", faults)
    return Cleaned(answers=answers, faults=tuple(faults))


def named(key: object) -> str:
    """A key as it may be printed: one from outside could hold anything, on many lines."""
    return key if isinstance(key, str) and _PLAIN_KEY.fullmatch(key) else "(unreadable key)"


def text_fault(value: Any, *, max_length: int) -> str | None:
    """Why a value is no text that can be kept, or None."""
    if not isinstance(value, str):
        return "is not text"
    if len(value) > max_length:
        return f"is longer than {max_length} characters"
    return "holds a character that can't be stored" if _UNSTORABLE.search(value) else None


@lru_cache(maxsize=256)
def _compiled(questionnaire: Questionnaire) -> Fields:
    return _fields(questionnaire.questions)


def _fields(questions: Iterable[Question]) -> Fields:
    checks = {question.id: _CHECKS[question.type](question) for question in questions}

    def clean_fields(raw: Mapping[str, Any], prefix: str, faults: list[Fault]) -> dict[str, Any]:
        kept = {}
        for key, value in raw.items():
            if key not in checks:
                faults.append(Fault(prefix + named(key), "is not a question of this questionnaire"))
            elif value is not None:
                kept[key] = checks[key](value, prefix + key, faults)
        return {key: value for key, value in kept.items() if value is not None}

    return clean_fields


def _choice(question: Question) -> Check:
    accepted = dict.fromkeys((*(o.code for o in question.options), *_opt_outs(question)))
    reason = "is not one of " + ", ".join(accepted)

    def check(value: Any, path: str, faults: list[Fault]) -> Any:
        if isinstance(value, str) and value in accepted:
            return value
        faults.append(Fault(path, reason))
        return None

    return check


def _choices(question: Question) -> Check:
    opt_outs = _opt_outs(question)

    def check(value: Any, path: str, faults: list[Fault]) -> Any:
        if _is_opt_out(value, opt_outs):
            return value
        if not isinstance(value, list):
            faults.append(Fault(path, "is not a list of codes, nor one of " + ", ".join(opt_outs)))
        elif len(value) == 1 and _is_opt_out(value[0], opt_outs):
            return value[0]
        elif problem := _problem_of(value, question):
            faults.append(Fault(path, problem))
        else:
            return value
        return None

    return check


def _problem_of(values: list[Any], question: Question) -> str | None:
    """Why these can't be the choices made, or None."""
    codes = [option.code for option in question.options]
    most = question.most or len(codes)
    if not values:
        return "needs at least one choice; leave it out when it was not reached"
    if len(values) > most:
        return f"has more than {most} choices"
    if any(value not in codes for value in values):
        return "is not a list out of " + ", ".join(codes)
    if len(set(values)) < len(values):
        return "names a choice twice"
    if len(values) > 1 and question.exclusive.intersection(values):
        return f"must hold {' or '.join(sorted(question.exclusive))} alone, or not at all"
    return None


def _month(question: Question) -> Check:
    codes = (*(option.code for option in question.also), *_opt_outs(question))
    reason = (
        f"is not YYYY-MM or YYYY between {months.FIRST_YEAR} and {months.LAST_YEAR}, nor one of "
        + ", ".join(codes)
    )

    def check(value: Any, path: str, faults: list[Fault]) -> Any:
        if isinstance(value, str) and (value in codes or months.parse(value)):
            return value
        faults.append(Fault(path, reason))
        return None

    return check


def _date(question: Question) -> Check:
    opt_outs = _opt_outs(question)
    reason = "is not a date as YYYY-MM-DD, nor one of " + ", ".join(opt_outs)

    def check(value: Any, path: str, faults: list[Fault]) -> Any:
        if _is_opt_out(value, opt_outs) or dates.parse(value):
            return value
        faults.append(Fault(path, reason))
        return None

    return check


def _number(question: Question) -> Check:
    opt_outs = _opt_outs(question)

    def check(value: Any, path: str, faults: list[Fault]) -> Any:
        if _is_opt_out(value, opt_outs):
            return value
        if reason := numbers.fault(value, question):
            faults.append(Fault(path, reason))
            return None
        return value

    return check


def _text(question: Question) -> Check:
    def check(value: Any, path: str, faults: list[Fault]) -> Any:
        # a browser sends CRLF and counts one character
        text = value.replace("\r\n", "\n") if isinstance(value, str) else value
        if fault := text_fault(text, max_length=question.max_length):
            faults.append(Fault(path, fault))
            return None
        return text if text.strip() else None

    return check


def _repeat(question: Question) -> Check:
    clean_row = _fields(question.questions)
    opt_outs = _opt_outs(question)
    most = min(question.most or MOST_ROWS, MOST_ROWS)

    def check(value: Any, path: str, faults: list[Fault]) -> Any:
        if _is_opt_out(value, opt_outs):
            return value
        if not isinstance(value, list):
            faults.append(Fault(path, "is not a list of rows, nor one of " + ", ".join(opt_outs)))
        elif len(value) > most:
            faults.append(Fault(path, f"has more than {most} rows"))
        else:
            return [row for row in rows(value, path, faults) if row]
        return None

    def rows(values: list[Any], path: str, faults: list[Fault]) -> list[dict[str, Any]]:
        kept = []
        for n, row in enumerate(values):
            if isinstance(row, dict):
                kept.append(clean_row(row, f"{path}[{n}].", faults))
            else:
                faults.append(Fault(f"{path}[{n}]", "is not an object of answers"))
        return kept

    return check


def _opt_outs(question: Question) -> tuple[str, ...]:
    return (*question.reserved, SKIPPED)


def _is_opt_out(value: Any, opt_outs: tuple[str, ...]) -> bool:
    return isinstance(value, str) and value in opt_outs


_CHECKS: Mapping[str, Callable[[Question], Check]] = {
    "choice": _choice,
    "choices": _choices,
    "month": _month,
    "date": _date,
    "number": _number,
    "text": _text,
    "repeat": _repeat,
}
