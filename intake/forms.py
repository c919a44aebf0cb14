"""A question as the field of a page: how it is shown, how it is read, and what to say of a gap.

No Django form is built for a submission: the questionnaire's own validator cleans what is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Any

from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.domain import dates, months, numbers
from intake.domain.questionnaire import (
    NOT_APPLICABLE,
    NOT_SURE,
    PREFER_NOT_TO_SAY,
    SKIPPED,
    Question,
)

INSTEAD = {
    NOT_SURE: gettext_lazy("I am not sure"),
    PREFER_NOT_TO_SAY: gettext_lazy("I prefer not to say"),
    NOT_APPLICABLE: gettext_lazy("This does not apply to me"),
}
DATE_NOT_KNOWN = gettext_lazy("I do not remember")
_TOGETHER = re.compile(r"(.*?)[\s/.,-]*(\d{4})\s*")  # month and year in one box
_SHORT_TEXT = 200  # up to this length a text gets one line


def opt_out(question: Question, code: str) -> str:
    """What an opt-out of this question says, in the active language."""
    dated = question.type in {"month", "date", "repeat"}
    return str(DATE_NOT_KNOWN if dated and code == NOT_SURE else INSTEAD[code])


@dataclass(frozen=True)
class Choice:
    code: str
    label: str
    id: str
    checked: bool


@dataclass(frozen=True, kw_only=True)
class Field:
    """`name` is the HTML name; `value` what was given, None for nothing; `typed` the date boxes."""

    question: Question
    name: str
    value: Any = None
    typed: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[tuple[Field, ...], ...] = ()
    held: bool = False  # answered in another browser session: not shown, kept unless answered again
    error: str = ""
    gap: bool = False  # the error is that nothing was given
    wavers: bool = False  # a safety question answered and skipped at once: the answer is kept
    wrong: str = ""  # which date box the error is about

    @property
    def template(self) -> str:
        return f"feltsense/intake/fields/{self.question.type}.html"

    @property
    def instead_name(self) -> str:
        return f"{self.name}-instead"

    @property
    def described_by(self) -> str:
        """The ids of the hint and the error message, as far as there are any."""
        hint = f"{self.name}-hint" if self.question.hint else ""
        return f"{hint} {self.name}-error".strip() if self.error else hint

    @property
    def skipped(self) -> bool:
        return bool(self.value == SKIPPED)

    @property
    def text(self) -> str:
        written = self.question.type in {"text", "number"} and not self.is_opt_out
        return self.value if written else ""

    @property
    def is_opt_out(self) -> bool:
        return self.value is None or self.value in {SKIPPED, *self.question.reserved}

    @property
    def choices(self) -> list[Choice]:
        alone = self.question.exclusive
        return self._listed(
            [(o.code, o.label) for o in self.question.options if o.code not in alone]
        )

    @property
    def instead(self) -> list[Choice]:
        """What stands after the "or": choices that exclude the others, and the opt-outs."""
        question = self.question
        alone = [(o.code, o.label) for o in question.options if o.code in question.exclusive]
        also = [(o.code, o.label) for o in question.also]
        opt_outs = [(code, opt_out(question, code)) for code in question.reserved]
        return self._listed([*alone, *also, *opt_outs], start=len(question.options))

    @property
    def first_id(self) -> str:
        """Where a link to this field's error leads."""
        return self.rows[0][0].first_id if self.rows else self.name + self._first_part

    @property
    def _first_part(self) -> str:
        first = {"month": "month", "date": "day", "choice": "0", "choices": "0"}
        part = self.wrong or first.get(self.question.type)
        return f"-{part}" if part else ""

    @property
    def is_short(self) -> bool:
        return self.question.max_length <= _SHORT_TEXT

    def _listed(self, options: Sequence[tuple[str, Any]], *, start: int = 0) -> list[Choice]:
        given = self.value if isinstance(self.value, list) else [self.value]
        return [
            Choice(code, label, f"{self.name}-{n}", code in given)
            for n, (code, label) in enumerate(options, start=start)
        ]


# --- showing what was saved ----------------------------------------------------------------


