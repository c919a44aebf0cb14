"""What Django logs of its own accord holds addresses, and at the door an address holds a token."""

import logging
import re

LOGGERS = ("django.request", "django.security.csrf")
_TOKEN = re.compile(r"(/i/+)[^/\s]+", re.IGNORECASE)  # also an address that is nearly right


class HideTokens(logging.Filter):
    """Blanks the token of a link in whatever a record was given to print."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_blanked(value) for value in record.args)
        return True


def _blanked(value: object) -> object:
    return _TOKEN.sub(r"\1...", value) if isinstance(value, str) else value


def hide_tokens() -> None:
    for name in LOGGERS:
        logging.getLogger(name).addFilter(HideTokens())
