"""A Summary on paper. The only place that imports ReportLab."""

from reports.domain.summary import Summary
from reports.pdf import pages

# Kept beside every file: a change that alters the bytes of an old summary raises it.
RENDERER = "4"


def render(summary: Summary) -> bytes:
    """The PDF of a summary; the same summary gives the same bytes."""
    return pages.write(summary)
