"""The way to a mail server, as ``PRIVET_MAIL`` names it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal
from urllib.parse import unquote, urlsplit

Security = Literal["none", "starttls", "tls"]
SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("none", 25),
    "smtp+tls": ("starttls", 587),
    "smtps": ("tls", 465),
}
"""Per scheme how the line is made safe, and the port where none is named."""
PATIENCE = 20.0
"""Seconds a mail server may take for each step."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A mail server and how to speak to it."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)

    @contextmanager
    def line(self) -> Iterator[smtplib.SMTP]:
        """A line to the server, open and logged in.  Raises OSError (smtplib's errors are such)."""
        safe = ssl.create_default_context()
        line = (
            smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=safe)
            if self.security == "tls"
            else smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        )
        with line:
            if self.security == "starttls":
                line.starttls(context=safe)
            if self.user:
                line.login(self.user, self.password)
            yield line

    def carry(self, message: EmailMessage) -> None:
        """Hand one message over; on return the server has it."""
        with self.line() as line:
            line.send_message(message)


def carrier(address: str) -> Carrier | None:
    """The server that an address names; None for none.  Raises ValueError for what is no address."""
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.hostname or parts.path.strip("/"):
        raise ValueError(parts.scheme)
    security, port = SCHEMES[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Carrier(parts.hostname, parts.port or port, security, user, password)
