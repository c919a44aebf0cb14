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
    """The PDF in AES-256 (ISO 32000-2, 7.6.4), without its integrity signature.

    The signature would not hold, because the file is written anew.
    """
    copy = BytesIO()
    with pikepdf.open(BytesIO(content)) as file:
        if "/AcroForm" in file.Root:
            del file.Root.AcroForm.Fields[0].V, file.Root.Perms
        file.save(copy, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
    return copy.getvalue()
