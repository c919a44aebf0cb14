"""A rendering that takes too long ends where a person sees it, and holds up nobody else's."""

import time

import pytest

from tests.faults.site import PATIENCE, Site

pytestmark = [pytest.mark.servers, pytest.mark.once]  # it brings its own database
RETRY = """
import django; django.setup()
from django.utils import timezone
from intake import jobs
from intake.models import Job
assert all(jobs.retry(job=job, at=timezone.now()) for job in Job.objects.filter(state="failed"))
"""


@pytest.fixture
def site(start_postgres, start_redis, tmp_path):
    (tmp_path / "mood").write_text("")
    with Site(
        folder=tmp_path,
        database=start_postgres().create_database("site"),
        broker=start_redis().url,
        settings="tests.faults.limited",
        celery="tests.faults.limited_worker",
    ) as running:
        yield running


def test_a_render_over_the_soft_limit_is_left_failed_and_a_retry_brings_its_file(site):
    feel(site, "slow")
    site.python("-m", "tests.faults.submitted", "1")
    assert wait_for(site, "failed")["reports"][0]["state"] == "pending"

    feel(site, "")
    site.python("-c", RETRY)
    assert wait_for(site, "done")["reports"][0]["state"] == "ready"


def test_a_render_that_hears_no_limit_is_killed_and_comes_again(site):
    feel(site, "deaf")
    site.python("-m", "tests.faults.submitted", "1")
    wait_for_log(site, "Hard time limit (4s) exceeded")
    assert site.shelf()["jobs"] == ["pending"]

    feel(site, "")
    found = wait_for(site, "done")
    assert (found["reports"][0]["state"], found["reports"][0]["rendered"]) == ("ready", 1)


def feel(site, mood):
    (site.folder / "mood").write_text(mood)


def wait_for(site, state):
    deadline = time.monotonic() + 2 * PATIENCE
    while (found := site.shelf())["jobs"] != [state]:
        assert time.monotonic() < deadline, found
        time.sleep(0.5)
    return found


def wait_for_log(site, words):
    deadline = time.monotonic() + PATIENCE
    while words not in (site.folder / "worker.log").read_text():
        assert time.monotonic() < deadline, words
        time.sleep(0.2)
