"""The file itself: complete, legible, linked, the same everywhere, and never broken by a text."""

import ctypes
import hashlib
import itertools
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from reports.domain import snapshot
from reports.pdf import render
from tests.reports import sample
from tests.reports.pdf import readers
from tests.reports.pdf.cases import CASES, HOSTILE, empty, sixty_medicines, with_words

ROOT = Path(__file__).parents[3]


def opened(file):
    return pypdfium2.PdfDocument(file)


def text_of(file):
    return "\n".join(page.get_textpage().get_text_bounded() for page in opened(file))


def squeezed(text):
    """Without white space and the mark a viewer sets for a line's end inside a word."""
    return "".join(text.replace("\x02", "").replace("\ufffe", "").split())


def page_text(file, number):
    return opened(file)[number].get_textpage().get_text_bounded()


def linked_pages(document, number):
    """The page that each link of a page leads to; -1 for one that leads nowhere."""
    page, at, link = document[number], ctypes.c_int(0), pdfium.FPDF_LINK()
    found = []
    while pdfium.FPDFLink_Enumerate(page.raw, at, link):
        target = pdfium.FPDFLink_GetDest(document.raw, link)
        found.append(pdfium.FPDFDest_GetDestPageIndex(document.raw, target) if target else -1)
    return found


def outside(page):
    """Characters that run off the paper or into its outer margin."""
    text = page.get_textpage()
    width, height = page.get_size()
    boxes = (text.get_charbox(n) for n in range(text.count_chars()))
    return [
        (left, bottom, right, top)
        for left, bottom, right, top in boxes
        if right > left
        and not (40 <= left < right <= width - 40 and 18 <= bottom < top <= height - 18)
    ]


