"""Answer files on a disk, for the commands that take them."""

from __future__ import annotations

from pathlib import Path

from intake import catalog
from intake.domain import answer_file
from intake.domain.answer_file import AnswerFile, AnswerFileError


class Unusable(Exception):
    """A file can't be used: one line per fault, `FILE: where: reason`, and never an answer."""

    def __init__(self, *lines: str) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


def read(name: str) -> AnswerFile:
    """Reads one byte more than is allowed and no further, so that a huge file does no harm."""
    try:
        with Path(name).open("rb") as file:
            data = file.read(answer_file.MOST_BYTES + 1)
        return answer_file.read(data, catalog=catalog.on_offer())
    except OSError as error:
        raise Unusable(f"{name}: {error.strerror or 'cannot be read'}") from None
    except AnswerFileError as error:
        lines = (f"{name}: {fault.path}: {fault.reason}" for fault in error.faults)
        raise Unusable(*lines) from None
