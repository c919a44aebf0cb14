"""A signed version as a FHIR R4 DocumentReference, its PDF inside."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from intake.domain.fhir import names
from reports.delivery import Parcel, Receipt
from reports.domain.fhir.document import DOCUMENT_TYPE, US_CORE
from reports.domain.fhir.shapes import HL7, concept

MEDIA_TYPE = "application/fhir+json"
CATEGORY = US_CORE + "us-core-documentreference-category"
CONFIDENTIALITY = HL7 + "v3-Confidentiality"
URI = "urn:ietf:rfc:3986"


def master_identifier(parcel: Parcel) -> dict[str, str]:
    """The same for every attempt to deliver a version, and for no other version."""
    return _urn(parcel.report)


def _urn(report: object) -> dict[str, str]:
    return {"system": URI, "value": f"urn:uuid:{report}"}


def document_reference(parcel: Parcel, *, patient: str) -> dict[str, Any]:
    """`patient` is its reference on the server, such as "Patient/12"."""
    signer = {"display": parcel.signer}
    document = {
        "resourceType": "DocumentReference",
        "language": parcel.language,
        "masterIdentifier": master_identifier(parcel),
        "identifier": [master_identifier(parcel)],
        "status": "current",
        "docStatus": "amended" if parcel.replaces else "final",
        "type": concept(names.LOINC, *DOCUMENT_TYPE),
        "category": [concept(CATEGORY, "clinical-note", "Clinical Note")],
        "subject": {"reference": patient},
        "date": parcel.signed_at.isoformat(),
        "author": [signer],
        "authenticator": signer,
        "custodian": {"display": parcel.practice},
        "securityLabel": [concept(CONFIDENTIALITY, "R", "restricted")],
        "content": [{"attachment": _attachment(parcel)}],
        "context": {
            "period": {
                "start": parcel.began_at.isoformat(),
                "end": parcel.signed_at.isoformat(),
            }
        },
    }
    if parcel.replaces:
        document["relatesTo"] = [{"code": "replaces", "target": _target(parcel.replaces)}]
    return document


def _target(replaced: Receipt) -> dict[str, Any]:
    """Where a person said that it did arrive, nobody knows the server's own name for it."""
    known = {"reference": replaced["document"]} if replaced.get("document") else {}
    return known | {"identifier": _urn(replaced["report"])}


def _attachment(parcel: Parcel) -> dict[str, Any]:
    # SHA-1 is what the field is defined to hold; it finds an accident, not a forger
    digest = hashlib.sha1(parcel.content, usedforsecurity=False).digest()
    with translation.override(parcel.language):
        title = _("Summary before the appointment, version %(number)s") % {"number": parcel.version}
    return {
        "contentType": "application/pdf",
        "language": parcel.language,
        "data": base64.b64encode(parcel.content).decode(),
        "size": len(parcel.content),
        "hash": base64.b64encode(digest).decode(),
        "title": title,
        "creation": parcel.signed_at.isoformat(),
    }
