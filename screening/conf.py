"""The settings of screening: FELTSENSE["screening"]."""

from dataclasses import dataclass

from intake.conf import read_section


@dataclass(frozen=True, kw_only=True)
class ScreeningSettings:
    notifier: str = "screening.notify.EmailNotifier"
    claim_minutes: int = 20
    queue_page: int = 50  # rows


def conf() -> ScreeningSettings:
    return read_section("screening", ScreeningSettings)
