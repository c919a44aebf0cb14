"""System checks of reports."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils import timezone

from intake.conf import unknown_keys
from reports import delivery
from reports.conf import ReportsSettings, conf
from reports.services import writing

PAGE_SIZES = ("A4", "Letter")
NAME = re.compile(r"[\w-]{1,60}")  # of a destination, as its rows keep it


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


@register("feltsense")
def fonts_can_be_embedded(**_: Any) -> list[CheckMessage]:
    if unknown_keys("reports", ReportsSettings) or not conf().fonts:
        return []
    from reports.pdf.fonts import fault  # noqa: PLC0415  slow to load, and few sites name fonts

    faults = ((path, fault(Path(path))) for path in conf().fonts)
    return [
        Error(
            f'FELTSENSE["reports"]["fonts"]: {path}: {reason}.',
            hint="Name TrueType files (.ttf) that are on every machine that renders reports.",
            id="feltsense.E203",
        )
        for path, reason in faults
        if reason
    ]


@register("feltsense")
def signature_can_be_made(**_: Any) -> list[CheckMessage]:
    if unknown_keys("reports", ReportsSettings) or not conf().signature_file:
        return []
    try:
        writing.site_signature(at=timezone.now())
    except writing.NoIntegritySignature as reason:
        text = f'FELTSENSE["reports"]["signature_file"]: {reason}.'
        hint = "See docs/settings.md, Integrity signature."
        # an error would keep the relay, and with it the alerts, from starting
        return [Warning(text, hint=hint, id="feltsense.W205")]
    return []


@register("feltsense")
def destinations_are_sound(**_: Any) -> list[CheckMessage]:
    if unknown_keys("reports", ReportsSettings):
        return []  # said above
    return [fault for name in conf().deliveries for fault in _faults_of(name)]


def _faults_of(name: str) -> Iterator[CheckMessage]:
    where = f'FELTSENSE["reports"]["deliveries"]["{name}"]'
    hint = "See docs/settings.md, Deliveries."
    if not NAME.fullmatch(name):
        text = f"{where}: a name is up to 60 letters, digits, hyphens and underscores."
        yield Error(text, hint=hint, id="feltsense.E213")
    try:
        delivery.destination(name=name)
    except (ImportError, KeyError) as error:
        text = f'{where}: "class" can\'t be loaded ({type(error).__name__}).'
        yield Error(text, hint=hint, id="feltsense.E211")
    except (TypeError, ValueError) as error:
        yield Error(f"{where}: {error}", hint=hint, id="feltsense.E212")


@register("feltsense")
def storage_is_known(**_: Any) -> list[CheckMessage]:
    if unknown_keys("reports", ReportsSettings) or conf().storage in ("", *settings.STORAGES):
        return []
    text = f'FELTSENSE["reports"]["storage"] names "{conf().storage}", which STORAGES lacks.'
    return [Error(text, hint="Add the entry to STORAGES.", id="feltsense.E204")]
