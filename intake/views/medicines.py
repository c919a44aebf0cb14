"""The list of medicines: a card for each, a form to add one, a page to change one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake import forms, medicine_names
from intake.domain.conditions import asked
from intake.domain.months import Month
from intake.domain.questionnaire import SKIPPED, Question
from intake.forms import Field
from intake.models import PatientSession
from intake.services import answering, listing
from intake.services.listing import Row, rows_of
from intake.views import gate
from intake.views.entering import read_or_post
from intake.views.gate import patient_page, patient_render
from intake.views.pages import Packet, Page, step_url
from intake.views.saving import attempt
from intake.views.strip import Strip, strips_of
from intake.views.words import medicine_name, medicine_words

NAME = "m1"


@dataclass(frozen=True, kw_only=True)
class Card:
    """A medicine on the list; one from another browser session shows only that it is there."""

    key: str
    name: str
    words: str
    strip: Strip | None
    url: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """The questions about one medicine that are on the page."""

    fields: tuple[Field, ...]
    asked_once: bool = False

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [(f.first_id, f.error) for f in self.fields if f.error]

    @property
    def has_gaps(self) -> bool:
        return any(f.gap for f in self.fields)

    @property
    def is_empty(self) -> bool:
        return not self.errors and all(f.value is None for f in self.fields)

    @property
    def values(self) -> dict[str, Any]:
        return {f.question.id: f.value for f in self.fields if f.value is not None}

    def with_another(self, name: str) -> Panel:
        """One more row in the field of that name, such as a second change of dose."""
        fields = (forms.one_more(f) if f.name == name else f for f in self.fields)
        return replace(self, fields=tuple(fields))

    def only(self, questions: Sequence[Question]) -> Panel:
        """Without the questions that these answers themselves have closed."""
        return replace(self, fields=tuple(f for f in self.fields if f.question in questions))

    def looked_at(self, *, again: bool) -> Panel:
        """A medicine needs a name; the rest is asked about once."""
        looked_at = forms.looked_at(self.fields, again=again)
        fields = tuple(_needs_name(f) if f.question.id == NAME else f for f in looked_at)
        return replace(self, fields=fields, asked_once=again or any(f.gap for f in fields))


def _needs_name(field: Field) -> Field:
    if field.value not in {None, SKIPPED}:
        return field
    return replace(
        field, value=None, error=_("Write the name as it is on the box, or your best try.")
    )


def _posted(questions: Sequence[Question], data: QueryDict) -> Panel:
    today = timezone.localdate()
    return Panel(fields=tuple(forms.read(q, data, today=today) for q in questions))


# --- the list --------------------------------------------------------------------------------


def listed(request: HttpRequest, session: PatientSession, page: Page) -> HttpResponse:
    first = _first_questions(page)
    if request.method != "POST":
        empty = Panel(fields=tuple(forms.shown(q, None) for q in first))
        return _show_list(request, session, page, empty)
    if "remove" in request.POST:
        return _remove(request, session, page)
    if {"find", "take"} & set(request.POST):
        return _found(request, session, page)
    panel = _posted(first, request.POST)
    if "skip" in request.POST or (panel.is_empty and "add" not in request.POST):
        return _go_on(request, session, page, panel)
    again = "again" in request.POST
    panel = panel.looked_at(again=again)
    if not again:
        panel = _asked_if_twice(page, panel)
    if panel.errors:
        return _show_list(request, session, page, panel, 422)
    return _add(request, session, page, panel)


def _asked_if_twice(page: Page, panel: Panel) -> Panel:
    """A medicine that is on the list already gets a question, not a refusal."""
    name = str(panel.values.get(NAME) or "")
    mine = (r.values for r in _rows(page) if r.session == page.packet.session_id)
    if not name or not any(medicine_names.is_same(name, str(row.get(NAME))) for row in mine):
        return panel
    said = _("This one is on your list already. To keep both, choose “Add this medicine” again.")
    fields = (replace(f, error=said) if f.question.id == NAME else f for f in panel.fields)
    return replace(panel, fields=tuple(fields), asked_once=True)


def _go_on(request: HttpRequest, session: PatientSession, page: Page, panel: Panel) -> HttpResponse:
    """Without adding one: where the list is empty that is asked about once, then skipped."""
    if _rows(page):
        return redirect(page.url_after({}))
    if not {"skip", "again"} & set(request.POST):
        said = _("Add a medicine, or choose “Skip medicines”.")
        fields = (replace(panel.fields[0], error=said), *panel.fields[1:])
        asked_once = replace(panel, fields=fields, asked_once=True)
        return _show_list(request, session, page, asked_once, 422)
    given, at = {_question(page).id: SKIPPED}, timezone.now()
    unsaved = attempt(
        request,
        session,
        partial(answering.save_page, session=session, slug=page.step.slug, answers=given, at=at),
        refused=lambda faults: _show_list(request, session, page, panel, 422),
        broken=lambda: _show_list(request, session, page, panel, 503),
    )
    return unsaved or redirect(page.url_after(given))


def _add(request: HttpRequest, session: PatientSession, page: Page, panel: Panel) -> HttpResponse:
    keys: list[str] = []
    unsaved = attempt(
        request,
        session,
        lambda: keys.append(_save_row(session, page, None, panel.values)),
        refused=lambda faults: _show_list(request, session, page, panel, 422),
        broken=lambda: _show_list(request, session, page, panel, 503),
    )
    return unsaved or redirect(_after_row(page, keys[0], panel.values))


def _remove(request: HttpRequest, session: PatientSession, page: Page) -> HttpResponse:
    key, at = request.POST["remove"], timezone.now()
    slug, question = page.step.slug, _question(page).id
    try:
        listing.remove_row(session=session, slug=slug, question=question, key=key, at=at)
    except listing.RowGone:
        pass  # gone is what was wanted
    except answering.IntakeClosed:
        return gate.ended(request, session)
    return redirect(step_url(page.step))


def _show_list(
    request: HttpRequest,
    session: PatientSession,
    page: Page,
    panel: Panel,
    status: int = 200,
    *,
    found: Sequence[str] = (),
    was_sought: bool = False,
) -> HttpResponse:
    context = {"page": page, "panel": panel, "cards": _cards(page), "name": NAME}
    context |= {"found": found, "was_sought": was_sought}
    unsaved = status == 503
    return patient_render(request, session, "medicines", status=status, unsaved=unsaved, **context)


# --- one medicine ----------------------------------------------------------------------------


@read_or_post
@patient_page()
def row(request: HttpRequest, session: PatientSession, key: str, row_key: str) -> HttpResponse:
    """Change one medicine; with ?more only what is still open about it."""
    page = Packet.of(session).page(key)
    if page.step.kind != "repeat" or page.step not in page.packet.asked:
        raise Http404
    mine = (r for r in _rows(page) if r.session == str(session.pk))
    kept = next((r for r in mine if r.key == row_key), None)
    if not session.intake.is_open:
        return gate.ended(request, session)
    if kept is None:
        return redirect(step_url(page.step))
    return _row(request, session, page, kept)


def _row(request: HttpRequest, session: PatientSession, page: Page, kept: Row) -> HttpResponse:
    questions = _asked_of(page, kept.values)
    if "more" in request.GET:
        questions = [q for q in questions if kept.values.get(q.id) is None] or questions
    if request.method != "POST":
        fields = tuple(forms.shown(q, kept.values.get(q.id)) for q in questions)
        return _show_row(request, session, page, kept, Panel(fields=fields))
    panel = _posted(questions, request.POST)
    if "another" in request.POST:
        return _show_row(request, session, page, kept, panel.with_another(request.POST["another"]))
    now_asked = _asked_of(page, {**kept.values, **panel.values})
    panel = panel.only(now_asked).looked_at(again=bool({"again", "skip"} & set(request.POST)))
    if panel.errors:
        return _show_row(request, session, page, kept, panel, 422)
    return _change(request, session, page, kept, panel)


def _change(
    request: HttpRequest, session: PatientSession, page: Page, kept: Row, panel: Panel
) -> HttpResponse:
    merged = {**kept.values, **panel.values}
    still_asked = {q.id for q in _asked_of(page, merged)}
    values = {question: value for question, value in merged.items() if question in still_asked}
    unsaved = attempt(
        request,
        session,
        partial(_save_row, session, page, kept.key, values),
        refused=lambda faults: _show_row(request, session, page, kept, panel, 422),
        broken=lambda: _show_row(request, session, page, kept, panel, 503),
    )
    return unsaved or redirect(_after_row(page, kept.key, values))


def _show_row(
    request: HttpRequest,
    session: PatientSession,
    page: Page,
    kept: Row,
    panel: Panel,
    status: int = 200,
) -> HttpResponse:
    name = medicine_name(kept.values)
    context = {"page": page, "panel": panel, "name": name, "unsaved": status == 503}
    is_new = "more" in request.GET
    return patient_render(request, session, "medicine", status=status, is_new=is_new, **context)


# --- what both need --------------------------------------------------------------------------


def _question(page: Page) -> Question:
    return page.step.asks[0]


def _rows(page: Page) -> list[Row]:
    return rows_of(page.packet.kept_answer(page.step.slug, _question(page).id))


def _first_questions(page: Page) -> Sequence[Question]:
    """What is asked when a medicine is added: all that stands before the first condition."""
    questions = _question(page).questions
    conditional = (n for n, q in enumerate(questions) if q.enable_when)
    return questions[: next(conditional, len(questions))]


def _asked_of(page: Page, values: Mapping[str, Any]) -> list[Question]:
    answers = page.packet.answers
    return [q for q in _question(page).questions if asked(q, answers, row=values)]


def _save_row(
    session: PatientSession, page: Page, key: str | None, values: Mapping[str, Any]
) -> str:
    return listing.save_row(
        session=session,
        slug=page.step.slug,
        question=_question(page).id,
        key=key,
        values=values,
        at=timezone.now(),
    )


def _after_row(page: Page, key: str, values: Mapping[str, Any]) -> str:
    """To what is still open about this medicine, else back to the list."""
    if any(values.get(q.id) is None for q in _asked_of(page, values)):
        return reverse("feltsense_intake:row", args=[page.step.key, key]) + "?more=1"
    return step_url(page.step)


def _cards(page: Page) -> list[Card]:
    rows = _rows(page)
    mine = {r.key: r.values for r in rows if r.session == page.packet.session_id}
    today = timezone.localdate()
    strips = strips_of(mine, now=Month(today.year, today.month))
    return [_card(page, row, strips.get(row.key)) for row in rows]


def _card(page: Page, row: Row, strip: Strip | None) -> Card:
    return Card(
        key=row.key,
        name=medicine_name(row.values) if strip else _("A medicine you added earlier"),
        words=medicine_words(row.values) if strip else "",
        strip=strip,
        url=reverse("feltsense_intake:row", args=[page.step.key, row.key]),
    )


# --- finding a name --------------------------------------------------------------------------


@require_POST
@patient_page()
def find_name(request: HttpRequest, session: PatientSession) -> HttpResponse:
    """Names for what is typed so far, as JSON. A POST, so that no medicine stands in an address."""
    return JsonResponse({"names": medicine_names.search(request.POST.get(NAME, ""))})


def _found(request: HttpRequest, session: PatientSession, page: Page) -> HttpResponse:
    """The same without a script: the names found, each a button that fills the field."""
    data = request.POST.copy()
    if taken := data.get("take"):
        data[NAME] = taken
    panel = _posted(_first_questions(page), data)
    found = [] if taken else medicine_names.search(data.get(NAME, ""))
    return _show_list(request, session, page, panel, found=found, was_sought=not taken)
