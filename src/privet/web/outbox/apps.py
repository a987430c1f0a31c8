"""The app of mail that waits to be sent."""

from __future__ import annotations

from django.apps import AppConfig


class Outbox(AppConfig):
    name = "privet.web.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
