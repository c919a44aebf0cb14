"""Words in the reader's language: the domain's own gettext.

`intake.apps` hands Django's in; where nobody does, as in a script, words stay in English.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _english(one: str, many: str, number: int) -> str:
    return one if number == 1 else many


@dataclass
class Translator:
    gettext: Callable[[str], str] = str
    ngettext: Callable[[str, str, int], str] = _english


translator = Translator()


def gettext(text: str) -> str:
    return translator.gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    return translator.ngettext(one, many, number)


def number(value: float) -> str:
    """Without a needless zero, with the decimal sign of the language: "62.5", "62,5"."""
    # Translators: the decimal sign of your language
    return f"{value:g}".replace(".", gettext("."))


def counted(value: int) -> str:
    """A small number of questions or pages in words: "three"."""
    words = gettext("zero one two three four five six seven eight nine").split()
    return words[value] if value < len(words) else str(value)


def listed(items: list[str]) -> str:
    """a, b and c."""
    *head, last = items or [""]
    return (
        gettext("%(head)s and %(last)s") % {"head": ", ".join(head), "last": last} if head else last
    )


def lower_first(text: str) -> str:
    """For the middle of a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
