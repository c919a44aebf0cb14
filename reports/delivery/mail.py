"""A mail to a fixed address that says only: there is something to read, here is the link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from smtplib import SMTPException

from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from reports.delivery import NotDelivered, Parcel, Receipt

ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")


@dataclass(frozen=True, kw_only=True)
class LinkMail:
    """The link opens the report's page, behind sign-in and second factor."""

    to: str
    site: str  # such as "https://numbness.clinic.example"

    def __post_init__(self) -> None:
        if not self.site.startswith("https://"):
            raise ValueError('"site" must begin with https://')
        if not ADDRESS.fullmatch(self.to):
            raise ValueError('"to" is no mail address')

    def deliver(self, parcel: Parcel, *, look_first: bool) -> Receipt:
        link = self.site.rstrip("/") + reverse("feltsense_reports:detail", args=[parcel.report])
        with translation.override(parcel.language):
            text = _("A signed document is ready. Sign in to read it.")
        try:
            send_mail(text, f"{text}\n\n{link}\n", None, [self.to])
        except (SMTPException, OSError) as error:  # a second mail does no harm
            raise NotDelivered(type(error).__name__) from None
        return {"to": self.to}
