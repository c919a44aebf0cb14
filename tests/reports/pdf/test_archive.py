"""The file as an archive and a screen reader take it: PDF/A-3a and PDF/UA-1, judged by others."""

import io
import itertools
import json

import page
import pikepdf
import pytest

from reports.domain.fhir import bundle
from reports.pdf import render
from tests.reports import sample
from tests.reports.pdf.cases import CASES, GOLDEN

pytestmark = pytest.mark.once


@pytest.mark.usefixtures("packs")
@pytest.mark.parametrize("name", GOLDEN, ids=str)
def test_the_file_is_archivable_and_accessible(name, verapdf, tmp_path):
    path = tmp_path / "summary.pdf"
    path.write_bytes(render(GOLDEN[name]()))

    assert {flavour: verapdf.faults(path, flavour) for flavour in ("ua1", "3a")} == {
        "ua1": {},
        "3a": {},
    }
    for flavour in ("ua1", "3a"):
        verdict = page.validate_pdf(str(path), profile=flavour)
        assert verdict.is_compliant, {one.rule_id for one in verdict.failures}


def test_a_faulty_file_is_found_by_the_engine(verapdf, tmp_path):
    path = tmp_path / "faulty.pdf"
    with pikepdf.open(io.BytesIO(render(sample.summary()))) as pdf:
        del pdf.Root.MarkInfo
        pdf.save(path)

    assert verapdf.faults(path, "ua1")


def test_the_same_summary_for_a_machine_travels_inside(opened):
    (name, held), *others = opened.attachments.items()

    assert (name, others) == ("summary.fhir.json", [])
    assert json.loads(held.get_file().read_bytes()) == bundle(CASES["signed"]())
    assert str(opened.Root.AF[0].AFRelationship) == "/Data"


# --- the tree itself ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def opened():
    with pikepdf.open(io.BytesIO(render(CASES["signed"]()))) as pdf:
        yield pdf


def elements(pdf):
    """Every element in reading order, as (tag, dictionary)."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += reversed(list(node))
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S)[1:], node
            waiting.append(node.K)


def kids(node):
    return [str(kid.S)[1:] for kid in node.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def test_headings_go_down_one_level_at_a_time_from_the_title(opened):
    levels = [int(tag[1]) for tag, _ in elements(opened) if tag in ("H1", "H2", "H3")]

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_row_of_a_table_has_as_many_cells_as_its_head(opened):
    tables = [node for tag, node in elements(opened) if tag == "Table"]

    assert len(tables) == 2 + len(CASES["signed"]().appendix)  # scores, explanations, answers
    for table in tables:
        rows = [len(kids(row)) for row in table.K]
        assert set(rows) == {rows[0]}


def test_a_figure_says_in_words_what_it_shows(opened):
    medicines, score = sorted(
        (str(node.Alt) for tag, node in elements(opened) if tag == "Figure"), key=len, reverse=True
    )

    assert "Sertraline: from Nov 2024, dose up Jan 2025, still taken" in medicines
    assert "Numbness began about Mar 2025" in medicines
    assert score.startswith("PHQ-9: 17 of 27; Moderately severe, 15 to 19; Up 6 from 11")


def test_a_long_answer_is_one_cell_though_it_runs_over_pages():
    with pikepdf.open(io.BytesIO(render(CASES["long answer"]()))) as pdf:
        pages = [
            {str(mark.Pg.objgen) for mark in node.K if isinstance(mark, pikepdf.Dictionary)}
            for tag, node in elements(pdf)
            if tag == "TD"
        ]

    assert max(map(len, pages)) > 1


def test_a_link_is_tied_to_its_words_and_says_where_it_leads(opened):
    links = [node for tag, node in elements(opened) if tag == "Link"]

    assert links
    for link in links:
        (annotation,) = (
            kid.Obj for kid in link.K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
        )
        assert str(annotation.Contents).startswith("Go to ")
