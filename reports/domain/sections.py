"""The parts of a summary that repeat answers: in brief, signs, medicines, dates, words, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reports.domain.appendix import Book, Entry, said
from reports.domain.facts import Practice, Previous
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
    State,
)
from reports.domain.wording import count, listed, lower_first, moment, repaired
from screening.domain import chart
from screening.domain.chart import date_words
from screening.domain.order import months_between, span

MARKERS = {
    "duration": ("Over two weeks", ("o2",)),
    "interference": ("Interferes", ("f1", "f2", "f3", "f4", "f5", "phq9-difficulty")),
    "hopelessness": ("Hopelessness", ("h1",)),
}
MARKER_WORDS = {"yes": "Yes", "no": "No", "unknown": "Not answered"}
NAME, ONSET = "m1", "o1"
EFFECTS = ("f1", "f2", "f3", "f4", "f5")
STRONG_EFFECTS = ("a_lot", "quite_a_bit")
SIGNS = tuple(f"n{number}" for number in range(1, 18))
WORK = ("b4", "b5", "b6")


def markers(states: Mapping[str, str], book: Book) -> tuple[Fact, ...]:
    return tuple(
        Fact(label=label, text=MARKER_WORDS[states[key]], answers=_answered(book, questions))
        for key, (label, questions) in MARKERS.items()
    )


def brief(book: Book) -> tuple[Fact, ...]:
    """How long, what is muted, effect on life, what the patient wants."""
    return (
        Fact(label="How long", text=_how_long(book), answers=_answered(book, ("o1", "o2", "o5"))),
        Fact(
            label="Weaker than before", text=_chosen(book, "n18"), answers=_answered(book, ("n18",))
        ),
        Fact(label="Effect on life", text=_effect(book), answers=_answered(book, EFFECTS)),
        _wish(book),
        Fact(label="From this visit", text=_chosen(book, "v2"), answers=_answered(book, ("v2",))),
    )


def _answered(book: Book, questions: Iterable[str]) -> tuple[str, ...]:
    return book.names(*(question for question in questions if book.said(question)))


def _chosen(book: Book, question: str) -> str:
    """Several choices as one sentence part."""
    entry = book.find(question)
    if entry is None or not book.said(question) or not isinstance(entry.value, list):
        return entry.answer.said if entry else "Not in this form"
    words = listed(lower_first(said(entry.question, code)) for code in entry.value)
    return words[:1].upper() + words[1:]


def _how_long(book: Book) -> str:
    noticed, lasted, trend = book.said("o1"), book.said("o2"), book.said("o5")
    parts = [
        f"First noticed {lower_first(noticed) if not span(book.value('o1')) else noticed}"
        if noticed
        else "When first noticed: not answered",
        f"lasting {lower_first(lasted)}" if lasted else "",
        f"{lower_first(trend)} over the past month" if trend else "",
    ]
    return "; ".join(part for part in parts if part)


def _effect(book: Book) -> str:
    entries = [entry for entry in map(book.find, EFFECTS) if entry]
    strong = [
        f"{group[0].answer.said}: {listed(lower_first(e.label) for e in group)}"
        for code in STRONG_EFFECTS
        if (group := [entry for entry in entries if entry.value == code])
    ]
    if strong:
        return ". ".join(strong)
    if any(entry.answer.state == "answered" for entry in entries):
        return "No area answered “quite a bit” or “a lot”"
    return "Not answered"


def _wish(book: Book) -> Fact:
    wish = book.said("v1")
    label = "Would like to feel again"
    if not wish:
        return Fact(label=label, text="Not answered", answers=())
    return Fact(label=label, text=wish, answers=book.names("v1"), quoted=True)


def signs(book: Book) -> tuple[SignGroup, ...]:
    """The numbness signs from the most frequent answer to the least; gaps stand elsewhere."""
    entries = [entry for entry in map(book.find, SIGNS) if entry]
    options = max((entry.question.options for entry in entries), key=len, default=())
    groups = ((o.label, [e for e in entries if e.value == o.code]) for o in reversed(options))
    return tuple(
        SignGroup(frequency=label, signs=tuple(map(_sign, group)))
        for label, group in groups
        if group
    )


def work(book: Book) -> tuple[Sign, ...]:
    """The three work questions beside the signs, without a verdict."""
    return tuple(_sign(entry) for entry in map(book.find, WORK) if entry)


def _sign(entry: Entry) -> Sign:
    return Sign(label=entry.label, said=entry.answer.said, answer=entry.answer.name)


def medicines(book: Book, today: str) -> Medicines:
    rows = book.rows("medicines")
    values = [{key: entry.value for key, entry in row.items()} for row in rows]
    courses = chart.courses(values)
    return Medicines(
        words=_medicine_words(book, len(rows)),
        answer=next(iter(book.names("m0")), ""),
        listed=tuple(
            Medicine(
                name=course.name,
                words=chart.course_words(course),
                after_start=_row_said(row, "m9"),
                after_stop=_row_said(row, "m11"),
                answers=tuple(entry.answer.name for entry in row.values()),
            )
            for course, row in zip(courses, rows, strict=True)
        ),
        chart=chart.medicine_chart(courses=courses, onset=book.value("o1"), today=today)
        if courses
        else None,
    )


def _medicine_words(book: Book, listed_count: int) -> str:
    if listed_count:
        return f"{count(listed_count, 'medicine')}, as reported"
    any_medicine = book.find("m0")
    if any_medicine is None or any_medicine.value is None:
        return "The question about medicines was not reached"
    if any_medicine.value == "yes":
        return "Medicines used in the past 12 months, none named"
    return f"Any medicine in the past 12 months: {lower_first(any_medicine.answer.said)}"


def _row_said(row: Mapping[str, Entry], question: str) -> str:
    entry = row.get(question)
    return entry.answer.said if entry and entry.answer.state == "answered" else ""


def dates(
    timeline: Sequence[Mapping[str, Any]],
    differential: Sequence[Mapping[str, Any]],
    book: Book,
) -> tuple[Event, ...]:
    """The dated events in order of time, each set beside the onset."""
    onset = span(book.value(ONSET))
    events = sorted(timeline, key=lambda event: span(event["date"]) or (99999 * 12, 0))
    return tuple(
        Event(
            on=date_words(event["date"]) or "Date not known",
            label=str(repaired(event["label"])),
            interval=_interval(event, onset),
            rule=_rule_of(event, differential),
            answers=_event_answers(event, book),
        )
        for event in events
    )


def _rule_of(event: Mapping[str, Any], differential: Sequence[Mapping[str, Any]]) -> str:
    """The rule whose statement sets this event beside the onset, where one fired."""
    dated = [used for used in event["answers"] if used["question"] != NAME]
    for one in differential:
        for line in (*one["fits"], *one["does_not_fit"]):
            read = [(used["question"], used["answer"]) for used in line["answers"]]
            beside_onset = any(question == ONSET for question, _ in read)
            if dated and beside_onset and all((u["question"], u["answer"]) in read for u in dated):
                return str(line["rule"])
    return ""


def _interval(event: Mapping[str, Any], onset: tuple[int, int] | None) -> str:
    at = span(event["date"])
    if event["kind"] == "onset" or at is None or onset is None:
        return ""
    if at[1] < onset[0]:
        return f"{_months(months_between(at, onset))} before the numbness"
    if onset[1] < at[0]:
        return f"{_months(months_between(onset, at))} after the numbness began"
    return "order not known" if at[0] != at[1] or onset[0] != onset[1] else "same month"


def _months(between: tuple[int, int]) -> str:
    least, most = between
    return count(least, "month") if least == most else f"{least} to {most} months"


def _event_answers(event: Mapping[str, Any], book: Book) -> tuple[str, ...]:
    found = (book.find(a["question"], repaired(a.get("answer"))) for a in event["answers"])
    return tuple(dict.fromkeys(entry.answer.name for entry in found if entry))


def changes(practice: Practice, previous: Previous, book: Book) -> Changes:
    """Only the answers that differ from the last intake; those new or missing are not a change."""
    items = []
    earlier = previous.answers
    for entry in book.entries:
        then: Any = repaired((earlier.get(entry.slug) or {}).get(entry.question.id))
        if "." in entry.key or then is None or entry.value is None or then == entry.value:
            continue
        items.append(
            Difference(
                label=entry.label,
                then=said(entry.question, then),
                now=entry.answer.said,
                answer=entry.answer.name,
            )
        )
    at = previous.submitted_at
    return Changes(
        since=moment(at, practice.timezone) if at else "the form before",
        items=tuple(items),
    )


def own_words(book: Book) -> tuple[Quote, ...]:
    return tuple(
        Quote(
            question=entry.answer.question,
            text=entry.answer.said,
            on=entry.answer.at,
            answer=entry.answer.name,
        )
        for entry in book.entries
        if entry.answer.quoted and "." not in entry.key
    )


def not_answered(book: Book) -> NotAnswered:
    return NotAnswered(
        skipped=_gaps(book, "skipped"),
        preferred_not=_gaps(book, "preferred_not"),
        not_sure=_gaps(book, "not_sure"),
        not_reached=_gaps(book, "not_reached"),
    )


def _gaps(book: Book, state: State) -> tuple[Gap, ...]:
    return tuple(
        Gap(label=entry.label, answer=entry.answer.name)
        for entry in book.entries
        if entry.answer.state == state
    )
