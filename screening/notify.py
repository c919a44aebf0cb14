"""Telling an alert contact that something waits: never who, never why."""

from __future__ import annotations

from typing import Protocol

from django.core.mail import send_mail
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from intake.models import Membership
from screening.conf import conf
from screening.models import Alert


class Notifier(Protocol):
    """Swap it with FELTSENSE["screening"]["notifier"]. Raise when the notice was not taken."""

    def notify(self, *, contact: Membership, alert: Alert) -> None: ...


class NoAddress(Exception):
    """The contact has no e-mail address: give one, or swap the notifier."""


class EmailNotifier:
    """A mail without a name, an initial or a reason."""

    def notify(self, *, contact: Membership, alert: Alert) -> None:
        if not contact.user.email:
            raise NoAddress
        with translation.override(contact.practice.language):
            text = _("An intake needs review now. Sign in.")
        send_mail(text, text, None, [contact.user.email])


def notifier() -> Notifier:
    made: Notifier = import_string(conf().notifier)()
    return made
