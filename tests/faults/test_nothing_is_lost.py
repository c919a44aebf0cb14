"""Processes die in the middle of the work, and every acknowledged form is there, whole and once."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urljoin

import pytest

from clinic.demo.visiting import Visitor
from intake.models import hash_token
from tests.faults.site import PATIENCE, Site

pytestmark = [pytest.mark.servers, pytest.mark.once]  # it brings its own database
INTAKES = 50
CLIENTS = 4
DEATHS = 4  # of each process; more would only lengthen the leases that are waited for at the end
PAGES = {
    "n1": {"n1": "often"},
    "phq9-9": {"phq9-9": "more_than_half_the_days"},
}


class Client(threading.Thread):
    """Sends forms one after the other and keeps its own list of what was acknowledged."""

    def __init__(self, site: Site, links: Iterator[str]) -> None:
        super().__init__(daemon=True)
        self.site, self.links, self.acknowledged = site, links, []
        self.gave_up: list[str] = []

    def run(self) -> None:
        for link in self.links:
            try:
                while not self._sent(link):
                    pass
            except Exception as error:  # a thread that dies in silence would explain nothing
                self.gave_up.append(f"{type(error).__name__}: {error}")

    def _sent(self, link: str) -> bool:
        """False when the answer that held the cookie was lost: the link is opened once more."""
        try:
            self._send(link)
        except HTTPError as error:
            if error.code != 403:
                raise
            return False
        return True

    def _send(self, link: str) -> None:
        visitor = self._patiently(lambda: Visitor(link=self.site.url + link))
        self._step(visitor, link, "birth-date")
        self._step(visitor, "/intake/birth-date/", "consent", day="2", month="4", year="1990")
        self._step(visitor, "/intake/consent/", "step/n1")
        for key, fields in PAGES.items():
            self._step(visitor, f"/intake/step/{key}/", "/intake/", **fields)
        self._step(visitor, "/intake/check/", "done")
        self.acknowledged.append(link)

    def _step(self, visitor: Visitor, page: str, leads_to: str, **fields: str) -> None:
        """Send a page, again and again, until the answer is the page that follows it."""

        def attempt() -> None:
            if not visitor.url.endswith(page):
                visitor.visit(urljoin(self.site.url, page))
            if visitor.url.endswith(page):
                visitor.send(**fields)
            if leads_to not in visitor.url:
                raise OSError(f"{page} led to {visitor.url}")

        self._patiently(attempt)

    def _patiently(self, attempt: Callable):
        deadline = time.monotonic() + 5 * PATIENCE  # the web process dies again and again
        while True:
            try:
                return attempt()
            except (HTTPException, OSError) as error:
                if isinstance(error, HTTPError) and error.code == 403:
                    raise
                if time.monotonic() > deadline:
                    raise TimeoutError(str(error)) from error
                time.sleep(0.2)


def test_fifty_forms_survive_the_death_of_every_process(start_postgres, start_redis, tmp_path):
    postgres, redis = start_postgres(durable=True), start_redis()
    database = postgres.create_database("site")
    with Site(folder=tmp_path, database=database, broker=redis.url) as site:
        links = site.python("-m", "tests.faults.prepare", str(INTAKES)).split()
        waiting = Shared(links)
        clients = [Client(site, waiting) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        victims = [site.worker, site.web, site.relay, postgres, redis]
        kill_in_turn(victims, while_alive=clients)
        acknowledged = [link for client in clients for link in client.acknowledged]
        census = wait_until_quiet(site)
        traces = site.traces()

    assert census["unfinished"] == [], traces
    assert [client.gave_up for client in clients] == [[]] * CLIENTS
    assert sorted(acknowledged) == sorted(links)
    for link in acknowledged:
        assert census["intakes"][hash_token(link.split("/")[-2])] == {
            "submitted": True,
            "answers": {
                "numbness_signs": {"n1": "often"},
                "phq9": {"phq9-9": "more_than_half_the_days"},
            },
            "interpretations": 1,
            "reviews": 1,
            "alerts": 2,  # item 9, and the ASQ questions that were asked and left empty
            "current": ["ready"],
        }


class Shared:
    """One list that several threads take from."""

    def __init__(self, links: list[str]) -> None:
        self._links, self._lock = iter(links), threading.Lock()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        with self._lock:
            return next(self._links)


def kill_in_turn(victims, *, while_alive) -> None:
    turn = 0
    while turn < DEATHS * len(victims) and any(client.is_alive() for client in while_alive):
        time.sleep(1)
        victim = victims[turn % len(victims)]
        victim.kill()
        victim.start()
        turn += 1
    for client in while_alive:
        client.join()
    assert turn >= len(victims), "the work was over before each process had died once"


def wait_until_quiet(site: Site) -> dict:
    deadline = time.monotonic() + 15 * PATIENCE  # a job lost four times waits seven minutes
    while True:
        census = json.loads(site.python("-m", "tests.faults.census"))
        waiting = [job for job in census["unfinished"] if job["state"] == "pending"]
        if not waiting or time.monotonic() > deadline:
            return census
        time.sleep(1)
