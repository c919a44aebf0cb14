"""What the reading of one form shares: names given once, what was changed, what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Item = Mapping[str, Any]
Table = dict[str, Any]


class NotAQuestionnaire(Exception):
    """The file holds no R4 Questionnaire that can be read. Says why."""


class Names:
    """Gives each name once: a second "never" is "never_2". As quick for 20,000 as for two."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}

    def give(self, name: str) -> str:
        given = name
        while given in self._taken:
            self._numbers[name] = self._numbers.get(name, 1) + 1
            given = f"{name}_{self._numbers[name]}"
        self._taken.add(given)
        return given


@dataclass
class Reading:
    slug: str
    contained: Mapping[str, Any]
    names: Names  # of questions
    left_out: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    said: str = ""  # by a display, for the question that follows
    options: dict[str, list[Table]] = field(default_factory=dict)  # option sets by name
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # by linkId: their code, ours
    ids: dict[str, str] = field(default_factory=dict)  # by linkId: our question id

    def leave(self, where: str, what: str) -> None:
        self.left_out.append(f"{where}: {what}")

    def change(self, where: str, what: str) -> None:
        self.changed.append(f"{where}: {what}")


def text_of(table: Item, key: str) -> str:
    """A text without the blanks around it; "" where there is none."""
    found = table.get(key, "")
    if not isinstance(found, str):
        raise NotAQuestionnaire(f"{key}: must be text")
    return found.strip()
