"""A folder holds a whole file or none, under a name that tells nothing."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from reports.delivery import NotDelivered
from reports.delivery.folder import Folder
from tests.reports.delivery.parcels import CONTENT, WORDS, parcel

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[3]
NAME = "0190f7a2-6c1e-4b44-9d1f-5a1c3e7d9b77-v2"


def delivered(folder):
    return Folder(path=str(folder)).deliver(parcel(), look_first=False)


def seen(folder):
    """What a program that collects from the folder sees."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_the_file_stands_whole_beside_its_receipt(tmp_path):
    receipt = delivered(tmp_path)

    assert seen(tmp_path) == [f"{NAME}.json", f"{NAME}.pdf"]
    assert (tmp_path / f"{NAME}.pdf").read_bytes() == CONTENT
    assert json.loads((tmp_path / f"{NAME}.json").read_text()) == receipt
    assert receipt == {
        "file": f"{NAME}.pdf",
        "report": NAME.removesuffix("-v2"),
        "version": 2,
        "sha256": sha256(CONTENT).hexdigest(),
        "size": len(CONTENT),
    }


def test_neither_name_nor_receipt_tells_of_a_person(tmp_path):
    text = str(delivered(tmp_path)) + str(seen(tmp_path))

    assert not [word for word in WORDS if word in text]


@pytest.mark.parametrize(
    ("point", "left"), [("half", []), ("renaming", []), ("receipt", [f"{NAME}.pdf"])]
)
def test_a_worker_that_is_killed_leaves_no_half_file(tmp_path, point, left):
    child = [sys.executable, "-m", "tests.reports.delivery.killed", str(tmp_path), point]
    ended = subprocess.run(child, cwd=ROOT, capture_output=True, check=False)

    assert ended.returncode < 0, ended.stderr  # by a signal
    assert seen(tmp_path) == left
    assert all((tmp_path / name).read_bytes() == CONTENT for name in left)
    delivered(tmp_path)
    assert [path.name for path in sorted(tmp_path.iterdir())] == [f"{NAME}.json", f"{NAME}.pdf"]
    assert (tmp_path / f"{NAME}.pdf").read_bytes() == CONTENT


def test_a_folder_that_is_away_is_tried_later(tmp_path):
    with pytest.raises(NotDelivered) as reason:
        delivered(tmp_path / "not there")

    assert (reason.value.code, reason.value.for_good) == ("FileNotFoundError", False)
