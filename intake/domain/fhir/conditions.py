"""When a question of an imported form is asked: what `enableWhen` says, as far as we know it."""

from __future__ import annotations

from intake.domain.fhir.reading import Item, Reading, Table


def held(reading: Reading, item: Item, outer: list[Table]) -> list[Table]:
    """Its own conditions and those around it. We know "any of", not "all of": so that is named."""
    own = _own(reading, item)
    if own and outer:
        reading.leave(
            item["linkId"], "is asked when its own conditions or those around it hold, not both"
        )
    return [*outer, *own]


def _own(reading: Reading, item: Item) -> list[Table]:
    link, made = item["linkId"], []
    given = item.get("enableWhen", [])
    for when in given:
        if fault := _fault(reading, when):
            what = f"{when.get('operator')} on {when.get('question')}"
            reading.leave(link, f"the condition {what} is left out: {fault}")
        else:
            made.append(_condition(reading, when))
    if item.get("enableBehavior") == "all" and len(given) > 1:
        reading.leave(link, "enableBehavior all: is asked when any of its conditions holds")
    return made


def _fault(reading: Reading, when: Item) -> str:
    """Equal, not equal and exists, on an earlier question with options: so none goes in a ring."""
    asked, operator = str(when.get("question")), when.get("operator")
    if asked not in reading.ids:
        return "there is no such linkId"
    if not reading.codes.get(asked):
        return "that is no earlier question with options"
    if operator == "exists" and when.get("answerBoolean") is True:
        return ""
    if operator not in {"=", "!="}:
        return "it is not known here"
    return "" if _theirs(when) in reading.codes[asked] else "that question has no such option"


def _condition(reading: Reading, when: Item) -> Table:
    asked = when["question"]
    codes = reading.codes[asked]
    if when["operator"] == "exists":
        return {"question": reading.ids[asked], "is_any_of": sorted(codes.values())}
    side = "is_any_of" if when["operator"] == "=" else "is_none_of"
    return {"question": reading.ids[asked], side: [codes[_theirs(when)]]}


def _theirs(when: Item) -> str:
    """Their code of the answer that a condition waits for."""
    given = next((v for key, v in when.items() if key.startswith("answer")), None)
    code = given.get("code") if isinstance(given, dict) else given
    return str(code).lower() if isinstance(code, bool) else str(code)
