"""The machine's copy of a summary: one FHIR R4 Bundle, made of nothing but the Summary."""

from reports.domain.fhir.bundling import bundle

__all__ = ["bundle"]
