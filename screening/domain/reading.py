"""What an interpretation says, in words: for the review page and the printed summary alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from intake.domain.language import gettext as _
from intake.domain.language import ngettext, number
from intake.domain.months import in_words
from intake.domain.questionnaire import Band, Questionnaire, Scale
from screening.domain.book import Book, Line, say, say_code
from screening.domain.chart import ScoreScale, score_scale
from screening.domain.order import Span, months_between, span
from screening.domain.scoring import ASQ_ACUITY

Content = Mapping[str, Any]  # an interpretation, or a part of it, as data
ONSET = "o1"


@dataclass(frozen=True, kw_only=True)
class Used:
    """An answer that a statement rests on; `line` is None for a question not in the packet."""

    line: Line | None
    question: str
    label: str
    said: str
    on: date | None


@dataclass(frozen=True, kw_only=True)
class Statement:
    rule: str
    version: str
    text: str
    used: tuple[Used, ...]
    source: str
    caution: str


@dataclass(frozen=True, kw_only=True)
class Explanation:
    key: str
    title: str
    fits: tuple[Statement, ...]
    does_not_fit: tuple[Statement, ...]
    not_answered: tuple[Statement, ...]


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A dated report set beside the onset, in whole months: "2 months before the numbness"."""

    on: str
    label: str
    beside: str
    is_onset: bool
    content: Content


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What has changed since the last form; `line` is the answer now, where there is one."""

    label: str
    then: str
    now: str
    line: Line | None = None


@dataclass(frozen=True, kw_only=True)
class ScoreWords:
    """A score, its band with its limits, and its change against the published value."""

    form: Questionnaire
    scale: Scale
    band: Band | None
    name: str
    answered: str
    value: float | None
    result: str  # of a screen that has an outcome in place of a total
    band_words: str  # or why there is none
    note: str  # what stands in place of a band: published cut-points, or why nothing was asked
    change: str
    threshold: str
    chart: ScoreScale | None
    content: Content

    @property
    def value_words(self) -> str:
        return "" if self.value is None else number(self.value)

    @property
    def is_worse(self) -> bool:
        """Up by the published value or more."""
        change = self.content["change"]
        return bool(change and change["met"] and change["difference"] > 0)


def explanations(content: Content, book: Book) -> tuple[Explanation, ...]:
    titles = hypotheses()
    return tuple(
        Explanation(
            key=one["hypothesis"],
            title=titles[one["hypothesis"]],
            fits=_statements(one["fits"], book),
            does_not_fit=_statements(one["does_not_fit"], book),
            not_answered=_statements(one["not_answered"], book),
        )
        for one in content["differential"]
    )


def hypotheses() -> dict[str, str]:
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
            version=str(line["version"]),
            text=line["text"],
            used=tuple(used(answer, book) for answer in line["answers"]),
            source=line["source"] or "",
            caution=line["caution"] or "",
        )
        for line in lines
    )


def used(answer: Content, book: Book) -> Used:
    """An answer as a rule names it: {"question", "answer", "date"}."""
    question, value = answer["question"], answer["answer"]
    line = book.find(question, value)
    on = date.fromisoformat(answer["date"]) if answer["date"] else None
    if line is None:
        return Used(line=None, question=question, label=question, said=say_code(value), on=on)
    said = line.said if value is None else say(line.question, value)
    return Used(line=line, question=question, label=line.label, said=said, on=on)


def timeline(content: Content, book: Book) -> tuple[Dated, ...]:
    """The dated reports, each set against the onset."""
    onset = span(book.value(ONSET))
    return tuple(
        Dated(
            on=in_words(event["date"]) or _("Date not known"),
            label=event["label"],
            beside=_beside(event, onset),
            is_onset=event["kind"] == "onset",
            content=event,
        )
        for event in content["timeline"]
    )


def _beside(event: Content, onset: Span | None) -> str:
    at = span(event["date"])
    if event["kind"] == "onset" or at is None or onset is None:
        return ""
    before, after = _("%(months)s before the numbness"), _("%(months)s after the numbness began")
    if at[1] < onset[0]:
        return before % {"months": _months(months_between(at, onset))}
    if onset[1] < at[0]:
        return after % {"months": _months(months_between(onset, at))}
    is_exact = at[0] == at[1] and onset[0] == onset[1]
    return _("same month") if is_exact else _("order not known")


def _months(between: Span) -> str:
    least, most = between
    if least != most:
        return _("%(least)d to %(most)d months") % {"least": least, "most": most}
    return ngettext("%(count)d month", "%(count)d months", least) % {"count": least}


def acuity(book: Book) -> Iterator[tuple[datetime, str]]:
    """When and how the answer came that S-UNKNOWN was raised for want of; it is asked a page on."""
    line = book.find(ASQ_ACUITY)
    if line is not None and line.is_answered and line.at:
        words = _("%(item)s answered: “%(said)s”") % {"item": line.label, "said": line.said}
        yield line.at, words


def fired_words() -> dict[str, str]:
    """What fired a signal, by its code, in the order of `signals`."""
    return {
        "S-ACUTE": _("ASQ item 5, right now: yes"),
        "S-UNKNOWN": _("ASQ: a yes in items 1 to 4, item 5 has no answer"),
        "S-POSITIVE": _("ASQ: a yes in items 1 to 4, item 5 no"),
        "S-ITEM9": _("PHQ-9 item 9 above “not at all”"),
        "S-SKIPPED": _("A safety question was left without an answer"),
        "S-HOPE": _("Hopelessness often or almost always"),
        "S-ERROR": _("A safety rule could not run: read the answers"),
    }


def changes(content: Content, book: Book) -> tuple[Difference, ...]:
    """Since the last form: new signals, moved answers, medicines. A score tells its own change."""
    found = content["changes"]
    if found is None:
        return ()
    fired = fired_words()
    signals = (Difference(label=code, then="–", now=fired[code]) for code in found["signals"])
    taken, new = _("Taken"), _("New on the list, or taken again")
    ended = _("Not taken, or not on the list")
    return (
        *signals,
        *(
            _moved(moved, line)
            for moved in found["moved"]
            if (line := book.find(moved["question"]))
        ),
        *(Difference(label=name, then="–", now=new) for name in found["started"]),
        *(Difference(label=name, then=taken, now=ended) for name in found["stopped"]),
    )


def _moved(moved: Content, line: Line) -> Difference:
    then = say(line.question, moved["before"])
    return Difference(label=line.label, then=then, now=line.said, line=line)


def scores(
    results: Sequence[Content], questionnaires: Sequence[Questionnaire]
) -> tuple[ScoreWords, ...]:
    known = {scale.id: (form, scale) for form in questionnaires for scale in form.scales}
    return tuple(_score(result, *known[result["scale"]]) for result in results)


def _score(result: Content, form: Questionnaire, scale: Scale) -> ScoreWords:
    value, change = result.get("value"), result["change"] or {}
    band = next((band for band in scale.bands if band.id == result.get("band")), None)
    has_outcome = "result" in result
    return ScoreWords(
        form=form,
        scale=scale,
        band=band,
        name=form.short if len(form.scales) == 1 else scale.title,
        answered=_answered(result, scale),
        value=value,
        result=_outcomes()[result["result"]] if has_outcome else "",
        band_words="" if has_outcome else _band(result, band, scale),
        note="" if has_outcome or band else _note(result, scale),
        change=_change(change, scale),
        threshold=_threshold(change),
        chart=None if has_outcome else _chart(scale, value, change),
        content=result,
    )


def _outcomes() -> dict[str, str]:
    return {
        "negative": _("Items 1 to 4 all “no”"),
        "positive_acute": _("Item 5, right now: “yes”"),
        "positive_non_acute": _("A “yes” in items 1 to 4, item 5 “no”"),
        "positive_acuity_unknown": _("A “yes” in items 1 to 4, item 5 has no answer"),
        "incomplete": _("Not all of items 1 to 4 answered"),
    }


def _is_unasked(result: Content, scale: Scale) -> bool:
    """An answer before them ruled all the items out: the publisher counts that as 0."""
    is_zero = scale.missing == "unasked_is_zero" and result["status"] == "complete"
    return is_zero and not result["answered"]


def _note(result: Content, scale: Scale) -> str:
    if _is_unasked(result, scale):
        words = _("The %(of)d items were not asked: an answer before them ruled them out.")
        return words % {"of": len(scale.items)}
    return scale.note if result["value"] is not None or result.get("at_least") else ""


def _answered(result: Content, scale: Scale) -> str:
    if _is_unasked(result, scale):
        return _("Not asked")
    words = _("%(answered)d of %(of)d answered") % result
    is_prorated = result["status"] == "prorated"
    return _("%(answered)s, prorated") % {"answered": words} if is_prorated else words


def _band(result: Content, band: Band | None, scale: Scale) -> str:
    if result.get("at_least"):
        return _("Not scored, at least %(at_least)d") % result
    if result["value"] is None:
        return _("Not scored")
    if band is None:
        return "" if scale.note else _("No published bands")
    limits = {"label": band.label, "least": band.least, "most": band.most}
    return _("%(label)s, %(least)d to %(most)d") % limits


def _change(change: Content, scale: Scale) -> str:
    if not change:
        return _("No earlier score") if scale.change is not None else _("Not used for change")
    amounts = {"by": number(abs(change["difference"])), "previous": number(change["previous"])}
    if not change["difference"]:
        return _("Same as last time, %(previous)s") % amounts
    up, down = _("Up %(by)s from %(previous)s"), _("Down %(by)s from %(previous)s")
    return (up if change["difference"] > 0 else down) % amounts


def _threshold(change: Content) -> str:
    if not change:
        return ""
    meets, below = (
        _("Meets the published %(threshold)d-point change"),
        _("Below the published %(threshold)d-point change"),
    )
    return (meets if change["met"] else below) % change


def _chart(scale: Scale, value: float | None, change: Content) -> ScoreScale:
    return score_scale(
        least=scale.least,
        most=scale.most,
        bands=scale.bands,
        value=value,
        last=change.get("previous"),
    )
