"""System checks of screening."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.module_loading import import_string

from intake.conf import unknown_keys
from screening.conf import ScreeningSettings, conf

SECOND_FACTOR = "intake.middleware.SecondFactorMiddleware"


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


@register("feltsense", deploy=True)
def staff_give_a_second_factor(**_: Any) -> list[CheckMessage]:
    if SECOND_FACTOR in settings.MIDDLEWARE:
        return []
    text = f"MIDDLEWARE lacks {SECOND_FACTOR}: a password alone opens patients' records."
    hint = "Add it, or silence this check where your site asks for a second factor itself."
    return [Warning(text, hint=hint, id="feltsense.W103")]
