"""Commands: one line per fault, exit 2, and nothing half-written."""

import json
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from intake.models import Heartbeat, Intake, Invitation, Job, Patient
from screening.models import Review
from screening.services import alerting, evaluating
from tests import people

pytestmark = pytest.mark.django_db
ALEX = {
    "patient": {
        "family_name": "Sample",
        "given_name": "Alex",
        "birth_date": "1990-04-02",
        "record_number": "000123",
    },
    "responses": {},
}


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return write


def run(*arguments) -> tuple[str, str, int]:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        code = ended.code
    return out.getvalue(), err.getvalue(), code


def test_invite_prints_a_link_that_opens(write):
    practice = people.practice()
    out, _, _ = run(
        "invite", practice.slug, write("alex.json", ALEX), "--site", "https://x.invalid/"
    )

    (link,) = out.split()
    assert link.startswith("https://x.invalid/i/")
    assert Client().get(link.removeprefix("https://x.invalid")).status_code == 200


def test_what_a_clinician_orders_is_asked_of_these_patients_only(write):
    practice, file = people.practice(), write("alex.json", ALEX)

    run("invite", practice.slug, file, "--also", "pcl5")
    run("invite", practice.slug, file)

    ordered, plain = Intake.objects.order_by("created_at")
    assert ["pcl5", "1"] in ordered.packet and ordered.packet[-2][0] == "hope_loss_stress_body"
    assert [one for one in ordered.packet if one not in plain.packet] == [["pcl5", "1"]]


def test_what_can_not_be_ordered_invites_nobody(write):
    practice, file = people.practice(), write("alex.json", ALEX)

    _, err, code = run("invite", practice.slug, file, "--also", "mbi")

    assert (code, Intake.objects.count()) == (2, 0)
    assert "mbi: can't be ordered. There is: pcl5." in err


def test_inviting_the_same_person_again_keeps_one_patient(write):
    practice, file = people.practice(), write("alex.json", ALEX)
    run("invite", practice.slug, file)
    run("invite", practice.slug, file)

    assert (Patient.objects.count(), Intake.objects.count()) == (1, 2)


OTHER = ALEX["patient"] | {"birth_date": "2015-01-01"}
MIXED_UP = ALEX | {"patient": OTHER}
CHILD = ALEX | {"patient": OTHER | {"record_number": "000124"}}
PAST = ALEX | {"intake": {"appointment_at": "2020-01-01T10:00:00Z"}}
NAMELESS = ALEX | {"patient": {"family_name": "Sample"}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (CHILD, "18 years"),
        (MIXED_UP, "another birth date"),
        (PAST, "lies in the past"),
        (NAMELESS, "patient.birth_date: is missing"),
        (NAMELESS, "patient.record_number: is missing"),
        (ALEX | {"patient": ALEX["patient"] | {"record_number": " "}}, "record_number: is missing"),
        ("{", "is not JSON"),
        (ALEX | {"patient": ALEX["patient"] | {"birth_date": "1990"}}, "patient.birth_date"),
        (ALEX | {"responses": {"phq9": {"phq9-10": "no"}}}, "responses.phq9"),
        (ALEX | {"responses": {"phq9": {"phq9-1": "not_at_all"}}}, "responses: holds answers"),
    ],
)
def test_one_bad_file_and_nobody_is_invited(write, content, said):
    practice = people.practice()
    _, err, code = run("invite", practice.slug, write("a.json", ALEX), write("b.json", content))

    assert (code, Intake.objects.count()) == (2, 0)
    assert said in err
    assert "Sample" not in err


def test_invite_refuses_a_practice_that_is_unknown_or_not_ready(write):
    practice, file = people.practice(ready=False), write("alex.json", ALEX)

    assert "no practice has this slug" in run("invite", "nowhere", file)[1]
    _, err, code = run("invite", practice.slug, file)
    assert code == 2
    assert "two alert contacts" in err


def test_invite_again_gives_a_locked_intake_a_new_link_and_ends_the_old_one():
    intake, token = people.invited(people.practice())
    Invitation.objects.update(tries=5)
    assert Client().get(f"/i/{token}/").status_code == 410

    out, _, _ = run("invite", "--again", str(intake.pk))
    path = out.strip().removeprefix("http://127.0.0.1:8000")
    assert Client().get(path).status_code == 200


@pytest.mark.parametrize("arguments", [["--again", "no-id"], ["--again", str(uuid.uuid4())], []])
def test_invite_says_what_it_needs(arguments):
    out, err, code = run("invite", *arguments)

    assert (out, code, len(err.splitlines())) == ("", 2, 1)


def test_invite_names_a_file_that_is_not_there():
    practice = people.practice()

    assert "/nowhere.json: No such file" in run("invite", practice.slug, "/nowhere.json")[1]


def test_one_round_of_the_relay_leases_what_is_due_and_shows_that_it_lives():
    practice = people.practice()
    Job.objects.create(
        practice=practice,
        kind="feltsense.intake.beat",
        subject=practice.pk,
        due_at=timezone.now(),
        created_at=timezone.now(),
    )
    run("relay", "--once")

    assert Job.objects.get().leases == 1
    assert Heartbeat.objects.filter(name=Heartbeat.RELAY).exists()


def test_timed_work_that_breaks_is_logged_without_its_words_and_keeps_no_other_from_its_work(
    monkeypatch, caplog
):
    def breaks(**_):
        raise ValueError("Alex said no")

    others = []
    monkeypatch.setattr(alerting, "escalate", breaks)
    monkeypatch.setattr(evaluating, "look_again", lambda **_: others.append("done"))
    run("relay", "--once")

    assert "escalate: ValueError at " in caplog.text
    assert "Alex" not in caplog.text
    assert others == ["done"]
    assert not Heartbeat.objects.filter(name=Heartbeat.RELAY).exists()


def test_ready_means_that_relay_and_worker_were_heard_of():
    client = Client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503

    for name in (Heartbeat.RELAY, Heartbeat.WORKER):
        Heartbeat.beat(name=name, at=timezone.now())
    assert client.get("/readyz").json() == {"database": True, "relay": True, "worker": True}

    Heartbeat.beat(name=Heartbeat.WORKER, at=timezone.now() - timedelta(minutes=6))
    assert client.get("/readyz").status_code == 503


def test_seed_demo_refuses_a_database_with_practices_of_others():
    people.practice()
    _, err, code = run("seed_demo")

    assert code == 2
    assert "did not make" in err


def test_seed_demo_makes_all_tiers_and_a_second_run_only_new_links():
    first = json.loads(run("seed_demo", "--json")[0])
    assert set(Review.objects.values_list("rank", flat=True)) == {0, 1, 2, 3}
    count = Intake.objects.count()
    second = json.loads(run("seed_demo", "--json")[0])

    assert Intake.objects.count() == count + 1
    assert first["patients"][0]["link"] != second["patients"][0]["link"]
    assert set(first["staff"][0]) >= {"practice", "role", "username", "password", "totp_secret"}
