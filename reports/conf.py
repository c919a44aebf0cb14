"""The settings of reports: FELTSENSE["reports"]."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from intake.conf import read_section


@dataclass(frozen=True, kw_only=True)
class ReportsSettings:
    page_size: str = "A4"  # or "Letter"
    largest_file: int = 2_000_000  # bytes
    storage: str = ""  # an entry of STORAGES that keeps the files; "": the database does
    fonts: Sequence[str] = ()  # paths of further TrueType files, the preferred one first
    # a PKCS #12 file with the site's key and certificate, which sign what a clinician has signed
    signature_file: str = ""
    signature_password: str = field(default="", repr=False)
    # where signed summaries go: {name: {"class": dotted path, "practices": slugs, **its options}}
    deliveries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def conf() -> ReportsSettings:
    return read_section("reports", ReportsSettings)
