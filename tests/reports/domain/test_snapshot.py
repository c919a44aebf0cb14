"""A summary that was frozen before still opens, whatever has been added to summaries since."""

from pathlib import Path

import pytest

from reports.domain import snapshot

FROZEN = sorted((Path(__file__).parent / "frozen").glob("*.json"))


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
def test_a_snapshot_frozen_before_opens_and_keeps_its_bytes(path):
    data = path.read_bytes()

    assert snapshot.canonical(snapshot.from_json(data)) == data
