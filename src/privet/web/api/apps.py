"""The app of the JSON interface."""

from __future__ import annotations

from django.apps import AppConfig


class Api(AppConfig):
    name = "privet.web.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
