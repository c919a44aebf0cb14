"""The parts of a summary that repeat answers: in brief, signs, medicines, dates, words, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from intake.domain.language import gettext as _
from intake.domain.language import listed, lower_first, ngettext
from reports.domain.appendix import when
from reports.domain.facts import Practice
from reports.domain.summary import (
    Changes,
    Difference,
    Event,
    Fact,
    Gap,
    Medicine,
    Medicines,
    NotAnswered,
    Quote,
    Sign,
    SignGroup,
)
from reports.domain.wording import moment, repaired, repaired_text
from screening.domain import chart, reading
from screening.domain.book import SIGNS, Book, Line, State, say
from screening.domain.order import span

NAME, ONSET = "m1", "o1"
EFFECTS = ("f1", "f2", "f3", "f4", "f5")
STRONG_EFFECTS = ("a_lot", "quite_a_bit")
WORK = ("b4", "b5", "b6")
Content = Mapping[str, Any]


def markers(states: Mapping[str, str], book: Book) -> tuple[Fact, ...]:
    labels = {
        "duration": (_("Over two weeks"), ("o2",)),
        "interference": (_("Interferes"), (*EFFECTS, "phq9-difficulty")),
        "hopelessness": (_("Hopelessness"), ("h1",)),
    }
    words = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not answered")}
    return tuple(
        Fact(label=label, text=words[states[key]], answers=_answered(book, questions))
        for key, (label, questions) in labels.items()
    )


def brief(book: Book) -> tuple[Fact, ...]:
    """How long, what is muted, effect on life, what the patient wants."""
    return (
        _fact(book, _("How long"), _how_long(book), ("o1", "o2", "o5")),
        _fact(book, _("Weaker than before"), _chosen(book, "n18"), ("n18",)),
        _fact(book, _("Effect on life"), _effect(book), EFFECTS),
        _wish(book),
        _fact(book, _("From this visit"), _chosen(book, "v2"), ("v2",)),
    )


def _fact(book: Book, label: str, text: str, questions: Iterable[str]) -> Fact:
    return Fact(label=label, text=text, answers=_answered(book, questions))


def _answered(book: Book, questions: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.name for line in book.given(questions))


def _chosen(book: Book, question: str) -> str:
    """Several choices as one part of a sentence."""
    line = book.find(question)
    if line is None or not line.is_answered or not isinstance(line.value, list):
        return line.said if line else _("Not in this form")
    words = listed([lower_first(say(line.question, code)) for code in line.value])
    return words[:1].upper() + words[1:]


def _how_long(book: Book) -> str:
    noticed, lasted, trend = book.said("o1"), book.said("o2"), book.said("o5")
    noticed = noticed if span(book.value(ONSET)) else lower_first(noticed)
    parts = [
        _("First noticed %(date)s") % {"date": noticed}
        if noticed
        else _("When first noticed: not answered"),
        _("lasting %(span)s") % {"span": lower_first(lasted)} if lasted else "",
        _("%(trend)s over the past month") % {"trend": lower_first(trend)} if trend else "",
    ]
    return "; ".join(filter(None, parts))


def _effect(book: Book) -> str:
    lines = book.given(EFFECTS)
    strong = [
        f"{group[0].said}: {listed([lower_first(line.label) for line in group])}"
        for code in STRONG_EFFECTS
        if (group := [line for line in lines if line.value == code])
    ]
    if strong:
        return ". ".join(strong)
    return _("No area answered “quite a bit” or “a lot”") if lines else _("Not answered")


def _wish(book: Book) -> Fact:
    wish, label = book.said("v1"), _("Would like to feel again")
    if not wish:
        return Fact(label=label, text=_("Not answered"), answers=())
    return Fact(label=label, text=wish, answers=book.names("v1"), quoted=True)


def signs(book: Book) -> tuple[SignGroup, ...]:
    """The numbness signs from the most frequent answer to the least; gaps stand elsewhere."""
    lines = [line for line in map(book.find, SIGNS) if line]
    options = max((line.question.options for line in lines), key=len, default=())
    groups = ((o.label, [e for e in lines if e.value == o.code]) for o in reversed(options))
    return tuple(
        SignGroup(frequency=label, signs=tuple(map(_sign, group)))
        for label, group in groups
        if group
    )


def work(book: Book) -> tuple[Sign, ...]:
    """The three work questions beside the signs, without a verdict."""
    return tuple(_sign(line) for line in map(book.find, WORK) if line)


def _sign(line: Line) -> Sign:
    return Sign(label=line.label, said=line.said, answer=line.name)


def medicines(book: Book, today: str) -> Medicines:
    courses = chart.courses(book.rows("medicines"))
    rows = zip(courses, book.row_lines("medicines"), strict=True)
    return Medicines(
        words=_medicine_words(book, len(courses)),
        answer=next(iter(book.names("m0")), ""),
        listed=tuple(
            Medicine(
                name=course.name,
                words=chart.course_words(course),
                after_start=_row_said(row, "m9"),
                after_stop=_row_said(row, "m11"),
                answers=tuple(line.name for line in row.values()),
            )
            for course, row in rows
        ),
        chart=chart.medicine_chart(courses=courses, onset=book.value(ONSET), today=today)
        if courses
        else None,
    )


def _medicine_words(book: Book, number: int) -> str:
    if number:
        words = ngettext("%(number)d medicine", "%(number)d medicines", number)
        return _("%(medicines)s, as reported") % {"medicines": words % {"number": number}}
    line = book.find("m0")
    if line is None or line.value is None:
        return _("The question about medicines was not reached")
    if line.value == "yes":
        return _("Medicines used in the past 12 months, none named")
    return _("Any medicine in the past 12 months: %(said)s") % {"said": lower_first(line.said)}


def _row_said(row: Mapping[str, Line], question: str) -> str:
    line = row.get(question)
    return line.said if line and line.is_answered else ""


def dates(interpretation: Content, book: Book) -> tuple[Event, ...]:
    """The dated events in order of time, each set beside the onset."""
    found = reading.timeline(interpretation, book)
    ordered = sorted(found, key=lambda event: span(event.content["date"]) or (99999 * 12, 0))
    return tuple(
        Event(
            on=event.on,
            label=repaired_text(event.label),
            interval=event.beside,
            rule=_rule_of(event.content, interpretation["differential"]),
            answers=_event_answers(event.content, book),
        )
        for event in ordered
    )


def _rule_of(event: Content, differential: Sequence[Content]) -> str:
    """The rule whose statement sets this event beside the onset, where one fired."""
    dated = [used for used in event["answers"] if used["question"] != NAME]
    for one in differential:
        for line in (*one["fits"], *one["does_not_fit"]):
            read = [(used["question"], used["answer"]) for used in line["answers"]]
            beside_onset = any(question == ONSET for question, _answer in read)
            if dated and beside_onset and all((u["question"], u["answer"]) in read for u in dated):
                return str(line["rule"])
    return ""


def _event_answers(event: Content, book: Book) -> tuple[str, ...]:
    found = (book.find(a["question"], repaired(a.get("answer"))) for a in event["answers"])
    return tuple(dict.fromkeys(line.name for line in found if line))


def changes(interpretation: Content, book: Book, practice: Practice) -> Changes | None:
    """Since the patient's last form; None where there is none."""
    changed = interpretation["changes"]
    if changed is None:
        return None
    since = changed["since"]
    sent = moment(datetime.fromisoformat(since), practice.timezone) if since else ""
    return Changes(
        since=sent or _("the form before"),
        items=tuple(
            Difference(
                label=repaired_text(one.label),
                then=one.then,
                now=one.now,
                answer=one.line.name if one.line else "",
            )
            for one in reading.changes(interpretation, book)
        ),
    )


def own_words(book: Book, practice: Practice) -> tuple[Quote, ...]:
    return tuple(
        Quote(
            question=line.question.sentence,
            text=line.said,
            on=when(line, practice),
            answer=line.name,
        )
        for line in book.lines
        if line.is_quote and not line.repeat
    )


def not_answered(book: Book) -> NotAnswered:
    return NotAnswered(
        skipped=_gaps(book, "skipped"),
        preferred_not=_gaps(book, "prefer_not_to_say"),
        not_sure=_gaps(book, "not_sure"),
        not_reached=_gaps(book, "not_reached"),
    )


def _gaps(book: Book, state: State) -> tuple[Gap, ...]:
    return tuple(
        Gap(label=line.label, answer=line.name) for line in book.lines if line.state == state
    )
