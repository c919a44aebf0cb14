"""Print how long the main pieces take. Nothing here passes or fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
os.environ["FELTSENSE_PACKS"] = "audit_c,cbi"
django.setup()

from benchmarks import paper  # noqa: E402
from benchmarks.timing import TIMES, Deed, fastest  # noqa: E402
from intake import answer_files, catalog, medicine_names  # noqa: E402
from intake.domain.questionnaire import Question  # noqa: E402
from reports.domain.summary import Summary  # noqa: E402
from reports.management.commands.summarize import summary  # noqa: E402
from screening.answer_files import interpret  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
USUAL = ROOT / "docs" / "vignettes" / "medicine.json"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        name = str(Path(folder) / "alex.json")
        Path(name).write_text(json.dumps(everything_answered()))
        file = answer_files.read(name)
        output = ["--output", str(Path(folder) / "alex.pdf")]
        show("manage.py screen, start-up included", manage("screen", name))
        show("manage.py summarize, start-up included", manage("summarize", name, *output))
        show("interpret a form with every question answered", lambda: interpret(file))
        for medicines in (10, 15, 20):
            show(f"  with {medicines} medicines", interpreting(folder, medicines))
        show("find a medicine's name, half typed", lambda: medicine_names.search("setral"))
    usual = with_answers(72, made_of(USUAL))
    show(f"render a summary of {paper.count(usual)} answers", lambda: paper.pdf.render(usual))
    for line in paper.compare(usual, with_answers(1000, usual)):
        print(f"  {line}")


def show(what: str, deed: Deed) -> None:
    print(f"{what:48} {fastest(deed):8.1f} ms, fastest of {TIMES}")


def made_of(path: Path) -> Summary:
    return summary(answer_files.read(str(path)), now=datetime.now(UTC))


def with_answers(many: int, usual: Summary) -> Summary:
    """The same two pages before an appendix of so many answers."""
    answers = [answer for part in usual.appendix for answer in part.answers]
    numbered = tuple(
        replace(answer, name=f"A{number}")
        for number, answer in enumerate(islice(cycle(answers), many), start=1)
    )
    return replace(usual, appendix=(replace(usual.appendix[0], answers=numbered),))


def manage(*arguments: str) -> Deed:
    command = [sys.executable, "manage.py", *arguments]
    return lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def interpreting(folder: str, medicines: int) -> Deed:
    """The same form with so many medicines, which is how a form grows."""
    data = everything_answered()
    data["responses"]["medicines"]["medicines"] *= medicines
    path = Path(folder) / "grown.json"
    path.write_text(json.dumps(data))
    grown = answer_files.read(str(path))
    return lambda: interpret(grown)


def everything_answered() -> dict[str, Any]:
    """An answer file with the last option of every question and pack, and one medicine."""
    asked = catalog.packet(also=catalog.choices())
    responses = {q.slug: answers(q.questions) for q in asked}
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