def shown(question: Question, value: Any, *, name: str = "") -> Field:
    """A field holding a saved value, or empty for None."""
    name = name or question.id
    kept = Field(question=question, name=name, value=value)
    if question.type == "month":
        return replace(kept, typed=_boxes(value))
    if question.type == "date" and (known := dates.parse(value)):
        boxes = {"day": str(known.day), "month": str(MONTHS[known.month]), "year": str(known.year)}
        return replace(kept, typed=boxes)
    if question.type == "repeat":
        given = value if isinstance(value, list) else []
        return replace(
            kept, rows=tuple(_row(question, v, name, n) for n, v in enumerate(given or [{}]))
        )
    return kept


def one_more(kept: Field) -> Field:
    """The same field with an empty row added."""
    row = _row(kept.question, {}, kept.name, len(kept.rows))
    return replace(kept, rows=(*kept.rows, row))


def _row(question: Question, values: Mapping[str, Any], name: str, n: int) -> tuple[Field, ...]:
    return tuple(shown(q, values.get(q.id), name=f"{name}-{n}-{q.id}") for q in question.questions)


def _boxes(value: Any) -> dict[str, str]:
    known = months.parse(value) if isinstance(value, str) else None
    if known is None:
        return {}
    return {"month": str(MONTHS[known.month]) if known.month else "", "year": str(known.year)}


# --- reading what was posted ---------------------------------------------------------------


def read(
    question: Question, data: QueryDict, *, today: date, name: str = "", skip: bool = False
) -> Field:
    """What was posted for one question; `error` set where it can't be understood.

    It is skipped by its own box, or with the whole page (`skip`).
    """
    empty = Field(question=question, name=name or question.id)
    if not skip and not data.get(f"{empty.name}-skip"):
        return _READERS[question.type](empty, data, today)
    answer = question.option(data.get(empty.name, "")) if question.safety else None
    return replace(empty, value=answer.code if answer else SKIPPED, wavers=answer is not None)


def _read_choice(empty: Field, data: QueryDict, today: date) -> Field:
    return replace(empty, value=data.get(empty.name) or None)


def _read_choices(empty: Field, data: QueryDict, today: date) -> Field:
    codes = data.getlist(empty.name)
    given = replace(empty, value=codes or None)
    question = empty.question
    alone = [c.label for c in given.instead if c.checked]
    if alone and len(codes) > 1:
        return replace(given, error=_("Choose “%s” on its own, or choose the others.") % alone[0])
    if question.most and len(codes) > question.most:
        most = question.most
        return replace(
            given, error=ngettext("Choose no more than %d.", "Choose up to %d.", most) % most
        )
    return given


def _read_month(empty: Field, data: QueryDict, today: date) -> Field:
    month, year = (data.get(f"{empty.name}-{box}", "").strip() for box in ("month", "year"))
    together = _TOGETHER.fullmatch(month)
    if together and not year:
        month, year = together[1], together[2]
    given = replace(empty, typed={"month": month, "year": year})
    instead = data.get(empty.instead_name)
    if not month and not year:
        return replace(given, value=instead or None)
    try:
        code = months.typed(month, year)
    except months.MonthError:
        # A box that is ticked says enough, when what stands beside it can't be read.
        return replace(given, value=instead) if instead else _unreadable(given, year)
    return _not_later(replace(given, value=code), today)


def _unreadable(given: Field, year: str) -> Field:
    try:
        months.typed("", year)
    except months.MonthError:
        said = _("Write the year as four numbers, like 2023. A guess is fine.")
        return replace(given, error=said, wrong="year")
    said = _("Write the month as a name or a number, like March or 3, or leave it empty.")
    return replace(given, error=said, wrong="month")


def _not_later(given: Field, today: date) -> Field:
    known = months.parse(given.value)
    if known is None or (known.year, known.month or 0) <= (today.year, today.month):
        return given
    said = _("Write a month that is not in the future.")
    return replace(given, error=said, wrong="year")


def _read_date(empty: Field, data: QueryDict, today: date) -> Field:
    boxes = {box: data.get(f"{empty.name}-{box}", "").strip() for box in ("day", "month", "year")}
    given = replace(empty, typed=boxes)
    instead = data.get(empty.instead_name)
    if not any(boxes.values()):
        return replace(given, value=instead or None)
    known = TypedDate(**boxes).read()
    if known is None and not instead:
        said = _("Write the day, the month and the year, like 2 4 1990.")
        return replace(given, error=said, wrong="day")
    return replace(given, value=known.isoformat() if known else instead)


