"""The text of a file as two programs give it, without headers and footers."""

import re
import subprocess

import pypdfium2

HEAD, FOOT = 64, 52  # points
DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e]")  # poppler adds these


def pdfium(file):
    pages = ((page, page.get_size()[1]) for page in pypdfium2.PdfDocument(file))
    bodies = (page.get_textpage().get_text_bounded(bottom=FOOT, top=h - HEAD) for page, h in pages)
    return "".join(bodies)


def poppler(file, folder, *options):
    path = folder / "summary.pdf"
    path.write_bytes(file)
    width, height = pypdfium2.PdfDocument(file)[0].get_size()
    window = f"-x 0 -y {HEAD} -W {width:.0f} -H {height - HEAD - FOOT:.0f}"
    command = ["pdftotext", *options, *window.split(), str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def squeezed(text):
    """Without white space, and without what a reader adds, as where a line ends inside a word."""
    return "".join(DIRECTIONS.sub("", text).replace("\ufffe", "").replace("\x02", "").split())
