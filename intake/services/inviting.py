"""A practice invites a patient; the patient enters by the link and shows it is them."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from intake import audit, catalog
from intake.conf import conf
from intake.models import Intake, Invitation, Patient, PatientSession, Practice, hash_token

ADULT_AGE = 18  # younger people need rules that a practice sets for itself
TOKEN_BYTES = 32


class NotInvited(Exception):
    """Nobody was invited; the message says why and what to do, and names nobody."""


class PracticeNotReady(NotInvited):
    """The practice lacks what a live form needs; the message lists it."""


class TooYoung(NotInvited):
    """Nobody under 18 is invited."""


class PersonMismatch(NotInvited):
    """The record number belongs to a person with another birth date: nothing was changed."""


class AppointmentPassed(NotInvited):
    """The appointment is over, so a link would be dead before it is sent."""


class NotOnOrder(NotInvited):
    """A clinician can't order this; the message lists what there is."""


class InvitationClosed(Exception):
    """Unknown, expired, revoked or used up: one answer for all, so that it tells nothing."""


class WrongBirthDate(Exception):
    """The date does not fit; says nothing of who was expected."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is invited, as the appointment book has it."""

    family_name: str
    given_name: str
    birth_date: date
    record_number: str
    phone: str | None = None
    email: str | None = None


@transaction.atomic
def invite(
    *,
    practice: Practice,
    person: Person,
    appointment_at: datetime | None,
    actor: audit.Actor,
    at: datetime,
    clinician: Any = None,
    ordered: Collection[str] = (),
) -> tuple[Intake, str]:
    """A new intake and the token of its link, which is shown once and kept nowhere.

    `ordered` are questionnaires that a clinician wants asked this once.
    Raises PracticeNotReady, AppointmentPassed, NotOnOrder, PersonMismatch or TooYoung.
    """
    if unknown := set(ordered) - catalog.ON_ORDER:
        known = ", ".join(sorted(catalog.ON_ORDER))
        raise NotOnOrder(f"{min(unknown)}: can't be ordered. There is: {known}.")
    if appointment_at is not None and appointment_at <= at:
        raise AppointmentPassed("The appointment lies in the past. Give one that is to come.")
    missing = practice.missing_for_live(today=at.date())
    if missing:
        raise PracticeNotReady("This practice still needs: " + "; ".join(missing) + ".")
    patient = _patient(practice=practice, person=person, actor=actor, at=at)
    if patient.age(on=at.astimezone(practice.zone).date()) < ADULT_AGE:
        raise TooYoung("The form is for people of 18 years or more.")
    intake = Intake.objects.create(
        practice=practice,
        patient=patient,
        clinician=clinician,
        language=practice.language,
        packet=[
            [q.slug, q.version]
            for q in catalog.packet(
                also=practice.also_asks, ordered=ordered, short_path=practice.short_path
            )
        ],
        also_asks=practice.also_asks,
        short_path=practice.short_path,
        appointment_at=appointment_at,
        created_at=at,
    )
    return intake, issue_link(intake=intake, actor=actor, at=at)


def _patient(*, practice: Practice, person: Person, actor: audit.Actor, at: datetime) -> Patient:
    known = Patient.objects.with_record_number(
        practice=practice, record_number=person.record_number
    ).first()
    if known and known.birth_date != person.birth_date:
        raise PersonMismatch(
            "A patient with this record number has another birth date. Check both; nothing changed."
        )
    patient = known or Patient(practice=practice, created_at=at)
    patient.family_name, patient.given_name = person.family_name, person.given_name
    patient.birth_date_text = person.birth_date.isoformat()
    patient.record_number = person.record_number
    patient.phone = person.phone or patient.phone
    patient.email = person.email or patient.email
    patient.save()
    verb = "intake.patient_updated" if known else "intake.patient_added"
    audit.record(verb, patient, practice_id=practice.pk, actor=actor, at=at)
    return patient


