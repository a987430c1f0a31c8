"""What the log may hold: where something went wrong, but no key that stands in an address."""

from __future__ import annotations

import logging
import re

KEY = re.compile(r"(?<=/)(?![0-9a-f]{8}-[0-9a-f]{4}-)[\w-]{20,}(?=/|\Z|\s)")
"""A long random piece of an address; ids are no secret."""
HIDDEN = "…"
STRANGERS = "django.security"
"""Tells of requests that make no sense: one line is enough, for there are many."""


class Masked(logging.Filter):
    """Takes the keys of invitations, sign-off links and resets out of addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = KEY.sub(HIDDEN, record.getMessage()), ()
        if record.name.startswith(STRANGERS):
            record.exc_info = None
        return True
