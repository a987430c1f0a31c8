"""What templates say things with: every sentence comes from the words."""

from __future__ import annotations

from datetime import date

from django import template

from privet.web import shelf

register = template.Library()


@register.simple_tag
def say(key: str, **slots: object) -> str:
    """A short string of the pages, ``web.<key>`` in the words."""
    return shelf.words().say(f"web.{key}", **{name: str(value) for name, value in slots.items()})


@register.simple_tag
def count(key: str, n: int, **slots: object) -> str:
    """A short string in the plural form that fits ``n``."""
    return shelf.words().count(f"web.{key}", n, **{name: str(value) for name, value in slots.items()})


@register.filter
def day(value: date) -> str:
    """A day in full."""
    return shelf.words().day(value)
