"""What two readers take out of the file: every question and every answer, whatever they are."""

import re
import unicodedata

import pytest

from reports.pdf import render
from reports.pdf.text import clean
from tests.reports.pdf import readers
from tests.reports.pdf.cases import GOLDEN
from tests.reports.pdf.readers import squeezed

pytestmark = pytest.mark.once


def is_found(said, printed):
    """In what order the stretches of a line in two directions come is each reader's own affair."""
    shown = clean(said)
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in shown):
        return all(word in squeezed(printed) for word in re.findall(r"\w+", shown))
    return squeezed(shown) in squeezed(printed)


@pytest.mark.usefixtures("packs", "fonts")
@pytest.mark.parametrize("name", GOLDEN, ids=str)
def test_two_readers_find_every_question_and_every_answer(name, tmp_path):
    summary = GOLDEN[name]()
    file = render(summary)
    texts = [one for part in summary.appendix for a in part.answers for one in (a.question, a.said)]
    lying, written = (readers.poppler(file, tmp_path, *how) for how in ((), ("-raw",)))

    for printed in (readers.pdfium(file), lying + written):
        assert [text for text in texts if not is_found(text, printed)] == []
