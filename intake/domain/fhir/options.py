"""The options of a choice: inline, or of a value set that the file contains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from intake.domain.fhir import names
from intake.domain.fhir.reading import Item, Names, Reading, Table
from intake.domain.language import gettext as _
from intake.domain.questionnaire import RESERVED


def choose(reading: Reading, item: Item, made: Table) -> bool:
    """The options of a choice; false where there are none that can be read."""
    link = item["linkId"]
    if item["type"] == "boolean":
        options = [{"code": "yes", "label": _("Yes")}, {"code": "no", "label": _("No")}]
        reading.codes[link] = {"true": "yes", "false": "no"}
    else:
        options = list(_options(reading, item))
    if not options:
        reading.leave(link, "a choice whose options are not in the file is left out")
        return False
    if item["type"] == "open-choice" and all(o["code"] != "other" for o in options):
        options.append({"code": "other", "label": _("Other")})
    made["options"] = _set_of(reading, made["id"], options)
    if item.get("repeats"):
        made["type"] = "choices"
    return True


def _set_of(reading: Reading, name: str, options: list[Table]) -> str:
    """The name of an option set, one for all questions with the very same options."""
    known = next((key for key, kept in reading.options.items() if kept == options), None)
    if known is None:
        known = name.replace("-", "_")
        reading.options[known] = options
    return known


def _options(reading: Reading, item: Item) -> Iterator[Table]:
    link = item["linkId"]
    codes = reading.codes.setdefault(link, {})
    given = Names(RESERVED)  # an option of theirs is none of our opt-outs, whatever it is called
    for option in _stated(reading, item):
        theirs, label, system = _value(option)
        if system == names.RESERVED:
            reading.leave(link, f"the opt-out {theirs}: name it under reserved")
            continue
        code = given.give(_code(theirs if system == names.OPTION else label))
        codes[theirs] = code
        made: Table = {"code": code, "label": label}
        if system == names.LOINC:
            made["loinc"] = theirs
        score = _score(option)
        if isinstance(score, float) and not score.is_integer():
            reading.leave(link, f"the value {score} of an option is no whole number")
        elif score is not None:
            made["score"] = int(score)
        yield made


def _stated(reading: Reading, item: Item) -> Iterable[Item]:
    """The options inline, or those of a value set that the file contains."""
    if "answerOption" in item:
        return list(item["answerOption"])
    found = reading.contained.get(str(item.get("answerValueSet", "")), {})
    expansion = found.get("expansion", {}).get("contains", [])
    composed = [
        concept | {"system": one.get("system", "")}
        for one in found.get("compose", {}).get("include", [])
        for concept in one.get("concept", [])
    ]
    listed = expansion or composed
    return [{"valueCoding": one, "extension": one.get("extension", [])} for one in listed]


def _value(option: Item) -> tuple[str, str, str]:
    """Their code, the words shown, and the system of the code."""
    coding = option.get("valueCoding")
    if isinstance(coding, dict):
        code = str(coding.get("code", ""))
        return code, str(coding.get("display") or code), str(coding.get("system", ""))
    plain = next((v for key, v in option.items() if key.startswith("value")), "")
    return str(plain), str(plain), ""


def _score(option: Item) -> float | int | None:
    coded = option.get("valueCoding")
    inner = coded.get("extension", []) if isinstance(coded, dict) else []
    for extension in (*option.get("extension", []), *inner):
        if extension.get("url") in {names.ORDINAL, names.WEIGHT}:
            value = extension.get("valueDecimal")
            return float(value) if isinstance(value, float) else value
    return None


def _code(label: str) -> str:
    """The label lower-cased, every run of other characters one underscore."""
    bare = re.sub(r"\([^)]*\)|['’]", "", label).lower()
    return re.sub(r"[^0-9a-z]+", "_", bare).strip("_") or "option"
