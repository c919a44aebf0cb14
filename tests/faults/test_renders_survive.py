"""A worker dies in the middle of its renders, and every report is there, once and whole."""

import time

import pytest

from tests.faults.site import PATIENCE, Site

pytestmark = [pytest.mark.servers, pytest.mark.once]  # it brings its own database
FORMS = 50
DEATHS = 3


def test_fifty_reports_survive_three_deaths_of_their_worker(start_postgres, start_redis, tmp_path):
    database, redis = start_postgres().create_database("site"), start_redis()
    with Site(folder=tmp_path, database=database, broker=redis.url) as site:
        site.worker.kill()
        site.python("-m", "tests.faults.submitted", str(FORMS))
        site.worker.start()
        for death in range(DEATHS):
            wait_for(site, ready=1 + death * FORMS // (DEATHS + 1))
            site.worker.kill()
            assert site.shelf()["jobs"].count("done") < FORMS, "nothing was left to be lost"
            site.worker.start()
        found = wait_for(site, ready=FORMS)

    whole = {"version": 1, "current": True, "state": "ready", "rendered": 1, "whole": True}
    assert found["reports"] == [whole] * FORMS
    assert found["jobs"] == ["done"] * FORMS


def wait_for(site: Site, *, ready: int) -> dict:
    """What is there once so many reports are rendered."""
    deadline = time.monotonic() + 4 * PATIENCE
    while True:
        found = site.shelf()
        if found["jobs"].count("done") >= ready or time.monotonic() > deadline:
            return found
