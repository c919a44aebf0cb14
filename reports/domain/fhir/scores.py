"""Scores and PHQ-9 item 9 as Observations. What was not scored has none: missing is not zero."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reports.domain.fhir.answers import SAID, given, sources
from reports.domain.fhir.shapes import (
    HL7,
    SCALE,
    UCUM,
    WHY_ABSENT,
    Resource,
    all_answers,
    answered_at,
    coded,
    concept,
    loinc,
    reference,
    without_gaps,
)
from reports.domain.summary import Answer, Score, Summary

ITEM9 = "phq9-9"


def observations(summary: Summary) -> Iterator[tuple[str, Resource]]:
    """By name. Complete totals only: of a prorated one, readers would take the bare number."""
    for score in summary.scores:
        if score.value is not None and score.status == "complete":
            yield f"score/{score.scale}", _total(summary, score, score.value)
    for answer in all_answers(summary).values():
        if answer.id == ITEM9 and answer.state in SAID:
            yield f"item/{ITEM9}", _item(summary, answer)


def _total(summary: Summary, score: Score, value: float) -> Resource:
    """Without a performer: it was worked out from the answers."""
    code = [*loinc(score.loinc), {"system": SCALE, "code": score.scale}]
    has_band = any(band.least <= value <= band.most for band in score.bands)
    made = _survey(summary, score.answers) | {
        "code": {"coding": code, "text": score.name},
        "valueQuantity": {"value": value, "unit": "{score}", "system": UCUM, "code": "{score}"},
        "interpretation": [{"text": score.band_words}] if has_band else [],
        "note": [{"text": score.count_words}],
    }
    return without_gaps(made)


def _item(summary: Summary, answer: Answer) -> Resource:
    """The answer, or why there is none."""
    made = _survey(summary, {answer.name}) | {
        "code": without_gaps({"coding": loinc(answer.loinc), "text": answer.question}),
        "performer": [reference(summary, "patient")],
    }
    if answer.state in WHY_ABSENT:
        why = concept(HL7 + "data-absent-reason", WHY_ABSENT[answer.state])
        return made | {"dataAbsentReason": why}
    coding = [coded(value) for value in given(answer) if value.kind == "code"]
    return made | {"valueCodeableConcept": without_gaps({"coding": coding, "text": answer.said})}


def _survey(summary: Summary, answers: Collection[str]) -> Resource:
    made = {
        "resourceType": "Observation",
        "status": "final" if summary.status.signed else "preliminary",
        "category": [concept(HL7 + "observation-category", "survey")],
        "subject": reference(summary, "patient"),
        "effectiveDateTime": answered_at(summary),
        "issued": summary.provenance.made_at_iso,
        "derivedFrom": sources(summary, answers),
    }
    return without_gaps(made)
