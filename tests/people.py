"""The people of the tests. Dana signs, Erin is too late, Alex is the patient. All are made up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone

from intake import audit
from intake.models import CLINICIAN, CrisisLine, Intake, Membership, PatientSession, Practice
from intake.services import answering, inviting

PASSWORD = "a quiet harbour at low tide"
BIRTH_DATE = date(1990, 4, 2)
APPOINTMENT_IN = timedelta(days=3)
SAMPLE = {
    "family_name": "Sample",
    "given_name": "Alex",
    "birth_date": BIRTH_DATE,
    "record_number": "000123",
}


def practice(*, name: str = "Sample Street Clinic", ready: bool = True, **fields: Any) -> Practice:
    """A practice whose live form may open, with Dana and Erin; `ready=False` lacks all of that."""
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    made = Practice.objects.create(name=name, slug=slug, **((READY if ready else {}) | fields))
    if ready:
        crisis_lines(made)
        clinician(made, "Dana", alert_order=1)
        clinician(made, "Erin", alert_order=2)
    return made


READY = {
    "time_zone": "Europe/London",
    "hours": "Monday to Friday, 9 to 5",
    "alert_limit": 60,
    "review_limit": 480,
}


def crisis_lines(practice: Practice, *, checked_on: date | None = None) -> list[CrisisLine]:
    """A line to call, a line to text and the emergency number, in that order."""
    kept = {"practice": practice, "owner": "Dana Duty"}
    kept["checked_on"] = checked_on or timezone.now().date() - timedelta(days=30)
    lines = [
        CrisisLine(
            **kept, order=1, name="Sample Listeners", call="0100 555 01", hint="Day and night"
        ),
        CrisisLine(**kept, order=2, name="Sample Texts", text_to="55501", text_word="TALK"),
        CrisisLine(**kept, order=3, name="Emergency", call="555", kind=CrisisLine.EMERGENCY),
    ]
    for line in lines:
        line.save()
    return lines


def clinician(practice: Practice, name: str = "Dana", **membership: Any) -> Any:
    """The clinician of that name in the practice; asking again returns the same person."""
    return member(practice, name, role=CLINICIAN, **membership)


def member(practice: Practice, name: str, *, role: str, **fields: Any) -> Any:
    users = get_user_model()
    address = f"{name.lower()}-{practice.slug}@example.invalid"
    user = users.objects.filter(email=address).first()
    if user is None:
        user = users.objects.create_user(email=address, password=PASSWORD, **_names(name, address))
        Membership.objects.create(practice=practice, user=user, role=role, **fields)
    return user


def _names(name: str, address: str) -> dict[str, str]:
    """As the user model of the host has them."""
    if get_user_model().USERNAME_FIELD == "email":
        return {"full_name": f"{name} Example"}
    return {"username": address.partition("@")[0], "first_name": name, "last_name": "Example"}


def invited(
    practice: Practice,
    *,
    at: datetime | None = None,
    appointment_in: timedelta | None = APPOINTMENT_IN,
    clinician: Any = None,
    **changes: Any,
) -> tuple[Intake, str]:
    """Alex, unless `changes` say otherwise, is invited; the intake and the token of the link."""
    at = at or timezone.now()
    return inviting.invite(
        practice=practice,
        person=inviting.Person(**(SAMPLE | changes)),
        appointment_at=at + appointment_in if appointment_in else None,
        clinician=clinician,
        actor=audit.system_actor("tests"),
        at=at,
    )


def intake(**changes: Any) -> Intake:
    """Alex's intake in a practice of its own."""
    return invited(practice(slug=changes.pop("slug", "sample-street-clinic")), **changes)[0]


def entered(intake: Intake, token: str, *, at: datetime) -> PatientSession:
    """Alex has opened the link, shown the birth date and consented."""
    key = inviting.enter(invitation=inviting.find_invitation(token=token, at=at), at=at)
    session = inviting.find_session(key=key, at=at)
    key = inviting.prove(session=session, birth_date=intake.patient.birth_date, at=at)
    session = inviting.find_session(key=key, at=at)
    answering.consent(session=session, at=at)
    return session


def sign_in(client: Any, user: Any) -> None:
    """Past the door, with a second factor where the host asks for one."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if apps.is_installed("allauth.mfa"):
        from allauth.account.internal.flows.login import record_authentication
        from allauth.mfa.models import Authenticator
        from allauth.mfa.totp.internal.auth import TOTP

        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        session = client.session
        record_authentication(SimpleNamespace(session=session), user, "mfa", type="totp")
        session.save()


def enters(client: Any, token: str, *, birth_date: date = BIRTH_DATE, consents: bool = True) -> Any:
    """A patient opens the link, gives the birth date and agrees; the last response."""
    client.post(f"/i/{token}/")
    typed = {"day": birth_date.day, "month": birth_date.month, "year": birth_date.year}
    response = client.post("/intake/birth-date/", typed)
    return client.post("/intake/consent/") if consents else response
