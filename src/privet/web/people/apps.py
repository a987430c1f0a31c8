"""The app of accounts and organisations."""

from __future__ import annotations

from django.apps import AppConfig


class People(AppConfig):
    name = "privet.web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