def collisions(page):
    """Pairs of text pieces that stand on each other."""
    text = page.get_textpage()
    boxes = [text.get_rect(n) for n in range(text.count_rects())]
    return [
        (a, b)
        for a, b in itertools.combinations(boxes, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 3
    ]


@pytest.fixture(scope="module", params=CASES, ids=str)
def case(request):
    summary = CASES[request.param]()
    return summary, render(summary)


def test_the_text_holds_every_answer(case):
    summary, file = case
    printed = squeezed(readers.pdfium(file))

    for part in summary.appendix:
        for answer in part.answers:
            assert squeezed(answer.said) in printed
            assert squeezed(answer.question) in printed


def test_two_pages_lead_and_the_appendix_begins_the_third(case):
    _, file = case
    pages = [page_text(file, number) for number in range(len(opened(file)))]

    assert "Safety" in pages[0]
    assert "What the answers show" in pages[1]
    assert "Appendix" in pages[2]
    assert not any("Appendix: every" in page for page in pages[:2])


def test_every_page_names_the_patient_and_its_number(case):
    summary, file = case
    total = len(opened(file))
    for number in range(total):
        page = squeezed(page_text(file, number))
        assert squeezed(f"Page {number + 1} of {total}") in page
        assert squeezed(summary.header.name)[:12] in page
        assert squeezed("Confidential. Self-reported; not a diagnosis.") in page


def test_no_text_leaves_the_paper_or_stands_on_another(case):
    _, file = case
    for page in opened(file):
        assert outside(page) == []
        assert collisions(page) == []


def test_every_link_leads_somewhere(case):
    _, file = case
    document = opened(file)
    targets = [
        target for number in range(len(document)) for target in linked_pages(document, number)
    ]

    assert all(0 <= target < len(document) for target in targets)
    assert len(targets) > 5


def test_every_answer_is_a_named_place_so_that_a_finding_can_open_it(case):
    summary, file = case
    document = opened(file)

    for part in summary.appendix:
        for answer in part.answers:
            found = pdfium.FPDF_GetNamedDestByName(document.raw, answer.name.encode())
            assert pdfium.FPDFDest_GetDestPageIndex(document.raw, found) >= 2


def test_the_findings_of_page_two_and_their_answers_link_to_each_other():
    document = opened(render(sample.summary()))
    to_appendix = [target for target in linked_pages(document, 1) if target >= 2]
    back = [target for number in (2, 3) for target in linked_pages(document, number) if target == 1]

    assert len(to_appendix) > 10
    assert len(back) > 10


def test_the_sentence_of_the_safety_box_is_never_cut():
    summary = sample.summary()
    sentence = "; ".join(["ASQ: yes, and thoughts right now"] * 9) + "; the end of it"
    alarming = replace(summary, safety=replace(summary.safety, words=sentence))

    assert squeezed(sentence) in squeezed(page_text(render(alarming), 0))


def test_a_measure_that_could_not_be_scored_stands_clear_of_its_link():
    summary = sample.summary()
    names = tuple(f"A{number}" for number in range(131, 136))
    unscored = replace(
        summary.scores[0],
        value=None,
        value_words="Not scored, at least 13 of 20, 4 of 5",
        band_words="",
        answers=names,
    )
    page = opened(render(replace(summary, scores=(unscored,))))[0]

    assert collisions(page) == []
    assert "A131 to A135" in page.get_textpage().get_text_bounded()


def test_a_reason_of_a_thousand_lines_stays_on_the_paper():
    summary = sample.summary()
    line = replace(summary.safety.log[0], words="a\n" * 1000)
    long = replace(summary, safety=replace(summary.safety, log=(line,)))

    assert [outside(page) for page in opened(render(long)) if outside(page)] == []


def test_what_page_one_leaves_out_is_counted_and_linked():
    assert "and 54 more, in the appendix" in page_text(render(sixty_medicines()), 0)


def test_a_draft_and_a_signed_summary_do_not_look_alike():
    draft, signed = (page_text(render(CASES[name]()), 0) for name in ("draft", "signed"))

    assert "NOT YET REVIEWED BY A CLINICIAN" in draft
    assert "NOT YET REVIEWED" not in signed
    assert "Signed by R. Duty, duty clinician, SYN-REG-7781" in signed
    assert "I read every answer, including the safety section." in signed


@pytest.mark.parametrize(
    "name",
    ["Łukasik, Żaneta", "Nguyễn, Thị Hồng", "Παπαδόπουλος, Ελένη", "Щербакова, Юлия", "Ōe, Noël"],
)
def test_a_name_in_latin_vietnamese_greek_or_cyrillic_prints_right(name):
    family, given_name = name.split(", ")
    patient = replace(sample.ALEX, family_name=family, given_name=given_name)
    file = render(sample.summary(patient=patient))

    assert name in text_of(file)
    assert "a box" not in text_of(file)


@pytest.mark.parametrize("name", ["שלום", "小林", "আলেক্স"])
def test_a_script_the_font_lacks_shows_boxes_says_so_and_keeps_its_text(name):
    patient = replace(sample.ALEX, family_name=name, given_name="")
    file = render(sample.summary(patient=patient))

    assert "a box □ stands for each" in text_of(file).replace("\r\n", " ").replace("\n", " ")
    assert set(name) <= set(text_of(file))


@pytest.mark.parametrize(("text", "kept"), HOSTILE.items(), ids=range(len(HOSTILE)))
def test_no_text_breaks_the_document_or_vanishes_from_it(text, kept):
    file = render(with_words(text))

    assert squeezed(kept or text) in squeezed(readers.pdfium(file))


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_paper_is_the_practices(paper):
    practice = replace(sample.PRACTICE, paper=paper)
    page = opened(render(sample.summary(practice=practice)))[0]

    assert tuple(map(round, page.get_size())) == {"a4": (595, 842), "letter": (612, 792)}[paper]


def test_the_metadata_does_not_name_the_patient():
    document = opened(render(sample.summary(patient=replace(sample.ALEX, family_name="Zyxwv"))))

    kept = {
        **document.get_metadata_dict(),
        "bookmarks": [b.get_title() for b in document.get_toc()],
    }
    assert "Zyxwv" not in str(kept)
    assert kept["CreationDate"] == "D:20251124081600+00'00'"
    assert "Safety" in kept["bookmarks"]


SCRIPT = """
import hashlib
from reports.domain import snapshot
from reports.pdf import render
import sys
print(hashlib.sha256(render(snapshot.from_json(sys.stdin.buffer.read()))).hexdigest())
"""


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"},
        {"SOURCE_DATE_EPOCH": "1700000000", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
    ],
    ids=str,
)
def test_the_same_summary_gives_the_same_bytes_in_another_process(surroundings):
    summary = sample.summary()
    render(empty())  # an earlier document leaves nothing behind
    here = hashlib.sha256(render(summary)).hexdigest()

    there = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=snapshot.canonical(summary),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, **surroundings},
    )
    assert there.stdout.decode().strip() == here


def test_another_summary_gives_other_bytes():
    assert render(sample.summary()) != render(sample.summary(signature=sample.SIGNATURE))


def test_a_usual_file_is_small():
    assert len(render(sample.summary())) < 100_000
