"""Medicines as the patient reported them; nothing is looked up, so a name stays as it was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reports.domain.fhir.answers import given, sources
from reports.domain.fhir.shapes import (
    HL7,
    Resource,
    all_answers,
    answered_at,
    concept,
    patient_asserted,
    reference,
    without_gaps,
)
from reports.domain.summary import Medicine, Summary, Value

DOSE, START, STILL, STOP = "m2", "m3", "m4", "m5"
STATUS = {"yes": "active", "no": "completed"}
Told = Mapping[str, Value]


def statements(summary: Summary) -> Iterator[tuple[str, Resource]]:
    for number, medicine in enumerate(summary.medicines.listed, start=1):
        yield f"medicine/{number}", _statement(summary, medicine)


def _statement(summary: Summary, medicine: Medicine) -> Resource:
    told = _told(summary, medicine)
    patient = reference(summary, "patient")
    made = {
        "resourceType": "MedicationStatement",
        "meta": patient_asserted(),
        "status": STATUS.get(_value(told, STILL, "code"), "unknown"),
        "category": concept(HL7 + "medication-statement-category", "patientspecified"),
        "medicationCodeableConcept": {"text": medicine.name},
        "subject": patient,
        "effectivePeriod": _period(told),
        "dateAsserted": answered_at(summary),
        "informationSource": patient,
        "derivedFrom": sources(summary, medicine.answers),
        "note": [{"text": medicine.words}] if medicine.words else [],
        "dosage": [{"text": dose}] if (dose := _value(told, DOSE, "text")) else [],
    }
    return without_gaps(made)


def _told(summary: Summary, medicine: Medicine) -> Told:
    """The answers of its row by question id, as far as there is one value."""
    answers = all_answers(summary)
    row = (answers[name] for name in medicine.answers)
    return {a.id: given(a)[0] for a in row if a.state == "answered" and given(a)}


def _value(told: Told, question: str, kind: str) -> str:
    value = told.get(question)
    return value.value if value and value.kind == kind else ""


def _period(told: Told) -> Resource:
    """Months and years as they were given; dates that contradict each other stay answers."""
    start, end = _value(told, START, "date"), _value(told, STOP, "date")
    if start[: len(end)] > end[: len(start)]:
        return {}
    return without_gaps({"start": start, "end": end})
