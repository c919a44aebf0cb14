"""A FHIR R4 Questionnaire read into a definition of ours; what can't be carried over is named.

Nothing is guessed and nothing fetched. Calculations of the form are not run: a scale is ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from intake.domain.definition import DefinitionError, parse
from intake.domain.fhir import names
from intake.domain.fhir.conditions import held
from intake.domain.fhir.limits import LONGEST_LINE, limits
from intake.domain.fhir.options import choose
from intake.domain.fhir.reading import (
    Item,
    Names,
    NotAQuestionnaire,
    Reading,
    Table,
    text_of,
)
from intake.domain.language import gettext as _

MOST_QUESTIONS = 300
SHORTEST = 20  # characters of a title where there is little room
# What stands in an item and is read, or says nothing that we would need.
READ = {
    *("linkId", "text", "type", "item", "code", "extension", "prefix", "definition", "id", "_text"),
    *("enableWhen", "enableBehavior", "repeats", "maxLength", "answerOption", "answerValueSet"),
}
KINDS = {
    "boolean": "choice",
    "choice": "choice",
    "open-choice": "choice",
    "integer": "number",
    "decimal": "number",
    "date": "date",
    "string": "text",
    "text": "text",
}
# Extensions that are read, by the type of our question.
KNOWN = {
    "choice": {names.CONTROL},
    "choices": {names.CONTROL, names.MAX_OCCURS},
    "month": {names.ENTRY_FORMAT},
    "number": {names.MIN, names.MAX},
}


@dataclass(frozen=True, kw_only=True)
class Imported:
    """The definition, and in words what was left behind and what is named otherwise here."""

    definition: Table
    licence: str  # its text; empty where none is stated
    left_out: tuple[str, ...]
    changed: tuple[str, ...]


def imported(data: Any, *, slug: str, taken: Collection[str] = ()) -> Imported:
    """Raises NotAQuestionnaire; `slug` names the questionnaire here.

    `taken` are the ids of other questions: one that is there twice would be heard as the other.
    """
    try:
        found = _imported(data, slug, taken)
        parse(found.definition, sha256="")
    except DefinitionError as error:
        raise NotAQuestionnaire(str(error)) from None
    except RecursionError:
        raise NotAQuestionnaire("item: is nested too deeply") from None
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        raise NotAQuestionnaire("a value has another type than R4 gives it") from None
    return found


def _imported(data: Any, slug: str, taken: Collection[str]) -> Imported:
    _check(data)
    reading = Reading(slug=slug, contained=_contained(data), names=Names(taken))
    for item in _every(data["item"]):
        link = item["linkId"]
        reading.ids[link] = reading.names.give(f"{slug}-{_plain(link)}")
    opening, items = _apart(data["item"])
    preamble = _said(reading, opening)
    questions = list(_questions(reading, items, lead="", conditions=[]))
    if not questions:
        raise NotAQuestionnaire("item: holds no question that can be carried over")
    if len(questions) > MOST_QUESTIONS:
        raise NotAQuestionnaire(f"item: holds more than {MOST_QUESTIONS} questions")
    if reading.said:
        reading.leave("display", "stands behind the last question")
    _name_the_rest(reading, data)
    licence = text_of(data, "copyright")
    definition = _head(reading, data, licence) | {
        "preamble": preamble,
        "options": reading.options,
        "questions": questions,
    }
    kept = {key: value for key, value in definition.items() if value not in ("", {}, [])}
    return Imported(
        definition=kept,
        licence=licence,
        left_out=tuple(reading.left_out),
        changed=tuple(reading.changed),
    )


def _head(reading: Reading, data: Item, licence: str) -> Table:
    title = text_of(data, "title") or text_of(data, "name") or reading.slug
    short = title[:SHORTEST].strip()
    if short != title:
        reading.change("title", f"where there is little room it is {short}")
    version = text_of(data, "version") or "no version"
    return {
        "slug": reading.slug,
        "version": "1",
        "kind": "instrument",
        "language": (text_of(data, "language") or "en").partition("-")[0],
        "title": title,
        "short": short,
        "citation": text_of(data, "description") or f"{title}, {version}",
        "holder": text_of(data, "publisher") or _("not stated"),
        "licence": licence or _("not stated"),
        "notice": licence or title,
        "source": text_of(data, "url"),
        "loinc": next(iter(_loinc(data)), ""),
    }


# --- the whole -------------------------------------------------------------------------------


def _check(data: Any) -> None:
    if not isinstance(data, dict) or data.get("resourceType") != "Questionnaire":
        raise NotAQuestionnaire("resourceType: is not Questionnaire")
    if data.get("modifierExtension"):
        raise NotAQuestionnaire("modifierExtension: changes the meaning in a way not known here")
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise NotAQuestionnaire("a text holds half a character, a lone surrogate") from None
    if not data.get("item"):
        raise NotAQuestionnaire("item: is missing or empty")
    seen: set[str] = set()
    for item in _every(data["item"]):
        _check_item(item, seen)


def _check_item(item: Item, seen: set[str]) -> None:
    link = item.get("linkId")
    if not isinstance(link, str) or not isinstance(item.get("type"), str):
        raise NotAQuestionnaire("item: each needs a linkId and a type, as text")
    if link in seen:
        raise NotAQuestionnaire(f"linkId {link}: stands there twice")
    if item["type"] in {"coding", "question"} or "answerConstraint" in item:
        raise NotAQuestionnaire(f"linkId {link}: has the shape of another FHIR version than R4")
    if item.get("modifierExtension"):
        raise NotAQuestionnaire(f"linkId {link}: a modifierExtension is not known here")
    seen.add(link)


def _every(items: Any) -> Iterator[Any]:
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise NotAQuestionnaire("item: must be a list of objects")
    for item in items:
        yield item
        yield from _every(item.get("item", []))


def _contained(data: Item) -> dict[str, Any]:
    found = data.get("contained", [])
    held = found if isinstance(found, list) else []
    return {f"#{r.get('id')}": r for r in held if isinstance(r, dict)}


def _name_the_rest(reading: Reading, data: Item) -> None:
    for key in ("derivedFrom", "extension", "initial"):
        for one in data.get(key, []):
            what = one.get("url", key) if isinstance(one, dict) else one
            reading.leave("the form", f"{key} {what}")


def _loinc(data: Item) -> list[str]:
    coded = data.get("code", [])
    return [c["code"] for c in coded if c.get("system") == names.LOINC and "code" in c]


# --- items -----------------------------------------------------------------------------------


def _questions(
    reading: Reading, items: Sequence[Item], *, lead: str, conditions: list[Table]
) -> Iterator[Table]:
    """The questions in order; a group hands its text and its conditions to those inside."""
    for item in items:
        if item["type"] == "display":
            reading.said = f"{reading.said} {_said(reading, [item])}".strip()
        elif item["type"] == "group":
            inner, text = item.get("item", []), text_of(item, "text")
            _name_what_is_not_read(reading, item)
            _name_repeats(reading, item)
            around = held(reading, item, conditions)
            yield from _questions(reading, inner, lead=text or lead, conditions=around)
        else:
            hints, inner = _apart(item.get("item", []))
            around = held(reading, item, conditions)
            made = list(_question(reading, item, lead=lead, conditions=around))
            if made:
                hint = f"{reading.said} {_said(reading, hints)}".strip()
                made[0] |= {"hint": hint} if hint else {}
                reading.said = ""
            yield from made
            yield from _questions(reading, inner, lead="", conditions=around)


def _apart(items: Sequence[Item]) -> tuple[list[Item], Sequence[Item]]:
    """The displays that stand before everything else, and the rest."""
    displays = list(takewhile(lambda item: item["type"] == "display", items))
    return displays, items[len(displays) :]


def _said(reading: Reading, displays: Sequence[Item]) -> str:
    for item in displays:
        _name_what_is_not_read(reading, item)
        if "enableWhen" in item:
            reading.leave(item["linkId"], "enableWhen: a display is always shown")
    return " ".join(text_of(item, "text") for item in displays).strip()


def _question(
    reading: Reading, item: Item, *, lead: str, conditions: list[Table]
) -> Iterator[Table]:
    link, kind, text = item["linkId"], item["type"], text_of(item, "text")
    if kind not in KINDS or not text:
        reading.leave(link, f"a question of type {kind}, or without text, is left out")
        return
    made: Table = {"id": reading.ids[link], "text": text, "type": _type(item)}
    made |= {"lead": lead} if lead else {}
    made |= {"enable_when": conditions} if conditions else {}
    made |= {"loinc": _loinc(item)[0]} if _loinc(item) else {}
    _name_what_is_not_read(reading, item, *KNOWN.get(made["type"], ()))
    if made["type"] in {"choice", "choices", "month"} and not choose(reading, item, made):
        return
    made |= limits(reading, item, made["type"])
    if made["type"] != "choices":
        _name_repeats(reading, item)
    yield made
    if kind == "open-choice" and made["type"] != "month":
        yield _in_own_words(reading, made)


def _type(item: Item) -> str:
    formats = [
        e.get("valueString") for e in _extensions(item) if e.get("url") == names.ENTRY_FORMAT
    ]
    if item["type"] in {"date", "string", "open-choice"} and names.MONTHS in formats:
        return "month"
    is_many = KINDS[item["type"]] == "choice" and item.get("repeats")
    return "choices" if is_many else KINDS[item["type"]]


def _in_own_words(reading: Reading, choice: Table) -> Table:
    """What "other" is, as a text of its own."""
    return {
        "id": reading.names.give(f"{choice['id']}-other"),
        "text": _("What is it, in your own words?"),
        "type": "text",
        "max_length": LONGEST_LINE,
        "enable_when": [{"question": choice["id"], "is_any_of": ["other"]}],
    }


def _name_repeats(reading: Reading, item: Item) -> None:
    if item.get("repeats"):
        reading.leave(item["linkId"], "repeats: is asked once")


def _name_what_is_not_read(reading: Reading, item: Item, *known: str) -> None:
    link = item["linkId"]
    for key in sorted(item.keys() - READ):
        reading.leave(link, key)
    for extension in _extensions(item):
        if extension.get("url") not in known:
            reading.leave(link, f"extension {extension.get('url')}")
    for extension in item.get("_text", {}).get("extension", []):
        reading.leave(link, f"extension {extension.get('url')} of the text")


def _extensions(item: Item) -> Sequence[Item]:
    found: Sequence[Item] = item.get("extension", [])
    return found


def _plain(link: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", link).strip("-") or "item"
