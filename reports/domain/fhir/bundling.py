"""All resources of a summary in one collection, each under an id made of document and name."""

from __future__ import annotations

from reports.domain.fhir.answers import responses
from reports.domain.fhir.document import document, flag, parties, provenance
from reports.domain.fhir.medicines import statements
from reports.domain.fhir.scores import observations
from reports.domain.fhir.shapes import DOCUMENT, Resource, resource_id
from reports.domain.summary import Summary


def bundle(summary: Summary) -> Resource:
    """A FHIR R4 Bundle as JSON data. The same summary gives the same bundle, in any language."""
    answers = dict(responses(summary))
    made = {
        **dict(observations(summary)),
        **dict(statements(summary)),
        **dict(flag(summary)),
        "document": document(summary, answers),
    }
    origin = provenance(summary, made=made, responses=answers)
    resources = {**dict(parties(summary)), **answers, **made, "provenance": origin}
    return {
        "resourceType": "Bundle",
        "id": resource_id(summary, "bundle"),
        "language": summary.header.language,
        "identifier": {"system": DOCUMENT, "value": summary.provenance.document},
        "type": "collection",
        "timestamp": summary.provenance.made_at_iso,
        "entry": [_entry(summary, name, resource) for name, resource in resources.items()],
    }


def _entry(summary: Summary, name: str, resource: Resource) -> Resource:
    identity = resource_id(summary, name)
    return {"fullUrl": f"urn:uuid:{identity}", "resource": resource | {"id": identity}}
