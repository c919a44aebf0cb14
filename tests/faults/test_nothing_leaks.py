"""What a patient gave is readable on the pages, and in no file, dump, log or mail beside them."""

import base64
import logging
from datetime import date
from pathlib import Path

import django
import pytest
from django.db import connection
from django.http import HttpResponseRedirect
from django.template import loader
from django.test import Client
from django.urls import get_resolver, reverse

from intake import fields
from intake.models import Patient
from intake.views.gate import COOKIE
from reports.models import Report
from screening.models import Alert, Review
from screening.services.signing import seen_digest
from tests import people
from tests.journeys import patient
from tests.journeys.patient import Phone
from tests.work import do_all_jobs

pytestmark = pytest.mark.django_db(transaction=True)
PLAIN = b"\x00plain"
NOT_SHOWN = ["email"]  # kept for reminders, on no page yet


class Marks(dict):
    """A word found nowhere else for every field somebody types into."""

    def __missing__(self, name: str) -> str:
        self[name] = f"Quoll{name.title().replace('_', '').replace('-', '')}Zyx{len(self)}"
        return self[name]


class Scene:
    """Alex and Dana use every field; `pages` keeps all that they saw."""

    def __init__(self) -> None:
        self.marks, self.pages = Marks(), []

    def play(self, monkeypatch) -> None:
        practice = people.practice(offers_call_back=True)
        intake, token = people.invited(
            practice,
            birth_date=date(1971, 12, 30),
            **{name: self.marks[name] for name in ("family_name", "given_name", "record_number")},
            phone="+44 7700 900461",
            email=self.marks["email"] + "@example.invalid",
        )
        self._alex(intake, token, monkeypatch)
        self.review = Review.objects.get()
        self._dana(practice)
        do_all_jobs()

    def _alex(self, intake, token, monkeypatch) -> None:
        self.phone = phone = Phone(intake, token)
        self.token = token
        texts = {
            q.id: self.marks[q.id]
            for f in intake.questionnaires
            for q in f.questions
            if q.type == "text"
        }
        medicine = patient.MEDICINE | {"m1": self.marks["m1"]}
        monkeypatch.setattr(patient, "MEDICINE", medicine)
        said = {"phq9-9": "nearly_every_day", "o4": "only_at_some_times", "l6": "yes"} | texts
        said |= {f"asq-{n}": "no" for n in range(1, 5)}
        phone.opens_the_link(date(1971, 12, 30))
        phone.consents()
        place, url = phone.goes_on_from(*phone.answers("n1"), until={"support"}, **said)
        call = {"call_back": "yes", "phone": "01632 960461 QuollCallZyx"}
        self.marks["call_back"] = "QuollCallZyx"
        place, url = phone.posts(url, go="on", **call)
        phone.goes_on_from(place, url, until={"check"}, **said)
        self.pages.append(phone.sees("check"))
        phone.posts(reverse("feltsense_intake:check"))

    def _dana(self, practice) -> None:
        self.dana, self.erin = Client(), Client()
        people.sign_in(self.dana, people.clinician(practice))
        people.sign_in(self.erin, people.clinician(practice, "Erin"))
        self._post(self.erin, "claim")
        why = {"why": "other", "words": self.marks["take_over"]}
        self._post(self.dana, "take_over", **why)
        for alert in Alert.objects.all():
            contact = {f"{alert.pk}-channel": "phone", f"{alert.pk}-outcome": "spoke"}
            closing = {f"{alert.pk}-reason": self.marks["closing"]}
            self.dana.post(reverse("feltsense_screening:log_contact", args=[alert.pk]), contact)
            self.dana.post(reverse("feltsense_screening:close_alert", args=[alert.pk]), closing)
        draft = {"outcome": "other", "note": self.marks["draft"]}
        self._post(self.dana, "save_draft", **draft)
        self._look()
        self.review.refresh_from_db()
        decision = {"outcome": "other", "note": self.marks["note"], "attested": "on"}
        seen = seen_digest(Review.objects.get(pk=self.review.pk))
        self._post(self.dana, "sign", **decision, password=people.PASSWORD, seen=seen)
        self._look()

    def _post(self, client, name, **fields_sent) -> None:
        client.post(reverse(f"feltsense_screening:{name}", args=[self.review.pk]), fields_sent)

    def _look(self) -> None:
        for path in ("/queue/", reverse("feltsense_screening:review", args=[self.review.pk])):
            self.pages.append(self.dana.get(path).content.decode())

    def break_every_view(self, monkeypatch) -> int:
        """Ask for every page of the site while nothing can be rendered or redirected."""

        def broken(*args, **kwargs):
            raise RuntimeError("forced")

        monkeypatch.setattr(loader, "render_to_string", broken)
        monkeypatch.setattr(HttpResponseRedirect, "__init__", broken)
        typed = {name: mark for name, mark in self.marks.items()}
        broken_pages = 0
        for path in self._paths():
            for client in (self.phone.client, self.dana):
                client.raise_request_exception = False
                for response in (client.get(path), client.post(path, typed)):
                    broken_pages += response.status_code >= 500
        monkeypatch.undo()
        return broken_pages

    def _paths(self):
        ids = [self.review.pk, Report.objects.first().pk, Alert.objects.first().pk]
        for app in ("feltsense_intake", "feltsense_screening", "feltsense_reports"):
            _, resolver = get_resolver().namespace_dict[app]
            for name in (key for key in resolver.reverse_dict if isinstance(key, str)):
                possibilities, *_ = resolver.reverse_dict[name]
                parameters = possibilities[0][1]
                values = [[pk] for pk in ids] if parameters == ["pk"] else [["n1", "x"]]
                values = [[self.token]] if parameters == ["token"] else values
                for value in values:
                    yield reverse(f"{app}:{name}", args=value[: len(parameters)])


