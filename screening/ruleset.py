"""The rules on file: read once, checked whole, with the hash that prints beside their results.

The hash is that of `cd screening/rules && sha256sum * | sha256sum`, so that anyone can check it.
"""

from __future__ import annotations

import csv
import hashlib
import inspect
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, get_args

from screening.domain.differential import HYPOTHESES, Check, Rule, Ruleset, Side, SignalText
from screening.domain.medicines import Grade
from screening.domain.predicates import PREDICATES

RULES = Path(__file__).parent / "rules"
DIFFERENTIAL = "differential.v1.toml"
SPANISH = "differential.v1.es.toml"
SIGNALS = "signals.v1.toml"
EVIDENCE = "medicine_evidence.v1.csv"
FILES = (SPANISH, DIFFERENTIAL, EVIDENCE, SIGNALS)  # as `sha256sum *` lists them
TRANSLATIONS = {"es": SPANISH}
KEYS = {
    "id": str,
    "version": int,
    "hypothesis": str,
    "side": str,
    "condition": str,
    "sentence": str,
    "source": str,
    "caution": str,
    "when": list,
}
SIGNAL_KEYS = {"code": str, "version": int, "condition": str, "staff": str, "source": str}


class RulesetError(Exception):
    """A rules file can't be used. Says which rule, and what is wrong with it."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")


@cache
def current(*, language: str = "en") -> Ruleset:
    """The released rules, their sentences in this language where there are such; read once."""
    return read_folder(RULES, language=language.partition("-")[0])


def read_folder(folder: Path, *, language: str = "en") -> Ruleset:
    """Raises RulesetError for a rule that could not be applied, or printed, as written."""
    contents = {name: (folder / name).read_bytes() for name in FILES}
    differential = tomllib.loads(contents[DIFFERENTIAL].decode())
    signals = tomllib.loads(contents[SIGNALS].decode())
    rules = tuple(_rule(row) for row in differential["rules"])
    _no_repeats([rule.id for rule in rules])
    if language in TRANSLATIONS:
        rules = _translated(rules, tomllib.loads(contents[TRANSLATIONS[language]].decode()))
    return Ruleset(
        version=differential["version"],
        sha256=_digest(contents),
        rules=rules,
        signals=tuple(SignalText(**_table(row, SIGNAL_KEYS, "code")) for row in signals["signals"]),
        grades=_grades(contents[EVIDENCE].decode()),
    )


def _translated(rules: Sequence[Rule], texts: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules with their sentence and caution in another language; sources stay as they are."""
    for odd in sorted(texts.keys() ^ {rule.id for rule in rules}):
        raise RulesetError(odd, "is in only one of the rules and their translation")
    return tuple(_in_words(rule, texts[rule.id]) for rule in rules)


def _in_words(rule: Rule, texts: Mapping[str, str]) -> Rule:
    own = [check.says for checks in rule.when for check in checks if check.says]
    caution, sentences = texts.get("caution", ""), [texts["sentence"], *texts.get("says", [])]
    places = list(map(_places, sentences))
    if places != list(map(_places, [rule.sentence, *own])) or bool(caution) != bool(rule.caution):
        raise RulesetError(rule.id, "does not say the same in its translation")
    says = dict(zip(own, sentences[1:], strict=True))
    when = tuple(
        tuple(replace(check, says=says.get(check.says, "")) for check in checks)
        for checks in rule.when
    )
    return replace(rule, sentence=sentences[0], caution=caution, when=when)


def _places(sentence: str) -> set[str]:
    """The names in braces, such as {medicine}."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def _digest(contents: Mapping[str, bytes]) -> str:
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in contents.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _grades(text: str) -> dict[str, Grade]:
    rows = csv.DictReader(text.splitlines())
    return {row["ingredient"]: _grade(row) for row in rows}


def _grade(row: Mapping[str, str]) -> Grade:
    return Grade(drug_class=row["class"], level=row["grade"], source=row["source"])


def _rule(row: Mapping[str, Any]) -> Rule:
    given = _table(row, KEYS, "id")
    where = given["id"]
    _one_of(given["hypothesis"], HYPOTHESES, f"{where}.hypothesis")
    _one_of(given["side"], get_args(Side), f"{where}.side")
    when = tuple(
        tuple(_check(check, f"{where}.when[{n}]") for check in checks)
        for n, checks in enumerate(given.pop("when"))
    )
    return Rule(**given, when=when)


def _check(given: Mapping[str, Any], where: str) -> Check:
    """A named predicate with the parameters it takes, and no others."""
    params = {key: value for key, value in given.items() if key not in {"predicate", "says"}}
    name = given.get("predicate", "")
    _one_of(name, PREDICATES, f"{where}.predicate")
    try:
        inspect.signature(PREDICATES[name].test).bind(None, **params)
    except TypeError as error:
        raise RulesetError(f"{where}.{name}", str(error)) from None
    return Check(predicate=name, params=params, says=given.get("says", ""))


def _table(row: Mapping[str, Any], keys: Mapping[str, type], name: str) -> dict[str, Any]:
    where = str(row.get(name, "a rule without a name"))
    if row.keys() != keys.keys():
        odd = ", ".join(sorted(row.keys() ^ keys.keys()))
        raise RulesetError(where, f"these keys are missing, or are not known: {odd}")
    for key, kind in keys.items():
        if type(row[key]) is not kind:
            raise RulesetError(f"{where}.{key}", f"must be {kind.__name__}")
    return dict(row)


def _one_of(value: str, known: Sequence[str] | Mapping[str, Any], where: str) -> None:
    if value not in known:
        raise RulesetError(where, "must be one of " + ", ".join(known))


def _no_repeats(ids: Sequence[str]) -> None:
    for rule in ids:
        if ids.count(rule) > 1:
            raise RulesetError(rule, "stands there twice")
