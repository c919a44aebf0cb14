"""The limits of an answer, as far as they are known to its type and make sense."""

from __future__ import annotations

from typing import Any

from intake.domain.fhir import names
from intake.domain.fhir.reading import Item, Reading, Table

LONGEST_LINE = 200  # characters of a FHIR string; a FHIR text may be longer


def limits(reading: Reading, item: Item, kind: str) -> Table:
    """What a question of this type of ours holds; a limit that fits nothing is named."""
    if kind == "number":
        return _range(reading, item) | ({"decimals": True} if item["type"] == "decimal" else {})
    if kind == "choices":
        return _most(reading, item["linkId"], "maxOccurs", _value(item, names.MAX_OCCURS), "most")
    if kind == "text":
        found = _most(reading, item["linkId"], "maxLength", item.get("maxLength"), "max_length")
        return ({"max_length": LONGEST_LINE} if item["type"] == "string" else {}) | found
    return {}


def _most(reading: Reading, link: str, name: str, given: Any, key: str) -> Table:
    if given is None:
        return {}
    if given < 1:
        reading.leave(link, f"{name} {given}: leaves no answer")
        return {}
    return {key: given}


def _range(reading: Reading, item: Item) -> Table:
    link, made = item["linkId"], {}
    for url, key in ((names.MIN, "least"), (names.MAX, "greatest")):
        limit = _value(item, url)
        if limit is not None and limit == int(limit):
            made[key] = int(limit)
        elif limit is not None:
            reading.leave(link, f"{url.rpartition('/')[2]} {limit}: is no whole number")
    if len(made) == 2 and made["least"] > made["greatest"]:
        reading.leave(link, f"minValue {made['least']} is above maxValue {made['greatest']}")
        return {}
    return made


def _value(item: Item, url: str) -> Any:
    """The number in the extension with this address; None where there is none."""
    given = (e for e in item.get("extension", []) if e.get("url") == url)
    return next((e.get("valueInteger", e.get("valueDecimal")) for e in given), None)
