"""The settings of reports: FELTSENSE["reports"]."""

from dataclasses import dataclass

from intake.conf import read_section


@dataclass(frozen=True, kw_only=True)
class ReportsSettings:
    page_size: str = "A4"  # or "Letter"
    largest_file: int = 2_000_000  # bytes kept in the database


def conf() -> ReportsSettings:
    return read_section("reports", ReportsSettings)