def _read_number(empty: Field, data: QueryDict, today: date) -> Field:
    typed = numbers.typed(data.get(empty.name, ""))
    given = replace(empty, value=typed or data.get(empty.instead_name) or None)
    if not typed or numbers.fault(typed, empty.question) is None:
        return given
    return replace(given, error=_number_wanted(empty.question))


def _number_wanted(question: Question) -> str:
    if question.least is None or question.greatest is None:
        whole, any_ = _("Write a whole number, like 7."), _("Write a number, like 7.")
    else:
        whole = _("Write a whole number from %(least)d to %(greatest)d.")
        any_ = _("Write a number from %(least)d to %(greatest)d.")
    limits = {"least": question.least, "greatest": question.greatest}
    return (any_ if question.decimals else whole) % limits


def _read_text(empty: Field, data: QueryDict, today: date) -> Field:
    text = data.get(empty.name, "").replace("\r\n", "\n").strip()
    given = replace(empty, value=text or data.get(empty.instead_name) or None)
    over = len(text) - empty.question.max_length
    if over > 0:
        said = (
            ngettext("Make this %d letter shorter.", "Make this %d letters shorter.", over) % over
        )
        return replace(given, error=said)
    return given


def _read_repeat(empty: Field, data: QueryDict, today: date) -> Field:
    rows = tuple(_rows_posted(empty, data, today))
    values = [{f.question.id: f.value for f in row if f.value is not None} for row in rows]
    given = [value for value in values if value]
    instead = data.get(empty.instead_name) or None
    faults = [f.error for row in rows for f in row if f.error]
    return replace(empty, rows=rows, value=given or instead, error=faults[0] if faults else "")


def _rows_posted(empty: Field, data: QueryDict, today: date) -> Iterator[tuple[Field, ...]]:
    for n in count():
        prefix = f"{empty.name}-{n}-"
        if not any(key.startswith(prefix) for key in data):
            return
        parts = empty.question.questions
        yield tuple(read(part, data, today=today, name=prefix + part.id) for part in parts)


_READERS: Mapping[str, Callable[[Field, QueryDict, date], Field]] = {
    "choice": _read_choice,
    "choices": _read_choices,
    "month": _read_month,
    "date": _read_date,
    "number": _read_number,
    "text": _read_text,
    "repeat": _read_repeat,
}


# --- what is left open ---------------------------------------------------------------------


def looked_at(fields: Sequence[Field], *, again: bool, lookback: str = "") -> tuple[Field, ...]:
    """Ask once for what was left open; the second time (`again`) it counts as skipped.

    A skipped safety question is asked about once too.
    """
    return tuple(_looked_at(f, again=again, lookback=lookback) for f in fields)


def _looked_at(given: Field, *, again: bool, lookback: str) -> Field:
    if given.error or (given.held and given.value is None):
        return given
    if given.wavers:
        return replace(given, error=second_chance(), gap=True)
    if given.value is None and not again:
        return replace(given, error=_gap(given, lookback), gap=True)
    if given.value is None:
        return replace(given, value=SKIPPED)
    if given.skipped and given.question.safety and not again:
        return replace(given, error=second_chance(), gap=True)
    return given


def second_chance() -> str:
    return _("This one helps us to look after you. Choose an answer if you can, or skip it again.")


def _gap(given: Field, lookback: str) -> str:
    kind = given.question.type
    if kind == "choice" and lookback == "2 weeks":
        return _("Choose the answer closest to the last two weeks, or skip this question.")
    return {
        "choice": _("Choose an answer, or skip this question."),
        "choices": _("Choose all that fit, or skip this question."),
        "month": _("Write a month and a year, or only the year, or skip this question."),
        "date": _("Write a day, a month and a year, or skip this question."),
        "number": _("Write a number, or skip this question."),
        "repeat": _("Write when it was, or skip this question."),
    }.get(kind, _("Write a few words, or skip this question."))


# --- a whole date -------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class TypedDate:
    """A whole date as it was typed into three boxes."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def posted(cls, data: QueryDict) -> TypedDate:
        return cls(**{part: data.get(part, "").strip()[:20] for part in ("day", "month", "year")})

    def read(self) -> date | None:
        """The date, or None when there is no such date. The month may be a name."""
        try:
            known = months.parse(months.typed(self.month, self.year))
            return date(known.year, known.month or 0, int(self.day)) if known else None
        except (months.MonthError, OverflowError, ValueError):
            return None
