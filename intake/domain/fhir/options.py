"""The options of a choice or a month: inline, or of a value set that the file contains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from intake.domain.fhir import names
from intake.domain.fhir.reading import Item, Names, Reading, Table, text_of
from intake.domain.language import gettext as _
from intake.domain.questionnaire import RESERVED, SKIPPED


def choose(reading: Reading, item: Item, made: Table) -> bool:
    """The options and opt-outs of a choice or a month; false where there are none to choose."""
    link = item["linkId"]
    if item["type"] == "boolean":
        options = [{"code": "yes", "label": _("Yes")}, {"code": "no", "label": _("No")}]
        reading.codes[link] = {"true": "yes", "false": "no"}
    else:
        options = list(_options(reading, item, made))
    if made["type"] == "month":
        made |= {"also": _set_of(reading, made["id"], options)} if options else {}
        return True
    if not options:
        reading.leave(link, "a choice whose options are not in the file is left out")
        return False
    if item["type"] == "open-choice" and all(o["code"] != "other" for o in options):
        options.append({"code": "other", "label": _("Other")})
    made["options"] = _set_of(reading, made["id"], options)
    return True


def _set_of(reading: Reading, name: str, options: list[Table]) -> str:
    """The name of an option set, one for all questions with the very same options."""
    known = next((key for key, kept in reading.options.items() if kept == options), None)
    if known is None:
        known = name.replace("-", "_")
        reading.options[known] = options
    return known


def _options(reading: Reading, item: Item, made: Table) -> Iterator[Table]:
    """Each option; the opt-outs and those that stand alone go to the question, `made`."""
    link, changed = item["linkId"], []
    codes = reading.codes.setdefault(link, {})
    given = Names(RESERVED)  # an option of theirs is none of our opt-outs, whatever it is called
    for option in _stated(reading, item):
        theirs, label, system = _value(option)
        if not label:
            reading.leave(link, "an option without words is left out")
            continue
        if system == names.RESERVED and theirs in RESERVED - {SKIPPED}:
            if theirs not in codes:
                made.setdefault("reserved", []).append(theirs)
            codes[theirs] = theirs
            continue
        code = given.give(_code(theirs if system == names.OPTION else label))
        codes[theirs] = code
        if "valueCoding" in option and system != names.LOINC and code != theirs:
            changed.append(f"{theirs} is {code}")
        if made["type"] == "choices" and _is_exclusive(option):
            made.setdefault("exclusive", []).append(code)
        yield _option(reading, link, option, {"code": code, "label": label}) | (
            {"loinc": theirs} if system == names.LOINC else {}
        )
    if changed:
        reading.change(link, "codes: " + ", ".join(changed))


def _option(reading: Reading, link: str, option: Item, made: Table) -> Table:
    score = _score(option)
    if isinstance(score, float) and not score.is_integer():
        reading.leave(link, f"the value {score} of an option is no whole number")
        return made
    return made if score is None else made | {"score": int(score)}


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
        code = text_of(coding, "code")
        return code, text_of(coding, "display") or code, text_of(coding, "system")
    plain = next((v for key, v in option.items() if key.startswith("value")), "")
    words = str(plain) if isinstance(plain, str | int) else ""
    return words, words.strip(), ""


def _score(option: Item) -> float | int | None:
    for extension in _extensions(option):
        if extension.get("url") in {names.ORDINAL, names.WEIGHT}:
            value = extension.get("valueDecimal")
            return float(value) if isinstance(value, float) else value
    return None


def _is_exclusive(option: Item) -> bool:
    urls = {e.get("url") for e in _extensions(option) if e.get("valueBoolean") is True}
    return names.EXCLUSIVE in urls


def _extensions(option: Item) -> Iterable[Item]:
    coded = option.get("valueCoding")
    inner = coded.get("extension", []) if isinstance(coded, dict) else []
    return (*option.get("extension", []), *inner)


def _code(label: str) -> str:
    """The label lower-cased, every run of other characters one underscore."""
    bare = re.sub(r"\([^)]*\)|['’]", "", label).lower()
    return re.sub(r"[^0-9a-z]+", "_", bare).strip("_") or "option"
