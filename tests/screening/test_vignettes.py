"""The worked vignettes say what docs/vignettes/README.md tells a reader to expect."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from screening.domain.differential import HYPOTHESES

FOLDER = Path(__file__).parents[2] / "docs" / "vignettes"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (FOLDER / "README.md").read_text().splitlines()
    if line.startswith("| ") and not line.startswith("| vignette")
]


pytestmark = pytest.mark.usefixtures("packs")


@pytest.mark.parametrize(
    ("name", "tier", "markers", "fits", "against", "open_"),
    [(row[0], *row[2:]) for row in ROWS],
    ids=[row[0] for row in ROWS],
)
def test_a_vignette_reads_as_told(capsys, name, tier, markers, fits, against, open_):
    call_command("screen", str(FOLDER / f"{name}.json"))
    said = json.loads(capsys.readouterr().out)

    def rules(side):
        return " ".join(line["rule"] for one in said["differential"] for line in one[side])

    assert said["tier"] == tier
    assert ", ".join(said["markers"].values()) == markers
    assert rules("fits") == fits
    assert rules("does_not_fit") == against
    assert rules("not_answered") == open_


def test_there_is_one_vignette_for_each_explanation():
    assert {row[0] for row in ROWS} == {*HYPOTHESES} - {"other"}
    assert {row[0] for row in ROWS} == {file.stem for file in FOLDER.glob("*.json")}
