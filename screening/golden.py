"""Golden cases: answers with the scores they must give, beside a questionnaire that has scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from intake.domain.answers import clean
from intake.domain.questionnaire import Questionnaire
from screening.domain.evidence import Record
from screening.domain.scoring import MISSING, Score, score

KEYS = {"name", "answers", "scores", "refused"}


def faults(*, questionnaire: Questionnaire, cases: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is wrong with the cases, or with the questionnaire that they try out; none when sound.

    A case names the answers, and either each score ({scale: {value, status, band}}; no value: not
    scored) or, under `refused`, the questions whose answers are no answers.
    """
    totals = [scale for scale in questionnaire.scales if scale.combine != "rule"]
    unknown = [scale.missing for scale in totals if scale.missing not in MISSING]
    if unknown:
        return [f"{unknown[0]} is not one of the missing rules: {', '.join(sorted(MISSING))}"]
    return [fault for case in cases for fault in _faults(questionnaire, case)]


def _faults(questionnaire: Questionnaire, case: Mapping[str, Any]) -> Iterator[str]:
    name = case.get("name", "a case without a name")
    if odd := sorted(case.keys() - KEYS):
        yield f"{name}: {odd[0]} is not one of {', '.join(sorted(KEYS))}"
        return
    cleaned = clean(questionnaire, case.get("answers", {}))
    refused = sorted(fault.path for fault in cleaned.faults)
    if refused != sorted(case.get("refused", [])):
        yield f"{name}: refuses {', '.join(refused) or 'nothing'}"
    elif not refused:
        yield from _wrong_scores(questionnaire, name, cleaned.answers, case.get("scores", {}))


def _wrong_scores(
    questionnaire: Questionnaire, name: str, answers: Mapping[str, Any], expected: Mapping[str, Any]
) -> Iterator[str]:
    record = Record(
        questionnaires=[questionnaire],
        answers={questionnaire.slug: answers},
        answered_on=lambda _slug, _question: None,
    )
    for scale in questionnaire.scales:
        found = _comparable(score(questionnaire, scale, record))
        if found != expected.get(scale.id):
            yield f"{name}: {scale.id} gives {found}"


def _comparable(made: Score) -> dict[str, Any]:
    given = {"value": made.value, "status": made.status, "band": made.band, "result": made.result}
    return {key: value for key, value in given.items() if value is not None}
