"""The patient consents, saves a page, is offered support, and sends the form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from intake import audit
from intake.domain.answers import Fault, clean
from intake.domain.questionnaire import Questionnaire
from intake.models import AnswerChange, Intake, PatientSession, Response
from intake.signals import (
    answers_came_late,
    answers_saved,
    call_back_asked,
    intake_submitted,
)


class IntakeClosed(Exception):
    """A clinician has opened the form, or it has ended: its answers stay as they are."""


class BadAnswers(Exception):
    """Answers the questionnaire does not allow. Carries paths and reasons, never the answers."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(fault.path for fault in faults))
        self.faults = faults


@transaction.atomic
def consent(*, session: PatientSession, at: datetime) -> None:
    intake = _locked(session)
    if intake.consented_at is None:
        intake.consented_at = at
        intake.state = Intake.State.STARTED
        intake.save(update_fields=["consented_at", "state"])
        _record("intake.consented", session, at=at)


def save_page(
    *, session: PatientSession, slug: str, answers: Mapping[str, Any], at: datetime
) -> None:
    """Store the answers of one page and let the safety rules read them, in one transaction.

    Raises BadAnswers and IntakeClosed; whatever is raised, none of the answers was stored. Of a
    closed form the safety answers go into the ledger, and are heard.
    """
    with transaction.atomic():
        intake = _locked(session)
        questionnaire = next(q for q in intake.questionnaires if q.slug == slug)
        cleaned = clean(questionnaire, answers)
        if cleaned.faults:
            raise BadAnswers(cleaned.faults)
        given = {question: cleaned.answers.get(question) for question in answers}
        keep = _save if intake.is_open else _note_late
        keep(intake, questionnaire, given, session=session, at=at)
    if not intake.is_open:
        raise IntakeClosed


def _save(
    intake: Intake,
    questionnaire: Questionnaire,
    given: Mapping[str, Any],
    *,
    session: PatientSession,
    at: datetime,
) -> None:
    _store(intake, questionnaire, given, session=session, at=at)
    intake.saved_at = at
    intake.save(update_fields=["saved_at"])
    _record("intake.answers_saved", session, at=at, detail={"questions": sorted(given)})
    answers_saved.send(Intake, intake=intake, at=at)


def _note_late(
    intake: Intake,
    questionnaire: Questionnaire,
    given: Mapping[str, Any],
    *,
    session: PatientSession,
    at: datetime,
) -> None:
    """The form stays as the clinician read it; a safety answer is no less true for that."""
    slug = questionnaire.slug
    heard, times = intake.heard().get(slug, {}), intake.answered_at().get(slug, {})
    safety = {q: value for q, value in given.items() if questionnaire.by_id[q].safety}
    news = {q: value for q, value in safety.items() if value not in (None, heard.get(q))}
    for question, value in news.items():
        before_at = times[question].isoformat() if question in times else None
        before = {"value": heard.get(question), "at": before_at}
        _note_change(intake, slug, question, before, value, late=True, at=at)
    if news:
        _record("intake.answers_came_late", session, at=at, detail={"questions": sorted(news)})
        answers_came_late.send(Intake, intake=intake, at=at)


def _store(
    intake: Intake,
    questionnaire: Questionnaire,
    given: Mapping[str, Any],
    *,
    session: PatientSession,
    at: datetime,
) -> None:
    response = intake.responses.filter(slug=questionnaire.slug).first() or Response(
        intake=intake, slug=questionnaire.slug, version=questionnaire.version, answers={}
    )
    kept = response.answers
    for question, value in given.items():
        before = kept.get(question)
        if questionnaire.by_id[question].safety:
            _note_change(intake, questionnaire.slug, question, before, value, at=at)
        kept[question] = {"value": value, "at": at.isoformat(), "session": str(session.pk)}
    response.saved_at = at
    response.save()


def _note_change(
    intake: Intake,
    slug: str,
    question: str,
    before: Any,
    after: Any,
    *,
    at: datetime,
    late: bool = False,
) -> None:
    if before is None or before["value"] == after:
        return
    change = {
        "slug": slug,
        "question": question,
        "before": before["value"],
        "before_at": before["at"],
        "after": after,
        "late": late,
    }
    AnswerChange.objects.create(intake=intake, at=at, change=change)


@transaction.atomic
def submit(*, session: PatientSession, at: datetime) -> bool:
    """Send the form. False when it had been sent already: a second click changes nothing."""
    intake = _locked(session)
    if intake.state == Intake.State.SUBMITTED:
        return False
    if not intake.is_open:
        raise IntakeClosed
    intake.state, intake.submitted_at = Intake.State.SUBMITTED, at
    intake.save(update_fields=["state", "submitted_at"])
    _record("intake.submitted", session, at=at)
    intake_submitted.send(Intake, intake=intake, at=at)
    return True


def offer_support(*, intake: Intake, first_is_emergency: bool, at: datetime) -> None:
    """Note that the support page comes next, on whatever phone; called inside the saving."""
    support = dict(intake.support or {})
    support["due"] = True
    support["emergency_first"] = first_is_emergency or support.get("emergency_first", False)
    support.setdefault("offered_at", at.isoformat())
    support["lines"] = [line.number for line in intake.practice.lines_on(today=at.date())]
    intake.support = support
    intake.save(update_fields=["support"])


@transaction.atomic
def leave_support(
    *, session: PatientSession, call_back: str | None, phone: str, at: datetime
) -> None:
    """The support page was read; keep every answer to "shall we call you", where it was asked.

    A yes stands: the page may come again, and a "no thanks" there takes nothing back.
    """
    intake = _locked(session)
    intake.support = {**(intake.support or {}), "due": False, "seen_at": at.isoformat()}
    if call_back is not None:
        intake.support = _with_call_back(intake.support, call_back, phone, at=at)
    intake.save(update_fields=["support"])
    _record("intake.support_seen", session, at=at)
    if call_back == "yes":
        call_back_asked.send(Intake, intake=intake, at=at)


@transaction.atomic
def ask_for_call(*, session: PatientSession, phone: str, at: datetime) -> None:
    """ "Please call me" is kept at once, also while the number is still to be written properly."""
    intake = _locked(session)
    support = intake.support or {}
    intake.support = _with_call_back(support, "yes", support.get("phone") or phone, at=at)
    intake.save(update_fields=["support"])
    _record("intake.call_back_asked", session, at=at)
    call_back_asked.send(Intake, intake=intake, at=at)


def _with_call_back(
    support: Mapping[str, Any], answer: str, phone: str, *, at: datetime
) -> dict[str, Any]:
    """With one more answer. A number once given stands until another is."""
    number = phone or support.get("phone", "")
    said = {"call_back": answer, "phone": number, "call_back_at": at.isoformat()}
    stands = answer == "yes" or "call_back" not in support
    return {**support, "calls": [*support.get("calls", []), said], **(said if stands else {})}


@transaction.atomic
def mark_opened(*, intake: Intake, at: datetime) -> None:
    """A clinician reads the form for the first time: from now on the answers stay."""
    Intake.objects.filter(pk=intake.pk, opened_at=None).update(opened_at=at)


def _locked(session: PatientSession) -> Intake:
    return Intake.objects.select_for_update(no_key=True).get(pk=session.intake_id)


def _record(verb: str, session: PatientSession, *, at: datetime, detail: Any = None) -> None:
    intake = session.intake
    audit.record(
        verb,
        intake,
        practice_id=intake.practice_id,
        actor=audit.patient_actor(session),
        at=at,
        detail=detail,
    )
