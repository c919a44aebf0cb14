"""A questionnaire's texts in another language: laid over the definition before it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from intake.domain.definition import DefinitionError

FILE_TEXTS = (
    *("title", "short", "part", "lookback", "lead", "preamble", "stem"),
    *("notice", "note_above"),
)
QUESTION_TEXTS = ("label", "lead", "text", "hint", "why")
# An instrument has a translation where its publisher has: what is missing stays as it is.
PUBLISHED = ("title", "short", "lookback", "notice")
Table = Mapping[str, Any]


def translated(definition: Table, texts: Table) -> dict[str, Any]:
    """The definition with these texts in place of its own; everything else stays as it is.

    Raises DefinitionError for a text that is missing, or that translates nothing.
    """
    known = {"language", "options", "questions", *FILE_TEXTS}
    for key in sorted(texts.keys() - known):
        raise DefinitionError(key, "translates nothing")
    is_published = definition.get("kind") == "instrument"
    needless = PUBLISHED if is_published else ()
    own = _replaced(definition, texts, FILE_TEXTS, "file", needless=needless)
    labels, words = texts.get("options", {}), dict(texts.get("questions", {}))
    options = {
        name: _options(rows, dict(labels.get(name, {})), f"options.{name}")
        for name, rows in definition.get("options", {}).items()
    }
    for name in sorted(labels.keys() - options.keys()):
        raise DefinitionError(f"options.{name}", "translates nothing")
    questions = list(_questions(definition["questions"], words, keeps=is_published))
    for name in sorted(words):
        raise DefinitionError(f"questions.{name}", "translates nothing")
    return {**own, "language": texts["language"], "options": options, "questions": questions}


def _questions(rows: Any, words: dict[str, Any], *, keeps: bool) -> Iterator[dict[str, Any]]:
    """Takes out of `words` what it uses."""
    for row in rows:
        name = row["id"]
        if name not in words and not keeps:
            raise DefinitionError(f"questions.{name}", "is not translated")
        needless = () if name in words else QUESTION_TEXTS
        where = f"questions.{name}"
        made = _replaced(row, words.pop(name, {}), QUESTION_TEXTS, where, needless=needless)
        if "questions" in row:
            made["questions"] = list(_questions(row["questions"], words, keeps=keeps))
        yield made


def _options(rows: Any, labels: dict[str, str], where: str) -> list[dict[str, Any]]:
    made = []
    for row in rows:
        if row["code"] not in labels:
            raise DefinitionError(f"{where}.{row['code']}", "is not translated")
        made.append({**row, "label": labels.pop(row["code"])})
    for code in sorted(labels):
        raise DefinitionError(f"{where}.{code}", "translates nothing")
    return made


def _replaced(
    row: Table, texts: Table, keys: tuple[str, ...], where: str, *, needless: tuple[str, ...] = ()
) -> dict[str, Any]:
    made = dict(row)
    for key in keys:
        if row.get(key) and key not in texts and key not in needless:
            raise DefinitionError(f"{where}.{key}", "is not translated")
        if key in texts:
            if not row.get(key):
                raise DefinitionError(f"{where}.{key}", "translates nothing")
            made[key] = texts[key]
    return made
