"""`manage.py summarize`: an answer file in, a PDF out, or nothing but a plain reason."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from reports.management.commands.summarize import write

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ALEX = {
    "intake": {
        "language": "en",
        "appointment_at": "2026-12-01T10:40:00Z",
        "submitted_at": "2026-11-22T21:32:00Z",
    },
    "patient": {
        "family_name": "Sample",
        "given_name": "Alex",
        "birth_date": "1990-04-02",
        "record_number": "000123",
    },
    "responses": {
        "phq9": {"phq9-1": "several_days", "phq9-9": "more_than_half_the_days"},
        "numbness_signs": {"n1": "often", "n18": ["joy", "anger"]},
        "onset": {"o1": "2025-06", "o2": "3_12_months"},
        "medicines": {
            "m0": "yes",
            "medicines": [
                {
                    "m1": "sertraline",
                    "m3": "2025-03",
                    "m4": "yes",
                    "m6": "went_up",
                    "m7": [{"date": "2025-05", "direction": "up"}],
                    "m9": "weaker_or_flat",
                }
            ],
        },
        "goals": {"v1": "To laugh and mean it."},
    },
}
EARLIER = {"intake": {"submitted_at": "2026-05-02T09:00:00Z"},
           "responses": {"numbness_signs": {"n1": "rarely"}}}  # fmt: skip
PEOPLE = {
    "answered": ALEX,
    "came before": {**ALEX, "previous": [EARLIER]},
    "answered nothing": {"responses": {}},
}


def saved(folder, body):
    path = folder / "intake.json"
    path.write_text(body if isinstance(body, str) else json.dumps(body))
    return str(path)


def text_of(path):
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_summary_is_written_for(tmp_path, person):
    output = tmp_path / "summary.pdf"

    assert write(saved(tmp_path, PEOPLE[person]), output, now=NOW) == []
    assert "NOT YET REVIEWED BY A CLINICIAN" in text_of(output)


def test_the_summary_holds_what_was_answered(tmp_path):
    output = tmp_path / "summary.pdf"
    write(saved(tmp_path, PEOPLE["came before"]), output, now=NOW)

    text = text_of(output)
    for said in ("Sample, Alex", "More than half the days", "To laugh and mean it.", "Jun 2025"):
        assert said in text
    assert "M+2" in text
    assert "Rarely" in text  # what was answered last time


def test_the_same_file_gives_the_same_bytes_whenever_it_is_read(tmp_path):
    name = saved(tmp_path, ALEX)
    for number, year in enumerate((2026, 2031)):
        write(name, tmp_path / f"{number}.pdf", now=NOW.replace(year=year))

    assert (tmp_path / "0.pdf").read_bytes() == (tmp_path / "1.pdf").read_bytes()


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("{not json", "body"),
        ({"responses": {"phq99": {}}}, "responses.phq99"),
        ({"responses": {"phq9": {"phq9-1": "hardly"}}}, "responses.phq9.phq9-1"),
        ({"responses": {"onset": {"o1": 2025}}}, "responses.onset.o1"),
        ({}, "responses"),
    ],
)
def test_a_fault_is_told_with_its_place_and_nothing_is_written(tmp_path, body, path):
    name, output = saved(tmp_path, body), tmp_path / "summary.pdf"

    (fault,) = write(name, output, now=NOW)
    assert fault.startswith(f"{name}: {path}: ")
    assert not output.exists()


def test_a_fault_never_repeats_an_answer(tmp_path):
    body = {**ALEX, "responses": {"goals": {"v1": ["Zyxwv"]}, "phq9": {"phq9-1": "Zyxwv"}}}

    faults = write(saved(tmp_path, body), tmp_path / "summary.pdf", now=NOW)
    assert len(faults) == 2
    assert "Zyxwv" not in str(faults)


def test_a_missing_file_is_told_in_one_line(tmp_path):
    missing = str(tmp_path / "nobody.json")

    assert write(missing, tmp_path / "summary.pdf", now=NOW) == [
        f"{missing}: No such file or directory"
    ]


def test_a_missing_folder_is_told_in_one_line(tmp_path):
    output = tmp_path / "nowhere" / "summary.pdf"

    (fault,) = write(saved(tmp_path, ALEX), output, now=NOW)
    assert fault == f"{output}: No such file or directory"


def test_what_cannot_be_replaced_stays_and_nothing_is_left_beside_it(tmp_path):
    output = tmp_path / "summary.pdf"
    output.mkdir()

    (fault,) = write(saved(tmp_path, ALEX), output, now=NOW)
    assert fault.startswith(f"{output}: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["intake.json", "summary.pdf"]


def test_an_earlier_summary_is_replaced_whole(tmp_path):
    output = tmp_path / "summary.pdf"
    output.write_bytes(b"an earlier one")
    write(saved(tmp_path, ALEX), output, now=NOW)

    assert output.read_bytes().startswith(b"%PDF-")


def run(*arguments):
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "manage.py", "summarize", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.once
def test_the_command_needs_no_database_and_ends_with_its_faults(tmp_path):
    output = tmp_path / "summary.pdf"

    started = time.monotonic()
    done = run(saved(tmp_path, ALEX), "--output", str(output))
    taken = time.monotonic() - started
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "Sample, Alex" in text_of(output)
    assert taken < 10  # two seconds on a quiet machine

    bad = run(saved(tmp_path, "[]"), "--output", str(tmp_path / "other.pdf"))
    assert (bad.returncode, bad.stdout) == (2, "")
    assert len(bad.stderr.splitlines()) == 1
    assert not (tmp_path / "other.pdf").exists()


def test_an_answer_file_is_never_written_over(tmp_path):
    name = saved(tmp_path, PEOPLE["came before"])
    before = Path(name).read_bytes()

    (fault,) = write(name, Path(name), now=NOW)

    assert "is there already and no PDF" in fault
    assert Path(name).read_bytes() == before
