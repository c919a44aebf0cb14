"""The document and those it names: patient, practice, program, signer; where it all comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.domain.fhir import names
from reports.domain.fhir.shapes import (
    DOCUMENT,
    FLAG,
    HL7,
    Resource,
    concept,
    patient_asserted,
    reference,
    without_gaps,
)
from reports.domain.summary import Summary

DOCUMENT_TYPE = "74465-6", "Questionnaire response Document"
US_CORE = "http://hl7.org/fhir/us/core/CodeSystem/"


def parties(summary: Summary) -> Iterator[tuple[str, Resource]]:
    yield "patient", _patient(summary)
    yield "practice", {"resourceType": "Organization", "name": summary.header.practice}
    yield "device", _device(summary)
    if summary.status.signed:
        yield "signer", {"resourceType": "Practitioner", "name": [{"text": summary.status.signer}]}


def _patient(summary: Summary) -> Resource:
    header = summary.header
    number = {
        "type": concept(HL7 + "v2-0203", "MR"),
        "value": header.record_number,
        "assigner": reference(summary, "practice"),
    }
    made = {
        "resourceType": "Patient",
        "identifier": [number] if header.record_number else [],
        "name": [{"text": header.name}] if header.name else [],
        "birthDate": header.birth_date_iso,
    }
    return without_gaps(made)


def _device(summary: Summary) -> Resource:
    """The program, by the version of its rules: it is they that make a score."""
    return {
        "resourceType": "Device",
        "deviceName": [{"name": "Feltsense", "type": "model-name"}],
        "version": [{"type": {"text": "ruleset"}, "value": summary.provenance.ruleset}],
    }


def flag(summary: Summary) -> Iterator[tuple[str, Resource]]:
    """One for all alerts, and without what raised them: a banner is seen by everyone."""
    safety = summary.safety
    if not safety.was_raised:
        return
    made = {
        "resourceType": "Flag",
        "status": "active" if safety.open_alerts else "inactive",
        "category": [concept(HL7 + "flag-category", "safety")],
        "code": concept(FLAG, "safety-review", "Safety review"),
        "subject": reference(summary, "patient"),
        "period": without_gaps({"start": safety.raised_at_iso, "end": safety.closed_at_iso}),
        "author": reference(summary, "device"),
    }
    yield "flag", without_gaps(made)


def document(summary: Summary, responses: Iterable[str]) -> Resource:
    """What is said of the PDF: neither its bytes nor its hash, since this is attached to it."""
    header, provenance, signed = summary.header, summary.provenance, summary.status.signed
    signer, device = reference(summary, "signer"), reference(summary, "device")
    made = {
        "resourceType": "DocumentReference",
        "meta": {} if signed else patient_asserted(),
        "masterIdentifier": {"system": DOCUMENT, "value": provenance.document},
        "status": "current",
        "docStatus": "final" if signed else "preliminary",
        "type": concept(names.LOINC, *DOCUMENT_TYPE) | {"text": header.title},
        "category": [concept(US_CORE + "us-core-documentreference-category", "clinical-note")],
        "subject": reference(summary, "patient"),
        "date": provenance.made_at_iso,
        "author": [signer if signed else device],
        "authenticator": signer if signed else None,
        "custodian": reference(summary, "practice"),
        "description": summary.status.words,
        "securityLabel": [concept(HL7 + "v3-Confidentiality", "R")],
        "content": [{"attachment": _attachment(summary)}],
        "context": without_gaps({"related": [reference(summary, name) for name in responses]}),
    }
    return without_gaps(made)


def _attachment(summary: Summary) -> Resource:
    return {
        "contentType": "application/pdf",
        "language": summary.header.language,
        "title": summary.header.title,
        "creation": summary.provenance.made_at_iso,
    }


def provenance(summary: Summary, *, made: Iterable[str], responses: Iterable[str]) -> Resource:
    """Told by the patient, put together by the program, verified by whoever signed."""
    verifier = [_agent(summary, "verifier", "signer")] if summary.status.signed else []
    entities = [{"role": "source", "what": reference(summary, name)} for name in responses]
    return without_gaps(
        {
            "resourceType": "Provenance",
            "target": [reference(summary, name) for name in made],
            "recorded": summary.provenance.made_at_iso,
            "activity": concept(HL7 + "v3-DataOperation", "CREATE"),
            "agent": [
                _agent(summary, "author", "patient"),
                _agent(summary, "assembler", "device"),
                *verifier,
            ],
            "entity": entities,
        }
    )


def _agent(summary: Summary, role: str, who: str) -> Resource:
    kind = concept(HL7 + "provenance-participant-type", role)
    return {"type": kind, "who": reference(summary, who)}
