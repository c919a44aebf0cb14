"""Into a folder that an interface engine, a scanner's inbox or a backup collects from."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reports.delivery import NotDelivered, Parcel, Receipt


@dataclass(frozen=True, kw_only=True)
class Folder:
    """The PDF under a neutral name, then a receipt beside it: who sees that finds the PDF whole."""

    path: str

    def deliver(self, parcel: Parcel, *, look_first: bool) -> Receipt:
        content = self._content(parcel)
        name = f"{parcel.report}-v{parcel.version}"
        receipt = {
            "file": f"{name}.pdf",
            "report": str(parcel.report),
            "version": parcel.version,
            "sha256": sha256(content).hexdigest(),
            "size": len(content),
        }
        try:
            Path(self.path, f"{name}.json").unlink(missing_ok=True)  # of an earlier try
            _place(Path(self.path, f"{name}.pdf"), content)
            _place(Path(self.path, f"{name}.json"), json.dumps(receipt, indent=1).encode())
        except OSError as error:  # doing it again does no harm
            raise NotDelivered(type(error).__name__) from None
        return receipt

    def _content(self, parcel: Parcel) -> bytes:
        return parcel.content


def _place(target: Path, content: bytes) -> None:
    """All of the file or none of it, whenever the machine stops."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError:  # a disk that is full
        part.unlink(missing_ok=True)
        raise
    _keep_name(target.parent)


def _keep_name(folder: Path) -> None:
    """A new name lasts once its folder has reached the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
