import errno
import json
import os
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest

from screening.management.commands.screen import Command, screen

ROOT = Path(__file__).parents[2]
SENT = {"submitted_at": "2026-11-22T21:32:00Z"}


def file(folder, responses, name="alex.json", **more):
    path = folder / name
    body = {"intake": SENT, "responses": responses, **more}
    path.write_text(json.dumps(body), encoding="utf-8")
    return str(path)


def run(*names):
    """What the command prints, what it says on standard error, and its exit code."""
    out, err = StringIO(), StringIO()
    command = Command(stdout=out, stderr=err, no_color=True)
    try:
        command.handle(files=names)
    except SystemExit as left:
        return out.getvalue(), err.getvalue(), left.code
    return out.getvalue(), err.getvalue(), 0


def phq9(code, items=9):
    return {"phq9": {f"phq9-{n}": code for n in range(1, items + 1)}}


def test_one_interpretation_a_line(tmp_path):
    calm = file(tmp_path, phq9("not_at_all"), name="calm.json")
    worst = file(tmp_path, phq9("nearly_every_day"), name="worst.json")
    out, err, code = run(calm, worst)
    first, second = map(json.loads, out.splitlines())

    assert (err, code) == ("", 0)
    assert (first["scores"][0]["value"], first["scores"][0]["band"]) == (0, "minimal")
    assert (second["scores"][0]["value"], second["tier"]) == (27, "now")


def test_a_form_that_was_not_sent_leaves_what_it_did_not_reach(tmp_path):
    path = file(tmp_path, phq9("not_at_all", items=3), intake={})
    said = json.loads(run(path)[0])

    assert said["signals"] == []


def test_answers_are_dated_by_the_day_the_form_was_sent(tmp_path):
    said = json.loads(run(file(tmp_path, phq9("several_days")))[0])
    item9 = next(signal for signal in said["signals"] if signal["code"] == "S-ITEM9")

    assert item9["answers"][0]["date"] == "2026-11-22"


def test_earlier_intakes_give_the_change(tmp_path):
    before = {"intake": {"submitted_at": "2026-08-12T09:00:00Z"}, "responses": phq9("not_at_all")}
    said = json.loads(run(file(tmp_path, phq9("several_days"), previous=[before]))[0])

    assert said["scores"][0]["change"] == {
        "previous": 0,
        "difference": 9,
        "threshold": 5,
        "met": True,
    }


@pytest.mark.parametrize(
    ("responses", "where"),
    [
        ({"phq9": {"phq9-1": "often"}}, "responses.phq9.phq9-1"),
        ({"phq9": {"phq9-1": 2}}, "responses.phq9.phq9-1"),
        ({"phq9": {"phq9-10": "not_at_all"}}, "responses.phq9.phq9-10"),
        ({"mood": {}}, "responses.mood"),
        ({"phq9": []}, "responses.phq9"),
        ([], "responses"),
        (
            {"medicines": {"m0": "yes", "medicines": [{"m4": "maybe"}]}},
            "responses.medicines.medicines",
        ),
    ],
)
def test_a_fault_is_one_line_with_its_place(tmp_path, responses, where):
    path = file(tmp_path, responses)
    out, err, code = run(path)

    assert (out, code) == ("", 2)
    assert len(err.splitlines()) == 1
    assert err.startswith(f"{path}: {where}")


def test_each_fault_has_its_line(tmp_path):
    path = file(tmp_path, {"phq9": {"phq9-1": "often", "phq9-2": "often"}})

    assert len(run(path)[1].splitlines()) == 2


def test_one_bad_file_empties_the_output_of_all(tmp_path):
    good = file(tmp_path, phq9("not_at_all"))
    bad = file(tmp_path, {"phq9": {"phq9-1": "often"}}, name="bad.json")
    out, err, code = run(good, bad, good)

    assert (out, code) == ("", 2)
    assert bad in err
    assert good not in err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"responses": {}, "responses": {}}',
        b'{"responses": NaN}',
        b" " * 300_000,
    ],
)
def test_a_file_that_is_no_answer_file_is_one_clear_line(tmp_path, content):
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    out, err, code = run(str(path))

    assert (out, code) == ("", 2)
    assert len(err.splitlines()) == 1
    assert err.startswith(f"{path}: ")


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    missing = str(tmp_path / "missing.json")
    out, err, code = run(missing, str(tmp_path))

    assert (out, code) == ("", 2)
    assert err == f"{missing}: No such file or directory\n{tmp_path}: Is a directory\n"


def test_a_file_that_cannot_be_opened(tmp_path):
    """A link to itself stands for all that the system refuses, also to root."""
    path = tmp_path / "loop.json"
    path.symlink_to(path)
    out, err, code = run(str(path))

    assert (out, code) == ("", 2)
    assert err == f"{path}: {os.strerror(errno.ELOOP)}\n"


def test_an_answer_is_never_told_in_a_fault(tmp_path):
    path = file(tmp_path, {"phq9": {"phq9-1": "zanzibar"}, "goals": {"v1": 7}})

    assert "zanzibar" not in run(path)[1]


def test_the_same_file_prints_the_same_bytes(tmp_path):
    path = file(tmp_path, phq9("several_days"))

    assert screen([path]) == screen([path])


def manage(*names):
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "manage.py", "screen", *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done, time.monotonic() - begun


def test_the_command_line_start_up_included(tmp_path):
    """Two seconds is the limit on a quiet machine; the test allows a busy one more."""
    good = file(tmp_path, phq9("several_days"))
    done, took = manage(good)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["tier"] == "soon"
    assert took < 10


def test_the_command_line_with_a_fault(tmp_path):
    done, _ = manage(file(tmp_path, {"mood": {}}))

    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
