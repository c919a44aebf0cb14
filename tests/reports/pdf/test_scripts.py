"""A rendered summary in every script: what a person copies out of it is what was written."""

import hashlib
import subprocess
from dataclasses import replace

import pypdfium2
import pytest

from reports.pdf import render
from tests.reports import sample
from tests.reports.pdf.cases import with_words
from tests.reports.pdf.readers import DIRECTIONS, squeezed
from tests.reports.pdf.scripts import ANSWERS, MIXED


def poppler(file, tmp_path):
    path = tmp_path / "summary.pdf"
    path.write_bytes(file)
    command = ["pdftotext", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def pdfium(file):
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file))


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_two_readers_find_an_answer_of_each_script(answer, tmp_path):
    file = render(with_words(answer))

    assert squeezed(answer) in squeezed(poppler(file, tmp_path))
    assert squeezed(answer) in squeezed(pdfium(file))
    assert "lack" not in pdfium(file)  # no line about boxes


@pytest.mark.usefixtures("fonts")
def test_every_word_of_an_arabic_answer_with_a_medicine_in_it_is_found(tmp_path):
    file = render(with_words(f"{MIXED}\n{MIXED}"))

    # in what order the stretches of such a line come is each reader's own affair
    words = DIRECTIONS.sub(" ", poppler(file, tmp_path)).split()
    assert set(MIXED.split()) <= set(words)
    assert set(MIXED.replace("(ربما)", "").split()) <= set(pdfium(file).split())


@pytest.mark.usefixtures("fonts")
def test_all_scripts_together_are_an_archivable_and_accessible_file(verapdf, tmp_path):
    answer = "\n".join([*ANSWERS.values(), MIXED])
    path = tmp_path / "summary.pdf"
    path.write_bytes(render(with_words(answer)))

    assert verapdf.faults(path, "ua1") == verapdf.faults(path, "3a") == {}


@pytest.mark.usefixtures("fonts")
def test_earlier_documents_do_not_change_the_bytes():
    def digests(names):
        return {name: hashlib.sha256(render(with_words(ANSWERS[name]))).digest() for name in names}

    assert digests(ANSWERS) == digests(reversed(ANSWERS))


@pytest.mark.usefixtures("fonts")
def test_only_what_no_font_has_is_counted():
    patient = replace(sample.ALEX, family_name="小林", given_name="আলেক্স")  # Chinese, Bengali
    text = " ".join(pdfium(render(sample.summary(patient=patient))).split())

    assert "lack 6 characters used in a name or an answer" in text


def test_without_a_font_the_true_text_is_kept(tmp_path):
    file = render(with_words(ANSWERS["Chinese"] + ANSWERS["Hebrew"]))

    assert "a box □ stands for each" in " ".join(pdfium(file).split())
    assert squeezed(ANSWERS["Chinese"]) in squeezed(poppler(file, tmp_path))
