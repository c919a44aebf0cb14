"""System checks of reports."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from intake.conf import unknown_keys
from reports.conf import ReportsSettings, conf

PAGE_SIZES = ("A4", "Letter")


@register("feltsense")
def settings_are_known(**_: Any) -> list[CheckMessage]:
    return [
        Error(f'FELTSENSE: unknown key "{key}".', hint="See docs/settings.md.", id="feltsense.E201")
        for key in unknown_keys("reports", ReportsSettings)
    ]


@register("feltsense")
def page_size_is_known(**_: Any) -> list[CheckMessage]:
    if unknown_keys("reports", ReportsSettings) or conf().page_size in PAGE_SIZES:
        return []
    text = 'FELTSENSE["reports"]["page_size"] is neither "A4" nor "Letter".'
    return [Error(text, hint="Choose one of the two.", id="feltsense.E202")]
