"""The rules as a page for a clinician: `python -m tests.rules_page > docs/rules.md`.

Beside each rule stand the plainest of the cases that its tests are made of.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from screening import ruleset  # noqa: E402
from screening.domain.differential import HYPOTHESES, Rule, Ruleset  # noqa: E402
from tests.screening.domain.medicine_cases import FALSE, MISSING, TRUE  # noqa: E402
from tests.screening.domain.packets import WIDE  # noqa: E402
from tests.screening.domain.rule_cases import CASES  # noqa: E402

SIDES = {"fits": "fits", "does_not_fit": "does not fit", "note": "note", "listed": "listed"}
QUESTIONS = {q.id: q for one in WIDE for outer in one.questions for q in (outer, *outer.questions)}
INTRO = """\
# Rules

What Feltsense says about answers, and why. This page is made from the rule files and the cases of
their tests by `python -m tests.rules_page > docs/rules.md`; a test holds it in step with them.

Rules version {version}, SHA-256 `{sha256}`.

- A rule answers yes, no or unknown. A missing, skipped, "not sure" or "prefer not to say" answer is
  unknown, never no. Only yes prints under "fits" or "does not fit"; unknown prints under "not
  answered" with its question. A rule over all medicines needs at least one that is dated.
- What is *listed* prints when it was answered so, for a clinician to read; no gap is named.
- Two dates in the same month, and a year beside a date in that year, have no known order.
- A rule whose questions are not in the packet is named once under "not covered".
- Explanations can overlap. The lists repeat the patient's answers; they do not weigh them.
- In a source, *verified* means seen in a public copy, *general knowledge* not seen, and *project
  choice* ours. Project choices have not been tested for accuracy.
- The cases are one each out of those that are tested: answers that make the rule print, answers
  that do not, and answers that leave it open. An empty cell means that nothing was answered.
"""


def page(rules: Ruleset) -> str:
    parts = [INTRO.format(version=rules.version, sha256=rules.sha256), "## Safety\n"]
    head = ("Signal", "Version", "Condition", "Queue and staff", "Source")
    rows = ((s.code, s.version, s.condition, s.staff, s.source) for s in rules.signals)
    parts.append(_table(head, rows))
    for hypothesis in HYPOTHESES:
        parts += _hypothesis(hypothesis, rules)
    return "\n".join(parts)


def _hypothesis(name: str, rules: Ruleset) -> Iterator[str]:
    own = [rule for rule in rules.rules if rule.hypothesis == name]
    head = ("Rule", "Version", "Side", "Condition", "Sentence", "Source", "Caution")
    yield f"## {name.capitalize()}\n"
    yield _table(head, map(_said, own))
    yield _table(("Rule", "Prints with", "Does not with", "Open with"), map(_cases, own))


def _said(rule: Rule) -> Sequence[object]:
    grounds = " / ".join(check.says for checks in rule.when for check in checks if check.says)
    sentence = rule.sentence.replace("{ground}", grounds)
    words = (rule.condition, sentence, rule.source, rule.caution)
    return (rule.id, rule.version, SIDES[rule.side], *words)


def _cases(rule: Rule) -> Sequence[object]:
    plainest = (CASES[rule.id][kind][0] for kind in (TRUE, FALSE, MISSING))
    return (rule.id, *map(_answers, plainest))


def _answers(given: Mapping[str, Mapping[str, Any]]) -> str:
    return "; ".join(_answer(q, value) for said in given.values() for q, value in said.items())


def _answer(question: str, value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "; ".join(
            "(" + ", ".join(_answer(*one) for one in row.items()) + ")" for row in value
        )
    codes = value if isinstance(value, list) else [value]
    return f"{question} {' and '.join(_label(question, code) for code in codes)}"


def _label(question: str, code: str) -> str:
    option = QUESTIONS[question].option(code) if question in QUESTIONS else None
    return f'"{option.label}"' if option else str(code).replace("_", " ")


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


if __name__ == "__main__":
    print(page(ruleset.current()), end="")
