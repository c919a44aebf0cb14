"""Fill a demonstration practice through the same services that patients and clinicians use."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from clinic.demo import people
from intake.audit import system_actor
from intake.domain.packet import next_step, steps
from intake.models import (
    ADMINISTRATOR,
    CLINICIAN,
    COORDINATOR,
    CrisisLine,
    Intake,
    Membership,
    PatientSession,
    Practice,
)
from intake.services import answering, inviting
from screening.domain.tiers import Tier
from screening.models import Review
from screening.services import alerting, claiming, signing

INTAKES = 40
STILL_URGENT = 1
SLUG = "demo-"
SEEDER = system_actor("seed_demo")
STAFF = (
    ("dana", "Dana", "Duty", CLINICIAN, "duty clinician", 1),
    ("erin", "Erin", "Second", CLINICIAN, "clinician", 2),
    ("cora", "Cora", "Desk", COORDINATOR, "front desk", None),
    ("ada", "Ada", "Office", ADMINISTRATOR, "practice manager", None),
)
LINES = (
    (CrisisLine.EMERGENCY, "Emergency services", "999", "", "", "If life is in danger now"),
    (CrisisLine.LINE, "Samaritans", "116 123", "", "", "Free, day and night"),
    (CrisisLine.LINE, "Shout", "", "85258", "SHOUT", "Free, day and night"),
)


class NotADemo(Exception):
    """The database holds practices that the demonstration did not make."""


@dataclass(frozen=True, kw_only=True)
class Seeded:
    staff: list[dict[str, Any]]
    patients: list[dict[str, str]]


def seed(*, practices: int, site: str, at: datetime) -> Seeded:
    """Make the demonstration practices, or refresh sign-ins and links of those there are."""
    if Practice.objects.exclude(slug__startswith=SLUG, sandbox=True).exists():
        raise NotADemo("This database has practices that seed_demo did not make.")
    made = [_practice(number, at=at) for number in range(1, practices + 1)]
    return Seeded(
        staff=[account for practice in made for account in _accounts(practice)],
        patients=[_listed(practice, site=site, at=at) for practice in made],
    )


def _practice(number: int, *, at: datetime) -> Practice:
    slug = f"{SLUG}{number}"
    practice = Practice.objects.filter(slug=slug).first()
    if practice is None:
        with transaction.atomic():
            practice = _new_practice(slug, at=at)
            _fill(practice, at=at)
            _sign_older(practice, at=at)
    return practice


def _new_practice(slug: str, *, at: datetime) -> Practice:
    practice = Practice.objects.create(
        slug=slug,
        name="Sample Street Clinic",
        time_zone="Europe/London",
        hours="Monday to Friday, 9 to 5",
        alert_limit=30,
        review_limit=240,
        offers_call_back=True,
        sandbox=True,
    )
    for place, (kind, name, call, text_to, word, hint) in enumerate(LINES):
        CrisisLine.objects.create(
            practice=practice, kind=kind, name=name, call=call, text_to=text_to, text_word=word,
            hint=hint, owner="Ada Office", checked_on=at.date(), order=place,
        )  # fmt: skip
    for name, given, family, role, title, order in STAFF:
        user = get_user_model().objects.create(
            username=f"{name}-{slug}", first_name=given, last_name=family,
            email=f"{name}.{slug}@feltsense.invalid",
        )  # fmt: skip
        Membership.objects.create(
            practice=practice, user=user, role=role, title=title, alert_order=order,
            registration=f"SYN-REG-{7780 + (order or 0)}" if role == CLINICIAN else "",
        )  # fmt: skip
    return practice


def _accounts(practice: Practice) -> Iterator[dict[str, Any]]:
    """The duty clinician's first. Fresh passwords and factors: nothing is kept between two runs."""
    by_duty = practice.memberships.order_by(F("alert_order").asc(nulls_last=True), "role")
    for member in by_duty.select_related("user"):
        user = member.user
        password, secret = secrets.token_urlsafe(12), generate_totp_secret()
        user.set_password(password)
        user.save()
        Authenticator.objects.filter(user=user).delete()
        TOTP.activate(user, secret)
        codes = RecoveryCodes.activate(user).get_unused_codes()
        yield {
            "practice": practice.slug,
            "role": member.role,
            "username": user.get_username(),
            "password": password,
            "totp_secret": secret,
            "recovery_codes": codes,
        }


