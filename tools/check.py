"""Everything `make check` looks at, two at a time; all faults are shown, not only the first."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
BRIEF = ["--output-format", "concise"]
HOUSE = ["tests/test_house.py", "tests/test_docs.py"]


class Check(NamedTuple):
    name: str
    command: Sequence[str]


class Outcome(NamedTuple):
    check: Check
    passed: bool
    output: str
    seconds: float


def checks() -> list[Check]:
    manage = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
    templates = [
        str(path.relative_to(ROOT))
        for path in sorted(ROOT.glob("*/templates/**/*.html"))
        if ".venv" not in path.parts[len(ROOT.parts)]
    ]
    return [
        Check("types", [tool("mypy")]),
        Check("lint", [tool("ruff"), "check", *BRIEF, "."]),
        Check("format", [tool("ruff"), "format", "--check", *BRIEF, "."]),
        Check("import contracts", [tool("lint-imports"), "--no-cache"]),
        Check("migrations", [*manage, "--settings", "tests.settings"]),
        Check("templates", [tool("djlint"), "--lint", "--quiet", *templates]),
        Check("template format", [tool("djade"), "--check", "--target-version", "5.2", *templates]),
        Check(
            "house rules and docs",
            [tool("pytest"), "-q", "--tb=short", "-p", "no:randomly", *HOUSE],
        ),
        Check("requirement files", [sys.executable, "tools/lock.py", "--check"]),
    ]


def tool(name: str) -> str:
    return str(BIN / name)


def run(check: Check) -> Outcome:
    begun = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - begun
    return Outcome(check, done.returncode == 0, done.stdout.strip(), seconds)


def show(outcome: Outcome) -> None:
    word = "ok    " if outcome.passed else "FAILED"
    print(f"{word}  {outcome.check.name} ({outcome.seconds:.1f} s)", flush=True)
    if not outcome.passed or "NOT CHECKED" in outcome.output:
        print(outcome.output, flush=True)


def main() -> int:
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = []
        for outcome in pool.map(run, checks()):
            show(outcome)
            outcomes.append(outcome)
    failed = [outcome.check.name for outcome in outcomes if not outcome.passed]
    print(f"FAILED: {', '.join(failed)}" if failed else "Every check is clean.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
