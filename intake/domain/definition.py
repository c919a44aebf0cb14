"""Read a questionnaire's definition: plain data in, a checked `Questionnaire` out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from intake.domain.questionnaire import (
    RESERVED,
    SKIPPED,
    Band,
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
    QuestionType,
    Scale,
)

COMBINES = frozenset({"sum", "mean", "rule"})
OptionSets = Mapping[str, tuple[Option, ...]]


class DefinitionError(Exception):
    """A definition file can't be used. Says which key, and what is wrong with it."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


@dataclass(frozen=True)
class _Table:
    """The keys one table of a file may hold, each with the type of its value."""

    required: Mapping[str, type]
    optional: Mapping[str, type]

    def read(self, data: Any, where: str) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise DefinitionError(where, "must be a table")
        allowed = {**self.required, **self.optional}
        for key, value in data.items():
            if key not in allowed:
                raise DefinitionError(f"{where}.{key}", "is not a known key")
            # bool is an int to Python; to a reader of the file it is not
            if type(value) is not allowed[key]:
                raise DefinitionError(f"{where}.{key}", f"must be {_NAMES[allowed[key]]}")
        for key in self.required:
            if key not in data:
                raise DefinitionError(f"{where}.{key}", "is missing")
        return dict(data)


_NAMES = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}
_QUESTIONNAIRE = _Table(
    required=dict.fromkeys(("slug", "version", "kind", "language", "title", "short"), str)
    | {"questions": list},
    optional=dict.fromkeys(
        (
            "part",
            "preamble",
            "stem",
            "lead",
            "lookback",
            "note_above",
            "citation",
            "holder",
            "licence",
        ),
        str,
    )
    | dict.fromkeys(("notice", "source", "loinc"), str)
    | {"options": dict, "scales": list, "enable_when": list},
)
_QUESTION = _Table(
    required=dict.fromkeys(("id", "text", "type"), str),
    optional=dict.fromkeys(("label", "lead", "hint", "why", "options", "also", "loinc"), str)
    | dict.fromkeys(("reserved", "enable_when", "exclusive", "questions"), list)
    | dict.fromkeys(("most", "max_length", "least", "greatest"), int)
    | dict.fromkeys(("optional", "scored", "reverse", "safety", "alone", "decimals"), bool),
)
_OPTION = _Table(
    required={"code": str, "label": str}, optional={"score": int, "loinc": str, "step": int}
)
_SCALE = _Table(
    required={"id": str, "title": str, "combine": str, "items": list},
    optional=dict.fromkeys(("least", "most", "min_answered", "change"), int)
    | dict.fromkeys(("missing", "missing_source", "change_source", "note", "loinc"), str)
    | {"bands": list, "minimum": bool},
)
_BAND = _Table(
    required={"id": str, "label": str, "least": int, "most": int, "source": str}, optional={}
)


def parse(data: Mapping[str, Any], *, sha256: str) -> Questionnaire:
    """The questionnaire one TOML file describes; `sha256` is the hash of that file.

    Raises DefinitionError at the first key that is unknown, missing or inconsistent.
    """
    file = _QUESTIONNAIRE.read(data, "file")
    _one_of(file["kind"], get_args(Kind), "file.kind")
    if not re.fullmatch("[1-9][0-9]*", file["version"]):
        raise DefinitionError("file.version", "must be a whole number, as text")
    sets = {
        name: _options(rows, f"options.{name}") for name, rows in file.pop("options", {}).items()
    }
    lead, enable_when = file.pop("lead", ""), file.pop("enable_when", None)
    shared = {"lead": lead} | ({"enable_when": enable_when} if enable_when is not None else {})
    questions = _questions(file.pop("questions"), sets=sets, shared=shared, where="questions")
    if file["kind"] == "own":
        _explained(file, questions)
    else:
        _credited(file)
    scales = tuple(
        _scale(row, questions, f"scales[{n}]") for n, row in enumerate(file.pop("scales", []))
    )
    return Questionnaire(**file, questions=questions, scales=scales, sha256=sha256)


def _questions(
    rows: Sequence[Any], *, sets: OptionSets, shared: Mapping[str, Any], where: str
) -> tuple[Question, ...]:
    if not rows:
        raise DefinitionError(where, "must hold at least one question")
    found = tuple(
        _question(row, sets=sets, shared=shared, where=f"{where}[{n}]")
        for n, row in enumerate(rows)
    )
    _no_repeats([q.id for q in found], where)
    return found


def _question(row: Any, *, sets: OptionSets, shared: Mapping[str, Any], where: str) -> Question:
    given = {**shared, **_QUESTION.read(row, where)}
    where = f"questions.{given['id']}"
    _one_of(given["type"], get_args(QuestionType), f"{where}.type")
    for key in ("options", "also"):
        if key in given:
            given[key] = _set(given[key], sets, f"{where}.{key}")
    for code in given.get("reserved", ()):
        _one_of(code, sorted(RESERVED - {SKIPPED}), f"{where}.reserved")
    given["reserved"] = tuple(given.get("reserved", ()))
    given["exclusive"] = frozenset(_texts(given.get("exclusive", []), f"{where}.exclusive"))
    given["enable_when"] = _conditions(given.get("enable_when", []), f"{where}.enable_when")
    if "questions" in given:
        given["questions"] = _questions(given["questions"], sets=sets, shared={}, where=where)
    question = Question(**given)
    _fits_its_type(question, where)
    return question


