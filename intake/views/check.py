"""What was answered so far: by part for the way back in, line by line for the last look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.domain import packet as pages
from intake.domain.conditions import asked
from intake.domain.language import counted
from intake.domain.packet import Step
from intake.domain.questionnaire import SKIPPED
from intake.services.listing import rows_of
from intake.views.pages import Packet, step_url
from intake.views.words import answer_words, medicine_name, medicine_words


@dataclass(frozen=True, kw_only=True)
class PartState:
    number: int
    title: str
    url: str
    state: Literal["done", "part", "todo"]


@dataclass(frozen=True, kw_only=True)
class Line:
    label: str
    url: str
    text: str = ""  # empty: not provided
    open: bool = False  # not answered yet


@dataclass(frozen=True, kw_only=True)
class Section:
    title: str
    lines: tuple[Line, ...]


def parts_of(packet: Packet) -> list[PartState]:
    grouped: dict[str, list[Step]] = {}
    for step in packet.asked:
        grouped.setdefault(step.part, []).append(step)
    numbered = enumerate(grouped.items(), start=1)
    return [_part_state(n, title, steps, packet) for n, (title, steps) in numbered]


def _part_state(number: int, title: str, steps: list[Step], packet: Packet) -> PartState:
    left = [step for step in steps if pages.is_open(step, packet.answers)]
    state: Literal["done", "part", "todo"] = "part"
    if not left:
        state = "done"
    elif len(left) == len(steps):
        state = "todo"
    first = left[0] if state == "part" else steps[0]
    return PartState(number=number, title=title, url=step_url(first), state=state)


def sections_of(packet: Packet) -> list[Section]:
    grouped: dict[str, list[Line]] = {}
    for step in packet.asked:
        lines = grouped.setdefault(step.part, [])
        lines.extend(_lines(step, packet, page=len(lines) + 1))
    return [Section(title=title, lines=tuple(lines)) for title, lines in grouped.items()]


def _lines(step: Step, packet: Packet, *, page: int) -> Iterator[Line]:
    if step.kind == "instrument":
        yield _page_line(step, packet, page=page)
    elif step.kind == "repeat":
        yield from _row_lines(step, packet)
    else:
        yield _question_line(step, packet)


def _question_line(step: Step, packet: Packet) -> Line:
    question = step.asks[0]
    kept = packet.kept_answer(step.slug, question.id)
    url = step_url(step) + "?from=check"
    if kept is None:
        return Line(label=question.label, url=url, open=True)
    words = answer_words(question, kept["value"])
    # A skip is no answer to hide; everything else is shown only to the one who gave it.
    hidden = words and (question.safety or not packet.may_show(kept))
    return Line(label=question.label, url=url, text=_("Answered") if hidden else words)


def _page_line(step: Step, packet: Packet, *, page: int) -> Line:
    """A page of a published instrument, as counts: its answers are not repeated on screen."""
    given = packet.answers.get(step.slug, {})
    values = [given.get(q.id) for q in step.asks if asked(q, packet.answers)]
    count = len(values)
    label = ngettext(
        "Page %(page)d, %(count)s question", "Page %(page)d, %(count)s questions", count
    ) % {"page": page, "count": counted(count)}
    url = step_url(step) + "?from=check"
    return Line(label=label, url=url, text=_counted(values), open=None in values)


def _counted(values: list[Any]) -> str:
    skipped = sum(value == SKIPPED for value in values)
    if skipped == len(values):
        return ""
    if skipped:
        answered = {"answered": len(values) - skipped, "skipped": skipped}
        return _("%(answered)d answered, %(skipped)d skipped") % answered
    return _("All answered") if len(values) > 1 else _("Answered")


def _row_lines(step: Step, packet: Packet) -> Iterator[Line]:
    question = step.asks[0]
    kept = packet.kept_answer(step.slug, question.id)
    url = step_url(step)
    for row in rows_of(kept):
        if row.session != packet.session_id:
            yield Line(label=_("A medicine you added earlier"), url=url, text=_("Answered"))
            continue
        row_url = reverse("feltsense_intake:row", args=[step.key, row.key])
        yield Line(label=medicine_name(row.values), url=row_url, text=medicine_words(row.values))
    if not rows_of(kept):
        yield Line(label=question.label, url=url, open=kept is None)
