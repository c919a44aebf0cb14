"""The clinician's pages: HTTP in, one deed, HTTP out."""
