"""What stands in a PDF file: strings, references, streams, and the objects already written out."""

from __future__ import annotations

import zlib
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject


class Written(PDFObject):
    """An object as it stands in the file."""

    __RefOnly__ = 1

    def __init__(self, text: str | bytes) -> None:
        self.data = text if isinstance(text, bytes) else text.encode("latin-1")

    def format(self, document: Any) -> bytes:
        return self.data


class Stream(Written):
    """Its own object in the file, never inside another. `entries` are dictionary entries."""

    def __init__(self, data: bytes, entries: str = "", *, packed: bool = True) -> None:
        data = zlib.compress(data) if packed else data
        head = f"<<{entries}{' /Filter /FlateDecode' if packed else ''} /Length {len(data)}>>"
        # the line end belongs to endstream: data that ends in CR would swallow a bare LF
        super().__init__(head.encode("latin-1") + b"\nstream\n" + data + b"\r\nendstream")


def reference(document: Any, thing: PDFObject) -> str:
    """Registers an object, once, and gives "12 0 R"."""
    name = document.Reference(thing).name
    return f"{document.idToObjectNumberAndVersion[name][0]} 0 R"


def string(text: str) -> str:
    """A text string: as it is where it is plain, else in UTF-16."""
    if text.isascii():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"