def _fits_its_type(question: Question, where: str) -> None:
    choosing = question.type in {"choice", "choices"}
    if choosing != bool(question.options):
        raise DefinitionError(f"{where}.options", "belong to choice and choices, and only there")
    if (question.type == "repeat") != bool(question.questions):
        raise DefinitionError(f"{where}.questions", "belong to repeat, and only there")
    limited = question.decimals or (question.least, question.greatest) != (None, None)
    if limited and question.type != "number":
        raise DefinitionError(f"{where}.least", "belongs to number, as greatest and decimals do")
    for code in sorted(question.exclusive):
        _one_of(code, [o.code for o in question.options], f"{where}.exclusive")
    if question.scored and any(o.score is None for o in question.options):
        raise DefinitionError(f"{where}.scored", "needs a score on each of its options")


def _explained(file: Mapping[str, Any], questions: Iterable[Question]) -> None:
    """Our own questions stand under a heading; each says why it is asked, and has a short name."""
    if not file.get("part"):
        raise DefinitionError("file.part", "is missing")
    for question in questions:
        for key in ("why", "label"):
            if not getattr(question, key):
                raise DefinitionError(f"questions.{question.id}.{key}", "is missing")
        _explained(file, question.questions)


def _credited(file: Mapping[str, Any]) -> None:
    """A published instrument carries its source and licence wherever it is shown."""
    for key in ("citation", "holder", "licence", "notice"):
        if not file.get(key):
            raise DefinitionError(f"file.{key}", "is missing")


def _options(rows: Any, where: str) -> tuple[Option, ...]:
    if not isinstance(rows, list) or not rows:
        raise DefinitionError(where, "must be a list of options")
    found = tuple(Option(**_OPTION.read(row, f"{where}[{n}]")) for n, row in enumerate(rows))
    _no_repeats([option.code for option in found], where)
    return found


def _set(name: str, sets: OptionSets, where: str) -> tuple[Option, ...]:
    _one_of(name, sorted(sets), where)
    return sets[name]


def _conditions(rows: Sequence[Any], where: str) -> tuple[Condition, ...]:
    """One `Condition` for each question a row names: a row may name several."""
    found: list[Condition] = []
    for n, row in enumerate(rows):
        found += _condition(row, f"{where}[{n}]")
    return tuple(found)


def _condition(row: Any, where: str) -> list[Condition]:
    if not isinstance(row, dict) or not row.keys() <= {"question", "is_any_of", "is_none_of"}:
        raise DefinitionError(where, "holds question, is_any_of and is_none_of only")
    asked = row.get("question")
    ids = _texts([asked] if isinstance(asked, str) else asked, f"{where}.question")
    any_of = frozenset(_texts(row.get("is_any_of", []), f"{where}.is_any_of"))
    none_of = frozenset(_texts(row.get("is_none_of", []), f"{where}.is_none_of"))
    if not ids or bool(any_of) == bool(none_of):
        raise DefinitionError(where, "needs a question, and either is_any_of or is_none_of")
    return [Condition(question=id_, is_any_of=any_of, is_none_of=none_of) for id_ in ids]


def _scale(row: Any, questions: Sequence[Question], where: str) -> Scale:
    given = _SCALE.read(row, where)
    where = f"scales.{given['id']}"
    _one_of(given["combine"], sorted(COMBINES), f"{where}.combine")
    scored = [q.id for q in questions if q.scored]
    for item in given["items"]:
        _one_of(item, scored, f"{where}.items")
    given["items"] = tuple(given["items"])
    bands = enumerate(given.pop("bands", []))
    given["bands"] = tuple(Band(**_BAND.read(b, f"{where}.bands[{n}]")) for n, b in bands)
    scale = Scale(**given)
    if scale.combine != "rule" and scale.least >= scale.most:
        raise DefinitionError(f"{where}.most", "must be above least")
    _bands_cover(scale, where)
    return scale


def _bands_cover(scale: Scale, where: str) -> None:
    """Bands lie end to end from the least to the most: each score has one, and only one."""
    expected = scale.least
    for band in scale.bands:
        if band.least != expected or band.most < band.least:
            raise DefinitionError(f"{where}.bands.{band.id}", f"must start at {expected}")
        expected = band.most + 1
    if scale.bands and expected != scale.most + 1:
        raise DefinitionError(f"{where}.bands", f"must end at {scale.most}")


def _texts(values: Any, where: str) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise DefinitionError(where, "must be a list of texts")
    return values


def _one_of(value: Any, allowed: Iterable[str], where: str) -> None:
    if value not in (known := tuple(allowed)):
        raise DefinitionError(where, "must be one of " + ", ".join(known))


def _no_repeats(codes: Sequence[str], where: str) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise DefinitionError(f"{where}.{code}", "stands there twice")
        seen.add(code)
