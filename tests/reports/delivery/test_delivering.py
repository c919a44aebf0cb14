"""A signed version reaches each destination once, in order, and nothing of it is left unclear."""

from datetime import timedelta

import pytest

from intake import jobs
from intake.models import AuditEvent, Job
from reports.delivery import CannotTell, InDoubt, NotDelivered, Refused
from reports.models import Delivery, Report
from reports.services import delivering
from reports.services.writing import DELIVER
from tests import people
from tests.reports.delivery import shelf
from tests.reports.delivery.signed import (
    LATER,
    NOW,
    SHELF,
    amended,
    relay,
    sends_to,
    signed,
    the_delivery,
    tries,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def to_the_shelf(settings):
    shelf.empty()
    sends_to(settings, shelf=SHELF)


@pytest.fixture
def practice():
    return people.practice()


@pytest.fixture
def report(practice):
    return signed(practice)


def verbs(delivery):
    trail = AuditEvent.objects.filter(subject_id=delivery.pk).order_by("sequence")
    return [event.verb.removeprefix("reports.") for event in trail]


def test_a_signed_version_gets_a_delivery_and_a_job_for_each_destination(practice, settings):
    sends_to(settings, shelf=SHELF, attic=SHELF | {"label": "attic"})
    report = signed(practice)

    assert [d.destination for d in report.deliveries.all()] == ["attic", "shelf"]
    assert Job.objects.filter(kind=DELIVER).count() == 2
    relay()
    assert {label for label, *_ in shelf.arrived} == {"attic", "shelf"}


def test_a_version_that_nobody_signed_goes_nowhere(report):
    unsigned = Report.objects.get(review=report.review, is_signed=False)

    assert not unsigned.deliveries.exists()


def test_a_destination_takes_what_its_practices_sign_and_nothing_else(practice, settings):
    sends_to(settings, shelf=SHELF | {"practices": ["sample-street-clinic"]})

    assert signed(practice).deliveries.count() == 1
    assert signed(people.practice(name="Other Clinic")).deliveries.count() == 0


def test_what_arrived_is_known_with_its_receipt_and_stands_in_the_trail(report):
    relay()

    delivery = the_delivery(report)
    assert (delivery.state, delivery.receipt) == ("delivered", {"place": 1})
    assert tries(delivery) == [("delivered", "")]
    assert verbs(delivery) == ["delivery_attempted", "delivered"]
    assert Job.objects.get(kind=DELIVER).state == Job.State.DONE


def test_a_job_performed_twice_delivers_once(report):
    job = Job.objects.get(kind=DELIVER)
    for _ in range(2):
        delivering.deliver(job_id=job.pk, at=NOW)
    Job.objects.update(state=Job.State.PENDING)  # as where its end was lost
    delivering.deliver(job_id=job.pk, at=LATER)

    assert len(shelf.arrived) == 1
    assert Job.objects.get(kind=DELIVER).state == Job.State.DONE


@pytest.mark.django_db(transaction=True)
def test_no_lock_is_held_during_the_call(report):
    relay()

    assert shelf.in_transaction == [False]


def test_what_did_not_arrive_is_tried_again_later(report):
    shelf.troubles[:] = [NotDelivered(503)]
    relay()
    assert the_delivery(report).state == "pending"

    relay(LATER)
    assert tries(the_delivery(report)) == [("failed", "503"), ("delivered", "")]
    assert shelf.arrived == [("shelf", report.pk, False)]


@pytest.mark.parametrize(
    ("trouble", "state"), [(NotDelivered(503), "failed"), (InDoubt("Timeout"), "unknown")]
)
def test_after_a_day_of_trying_it_is_left_to_a_person(report, trouble, state):
    shelf.troubles[:] = [trouble] * 100
    for quarter in range(4 * 24 + 1):
        assert the_delivery(report).state == "pending"
        relay(NOW + quarter * timedelta(minutes=15))

    assert the_delivery(report).state == state
    assert Job.objects.get(kind=DELIVER).state == Job.State.FAILED
    assert verbs(the_delivery(report))[-1] == f"delivery_{state}"


def test_a_destination_that_asks_to_be_left_alone_is(report):
    shelf.troubles[:] = [NotDelivered(429, pause=timedelta(hours=2))]
    relay()
    relay(NOW + timedelta(minutes=119))
    assert shelf.arrived == []

    relay(NOW + timedelta(minutes=120))
    assert len(shelf.arrived) == 1


@pytest.mark.parametrize(
    ("trouble", "state"), [(Refused(422), "failed"), (CannotTell(403), "unknown")]
)
def test_what_trying_again_can_not_help_is_left_to_a_person_at_once(report, trouble, state):
    shelf.troubles[:] = [trouble]
    relay()

    assert the_delivery(report).state == state
    assert Job.objects.get(kind=DELIVER).state == Job.State.FAILED


@pytest.mark.parametrize("trouble", [InDoubt("ReadTimeout"), RuntimeError("QuollNote")])
def test_an_unclear_end_makes_the_next_attempt_look_first(report, trouble):
    shelf.troubles[:] = [trouble]
    relay()
    relay(LATER)

    assert shelf.arrived == [("shelf", report.pk, True)]
    assert tries(the_delivery(report))[0][0] == "unknown"
    assert "Quoll" not in str(tries(the_delivery(report)))


def test_an_attempt_that_ended_with_its_worker_is_left_alone_first_then_looked_for(report):
    the_delivery(report).attempts.create(at=NOW)
    relay(NOW + timedelta(seconds=90))
    assert shelf.arrived == []

    relay(LATER)
    assert shelf.arrived == [("shelf", report.pk, True)]
    assert tries(the_delivery(report)) == [("unknown", "WorkerLost"), ("delivered", "")]


def test_an_older_version_of_a_patient_goes_first(practice):
    older = signed(practice, at=NOW - timedelta(hours=1))
    newer = signed(practice)
    others = signed(practice, record_number="000124", given_name="Robin")
    shelf.troubles[:] = [NotDelivered("ConnectionError")]
    relay()  # the older one breaks, so the newer one waits; Robin's does not
    relay(LATER)
    relay(LATER + timedelta(minutes=10))

    assert [what for _, what, _ in shelf.arrived] == [others.pk, older.pk, newer.pk]


def test_who_waits_behind_an_older_one_for_days_is_sent_all_the_same(practice):
    signed(practice, at=NOW - timedelta(hours=1))
    newer = signed(practice)
    shelf.troubles[:] = [NotDelivered(503, pause=timedelta(hours=6))] * 7
    for quarter in range(8 * 24 + 3):
        relay(NOW + quarter * timedelta(minutes=15))

    assert the_delivery(newer).state == "delivered"


def test_one_that_failed_for_good_keeps_no_other_waiting(practice):
    signed(practice, at=NOW - timedelta(hours=1))
    newer = signed(practice)
    shelf.troubles[:] = [Refused(422)]
    relay()
    relay(LATER)

    assert [what for _, what, _ in shelf.arrived] == [newer.pk]


def test_an_older_version_never_comes_after_a_newer_one(report):
    shelf.troubles[:] = [Refused(422)]
    relay()
    newer = amended(report)
    relay(LATER)
    job = Job.objects.get(kind=DELIVER, subject=the_delivery(report).pk)
    Delivery.objects.filter(report=report).update(state="pending", ended_at=None)
    jobs.retry(job=job, at=LATER)
    relay(LATER)

    assert [what for _, what, _ in shelf.arrived] == [newer.pk]
    assert the_delivery(report).state == "stopped"


@pytest.mark.parametrize("state", [{"in_doubt": True}, {"state": "unknown", "in_doubt": True}])
def test_an_older_version_never_comes_after_one_that_may_have_arrived(report, state):
    shelf.troubles[:] = [Refused(422)]
    relay()
    newer = amended(report)
    ended = {"ended_at": NOW} if "state" in state else {}
    Delivery.objects.filter(report=newer).update(**state, **ended)
    with pytest.raises(delivering.NotNow, match="newer version"):
        delivering.resend(row=the_delivery(report), user=people.clinician(report.practice), at=NOW)
    relay()

    assert report.pk not in [what for _, what, _ in shelf.arrived]


@pytest.mark.parametrize("receipt", [None, ["place"], {"place": object()}])
def test_a_receipt_that_can_not_be_kept_is_a_question_to_a_person(report, receipt):
    shelf.receipts[:] = [receipt]
    relay()
    relay(LATER)

    assert tries(the_delivery(report)) == [("unknown", "BadReceipt")]
    assert (the_delivery(report).state, len(shelf.arrived)) == ("unknown", 1)


def test_a_late_success_is_known_though_a_person_stopped_it_meanwhile(report):
    job = Job.objects.get(kind=DELIVER)
    late = delivering._begin(job.pk, at=NOW)
    delivering.stop(row=the_delivery(report), user=people.clinician(report.practice), at=LATER)
    assert tries(the_delivery(report)) == [("unknown", "WorkerLost")]
    delivering._settle(job.pk, late, {"place": 1}, at=LATER)

    delivery = the_delivery(report)
    assert (delivery.state, delivery.receipt) == ("delivered", {"place": 1})


def test_a_second_message_of_a_job_does_not_come_before_its_time(report):
    shelf.troubles[:] = [NotDelivered(429, pause=timedelta(hours=6))]
    job = Job.objects.get(kind=DELIVER)
    delivering.deliver(job_id=job.pk, at=NOW)
    delivering.deliver(job_id=job.pk, at=LATER)

    assert shelf.arrived == []


def test_a_pause_is_a_day_at_the_most(report):
    shelf.troubles[:] = [NotDelivered(503, pause=timedelta(days=900_000_000))]
    relay()

    assert Job.objects.get(kind=DELIVER).due_at == NOW + timedelta(days=1)


def test_one_whose_job_took_its_workers_down_keeps_no_other_waiting(practice):
    older = signed(practice, at=NOW - timedelta(hours=1))
    newer = signed(practice)
    Job.objects.filter(subject=the_delivery(older).pk).update(leases=jobs.MOST_LEASES)
    relay()
    relay(LATER)

    assert [what for _, what, _ in shelf.arrived] == [newer.pk]


@pytest.mark.parametrize("settled", ["delivered", "stopped"])
def test_a_call_that_ends_after_its_delivery_was_settled_changes_nothing(report, settled):
    job = Job.objects.get(kind=DELIVER)
    late = delivering._begin(job.pk, at=NOW)
    relay(LATER)  # another worker, since this one seems dead
    if settled == "stopped":
        Delivery.objects.update(state="stopped", receipt=None)
    delivering._settle(job.pk, late, Refused(422), at=LATER)

    assert the_delivery(report).state == settled
    assert ("refused", "422") in tries(the_delivery(report))


def test_a_damaged_file_is_never_sent(report):
    Report.objects.filter(pk=report.pk).update(file_sha256="0" * 64)
    relay()

    assert shelf.arrived == []
    assert tries(the_delivery(report)) == [("failed", "FileDamaged")]


def test_a_destination_that_left_the_settings_fails_and_can_come_back(report, settings):
    sends_to(settings)
    relay()
    assert tries(the_delivery(report)) == [("failed", "KeyError")]

    sends_to(settings, shelf=SHELF)
    relay(LATER)
    assert the_delivery(report).state == Delivery.State.DELIVERED
