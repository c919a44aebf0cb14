"""The rules as a page for a clinician: `python -m screening.rules_table > docs/rules.md`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from screening import ruleset
from screening.domain.differential import HYPOTHESES, Ruleset

SIDES = {"fits": "fits", "does_not_fit": "does not fit", "note": "note"}
INTRO = """\
# Rules

What Feltsense says about answers, and why. This page is made from the rule files by
`python -m screening.rules_table > docs/rules.md`; a test holds it in step with them.

Rules version {version}, SHA-256 `{sha256}`.

- A rule answers yes, no or unknown. A missing, skipped, "not sure" or "prefer not to say" answer is
  unknown, never no. Only yes prints under "fits" or "does not fit"; unknown prints under "not
  answered" with its question. A rule over all medicines needs at least one that is dated.
- Two dates in the same month, and a year beside a date in that year, have no known order.
- A rule whose questions are not in the packet is named once under "not covered".
- Explanations can overlap. The lists repeat the patient's answers; they do not weigh them.
- In a source, *verified* means seen in a public copy, *general knowledge* not seen, and *project
  choice* ours. Project choices have not been tested for accuracy.
"""


def page(rules: Ruleset) -> str:
    parts = [INTRO.format(version=rules.version, sha256=rules.sha256), "## Safety\n"]
    head = ("Signal", "Version", "Condition", "Queue and staff", "Source")
    rows = ((s.code, s.version, s.condition, s.staff, s.source) for s in rules.signals)
    parts.append(_table(head, rows))
    for hypothesis in HYPOTHESES:
        parts += _hypothesis(hypothesis, rules)
    return "\n".join(parts)


def _hypothesis(name: str, rules: Ruleset) -> list[str]:
    own = [rule for rule in rules.rules if rule.hypothesis == name]
    head = ("Rule", "Version", "Side", "Condition", "Sentence", "Source", "Caution")
    rows = (
        (r.id, r.version, SIDES[r.side], r.condition, r.sentence, r.source, r.caution) for r in own
    )
    return [f"## {name.capitalize()}\n", _table(head, rows)] if own else []


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


if __name__ == "__main__":
    print(page(ruleset.current()), end="")
