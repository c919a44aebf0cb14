"""What two readers take out of the file: every question and every answer, whatever they are."""

import logging
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.pdf import render
from reports.pdf.text import clean
from tests.reports.pdf import readers
from tests.reports.pdf.cases import GOLDEN, HOSTILE, with_words
from tests.reports.pdf.readers import squeezed

pytestmark = pytest.mark.once


MARKS = re.compile(r"([\u0300-\u036f])\1+")


def with_marks_once(text):
    """pdfium gives a mark that stands on itself once."""
    return MARKS.sub(r"\1", squeezed(text))


def is_found(said, printed):
    """In what order the stretches of a line in two directions come is each reader's own affair."""
    shown = clean(said)
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in shown):
        return all(word in squeezed(printed) for word in re.findall(r"\w+", shown))
    return with_marks_once(shown) in with_marks_once(printed)


@pytest.mark.usefixtures("packs", "fonts")
@pytest.mark.parametrize("name", GOLDEN, ids=str)
def test_two_readers_find_every_question_and_every_answer(name, tmp_path):
    summary = GOLDEN[name]()
    file = render(summary)
    texts = [one for part in summary.appendix for a in part.answers for one in (a.question, a.said)]
    lying, written = (readers.poppler(file, tmp_path, *how) for how in ((), ("-raw",)))

    for printed in (readers.pdfium(file), lying + written):
        assert [text for text in texts if not is_found(text, printed)] == []


PIECES = st.one_of(
    st.sampled_from([text for text in HOSTILE if len(text) < 1000]),
    st.sampled_from(
        ["<b>", "</b>", "&lt;", "{{ x }}", "%s", "\\", "(", ")", "]]>", "\x00", "\x1b[2J"]
    ),
    st.sampled_from(
        ["\u202e", "\u2066", "\u200b", "\ufeff", "\ud83d", "\udc00", "\ue000", "\U000e0041"]
    ),
    st.integers(1, 3000).map("w".__mul__),
    st.text("aZé9 \n\t\u0301\u20dd", max_size=30),
)


class Heard(logging.Handler):
    """Whatever anybody logs meanwhile."""

    def __init__(self):
        super().__init__()
        self.records = []

    def emit(self, record):
        self.records.append(record.getMessage())

    def __enter__(self):
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_):
        logging.getLogger().removeHandler(self)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_hostile_text_never_breaks_the_file_nor_vanishes_from_it_nor_is_logged(text):
    with Heard() as heard:
        file = render(with_words(f"Begin {text} end"))

    assert is_found(f"Begin {text} end", readers.pdfium(file))
    assert heard.records == []


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_any_text_at_all_gives_a_file_and_is_not_logged(text):
    with Heard() as heard:
        file = render(with_words(text))

    assert squeezed("Appendix: every question and answer") in squeezed(readers.pdfium(file))
    assert heard.records == []
