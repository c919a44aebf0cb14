"""What the rules say about an answer file, without a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from intake import catalog, medicine_names
from intake.domain.answer_file import AnswerFile
from intake.domain.questionnaire import Questionnaire
from screening import ruleset
from screening.domain import interpretation
from screening.domain.interpretation import Interpretation, PreviousIntake


def interpret(file: AnswerFile) -> Interpretation:
    """An answer is as old as the sending; a file without that time is of a form not sent yet."""
    sent = file.intake.submitted_at
    day = sent.date().isoformat() if sent else None
    return interpretation.interpret(
        questionnaires=packet(file.responses),
        answers=file.responses,
        answered_on=lambda _slug, _question: day,
        submitted_on=sent.date() if sent else None,
        ruleset=ruleset.current(),
        find_ingredient=medicine_names.find_ingredient,
        previous=[
            PreviousIntake(answers=one.responses, submitted_at=one.intake.submitted_at)
            for one in file.previous
        ],
    )


def packet(responses: Mapping[str, Any]) -> tuple[Questionnaire, ...]:
    """The core set, and whatever else the file answers: it does not say what more was asked."""
    also = frozenset(_ids(responses)) | responses.keys()
    asked = catalog.packet(also=also)
    more = sorted(responses.keys() - {q.slug for q in asked})
    return (*asked, *map(catalog.current, more))


def _ids(responses: Mapping[str, Any]) -> Iterator[str]:
    """The question ids of a file, also those inside a repeat."""
    for given in responses.values():
        for question, value in given.items():
            yield question
            yield from (
                (key for row in value if isinstance(row, dict) for key in row)
                if isinstance(value, list)
                else ()
            )
