"""The PDF beside what others need for the same page: ratios of one run, and what a worker keeps."""

from __future__ import annotations

import logging
import resource
from collections.abc import Callable, Iterator
from html import escape
from io import BytesIO
from unittest.mock import patch

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.timing import fastest
from reports import pdf
from reports.domain.summary import Answer, Summary
from reports.pdf import fonts, pages
from reports.pdf.document import Sheet
from reports.pdf.styles import PAPERS, Style

Text = tuple[int, float, float, str, Style]  # page, x, baseline, words, style
DOCUMENTS = 300


def compare(summary: Summary, thousand: Summary) -> Iterator[str]:
    """`thousand` is a summary with a thousand answers."""
    ours = fastest(lambda: pdf.render(summary))
    raw = fastest(raw_canvas(summary))
    yield f"raw canvas, same text and fonts: {raw:.1f} ms; ours takes {ours / raw:.2f} of it"
    try:
        from weasyprint import HTML  # noqa: PLC0415  only here, and only where Pango is installed
    except (ImportError, OSError):
        yield "WeasyPrint: not to be had here (install Debian's libpango-1.0-0, run make bench)"
    else:
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        page = html(summary)
        theirs = fastest(lambda: HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"), times=3)
        yield f"WeasyPrint, same words, tagged: {theirs:.0f} ms; {theirs / ours:.0f} times ours"
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
        for page, x, baseline, words, style in texts:
            if page != number:
                canvas.showPage()
                number = page
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


def html(summary: Summary) -> str:
    """The same words as a page with tables and links, and without the charts."""
    leading = (text for text in texts_of(summary) if text[0] < 2)  # the two first pages
    lines = "".join(f"<p>{escape(words)}</p>" for *_, words, _style in leading)
    parts = "".join(
        f"<h2>{escape(part.title)}</h2><table>{HEAD}{''.join(map(row, part.answers))}</table>"
        for part in summary.appendix
    )
    title, font = escape(summary.header.title), fonts.FOLDER / "SourceSans3-Regular.ttf"
    style = f"@font-face {{font-family: Sans; src: url(file://{font})}} body {{font: 8pt Sans}}"
    return (
        f"<html lang='en'><head><title>{title}</title><style>{style}</style></head>"
        f"<body><h1>{title}</h1>{lines}{parts}</body></html>"
    )


HEAD = "<tr><th>No.</th><th>Question</th><th>Answer</th><th>Used by</th></tr>"


def row(answer: Answer) -> str:
    cells = [f"<td id='{answer.name}'>{answer.name}</td>"]
    cells += [f"<td>{escape(words)}</td>" for words in (answer.question, answer.said)]
    links = " ".join(f"<a href='#{answer.name}'>{escape(rule)}</a>" for rule in answer.rules)
    return f"<tr>{''.join(cells)}<td>{links}</td></tr>"


def resident() -> float:
    """The most memory this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
