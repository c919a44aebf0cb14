"""The structure tree: what the pages hold, in reading order, as PDF/UA-1 (ISO 14289-1) asks.

ReportLab's open edition writes none, so it is kept here: elements, their marked content on the
pages, and the way back from a page or a link to its element.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from reports.pdf.objects import string

# What may hold text itself; a text drawn anywhere else gets a paragraph of its own.
HOLDERS = frozenset({"P", "H1", "H2", "H3", "TH", "TD", "Link", "Figure", "Artifact"})


class Mark(NamedTuple):
    """A piece of a page's content that belongs to an element."""

    page: int
    number: int


class Annotation(NamedTuple):
    page: int
    object: int


class Element:
    """One node of the tree."""

    __slots__ = ("attributes", "kept", "kids", "number", "parent", "tag")

    def __init__(self, tag: str, number: int, parent: Element | None, attributes: str = "") -> None:
        self.tag, self.number, self.parent, self.attributes = tag, number, parent, attributes
        self.kids: list[Element | Mark | Annotation] = []
        self.kept: dict[str, Element] = {}


class Artifact:
    """Not part of the text: lines and boxes, and what repeats on every page."""

    __slots__ = ("operator",)
    tag = "Artifact"

    def __init__(self, kind: str = "") -> None:
        self.operator = "/Artifact BMC"
        if kind:
            self.operator = f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC"


DECORATION = Artifact()
Place = Element | Artifact


class Tree:
    """The elements of one document. Pages are counted from 0."""

    def __init__(self, file: Any, language: str) -> None:
        self._file = file
        self._root = Element("StructTreeRoot", file.reserve(), None)
        self._owners: list[Element | list[Element]] = []  # by StructParents and StructParent
        self._pages: list[list[Element]] = []
        self.document = self.element("Document", self._root, f"/Lang {string(language)}")

    def element(self, tag: str, parent: Element, attributes: str = "", key: str = "") -> Element:
        """A new element; with a key, the one that `parent` already has under it, if any."""
        if key and key in parent.kept:
            return parent.kept[key]
        made = Element(tag, self._file.reserve(), parent, attributes)
        parent.kids.append(made)
        if key:
            parent.kept[key] = made
        return made

    def next_page(self) -> None:
        marks: list[Element] = []
        self._pages.append(marks)
        self._file.page_keys.append(self._own(marks))

    def mark(self, element: Element) -> str:
        """The operator that begins content of this element on the newest page."""
        marks = self._pages[-1]
        element.kids.append(Mark(len(self._pages) - 1, len(marks)))
        marks.append(element)
        return f"/{element.tag} <</MCID {len(marks) - 1}>> BDC"

    def annotation(self, element: Element) -> tuple[int, int]:
        """Numbers for an annotation on the newest page: of its object, and its StructParent."""
        number = self._file.reserve()
        element.kids.append(Annotation(len(self._pages) - 1, number))
        return number, self._own(element)

    def _own(self, owner: Element | list[Element]) -> int:
        self._owners.append(owner)
        return len(self._owners) - 1

    def write(self, pages: list[str]) -> str:
        """Every element into the file; `pages` are references. Gives the root's reference."""
        waiting = [self.document]
        while waiting:
            element = waiting.pop()
            self._file.put(element.number, _written(element, pages))
            waiting += [kid for kid in element.kids if isinstance(kid, Element)]
        parents = self._file.reserve()
        self._file.put(parents, f"<</Nums [{' '.join(self._numbers())}]>>")
        root = (
            f"<</Type /StructTreeRoot /K {self.document.number} 0 R"
            f" /ParentTree {parents} 0 R /ParentTreeNextKey {len(self._owners)}>>"
        )
        self._file.put(self._root.number, root)
        return f"{self._root.number} 0 R"

    def _numbers(self) -> Iterator[str]:
        for key, owner in enumerate(self._owners):
            if isinstance(owner, Element):
                yield f"{key} {owner.number} 0 R"
            else:
                yield f"{key} [{' '.join(f'{element.number} 0 R' for element in owner)}]"


def _written(element: Element, pages: list[str]) -> str:
    """Marks on the element's own page stand as bare numbers, which is why it names one."""
    home = next((kid.page for kid in element.kids if isinstance(kid, Mark)), None)
    kids = " ".join([_kid(kid, home, pages) for kid in element.kids])
    page = f" /Pg {pages[home]}" if home is not None else ""
    parent = element.parent.number if element.parent else 0
    return f"<</S /{element.tag} /P {parent} 0 R /K [{kids}]{page} {element.attributes}>>"


def _kid(kid: Element | Mark | Annotation, home: int | None, pages: list[str]) -> str:
    if isinstance(kid, Element):
        return f"{kid.number} 0 R"
    if isinstance(kid, Annotation):
        return f"<</Type /OBJR /Obj {kid.object} 0 R /Pg {pages[kid.page]}>>"
    if kid.page == home:
        return str(kid.number)
    return f"<</Type /MCR /Pg {pages[kid.page]} /MCID {kid.number}>>"
