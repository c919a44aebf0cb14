"""FHIR R4 Questionnaires: ours written as one, and others' read into a definition of ours."""
