"""The mail says that there is something to read, to a fixed address, and nothing else."""

import pytest
from django.core import mail

from reports.delivery import NotDelivered
from reports.delivery.mail import LinkMail
from tests.reports.delivery.parcels import WORDS, parcel

pytestmark = pytest.mark.once
SETTINGS = {"to": "record@example.invalid", "site": "https://numbness.example.invalid/"}


def test_the_mail_holds_the_link_and_nobody():
    receipt = LinkMail(**SETTINGS).deliver(parcel(), look_first=False)

    (sent,) = mail.outbox
    assert sent.to == ["record@example.invalid"]
    assert receipt == {"to": "record@example.invalid"}
    assert f"https://numbness.example.invalid/reports/{parcel().report}/" in sent.body
    whole = sent.message().as_string()
    assert not [word for word in WORDS if word in whole]
    assert sent.attachments == []


def test_a_mail_server_that_is_away_is_tried_later(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there

    with pytest.raises(NotDelivered, match="ConnectionRefusedError"):
        LinkMail(**SETTINGS).deliver(parcel(), look_first=False)
