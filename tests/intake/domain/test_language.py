"""Words of the domain: English by itself, in the reader's language where somebody translates."""

import pytest
from django.utils import translation

from intake.domain import language
from intake.domain.language import Translator


def test_without_a_translator_words_stay_in_english():
    alone = Translator()

    assert alone.gettext("Not reached") == "Not reached"
    assert alone.ngettext("a month", "months", 1) == "a month"
    assert alone.ngettext("a month", "months", 0) == "months"


@pytest.mark.parametrize(
    ("code", "number", "words"), [("en", "62.5", "a, b and c"), ("es", "62,5", "a, b y c")]
)
def test_numbers_and_lists_follow_the_language(code, number, words):
    with translation.override(code):
        assert (language.number(62.5), language.number(62.0)) == (number, "62")
        assert language.listed(["a", "b", "c"]) == words
        assert language.listed(["a"]) == "a"


def test_a_small_number_is_a_word_and_a_large_one_is_not():
    assert [language.counted(number) for number in (1, 4, 9, 10)] == ["one", "four", "nine", "10"]
