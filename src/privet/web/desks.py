"""A desk is where one plan lies open: a file on this machine, or a plan on the team server.

The interview, the plan beside it and the documents know desks only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from importlib import import_module
from typing import NamedTuple, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from privet.answers import Changes
from privet.differences import Section


class Link(NamedTuple):
    """Somewhere else to go from the desk."""

    url: str
    text: str


class Standing(NamedTuple):
    """Whether somebody approved the plan as it is."""

    text: str
    sections: Sequence[Section]
    """What changed since; nothing where the approval holds."""


class Desk(Protocol):
    """Where one plan lies open."""

    @property
    def may_write(self) -> bool:
        """Whether this visitor may change answers."""

    def read(self) -> str:
        """The text of the answers file as it is now."""

    def before(self) -> str:
        """The text before the last change; the same text if there was none."""

    def write(self, changes: Changes) -> None:
        """Make the changes, on whatever the answers are now.

        Raises InputError where a value cannot stand, WriteError where it cannot be kept."""

    def replace(self, text: str) -> None:
        """Put another answers file in place.  Raises InputError for its faults."""

    @property
    def place(self) -> dict[str, object]:
        """What the addresses of this desk are made with."""

    @property
    def links(self) -> Sequence[Link]:
        """Where else to go: history, people, public pages."""

    @property
    def note(self) -> str:
        """A key of the words for how these answers are kept."""

    def standing(self, language: str) -> Standing | None:
        """Who approved the plan and whether that still holds; None where nobody did."""


def url(desk: Desk, name: str, /, **where: str) -> str:
    """The address of a page of the desk."""
    return reverse(name, kwargs={**desk.place, **where})


def at_desk(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of a desk: what the address says of the plan becomes ``request.desk``."""

    @wraps(view)
    def found(request: HttpRequest, **where: object) -> HttpResponseBase:
        open_desk = _opener()
        request.desk, rest = open_desk(request, where)  # type: ignore[attr-defined]  # ours to put there
        return view(request, **rest)

    return found


def _opener() -> Callable[[HttpRequest, dict[str, object]], tuple[Desk, dict[str, object]]]:
    """What finds the desk of a request: raises Http404 where it is not for this visitor."""
    module, name = str(settings.DESK).rsplit(".", 1)
    opener: Callable[[HttpRequest, dict[str, object]], tuple[Desk, dict[str, object]]]
    opener = getattr(import_module(module), name)
    return opener
