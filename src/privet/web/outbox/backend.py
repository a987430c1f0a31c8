"""Django's way to the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from privet.web.outbox.models import Mail


class Outbox(BaseEmailBackend):
    """Every message is kept first, in the transaction of what it tells of; sending it is another matter."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages, one for each address; how many.

        Raises BadHeaderError for a line break in a header."""
        for message in email_messages:
            message.message()
        mails = [
            Mail(to=to, subject=str(message.subject)[:300], body=str(message.body))
            for message in email_messages
            for to in message.recipients()
        ]
        return len(Mail.objects.bulk_create(mails))
