"""Django's way to the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from privet.web.outbox.models import Mail


class Outbox(BaseEmailBackend):
    """Every message is kept first; sending it is another matter."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; how many."""
        mails = [
            Mail(to=to, subject=message.subject[:300], body=str(message.body))
            for message in email_messages
            for to in message.to
        ]
        return len(Mail.objects.bulk_create(mails))
