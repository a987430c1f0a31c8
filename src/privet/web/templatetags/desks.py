"""Addresses of the pages of a desk."""

from __future__ import annotations

from django import template

from privet.web.desks import Desk, url

register = template.Library()


@register.simple_tag
def desk_url(desk: Desk, name: str, /, **where: str) -> str:
    """The address of a page of the desk."""
    return url(desk, name, **where)
