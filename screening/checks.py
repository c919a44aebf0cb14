"""System checks of screening."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from intake.conf import unknown_keys
from screening.conf import ScreeningSettings, conf


@register("feltsense")
def settings_are_known(**_: Any) -> list[CheckMessage]:
    return [
        Error(f'FELTSENSE: unknown key "{key}".', hint="See docs/settings.md.", id="feltsense.E101")
        for key in unknown_keys("screening", ScreeningSettings)
    ]


@register("feltsense")
def notifier_can_be_loaded(**_: Any) -> list[CheckMessage]:
    if unknown_keys("screening", ScreeningSettings):
        return []  # said above
    try:
        import_string(conf().notifier)
    except ImportError:
        text = 'FELTSENSE["screening"]["notifier"] can\'t be loaded.'
        return [Error(text, hint="Give the dotted path of a class.", id="feltsense.E102")]
    return []
