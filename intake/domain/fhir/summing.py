"""A scale for an imported form: the sum of its values, and golden cases to begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Table = dict[str, Any]


class NothingToSum(Exception):
    """No question has a value on each of its options."""


def with_sum(definition: Table) -> Table:
    """The same with one scale: the sum of the values of all questions whose options have them.

    Raises NothingToSum where there is none. A gap means no score: nothing else is published.
    """
    ranges = {q["id"]: _range(definition, q) for q in definition["questions"]}
    scored = {name: found for name, found in ranges.items() if found}
    if not scored:
        raise NothingToSum("item: no question has a value on each of its options to be summed")
    questions = [q | {"scored": True} if q["id"] in scored else q for q in definition["questions"]]
    scale = {
        "id": definition["slug"],
        "title": definition["short"],
        "combine": "sum",
        "items": list(scored),
        "least": sum(least for least, _most in scored.values()),
        "most": sum(most for _least, most in scored.values()),
        "missing": "strict",
    }
    return definition | {"questions": questions, "scales": [scale]}


def golden(definition: Table) -> list[Table]:
    """Cases at both ends of the sum and with a gap: a beginning, to be checked and added to."""
    (scale,) = definition["scales"]
    asked = [q for q in definition["questions"] if q["id"] in scale["items"]]
    cases: list[Table] = []
    for end, name in ((min, "every item at its least"), (max, "every item at its most")):
        answers = {q["id"]: _end_of(definition, q, end) for q in asked}
        value = scale["least"] if end is min else scale["most"]
        score = {scale["id"]: {"value": value, "status": "complete"}}
        cases.append({"name": name, "answers": answers, "scores": score})
    gap = {key: code for key, code in cases[0]["answers"].items() if key != asked[0]["id"]}
    unscored = {scale["id"]: {"status": "incomplete"}}
    return [*cases, {"name": "one item left out", "answers": gap, "scores": unscored}]


def _range(definition: Table, question: Table) -> tuple[int, int] | None:
    if question["type"] != "choice":
        return None
    values = [o.get("score") for o in definition["options"][question["options"]]]
    found = [value for value in values if value is not None]
    return (min(found), max(found)) if len(found) == len(values) else None


def _end_of(definition: Table, question: Table, end: Callable[..., Any]) -> str:
    options = definition["options"][question["options"]]
    return str(end(options, key=lambda option: option["score"])["code"])
