"""The outbox: leased once, performed once, found again, and failed where people see it."""

import traceback
from datetime import UTC, datetime, timedelta

import pytest

from intake import jobs
from intake.models import Heartbeat, Job
from tests import people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)


def enqueue(**changes):
    practice = changes.pop("practice", None) or people.practice()
    return jobs.enqueue("test.deed", practice=practice, subject=practice.pk, at=NOW, **changes)


def test_asking_twice_makes_one_job():
    first = enqueue()

    assert enqueue(practice=first.practice) == first
    assert Job.objects.count() == 1


def test_a_leased_job_is_not_leased_again_until_the_lease_is_over():
    job = enqueue()

    assert jobs.lease(at=NOW) == [job]
    assert jobs.lease(at=NOW + timedelta(seconds=29)) == []
    assert jobs.lease(at=NOW + timedelta(seconds=30)) == [job]


def test_urgent_jobs_come_first_and_later_ones_wait():
    practice = people.practice()
    ordinary = enqueue(practice=practice)
    urgent = enqueue(practice=practice, version=2, priority=Job.URGENT)
    enqueue(practice=practice, version=3, due_at=NOW + timedelta(hours=1))

    assert jobs.lease(at=NOW) == [urgent, ordinary]


def test_a_job_delivered_twice_is_done_once():
    job, done = enqueue(), []

    assert jobs.perform(job_id=job.pk, at=NOW, work=done.append)
    assert not jobs.perform(job_id=job.pk, at=NOW, work=done.append)
    assert done == [job]


def test_a_job_of_nobody_is_left_alone():
    assert not jobs.perform(job_id=people.practice().pk, at=NOW, work=lambda job: None)


def test_work_that_breaks_leaves_nothing_behind_and_is_tried_again():
    job = enqueue()

    def work(job):
        people.practice(slug="half-done")
        raise ValueError("Alex said no")

    with pytest.raises(jobs.WorkBroke) as broke:
        jobs.perform(job_id=job.pk, at=NOW, work=work)

    assert f"job {job.pk}: ValueError at " in str(broke.value)
    assert "Alex" not in "".join(traceback.format_exception(broke.value))
    job.refresh_from_db()
    assert job.state == Job.State.PENDING
    assert job.last_error == "ValueError"
    assert not type(job.practice).objects.filter(slug="half-done").exists()
    assert jobs.lease(at=NOW + timedelta(seconds=30)) == [job]


def broken(job):
    raise ValueError


def test_a_job_whose_work_breaks_is_tried_later_and_ends_failed_and_can_be_retried():
    job, at, pauses = enqueue(), NOW, []
    for _ in range(jobs.MOST_ATTEMPTS):
        with pytest.raises(jobs.WorkBroke):
            jobs.perform(job_id=job.pk, at=at, work=broken)
        job.refresh_from_db()
        pauses.append(job.due_at - at)
        at = job.due_at

    assert pauses[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert (job.state, job.last_error) == (Job.State.FAILED, "ValueError")
    assert jobs.lease(at=at) == []
    assert jobs.retry(job=job, at=at)
    assert not jobs.retry(job=job, at=at)
    assert jobs.lease(at=at) == [job]


def test_a_night_without_a_worker_fails_no_job():
    job, at = enqueue(), NOW
    while at < NOW + timedelta(hours=12):
        jobs.lease(at=at)
        at += jobs.LONGEST_LEASE

    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.PENDING, 0)


def test_work_that_always_takes_its_worker_down_is_given_up_at_last():
    job, at = enqueue(), NOW
    while jobs.lease(at=at):
        at += jobs.LONGEST_LEASE

    job.refresh_from_db()
    assert (job.state, job.leases) == (Job.State.FAILED, jobs.MOST_LEASES)


def test_a_done_job_shows_that_a_worker_lives():
    jobs.perform(job_id=enqueue().pk, at=NOW, work=lambda job: None)

    assert Heartbeat.objects.get(name=Heartbeat.WORKER).at == NOW
