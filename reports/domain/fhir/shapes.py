"""What the resources share: ids, references, codings, and no empty value anywhere.

No words of ours stand in a bundle, only those of the Summary and the names of codes: so it does
not depend on the language that happens to be active.
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from intake.domain.fhir import names
from intake.domain.questionnaire import RESERVED
from reports.domain.summary import Answer, Summary, Value

Resource = dict[str, Any]

DOCUMENT = "urn:feltsense:document"
SCALE = "urn:feltsense:scale"
FLAG = "urn:feltsense:flag"
UCUM = "http://unitsofmeasure.org"
HL7 = "http://terminology.hl7.org/CodeSystem/"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
WHY_ABSENT = {
    "skipped": "asked-declined",
    "prefer_not_to_say": "asked-declined",
    "not_sure": "asked-unknown",
}
NAMESPACE = uuid5(NAMESPACE_URL, "urn:feltsense")


def resource_id(summary: Summary, name: str) -> str:
    """The same for the same document and name, wherever it is made."""
    return str(uuid5(NAMESPACE, f"{summary.provenance.document}/{name}"))


def reference(summary: Summary, name: str) -> Resource:
    return {"reference": f"urn:uuid:{resource_id(summary, name)}"}


def concept(system: str, code: str, display: str = "") -> Resource:
    return {"coding": [without_gaps({"system": system, "code": code, "display": display})]}


def coded(value: Value) -> Resource:
    """A coding as the exported Questionnaire offers it."""
    own = names.RESERVED if value.value in RESERVED else names.OPTION
    system, code = (names.LOINC, value.loinc) if value.loinc else (own, value.value)
    return {"system": system, "code": code, "display": value.label}


def loinc(code: str | None) -> list[Resource]:
    return [{"system": names.LOINC, "code": code}] if code else []


def patient_asserted() -> Resource:
    return {"security": [{"system": HL7 + "v3-ObservationValue", "code": "PATAST"}]}


def answered_at(summary: Summary) -> str:
    """When the form was sent; of one that was not, when this was written down."""
    return summary.status.sent_at_iso or summary.provenance.made_at_iso


def all_answers(summary: Summary) -> dict[str, Answer]:
    """By name: A1, A2."""
    return {answer.name: answer for part in summary.appendix for answer in part.answers}


def without_gaps(made: Resource) -> Resource:
    """FHIR allows no empty text and no empty list. A 0 is a value and stays."""
    return {key: value for key, value in made.items() if not _is_gap(value)}


def _is_gap(value: Any) -> bool:
    return not value.strip() if isinstance(value, str) else value in (None, [], {})
