"""A rendering that takes too long is ended, holds up nobody else's, and comes again."""

import time

import pytest

from tests.faults.site import PATIENCE, Site

pytestmark = [pytest.mark.servers, pytest.mark.once]  # it brings its own database


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


@pytest.mark.parametrize(
    ("mood", "said"),
    [("slow", "SoftTimeLimitExceeded"), ("deaf", "Hard time limit (4s) exceeded")],
)
def test_a_render_over_its_limit_is_ended_and_comes_again(site, mood, said):
    feel(site, mood)
    site.python("-m", "tests.faults.submitted", "1")
    wait_for_log(site, said)
    assert site.shelf()["jobs"] == ["pending"]

    feel(site, "")
    found = wait_for_file(site)
    assert (found["reports"][0]["state"], found["reports"][0]["rendered"]) == ("ready", 1)


def feel(site, mood):
    (site.folder / "mood").write_text(mood)


def wait_for_file(site):
    deadline = time.monotonic() + 2 * PATIENCE
    while (found := site.shelf())["jobs"] != ["done"]:
        assert time.monotonic() < deadline, found
        time.sleep(0.5)
    return found


def wait_for_log(site, words):
    deadline = time.monotonic() + PATIENCE
    while words not in (site.folder / "worker.log").read_text():
        assert time.monotonic() < deadline, words
        time.sleep(0.2)
