"""Where the bytes of a report stand: sealed in its row, or as sealed in a storage of the site.

What a storage gets opens for no other row, and says in its name an id and a version only.
"""

from __future__ import annotations

import hashlib
import logging
from typing import cast

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from intake.fields import SealedBytesField, SealError
from reports.conf import conf
from reports.models import Report

FIELDS = ["file", "file_name", "file_size", "file_sha256"]
logger = logging.getLogger("feltsense.reports")
SUFFIX = ".sealed"


class FileDamaged(Exception):
    """A stored file does not match its hash: it is never served."""


class FileMissing(FileDamaged):
    """The storage does not give the file of the name that the row keeps."""


def put(*, report: Report, content: bytes) -> None:
    """Store the bytes and set FIELDS of the row, which the caller saves. Overwrites no file."""
    report.file_size = len(content)
    report.file_sha256 = hashlib.sha256(content).hexdigest()
    if not conf().storage:
        report.file, report.file_name = content, ""
        return
    storage, sealed = storages[conf().storage], _column().close(content, report)
    report.file = None
    report.file_name = storage.save(_free_name(storage, report), ContentFile(sealed))


def _free_name(storage: Storage, report: Report) -> str:
    """A file of that name is left of a render whose transaction did not end."""
    root = f"{report.pk}-v{report.version}"
    taken = storage.exists(root + SUFFIX)
    return storage.get_alternative_name(root, SUFFIX) if taken else root + SUFFIX


def get(*, report: Report) -> bytes:
    """The bytes as they were put. Raises FileDamaged, or FileMissing."""
    try:
        content = _stored(report)
    except SealError:
        raise FileDamaged from None
    if hashlib.sha256(content).hexdigest() != report.file_sha256:
        raise FileDamaged
    return content


def _stored(report: Report) -> bytes:
    if not report.file_name:
        return cast(bytes, report.file)
    try:
        with storages[conf().storage].open(report.file_name) as file:
            sealed = file.read()
    except Exception as error:  # each storage has its own
        logger.error("the storage gave no file of report %s: %s", report.pk, type(error).__name__)
        raise FileMissing from None
    return cast(bytes, _column().open(sealed, report))


def _column() -> SealedBytesField:
    return Report._meta.get_field("file")