def _person(number: int) -> inviting.Person:
    family = people.FAMILY_NAMES[number % len(people.FAMILY_NAMES)]
    given = people.GIVEN_NAMES[number % len(people.GIVEN_NAMES)]
    return inviting.Person(
        family_name=family,
        given_name=given,
        birth_date=people.birth_date(number),
        record_number=f"SYN-{number:05}",
    )


def _fill(practice: Practice, *, at: datetime) -> None:
    clinician = practice.memberships.get(alert_order=1).user
    for number in range(INTAKES):
        arrived = at - timedelta(minutes=17 * (INTAKES - number))
        intake, token = inviting.invite(
            practice=practice,
            person=_person(number),
            appointment_at=at + timedelta(hours=5 + 7 * number),
            clinician=clinician,
            actor=SEEDER,
            at=arrived - timedelta(minutes=20),
        )
        character = people.CHARACTERS[number % len(people.CHARACTERS)]
        _answer(intake, token, character, at=arrived)


def _sign_older(practice: Practice, *, at: datetime) -> None:
    """The duty clinician has dealt with all that was urgent but the newest."""
    urgent = practice.reviews.filter(rank=Tier.NOW)
    user = practice.memberships.get(alert_order=1).user
    for review in urgent.order_by("-arrived_at")[STILL_URGENT:]:
        sign_as_clinician(review, user, at=at)


def sign_as_clinician(review: Review, user: Any, *, at: datetime) -> None:
    """Claim, call, close the alerts, decide, sign."""
    claiming.claim(review=review, user=user, at=at)
    claiming.read(review=review, user=user, at=at)
    for alert in review.intake.alerts.all():
        alerting.acknowledge(alert=alert, user=user, at=at)
        alerting.log_contact(alert=alert, channel="phone", outcome="spoke", user=user, at=at)
        alerting.close(alert=alert, reason="Spoke for 6 minutes.", user=user, at=at)
    review.refresh_from_db()
    signing.sign(
        review=review,
        outcome="contact_before",
        note="Spoke on the phone. The appointment stays.",
        attested=True,
        seen=signing.seen_digest(review),
        user=user,
        at=at,
    )


def _answer(intake: Intake, token: str, character: people.Character, *, at: datetime) -> None:
    session = _entered(intake, token, at=at)
    answering.consent(session=session, at=at)
    packet = steps(intake.questionnaires)
    step = next_step(packet, None, intake.answers())
    while step is not None:
        form = next(q for q in intake.questionnaires if q.slug == step.slug)
        page = {name: character.answer(form.by_id[name]) for name in step.questions}
        answering.save_page(session=session, slug=step.slug, answers=page, at=at)
        if step.key == character.stops_after:
            return
        step = next_step(packet, step.key, intake.answers())
    answering.submit(session=session, at=at)


def _entered(intake: Intake, token: str, *, at: datetime) -> PatientSession:
    invitation = inviting.find_invitation(token=token, at=at)
    key = inviting.enter(invitation=invitation, at=at)
    session = inviting.find_session(key=key, at=at)
    assert session is not None  # noqa: S101  it was made a line above
    key = inviting.prove(session=session, birth_date=intake.patient.birth_date, at=at)
    proven = inviting.find_session(key=key, at=at)
    assert proven is not None  # noqa: S101
    return proven


def invited(practice: Practice, *, site: str, at: datetime) -> tuple[Intake, str]:
    """The intake of a new person who has not begun, and the link."""
    intake, token = inviting.invite(
        practice=practice,
        person=_person(practice.intakes.count()),
        appointment_at=at + timedelta(days=3),
        clinician=practice.memberships.get(alert_order=1).user,
        actor=SEEDER,
        at=at,
    )
    return intake, site + reverse("feltsense_intake:start", args=[token])


def _listed(practice: Practice, *, site: str, at: datetime) -> dict[str, str]:
    intake, link = invited(practice, site=site, at=at)
    patient = intake.patient
    return {
        "practice": practice.slug,
        "name": patient.listed_name,
        "birth_date": patient.birth_date_text,
        "record_number": patient.record_number,
        "link": link,
    }
