"""Print how long the main pieces take. Nothing here passes or fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
django.setup()

from intake import answer_files, catalog  # noqa: E402
from intake.domain.questionnaire import Question  # noqa: E402
from reports import pdf  # noqa: E402
from reports.management.commands.summarize import summary  # noqa: E402
from screening.answer_files import interpret  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
TIMES = 7
Deed = Callable[[], object]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        name = str(Path(folder) / "alex.json")
        Path(name).write_text(json.dumps(everything_answered()))
        file = answer_files.read(name)
        made = summary(file, now=datetime.now(UTC))
        output = ["--output", str(Path(folder) / "alex.pdf")]
        show("manage.py screen, start-up included", manage("screen", name))
        show("manage.py summarize, start-up included", manage("summarize", name, *output))
        show("interpret a form with every question answered", lambda: interpret(file))
        show("render its summary, warm", lambda: pdf.render(made))


def show(what: str, deed: Deed) -> None:
    deed()  # the first one warms up
    print(f"{what:48} {min(timed(deed) for _ in range(TIMES)) * 1000:8.1f} ms, fastest of {TIMES}")


def timed(deed: Deed) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


def manage(*arguments: str) -> Deed:
    command = [sys.executable, "manage.py", *arguments]
    return lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def everything_answered() -> dict[str, Any]:
    """An answer file with the last option of every question, and one medicine."""
    responses = {q.slug: answers(q.questions) for q in catalog.default_packet()}
    return {"intake": {"submitted_at": "2026-11-22T21:32:00Z"}, "responses": responses}


def answers(questions: tuple[Question, ...]) -> dict[str, Any]:
    return {question.id: answer(question) for question in questions}


def answer(question: Question) -> Any:
    if question.type == "repeat":
        return [answers(question.questions)]
    if question.type in {"text", "month"}:
        return "2026-01" if question.type == "month" else "Some words."
    code = question.options[-1].code
    return [code] if question.type == "choices" else code


if __name__ == "__main__":
    main()
