"""Mails to people: plain text from the words, with links to the one address that is set."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from privet.web import shelf


def ours(url: str) -> str:
    """The same page at the configured address: what a request says of the host is not believed."""
    parts = urlsplit(url)
    return settings.BASE_URL + parts.path + (f"?{parts.query}" if parts.query else "")


def send(kind: str, to: str, **slots: str) -> None:
    """Send the mail ``web.mail.<kind>`` of the words, in the language of the page."""
    words = shelf.words()
    subject = words.say(f"web.mail.{kind}-subject", **slots)
    body = words.say(f"web.mail.{kind}", **slots)
    foot = words.say("web.mail.foot", site=settings.BASE_URL)
    EmailMessage(" ".join(subject.split()), f"{body.strip()}\n\n-- \n{foot}\n", to=[to]).send()
