"""The three markers that are read first."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from screening.domain.reading import Content


@dataclass(frozen=True, kw_only=True)
class Marker:
    label: str
    words: str
    is_yes: bool


def markers(content: Content) -> tuple[Marker, ...]:
    labels = {
        "duration": _("Longer than two weeks"),
        "interference": _("Gets in the way of life"),
        "hopelessness": _("Hopelessness often or almost always"),
    }
    words = {"yes": _("yes"), "no": _("no"), "unknown": _("not answered")}
    found = content["markers"]
    return tuple(
        Marker(label=label, words=words[found[key]], is_yes=found[key] == "yes")
        for key, label in labels.items()
    )
