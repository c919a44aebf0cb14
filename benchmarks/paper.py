"""The PDF beside what others need for the same page: ratios of one run, and what a worker keeps."""

from __future__ import annotations

import logging
import resource
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.timing import fastest
from reports import pdf
from reports.domain.summary import Summary
from reports.models import Report
from reports.page import page
from reports.pdf import fonts, pages
from reports.pdf.document import Sheet
from reports.pdf.styles import PAPERS, Style

Text = tuple[int, float, float, str, Style]  # page, x, baseline, words, style
DOCUMENTS = 300
STYLES = ("feltsense/feltsense.css", "feltsense/reports/summary.css")


def compare(summary: Summary, thousand: Summary) -> Iterator[str]:
    """`thousand` is the same summary with a thousand answers."""
    ours = fastest(lambda: pdf.render(summary))
    raw = fastest(raw_canvas(summary))
    yield f"raw canvas, same text and fonts: {raw:.1f} ms; ours takes {ours / raw:.2f} of it"
    try:
        theirs = fastest(weasyprint(summary), times=3)
    except (ImportError, OSError):
        yield "WeasyPrint: not to be had here (install Debian's libpango-1.0-0, run make bench)"
    else:
        yield f"WeasyPrint, the same as a page: {theirs:.0f} ms; {theirs / ours:.0f} times ours"
    many = fastest(lambda: pdf.render(thousand), times=3)
    yield f"{count(thousand)} answers: {many:.0f} ms; {many / ours:.1f} times {count(summary)}"
    before = resident()
    for _ in range(DOCUMENTS):
        pdf.render(summary)
    yield f"memory after {DOCUMENTS} documents: {resident() - before:+.1f} MiB"


def count(summary: Summary) -> int:
    return sum(len(part.answers) for part in summary.appendix)


def raw_canvas(summary: Summary) -> Callable[[], bytes]:
    """Draws nothing but the texts of our document, where they stand, with ReportLab's own means."""
    texts, (width, height) = texts_of(summary), PAPERS[summary.header.paper]
    for face in {style.face for *_, style in texts}:
        pdfmetrics.registerFont(TTFont(face.name, str(fonts.FOLDER / f"{face.name}.ttf")))

    def draw() -> bytes:
        file, number = BytesIO(), 0
        canvas = Canvas(file, pagesize=(width, height), pageCompression=1)
        for sheet, x, baseline, words, style in texts:
            if sheet != number:
                canvas.showPage()
                number = sheet
            canvas.setFont(style.face.name, style.size)
            canvas.setFillColor(f"#{style.colour:06x}")
            canvas.drawString(x, height - baseline, words)
        canvas.save()
        return file.getvalue()

    return draw


def texts_of(summary: Summary) -> list[Text]:
    texts: list[Text] = []

    class Noting(Sheet):
        def string(self, x: float, baseline: float, text: str, style: Style) -> None:
            texts.append((self._pages, x, baseline, text, style))
            super().string(x, baseline, text, style)

    with patch.object(pages, "Sheet", Noting):
        pdf.render(summary)
    return [text for text in texts if text[3]]


def weasyprint(summary: Summary) -> Callable[[], object]:
    """Lays out the page that says the same: its words, tables, links and charts.

    Raises ImportError or OSError where it is not installed."""
    from weasyprint import CSS, HTML  # noqa: PLC0415  only here, and only where Pango is installed

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # the site's links lead nowhere here
    context = {"report": Report()} | vars(page(summary=summary))
    document = HTML(string=render_to_string("feltsense/reports/read.html", context))
    styles = [CSS(filename=finders.find(name)) for name in STYLES]
    return lambda: document.write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1")


def resident() -> float:
    """Memory of this process now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
