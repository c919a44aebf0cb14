"""A parcel about Alex, in which every word about a person is found nowhere else."""

from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

from reports.delivery import Parcel

CONTENT = b"%PDF QuollContent " + bytes(200_000)
WORDS = ("Quoll", "000123", "1990")


def parcel(**changes):
    at = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
    whole = {
        "report": UUID("0190f7a2-6c1e-4b44-9d1f-5a1c3e7d9b77"),
        "version": 2,
        "content": CONTENT,
        "sha256": sha256(CONTENT).hexdigest(),
        "language": "en",
        "practice": "Quoll Clinic",
        "record_number": "000123",
        "birth_date": date(1990, 4, 2),
        "began_at": at,
        "signed_at": at,
        "signer": "Quoll Example",
        "replaces": None,
    }
    return Parcel(**whole | changes)