def issue_link(*, intake: Intake, actor: audit.Actor, at: datetime) -> str:
    """A fresh token; links given out before stop working, and whoever came in by them is out."""
    intake.invitations.filter(revoked_at=None).update(revoked_at=at)
    intake.sessions.filter(ended_at=None).update(ended_at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Invitation.objects.create(
        intake=intake,
        token_hash=hash_token(token),
        created_at=at,
        expires_at=_expiry(intake, at=at),
    )
    audit.record("intake.invited", intake, practice_id=intake.practice_id, actor=actor, at=at)
    return token


def _expiry(intake: Intake, *, at: datetime) -> datetime:
    """Until the appointment; without one, for the days that the site allows."""
    latest = at + timedelta(days=conf().invitation_days)
    return min(latest, intake.appointment_at) if intake.appointment_at else latest


def find_invitation(*, token: str, at: datetime) -> Invitation:
    """Changes nothing, so that a link previewer opens nothing. Raises InvitationClosed."""
    rows = Invitation.objects.select_related("intake__practice", "intake__clinician")
    invitation = rows.filter(token_hash=hash_token(token)).first()
    if invitation is None or not _is_open(invitation, at=at):
        raise InvitationClosed
    return invitation


def _is_open(invitation: Invitation, *, at: datetime) -> bool:
    most = conf().birth_date_tries
    return invitation.is_usable(at=at, most_tries=most) and invitation.intake.is_open


@transaction.atomic
def enter(*, invitation: Invitation, at: datetime, language: str = "") -> str:
    """Start an unproven session; returns its key, for the cookie. The form is in `language` now."""
    if language in conf().languages:
        Intake.objects.filter(pk=invitation.intake_id).update(language=language)
    session, key = _new_session(invitation, at=at, proven_at=None)
    audit.record(
        "intake.link_opened",
        invitation,
        practice_id=invitation.intake.practice_id,
        actor=audit.patient_actor(session),
        at=at,
    )
    return key


def prove(*, session: PatientSession, birth_date: date, at: datetime) -> str:
    """The wrong-person check. Returns the key of a new session, the old one being over.

    Not a login: it lets a person continue and shows nothing. Raises WrongBirthDate, or
    InvitationClosed when no try is left.
    """
    invitation = session.invitation
    if not _is_open(invitation, at=at) or not invitation.take_a_try(most=conf().birth_date_tries):
        raise InvitationClosed
    if birth_date != session.intake.patient.birth_date:
        _record_prove("intake.birth_date_refused", session, at=at)
        raise WrongBirthDate
    with transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(tries=0)
        PatientSession.objects.filter(pk=session.pk).update(ended_at=at)
        proven, key = _new_session(invitation, at=at, proven_at=at)
        _record_prove("intake.birth_date_fitted", proven, at=at)
    return key


def _record_prove(verb: str, session: PatientSession, *, at: datetime) -> None:
    actor = audit.patient_actor(session)
    practice_id = session.intake.practice_id
    audit.record(verb, session.intake, practice_id=practice_id, actor=actor, at=at)


def _new_session(
    invitation: Invitation,
    *,
    at: datetime,
    proven_at: datetime | None,
    started_at: datetime | None = None,
) -> tuple[PatientSession, str]:
    key = secrets.token_urlsafe(TOKEN_BYTES)
    session = PatientSession.objects.create(
        intake=invitation.intake,
        invitation=invitation,
        key_hash=hash_token(key),
        started_at=started_at or at,
        seen_at=at,
        proven_at=proven_at,
    )
    return session, key


def find_session(*, key: str, at: datetime) -> PatientSession | None:
    """The living session of a cookie's key, its idle clock set back; None when it is over."""
    session = _unended_session(key=key, at=at)
    if session is None or session.is_idle(at=at, idle=_idle()):
        return None
    PatientSession.objects.filter(pk=session.pk).update(seen_at=at)
    return session


@transaction.atomic
def resume_to_save(*, key: str, at: datetime) -> tuple[PatientSession, str] | None:
    """A new session in place of an idle one, and its key, so that a page sent late is stored.

    What was saved before is not shown in it. None where the session is over, or not idle.
    """
    session = _unended_session(key=key, at=at)
    if session is None or not session.is_idle(at=at, idle=_idle()):
        return None
    PatientSession.objects.filter(pk=session.pk).update(ended_at=at)
    started, proven = session.started_at, session.proven_at
    return _new_session(session.invitation, at=at, proven_at=proven, started_at=started)


def _unended_session(*, key: str, at: datetime) -> PatientSession | None:
    rows = PatientSession.objects.select_related(
        "invitation", "intake__practice", "intake__patient", "intake__clinician"
    )
    session = rows.filter(key_hash=hash_token(key)).first()
    longest = timedelta(hours=conf().session_hours)
    return None if session is None or session.is_over(at=at, longest=longest) else session


def _idle() -> timedelta:
    return timedelta(minutes=conf().session_idle_minutes)


def leave(*, session: PatientSession, at: datetime) -> None:
    """End the session: the answers stay, this browser shows them no more."""
    PatientSession.objects.filter(pk=session.pk).update(ended_at=at)
