"""Inviting: who is meant is certain, a link leads somewhere, and nothing known is lost."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from intake.models import Patient
from intake.services import inviting
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return people.practice()


def test_a_mistyped_record_number_changes_nobody(practice):
    people.invited(practice)

    with pytest.raises(inviting.PersonMismatch):
        people.invited(practice, family_name="Example", birth_date=date(1980, 1, 1))
    assert Patient.objects.get().family_name == "Sample"


def test_a_phone_number_that_is_known_is_kept_when_none_is_given(practice):
    people.invited(practice, phone="0100 555 09")
    people.invited(practice)

    assert Patient.objects.get().phone == "0100 555 09"


def test_an_appointment_in_the_past_is_refused(practice):
    with pytest.raises(inviting.AppointmentPassed):
        people.invited(practice, appointment_in=timedelta(minutes=-1))


def test_nobody_under_eighteen_is_invited(practice):
    today = timezone.now().date()
    eighteen = today.replace(year=today.year - 18, day=min(today.day, 28))
    people.invited(practice, birth_date=eighteen)

    with pytest.raises(inviting.TooYoung):
        people.invited(
            practice, record_number="2", birth_date=today.replace(year=today.year - 17, day=1)
        )


def test_a_new_link_ends_the_one_before_and_whoever_came_in_by_it(practice):
    intake, old = people.invited(practice)
    session = people.entered(intake, old, at=timezone.now())
    new = inviting.issue_link(
        intake=intake, actor=inviting.audit.system_actor("tests"), at=timezone.now()
    )

    with pytest.raises(inviting.InvitationClosed):
        inviting.find_invitation(token=old, at=timezone.now())
    assert inviting.find_invitation(token=new, at=timezone.now()).intake == intake
    session.refresh_from_db()
    assert session.ended_at is not None


def test_a_link_ends_when_the_appointment_begins(practice):
    _, token = people.invited(practice, appointment_in=timedelta(hours=1))
    soon = timezone.now() + timedelta(hours=1, seconds=1)

    with pytest.raises(inviting.InvitationClosed):
        inviting.find_invitation(token=token, at=soon)


def test_a_practice_that_is_not_ready_invites_nobody():
    with pytest.raises(inviting.PracticeNotReady) as refused:
        people.invited(people.practice(ready=False))

    assert "two alert contacts" in str(refused.value)
