"""What a page of the form shows: its place in the packet, its fields, what was saved before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from intake import catalog, forms
from intake.domain import packet
from intake.domain.answers import Fault
from intake.domain.conditions import asked
from intake.domain.language import counted
from intake.domain.packet import Part, Step
from intake.domain.questionnaire import SKIPPED, Question, Questionnaire
from intake.forms import Field
from intake.models import PatientSession

MINUTES, SHORT_MINUTES = 12, 3  # for the whole form, and for what comes first on a short path


@dataclass(frozen=True, kw_only=True)
class Packet:
    """The pages of one intake, and what it holds: {slug: {question: {"value", "session"}}}."""

    steps: tuple[Step, ...]
    questionnaires: Mapping[str, Questionnaire]
    kept: Mapping[str, Mapping[str, Any]]
    session_id: str
    short: frozenset[str]  # the questionnaires after which one may stop; none without a short path

    @classmethod
    def of(cls, session: PatientSession) -> Packet:
        questionnaires = session.intake.questionnaires_in(session.intake.language)
        return cls(
            steps=packet.steps(questionnaires),
            questionnaires={q.slug: q for q in questionnaires},
            kept={r.slug: r.answers for r in session.intake.responses.all()},
            session_id=str(session.pk),
            short=frozenset(catalog.SHORT) if session.intake.short_path else frozenset(),
        )

    @cached_property
    def answers(self) -> dict[str, dict[str, Any]]:
        return {slug: {q: a["value"] for q, a in kept.items()} for slug, kept in self.kept.items()}

    @cached_property
    def asked(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if packet.is_asked(step, self.answers))

    @property
    def first_key(self) -> str:
        return self.steps[0].key

    @property
    def next_open(self) -> Step | None:
        return packet.next_step(self.steps, None, self.answers)

    @property
    def url_after_last_saved(self) -> str:
        """Where the form goes on after the page that was saved last, on whatever phone."""
        saved = {q: kept["at"] for answers in self.kept.values() for q, kept in answers.items()}
        last = max(self.steps, key=lambda step: max(saved.get(q, "") for q in step.questions))
        return self.way_on(last, packet.next_step(self.steps, last.key, self.answers))

    def way_on(self, last: Step, following: Step | None) -> str:
        """The page that follows; on a short path, at its end, the choice to stop there."""
        if following is None:
            return reverse("feltsense_intake:check")
        is_new = self.kept.keys() <= self.short  # who went on once is not asked again
        if is_new and last.slug in self.short and following.slug not in self.short:
            return reverse("feltsense_intake:pause")
        return step_url(following)

    @property
    def progress(self) -> str:
        done = sum(not packet.is_open(step, self.answers) for step in self.asked)
        return tide(done, len(self.asked))

    @property
    def minutes_left(self) -> int:
        left = sum(packet.is_open(step, self.answers) for step in self.asked)
        return max(1, round(MINUTES * left / len(self.asked)))

    def kept_answer(self, slug: str, question: str) -> Mapping[str, Any] | None:
        """The stored answer, or None where the question was not reached."""
        kept = self.kept.get(slug, {}).get(question)
        return kept if kept and kept["value"] is not None else None

    def may_show(self, kept: Mapping[str, Any]) -> bool:
        """A saved answer is shown only in the browser session that gave it."""
        return bool(kept["session"] == self.session_id)

    def page(self, key: str, *, to_check: bool = False) -> Page:
        """The page of a step. Raises Http404 for one that is not in the packet."""
        step = next((step for step in self.steps if step.key == key), None)
        if step is None:
            raise Http404
        fields = tuple(self._fields(step))
        return Page(packet=self, step=step, fields=fields, to_check=to_check)

    def _fields(self, step: Step) -> Iterator[Field]:
        for question in step.asks:
            is_open = question.safety or asked(question, self.answers)
            if is_open and question.type != "repeat":
                yield self._field(step.slug, question)

    def _field(self, slug: str, question: Question) -> Field:
        kept = self.kept_answer(slug, question.id)
        if kept is None or self.may_show(kept):
            return forms.shown(question, kept and kept["value"])
        return replace(forms.shown(question, None), held=True)


@dataclass(frozen=True, kw_only=True)
class Page:
    packet: Packet
    step: Step
    fields: tuple[Field, ...]
    to_check: bool = False  # the person came from "check your answers" and goes back there
    asked_once: bool = False  # what was left open has been asked about

    @property
    def questionnaire(self) -> Questionnaire:
        return self.packet.questionnaires[self.step.slug]

    @property
    def template(self) -> str:
        stacked = self.is_instrument and len(self.step.asks) > 1
        return "stack" if stacked else "question"

    @property
    def field(self) -> Field:
        return self.fields[0]

    @property
    def is_instrument(self) -> bool:
        return self.step.kind == "instrument"

    @property
    def is_safety(self) -> bool:
        return any(question.safety for question in self.step.asks)

    @property
    def preamble(self) -> str:
        """What an instrument says before its first question."""
        first = self.questionnaire.questions[0].id
        is_first = self.is_instrument and first in self.step.questions
        return self.questionnaire.preamble if is_first else ""

    @property
    def is_foreign(self) -> bool:
        """Published in another language than the form's, and never translated by us."""
        return self.questionnaire.language != (get_language() or "").partition("-")[0]

    @property
    def stem(self) -> str:
        """The shared sentence of an instrument, where it belongs to these items."""
        return self.questionnaire.stem if self.step.asks[0].scored else ""

    @property
    def heading(self) -> str:
        count = len(self.fields)
        if self.step.slug in catalog.DEFAULT_PACKET:
            text = ngettext(
                "%(number)s question used in clinics everywhere",
                "%(number)s questions used in clinics everywhere",
                count,
            )
        else:
            text = ngettext("%(number)s question", "%(number)s questions", count)
        return capfirst(text % {"number": counted(count)})

    @property
    def held(self) -> bool:
        return any(field.held for field in self.fields)

    @property
    def part(self) -> Part:
        return packet.part_of(self.packet.steps, self.step)

    @property
    def title(self) -> str:
        """Says where one is and never what it is about: it may show on a locked phone."""
        within = [step.key for step in self.packet.asked if step.part == self.step.part]
        place = {"part": self.part.number, "page": self._place_in(within), "of": len(within)}
        return _("Part %(part)d, page %(page)d of %(of)d") % place

    def _place_in(self, keys: Sequence[str]) -> int:
        return keys.index(self.step.key) + 1 if self.step.key in keys else 1

    @property
    def progress(self) -> str:
        keys = [step.key for step in self.packet.asked]
        return tide(self._place_in(keys), len(keys))

    @property
    def back_url(self) -> str:
        if self.to_check:
            return reverse("feltsense_intake:check")
        keys = [step.key for step in self.packet.asked]
        place = self._place_in(keys) - 1
        if place < 1:
            return reverse("feltsense_intake:resume")
        return reverse("feltsense_intake:step", args=[keys[place - 1]])

    def url_after(self, given: Mapping[str, Any]) -> str:
        """Where "Save and continue" leads.

        To a page that these answers opened; else back to the check, for a person who came from
        there; else, when an answered page was changed, to the page behind it; else to the next
        page with something left to answer.
        """
        steps, before, slug = self.packet.steps, self.packet.answers, self.step.slug
        answers = before | {slug: {**before.get(slug, {}), **given}}
        following = packet.next_step(steps, self.step.key, answers)
        opened = following is not None and not packet.is_asked(following, before)
        if self.to_check and not opened:
            following = None
        elif not opened and not packet.is_open(self.step, before):
            ahead = steps[steps.index(self.step) + 1 :]
            following = next((step for step in ahead if packet.is_asked(step, answers)), None)
        if self.to_check and following:
            return step_url(following) + "?from=check"
        return self.packet.way_on(self.step, following)

    # --- reading it back

    def posted(self, data: QueryDict, *, today: date) -> Page:
        """The page as it was sent, with what is to be said about it."""
        fields = tuple(self._read(f, data, today=today) for f in self.fields)
        lookback = self.questionnaire.lookback
        looked_at = forms.looked_at(fields, again="again" in data, lookback=lookback)
        asked_once = "again" in data or any(f.gap for f in looked_at)
        return replace(self, fields=looked_at, asked_once=asked_once)

    def _read(self, field: Field, data: QueryDict, *, today: date) -> Field:
        """A safety answer that comes with a skip is stored first, and skipped the next time."""
        given = forms.read(field.question, data, today=today, skip="skip" in data)
        kept = self.packet.kept_answer(self.step.slug, given.name)
        if given.wavers and kept and kept["value"] == given.value:
            given = replace(given, value=SKIPPED, wavers=False)
        return replace(given, held=field.held)

    def refused(self, faults: Sequence[Fault]) -> Page:
        """The page once more: the questionnaire does not allow these answers."""
        ids = {fault.path.partition("[")[0].partition(".")[0] for fault in faults}
        said = _("Please give this answer again.")
        fields = (replace(f, error=said) if f.question.id in ids else f for f in self.fields)
        return replace(self, fields=tuple(fields))

    @property
    def has_gaps(self) -> bool:
        return any(f.gap for f in self.fields)

    @property
    def answers(self) -> dict[str, Any]:
        """What can be stored as it stands; a field that needs a look is not among it."""
        given = (f for f in self.fields if f.value is not None and (f.wavers or not f.error))
        return {f.question.id: f.value for f in given}

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The ids of the fields that need a look, and what to say."""
        return [
            (f.first_id, self._numbered(n, f.error))
            for n, f in enumerate(self.fields, start=1)
            if f.error
        ]

    def _numbered(self, n: int, error: str) -> str:
        if len(self.fields) == 1:
            return error
        return _("Question %(number)d: %(error)s") % {"number": n, "error": error}


def tide(place: int, of: int) -> str:
    """How far the tide has come in: the one number of the line at the top of a page."""
    return f"{4 + 90 * place // of}%"


def step_url(step: Step) -> str:
    return reverse("feltsense_intake:step", args=[step.key])
