"""A folder whose copies open with a password only, for a way where others may read along."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

from reports.delivery import Parcel
from reports.delivery.folder import Folder

SHORTEST_PASSWORD = 12  # characters


@dataclass(frozen=True, kw_only=True)
class EncryptedFolder(Folder):
    """As Folder. PDF/A allows no encryption, so such a copy is for the way, not for the record."""

    password: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.password) < SHORTEST_PASSWORD:
            raise ValueError(f'"password" has fewer than {SHORTEST_PASSWORD} characters')

    def _content(self, parcel: Parcel) -> bytes:
        return encrypted(parcel.content, password=self.password)


def encrypted(content: bytes, *, password: str) -> bytes:
    """The PDF in AES-256 (ISO 32000-2, 7.6.4), without what no longer holds of a file that is
    written anew: its integrity signature, and that it is a PDF/A."""
    copy = BytesIO()
    with pikepdf.open(BytesIO(content)) as file:
        if "/AcroForm" in file.Root:
            _take_out_signature(file)
        with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            del metadata["pdfaid:part"], metadata["pdfaid:conformance"]
        file.save(copy, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
    return copy.getvalue()


def _take_out_signature(file: pikepdf.Pdf) -> None:
    """Its field is the last element of the structure tree; see reports.pdf.signature."""
    field = file.Root.AcroForm.Fields[0]
    annotations = [one for one in field.P.Annots if one.objgen != field.objgen]
    field.P.Annots = pikepdf.Array(annotations)
    tree = file.Root.StructTreeRoot
    del tree.K.K[-1], tree.ParentTree.Nums[-2:], file.Root.AcroForm, file.Root.Perms
