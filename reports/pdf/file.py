"""The file around the objects: what ISO 19005-3 (PDF/A-3) asks of its syntax, small and repeatable.

Everything but streams is packed into object streams, which keeps a tagged file near the size of
an untagged one. Nothing depends on the clock.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.pdfdoc import format as formatted

from reports.pdf.objects import Stream, Written, reference

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"  # the four bytes say: not a text file
PACKED = 200  # objects in one object stream


class Info(Written):
    """The information dictionary; ReportLab would sign it, we do not."""

    invariant = 1

    def digest(self, _signature: Any) -> None:
        pass


class File(PDFDocument):
    """A ReportLab document that writes itself. Made from one by giving it this class."""

    Catalog: Any
    Pages: Any
    _put: dict[int, bytes]
    page_keys: list[int]  # StructParents of each page

    def begin(self, *, file_id: str) -> None:
        self._put, self.page_keys, self._id = {}, [], file_id

    def reserve(self) -> int:
        """The number of an object that is put later."""
        self.objectcounter += 1
        return int(self.objectcounter)

    def put(self, number: int, text: str) -> None:
        self._put[number] = text.encode("latin-1")

    def addPage(self, page: Any) -> None:
        """Its place in the structure tree, and its content without ASCII armour."""
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = self.page_keys[len(self.Pages.pages)], "/S"
        page.Contents = Stream(page.stream.encode("latin-1"))
        super().addPage(page)

    def format(self) -> bytes:
        parts, places, at = [HEAD], {}, len(HEAD)
        packed: list[tuple[int, bytes]] = []
        for number, body, is_stream in self._objects():
            if not is_stream:
                packed.append((number, body))
                continue
            places[number] = struct.pack(">BIH", 1, at, 0)
            parts.append(_object(number, body))
            at += len(parts[-1])
        for start in range(0, len(packed), PACKED):
            pack, number = packed[start : start + PACKED], self.reserve()
            for index, (inner, _body) in enumerate(pack):
                places[inner] = struct.pack(">BIH", 2, number, index)
            places[number] = struct.pack(">BIH", 1, at, 0)
            parts.append(_object(number, _packed(pack)))
            at += len(parts[-1])
        return b"".join([*parts, self._end(places, at)])

    def _objects(self) -> Iterator[tuple[int, bytes, bool]]:
        """Number, body, and whether it is a stream. Writing one may register more behind it."""
        number = 0
        while number < self.objectcounter:
            number += 1
            if number in self._put:
                yield number, self._put[number], False
                continue
            thing = self.idToObject[self.numberToId[number]]
            yield number, formatted(thing, self, toplevel=1).strip(), isinstance(thing, Stream)

    def _end(self, places: dict[int, bytes], at: int) -> bytes:
        """The cross-reference stream, and where it begins."""
        number = self.reserve()
        places[number] = struct.pack(">BIH", 1, at, 0)
        free = struct.pack(">BIH", 0, 0, 65535)
        rows = free + b"".join(places[one] for one in range(1, number + 1))
        entries = (
            f" /Type /XRef /Size {number + 1} /W [1 4 2] /ID [<{self._id}> <{self._id}>]"
            f" /Root {reference(self, self.Catalog)} /Info {reference(self, self.info)}"
        )
        stream = _object(number, Stream(rows, entries).data)
        return stream + f"startxref\n{at}\n%%EOF\n".encode()


def _object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, body)


def _packed(pack: list[tuple[int, bytes]]) -> bytes:
    heads, at = [], 0
    for number, body in pack:
        heads.append(f"{number} {at}")
        at += len(body) + 1
    head = " ".join(heads).encode() + b"\n"
    entries = f" /Type /ObjStm /N {len(pack)} /First {len(head)}"
    return Stream(head + b"\n".join(body for _, body in pack), entries).data
