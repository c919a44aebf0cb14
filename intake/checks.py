"""System checks: what a host must have right before a patient opens a link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.utils.module_loading import import_string

from intake import catalog
from intake.conf import IntakeSettings, conf, key_bytes, unknown_keys
from intake.definitions import CatalogError
from intake.models import Practice
from intake.signals import answers_saved

SECTIONS = ("intake", "screening", "reports")


@register("feltsense")
def settings_are_known(**_: Any) -> list[CheckMessage]:
    unknown = [*_unknown_sections(), *unknown_keys("intake", IntakeSettings)]
    return [
        Error(f'FELTSENSE: unknown key "{key}".', hint="See docs/settings.md.", id="feltsense.E001")
        for key in unknown
    ]


def _unknown_sections() -> list[str]:
    return sorted(set(getattr(settings, "FELTSENSE", {})) - set(SECTIONS))


@register("feltsense")
def keys_are_sound(**_: Any) -> list[CheckMessage]:
    try:
        read = conf()
        for encoded in [*read.sealing_keys.values(), read.index_key, read.audit_key]:
            key_bytes(encoded)
    except ImproperlyConfigured as error:
        return [Error(str(error), hint="See docs/settings.md, Keys.", id="feltsense.E002")]
    if not read.sealing_keys:
        return [Error("FELTSENSE: no sealing key.", hint="Give one.", id="feltsense.E002")]
    return []


@register("feltsense")
def policy_can_be_loaded(**_: Any) -> list[CheckMessage]:
    try:
        import_string(conf().policy)
    except (ImportError, ImproperlyConfigured) as error:
        text = f'FELTSENSE["intake"]["policy"] can\'t be loaded ({type(error).__name__}).'
        return [Error(text, hint="Give the dotted path of a class.", id="feltsense.E003")]
    return []


@register("feltsense")
def questionnaires_are_sound(**_: Any) -> list[CheckMessage]:
    try:
        catalog.default_packet()
    except ImproperlyConfigured:
        return []  # said above
    except CatalogError as error:
        return [Error(str(error), hint="Restore the released file.", id="feltsense.E004")]
    return [
        # no more than a warning: a folder half written must not stop the relay, which escalates
        Warning(
            f"{name} is not offered. {reason}", hint="See docs/instruments.md.", id="feltsense.W006"
        )
        for name, reason in sorted(catalog.found().refused.items())
    ]


@register("feltsense")
def somebody_reads_the_safety_answers(**_: Any) -> list[CheckMessage]:
    try:
        asked = any(q.safety for form in catalog.default_packet() for q in form.questions)
    except (CatalogError, ImproperlyConfigured):
        return []  # said above
    if asked and not answers_saved.has_listeners():
        text = "The form asks safety questions and no app evaluates them."
        hint = 'Add "screening" to INSTALLED_APPS.'
        return [Error(text, hint=hint, id="feltsense.E005")]
    return []


@register(Tags.database)
def practices_ask_what_there_is(*, databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Runs with `check --database default` and before a migration."""
    if not databases:
        return []
    try:
        unknown = [(one.slug, one.unknown_questions()) for one in Practice.objects.order_by("slug")]
    except (CatalogError, DatabaseError, ImproperlyConfigured):
        return []  # said above, or not migrated yet
    return [
        Warning(
            f"The practice {slug} asks {', '.join(names)}, which this site does not offer.",
            hint="Take it out of also_asks, or see why it is not offered: docs/instruments.md.",
            id="feltsense.W007",
        )
        for slug, names in unknown
        if names
    ]