@pytest.fixture
def log(tmp_path):
    """Everything that any part says, down to every statement sent to the database."""
    handler = logging.FileHandler(tmp_path / "everything.log")
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    connection.force_debug_cursor = True
    yield tmp_path / "everything.log"
    connection.force_debug_cursor = False
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture
def everything_beside_the_pages(log, mailoutbox, settings):
    """Name and content of every place where nothing may be found."""
    address = "ops@example.invalid"
    settings.ADMINS = [address] if django.VERSION >= (6, 0) else [("Ops", address)]

    def places():
        yield "log", log.read_bytes()
        yield "mails", b"".join(mail.message().as_bytes() for mail in mailoutbox)
        yield "dump", dump()
        for file in database_files():
            yield file.name, file.read_bytes()

    return places


def dump() -> bytes:
    """Every row of every table, as a backup would hold it."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [b"".join(map(as_bytes, row)) for row in cursor.fetchall()]
    return b"\n".join(rows)


def as_bytes(value) -> bytes:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()


def database_files() -> list[Path]:
    """The file of SQLite with its journal."""
    name = connection.settings_dict["NAME"]
    return (
        list(Path(name).parent.glob(f"{Path(name).name}*")) if connection.vendor == "sqlite" else []
    )


def found(marks, places) -> set[tuple[str, str]]:
    return {
        (field, place)
        for place, content in places()
        for field, mark in marks.items()
        for form in (
            mark.encode(),
            mark.encode("utf-16-le"),
            mark.encode().hex().encode(),
            base64.b64encode(mark.encode())[:-4],
        )
        if form in content
    }


def test_nothing_that_was_typed_is_found_beside_the_pages(everything_beside_the_pages, monkeypatch):
    scene = Scene()
    with monkeypatch.context() as patch:
        scene.play(patch)
    shown = "".join(scene.pages)
    assert [name for name, mark in scene.marks.items() if mark not in shown] == NOT_SHOWN

    with monkeypatch.context() as patch:
        assert scene.break_every_view(patch) > 40

    stranger = Client(enforce_csrf_checks=True)
    stranger.post(f"/i/{scene.token}/")
    stranger.get(f"/i/{scene.token}/x")
    secrets = {"token": scene.token, "key": scene.phone.client.cookies[COOKIE].value}
    assert found(scene.marks | secrets, everything_beside_the_pages) == set()


def test_the_hunt_finds_a_column_that_was_left_unsealed(everything_beside_the_pages, monkeypatch):
    sealed, opened = fields.seal, fields.unseal
    column = f"{Patient._meta.get_field('given_name')}|"

    def seal(plain, *, context):
        if context.startswith(column):
            return fields.Sealed(PLAIN + plain)
        return sealed(plain, context=context)

    def unseal(value, *, context):
        if value.startswith(PLAIN):
            return value.removeprefix(PLAIN)
        return opened(value, context=context)

    monkeypatch.setattr(fields, "seal", seal)
    monkeypatch.setattr(fields, "unseal", unseal)
    scene = Scene()
    with monkeypatch.context() as patch:
        scene.play(patch)

    leaks = found(scene.marks, everything_beside_the_pages)
    assert {field for field, _ in leaks} == {"given_name"}
    assert {place for _, place in leaks} >= {"dump"}
