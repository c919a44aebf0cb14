"""Patients save while clinicians claim, read, note and sign: nobody waits for ever or is undone."""

import threading
from contextlib import suppress

import pytest
from django.db import connections
from django.utils import timezone

from intake import audit, jobs
from intake.models import Job
from intake.services import answering, inviting
from reports.services import delivering, writing
from reports.services.writing import DELIVER
from screening.models import QueueCount, Review
from screening.services import claiming, signing
from tests import people
from tests.reports.delivery import shelf
from tests.reports.delivery.signed import SHELF, relay, sends_to, signed

pytestmark = pytest.mark.django_db(transaction=True)
PATIENTS = 4
ROUNDS = 6
CALM = {"phq9-9": "not_at_all"}


def together(*deeds) -> list[BaseException]:
    """Run all of them at once, each on a connection of its own; what they raised."""
    errors, start = [], threading.Barrier(len(deeds))

    def run(deed) -> None:
        start.wait()
        try:
            deed()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return errors


@pytest.fixture
def practice():
    return people.practice()


def entered(practice, number):
    intake, token = people.invited(practice, record_number=f"SYN-{number}")
    return people.entered(intake, token, at=timezone.now())


def saves(session, **answers) -> None:
    given = {name.replace("_", "-"): value for name, value in answers.items()}
    answering.save_page(session=session, slug="phq9", answers=given, at=timezone.now())


def patient(session) -> None:
    for answer in ("several_days", "nearly_every_day", "not_at_all") * (ROUNDS // 3):
        saves(session, phq9_9=answer)
    answering.submit(session=session, at=timezone.now())


def clinician(user) -> None:
    for review in list(Review.objects.all()) * ROUNDS:
        claiming.claim(review=review, user=user, at=timezone.now())
        claiming.read(review=review, user=user, at=timezone.now())
        note = {"outcome": "other", "note": "seen"}
        signing.save_draft(review=review, **note, user=user, at=timezone.now())


def worker() -> None:
    for _ in range(ROUNDS):
        for job in jobs.lease(at=timezone.now()):
            if job.kind == writing.RENDER:
                jobs.perform(job_id=job.pk, at=timezone.now(), work=render)


def render(job) -> None:
    writing.render(job=job, at=timezone.now())


def test_saving_claiming_reading_noting_and_rendering_do_not_wait_for_each_other(practice):
    sessions = [entered(practice, number) for number in range(PATIENTS)]
    for session in sessions:
        saves(session, phq9_9="several_days")
    dana = people.clinician(practice)

    patients = [lambda session=session: patient(session) for session in sessions]
    assert together(*patients, lambda: clinician(dana), worker) == []
    assert {review.draft["note"] for review in Review.objects.all()} == {"seen"}
    assert {review.claimed_by for review in Review.objects.all()} == {dana}
    assert sum(QueueCount.objects.values_list("waiting", flat=True)) == PATIENTS
    assert list(audit.faults()) == []


def test_a_page_saved_while_a_clinician_signs_undoes_nothing_and_is_not_lost(practice):
    dana = people.clinician(practice)
    for number in range(ROUNDS):
        session = entered(practice, number)
        saves(session, **CALM)
        answering.submit(session=session, at=timezone.now())
        review = Review.objects.get(intake=session.intake)
        claiming.claim(review=review, user=dana, at=timezone.now())
        seen = signing.seen_digest(review)

        def sign(review=review, seen=seen) -> None:
            decision = {"outcome": "other", "note": "", "attested": True, "seen": seen}
            with suppress(signing.NotReady):
                signing.sign(review=review, **decision, user=dana, at=timezone.now())

        def save(session=session) -> None:
            saves(session, phq9_9="nearly_every_day")

        assert together(sign, save) == []
        reviews = Review.objects.filter(intake=session.intake)
        assert reviews.filter(signed_at=None, rank=0).count() == 1, (
            "the new answer waits for a person"
        )
        assert reviews.exclude(signed_at=None).exclude(signed_by=dana).count() == 0
    assert list(audit.faults()) == []


def test_of_forty_wrong_birth_dates_at_once_five_are_looked_at(practice):
    _, token = people.invited(practice)
    invitation = inviting.find_invitation(token=token, at=timezone.now())
    key = inviting.enter(invitation=invitation, at=timezone.now())
    outcomes = []

    def guess(day) -> None:
        session = inviting.find_session(key=key, at=timezone.now())
        try:
            inviting.prove(session=session, birth_date=day, at=timezone.now())
        except (inviting.WrongBirthDate, inviting.InvitationClosed) as refused:
            outcomes.append(type(refused))

    wrong = [people.BIRTH_DATE.replace(year=1940 + n) for n in range(40)]
    assert together(*[lambda day=day: guess(day) for day in wrong]) == []
    assert outcomes.count(inviting.WrongBirthDate) == 5


def test_a_job_delivered_to_two_workers_at_once_is_done_once(practice):
    job = jobs.enqueue("test", practice=practice, subject=practice.pk, at=timezone.now())
    done = []

    def perform() -> None:
        jobs.perform(job_id=job.pk, at=timezone.now(), work=done.append)

    assert together(perform, perform, perform) == []
    assert len(done) == 1
    assert Job.objects.get().state == Job.State.DONE


def test_a_summary_taken_up_by_two_workers_while_a_clinician_sends_it_again_goes_out_once(
    practice, settings
):
    shelf.empty()
    sends_to(settings, shelf=SHELF)
    dana = people.clinician(practice)
    for number in range(ROUNDS):
        delivery = signed(practice, record_number=f"SYN-{number}").deliveries.get()
        job = Job.objects.get(kind=DELIVER, subject=delivery.pk)

        def deliver(job=job) -> None:
            delivering.deliver(job_id=job.pk, at=timezone.now())

        def resend(delivery=delivery) -> None:
            with suppress(delivering.NotNow):
                delivering.resend(row=delivery, user=dana, at=timezone.now())

        assert together(deliver, deliver, resend) == []
        relay(timezone.now())
        delivery.refresh_from_db()
        assert delivery.state == "delivered"
    assert len(shelf.arrived) == ROUNDS
    assert list(audit.faults()) == []
