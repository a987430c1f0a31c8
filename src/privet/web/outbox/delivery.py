"""Delivering what waits in the outbox, each mail once, however many servers run and whatever fails."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings
from django.utils import timezone

from privet.web.outbox.carrier import Carrier
from privet.web.outbox.models import Mail

LEASE = timedelta(minutes=5)
"""How long a mail is ours once we took it: longer than any mail server is waited for."""
FIRST = timedelta(seconds=30)
"""After the first failure; each further one doubles it."""
LONGEST = timedelta(hours=6)
GIVEN_UP = timedelta(days=4)
"""A mail that nobody took for so long is not tried any more."""
KEPT = timedelta(days=30)
"""How long a mail is remembered, sent or not."""
AT_ONCE = 50


def deliver(carrier: Carrier, now: datetime | None = None) -> int:
    """Try what is due; how many were sent."""
    now = now or timezone.now()
    due = Mail.objects.filter(sent=None, refused=None, next_try__lte=now).order_by("next_try")[:AT_ONCE]
    return sum(_delivered(mail, carrier, now) for mail in due)


def _delivered(mail: Mail, carrier: Carrier, now: datetime) -> int:
    """Take one mail and hand it over; 0 where another server has it, or where it failed."""
    if not taken(mail, now):
        return 0
    try:
        carrier.carry(letter(mail))
    except (OSError, ValueError) as error:
        _failed(mail, error, now)
        return 0
    Mail.objects.filter(pk=mail.pk).update(sent=timezone.now(), body="", fault="")
    return 1


def taken(mail: Mail, now: datetime) -> bool:
    """Whether this mail is now ours: of several servers that saw it, one moves it on."""
    ours = Mail.objects.filter(pk=mail.pk, sent=None, next_try=mail.next_try)
    return ours.update(next_try=now + LEASE, tries=mail.tries + 1) == 1


def _failed(mail: Mail, error: Exception, now: datetime) -> None:
    """Note why, and when to try again; never, where the server says that it will never take it."""
    wait = min(FIRST * 2 ** min(mail.tries, 20), LONGEST)
    given_up = is_final(error) or now - mail.made > GIVEN_UP
    Mail.objects.filter(pk=mail.pk).update(
        next_try=now + wait, refused=now if given_up else None, fault=reason(error)[:300]
    )


def is_final(error: Exception) -> bool:
    """Whether trying again is no use: the address does not exist, or the message cannot be one."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=who):
            return all(500 <= code < 600 for code, _ in who.values())
        case smtplib.SMTPAuthenticationError():  # ours to mend
            return False
        case smtplib.SMTPResponseException(smtp_code=code):
            return 500 <= code < 600
        case OSError():
            return False
    return True


def reason(error: Exception) -> str:
    """What went wrong, as the mail server said it, on one line."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=who):
            said = "; ".join(f"{code} {text.decode(errors='replace')}" for code, text in who.values())
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=text):
            said = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
        case _:
            said = f"{type(error).__name__}: {error}"
    return " ".join(said.split())


def letter(mail: Mail) -> EmailMessage:
    """The message itself.  Raises ValueError for a line break in a header."""
    message = EmailMessage()
    message["Subject"] = mail.subject
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = mail.to
    message["Date"] = format_datetime(mail.made)
    message["Message-ID"] = f"<{mail.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def forget(now: datetime | None = None) -> None:
    """What is sent or given up for long is not kept."""
    Mail.objects.filter(made__lt=(now or timezone.now()) - KEPT).delete()
