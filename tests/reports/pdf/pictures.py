"""The stored pictures of pages. This takes them anew, to be looked at before they are kept:

DJANGO_SETTINGS_MODULE=tests.settings .venv/bin/python -m tests.reports.pdf.pictures
"""

from pathlib import Path

import pypdfium2
from PIL import Image

from reports.pdf import render
from tests.reports import sample

FOLDER = Path(__file__).parent / "pictures"
PAGES = (0, 1, 2)
MODES = ("colour", "grey")


def path(page, mode):
    return FOLDER / f"page-{page + 1}-{mode}.png"


def taken(document, page, mode):
    """At 72 dpi by pdfium."""
    return document[page].render(scale=1, grayscale=mode == "grey").to_pil()


def document():
    summary = sample.summary(signature=sample.SIGNATURE, interpretation=sample.returning())
    return pypdfium2.PdfDocument(render(summary))


def stored(page, mode):
    return Image.open(path(page, mode))


if __name__ == "__main__":
    file = document()
    for page in PAGES:
        for mode in MODES:
            taken(file, page, mode).save(path(page, mode), optimize=True)
