"""A FHIR R4 Questionnaire read into a definition of ours; what can't be carried over is named.

Nothing is guessed and nothing fetched. Calculations of the form are not run: a scale is ours.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intake.domain.definition import DefinitionError, parse
from intake.domain.fhir import names
from intake.domain.fhir.options import choose
from intake.domain.fhir.reading import Item, Names, NotAQuestionnaire, Reading, Table
from intake.domain.language import gettext as _

LONGEST_LINE = 200  # characters of a FHIR string; a FHIR text may be longer
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


@dataclass(frozen=True, kw_only=True)
class Imported:
    """The definition, the licence text (empty where none is stated), and what was left behind."""

    definition: Table
    licence: str
    left_out: tuple[str, ...]


def imported(data: Any, *, slug: str, taken: Collection[str] = ()) -> Imported:
    """Raises NotAQuestionnaire; `slug` names the questionnaire here.

    `taken` are the ids of other questions: one that is there twice would be heard as the other.
    """
    try:
        found = _imported(data, slug, taken)
        parse(found.definition, sha256="")
    except DefinitionError as error:
        raise NotAQuestionnaire(str(error)) from None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise NotAQuestionnaire("a value has another type than R4 gives it") from None
    return found


def _imported(data: Any, slug: str, taken: Collection[str]) -> Imported:
    _check(data)
    reading = Reading(slug=slug, contained=_contained(data), names=Names(taken))
    for item in _every(data["item"]):
        link = item["linkId"]
        reading.ids[link] = reading.names.give(f"{slug}-{_plain(link)}")
    questions = list(_questions(reading, data["item"], lead="", conditions=[]))
    if not questions:
        raise NotAQuestionnaire("item: holds no question that can be carried over")
    _name_the_rest(reading, data)
    licence, holder = str(data.get("copyright", "")), str(data.get("publisher", ""))
    title = str(data.get("title") or data.get("name") or slug)
    definition = {
        "slug": slug,
        "version": "1",
        "kind": "instrument",
        "language": str(data.get("language", "en")).partition("-")[0],
        "title": title,
        "short": title[:20].strip(),
        "citation": str(data.get("description") or f"{title}, {data.get('version', 'no version')}"),
        "holder": holder or _("not stated"),
        "licence": licence or _("not stated"),
        "notice": licence or title,
        "source": str(data.get("url", "")),
        "loinc": next(iter(_loinc(data)), ""),
        "options": reading.options,
        "questions": questions,
    }
    kept = {key: value for key, value in definition.items() if value not in ("", {}, [])}
    return Imported(definition=kept, licence=licence, left_out=tuple(reading.left_out))


# --- the whole -------------------------------------------------------------------------------


def _check(data: Any) -> None:
    if not isinstance(data, dict) or data.get("resourceType") != "Questionnaire":
        raise NotAQuestionnaire("resourceType: is not Questionnaire")
    if data.get("modifierExtension"):
        raise NotAQuestionnaire("modifierExtension: changes the meaning in a way not known here")
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
    said = ""  # a display, for the question that follows
    for item in items:
        kind, text = item["type"], str(item.get("text", ""))
        held = _held(reading, item, conditions)
        if kind == "display":
            said = f"{said} {text}".strip()
        elif kind == "group" and not item.get("repeats"):
            inner = item.get("item", [])
            yield from _questions(reading, inner, lead=text or lead, conditions=held)
        else:
            made = list(_question(reading, item, lead=lead, conditions=held))
            if made and said:
                made[0]["hint"], said = said, ""
            yield from made
            yield from _questions(reading, _nested(item), lead="", conditions=held)
    if said:
        reading.leave("display", "stands behind the last question")


def _held(reading: Reading, item: Item, outer: list[Table]) -> list[Table]:
    """Its own conditions and those around it. We know "any of", not "all of": so that is named."""
    own = _conditions(reading, item)
    if own and outer:
        reading.leave(
            item["linkId"], "is asked when its own conditions or those around it hold, not both"
        )
    return [*outer, *own]


def _nested(item: Item) -> Sequence[Item]:
    return [] if item["type"] == "group" else item.get("item", [])


def _question(
    reading: Reading, item: Item, *, lead: str, conditions: list[Table]
) -> Iterator[Table]:
    link, kind = item["linkId"], item["type"]
    made: Table = {"id": reading.ids[link], "text": str(item.get("text", "")), "type": kind}
    made |= {"lead": lead} if lead else {}
    made |= {"enable_when": conditions} if conditions else {}
    made |= {"loinc": _loinc(item)[0]} if _loinc(item) else {}
    if kind == "group":
        made |= {"type": "repeat", "questions": list(_in_rows(reading, item))}
    elif kind not in KINDS or not made["text"]:
        reading.leave(link, f"a question of type {kind}, or without text, is left out")
        return
    else:
        made["type"] = KINDS[kind]
    _name_what_is_not_read(reading, item)
    if made["type"] == "choice" and not choose(reading, item, made):
        return
    _limit(reading, item, made)
    yield made
    if kind == "open-choice":
        yield _in_own_words(reading, made)


def _in_rows(reading: Reading, item: Item) -> Iterator[Table]:
    yield from _questions(reading, item.get("item", []), lead="", conditions=[])


def _limit(reading: Reading, item: Item, made: Table) -> None:
    """The limits of an answer, as far as they are known to its type."""
    given = {extension.get("url"): extension for extension in item.get("extension", [])}
    kind = made["type"]
    if kind == "number":
        made |= dict(_range(given)) | ({"decimals": True} if item["type"] == "decimal" else {})
    elif kind == "text":
        most = item.get("maxLength", LONGEST_LINE if item["type"] == "string" else None)
        made |= {"max_length": most} if most else {}
    elif kind == "date" and given.get(names.ENTRY_FORMAT, {}).get("valueString") == names.MONTHS:
        made["type"] = "month"
    elif kind in {"choices", "repeat"} and names.MAX_OCCURS in given:
        made["most"] = given[names.MAX_OCCURS].get("valueInteger")
    if item.get("repeats") and kind not in {"choices", "repeat"}:
        reading.leave(item["linkId"], "repeats: is asked once")


def _range(given: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for url, key in ((names.MIN, "least"), (names.MAX, "greatest")):
        extension = given.get(url, {})
        limit = extension.get("valueInteger", extension.get("valueDecimal"))
        if limit is not None and limit == int(limit):
            yield key, int(limit)


def _in_own_words(reading: Reading, choice: Table) -> Table:
    """What "other" is, as a text of its own."""
    return {
        "id": reading.names.give(f"{choice['id']}-other"),
        "text": _("What is it, in your own words?"),
        "type": "text",
        "max_length": LONGEST_LINE,
        "enable_when": [{"question": choice["id"], "is_any_of": ["other"]}],
    }


def _conditions(reading: Reading, item: Item) -> list[Table]:
    link, made = item["linkId"], []
    given = item.get("enableWhen", [])
    for when in given:
        condition = _condition(reading, when)
        if condition:
            made.append(condition)
        else:
            what = f"{when.get('operator')} on {when.get('question')}"
            reading.leave(link, f"the condition {what} is left out")
    if item.get("enableBehavior") == "all" and len(given) > 1:
        reading.leave(link, "enableBehavior all: is asked when any of its conditions holds")
    return made


def _condition(reading: Reading, when: Item) -> Table | None:
    """Equal and not equal, on an earlier question with options."""
    asked, operator = str(when.get("question")), when.get("operator")
    codes = reading.codes.get(asked, {})
    if operator == "exists" and when.get("answerBoolean") is True and codes:
        return {"question": reading.ids[asked], "is_any_of": sorted(codes.values())}
    given = next((v for key, v in when.items() if key.startswith("answer")), None)
    theirs = given.get("code") if isinstance(given, dict) else given
    theirs = str(theirs).lower() if isinstance(theirs, bool) else str(theirs)
    side = {"=": "is_any_of", "!=": "is_none_of"}.get(str(operator))
    if side is None or theirs not in codes:
        return None
    return {"question": reading.ids[asked], side: [codes[theirs]]}


def _name_what_is_not_read(reading: Reading, item: Item) -> None:
    link = item["linkId"]
    for key in sorted(item.keys() - READ):
        reading.leave(link, key)
    known = {names.MIN, names.MAX, names.ENTRY_FORMAT, names.MAX_OCCURS}
    for extension in item.get("extension", []):
        if extension.get("url") not in known:
            reading.leave(link, f"extension {extension.get('url')}")
    for extension in item.get("_text", {}).get("extension", []):
        reading.leave(link, f"extension {extension.get('url')} of the text")


def _plain(link: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", link).strip("-") or "item"
