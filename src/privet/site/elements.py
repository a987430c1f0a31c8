"""What a page of a website holds that matters to privacy: forms with their fields, links, what is loaded.

Plain values, made in a process that trusts nothing (``limits``) and sent from it as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TypeVar

TICKED = frozenset(("checkbox", "radio"))
"""Fields that are ticked and not filled in."""
HIDDEN = "hidden"
REQUIRED, TICKED_ALREADY, TRAP = "required", "checked", "trap"
"""Marks of a field; a trap is one that people do not see, and only programs fill in."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form, with what people and programs call it."""

    kind: str
    """The type of an input, ``select`` or ``textarea``."""
    name: str
    id: str
    label: str
    placeholder: str
    autocomplete: str
    group: str
    """What stands above several fields together: the legend."""
    line: int
    marks: tuple[str, ...]
    """``required``, ``checked``, ``trap``."""
    tokens: tuple[str, ...] = ()
    """Of a box: its value and the other words in its tag, where the id of a wording may stand."""

    @property
    def called(self) -> str:
        """What a message calls the field."""
        return self.label or self.placeholder or self.name or self.id or self.kind


@dataclass(frozen=True, slots=True)
class Form:
    """A form, or the fields of a page that are in none."""

    id: str
    number: int
    """Place among the forms of its page, from 1; 0 for fields in no form."""
    action: str
    method: str
    line: int
    start: int
    end: int
    """Characters of the page's text before it begins, and before it ends."""
    heading: str
    said: str
    """The form's own words: its names and classes, what its buttons say."""
    text: str
    """What it says to people, cut short."""
    fields: tuple[Field, ...]
    actions: tuple[str, ...] = ()
    """Other addresses that its buttons send it to."""
    scripted: str = ""
    """``scripted`` where a script sends it, whatever its tag says of the way."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link, with its words."""

    href: str
    text: str
    rel: str
    line: int
    start: int
    opens: str = ""
    """``opens`` if a script opens something when it is clicked, such as a window in the page."""


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that a browser loads, or that a script of the page names."""

    kind: str
    """``script``, ``frame``, ``style``, ``picture``, ``media``; ``named`` in a script's text."""
    address: str
    line: int


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page as it was read."""

    language: str
    title: str
    base: str
    canonical: str
    forms: tuple[Form, ...]
    links: tuple[Link, ...]
    resources: tuple[Resource, ...]
    traces: tuple[str, ...]
    """Classes, ids and generators by which plug-ins give themselves away."""
    scripts: str = ""
    """The beginning of what its own scripts say."""
    cut: str = ""
    """Why not all of it was read; empty if it was."""
    length: int = 0
    """Characters of text that a reader sees."""


def to_json(value: object) -> object:
    """A page as lists and strings."""
    if isinstance(value, (Field, Form, Link, Resource, SitePage)):
        return [to_json(getattr(value, field.name)) for field in fields(value)]
    return [to_json(entry) for entry in value] if isinstance(value, tuple) else value


def from_json(raw: object) -> SitePage:
    """A page from lists and strings.  Raises ValueError for anything else: what sends them is not trusted."""
    values = _list(raw)
    if len(values) != len(fields(SitePage)):
        raise ValueError
    language, title, base, canonical, forms, links, resources, traces, scripts, cut, length = values
    return SitePage(
        _text(language),
        _text(title),
        _text(base),
        _text(canonical),
        tuple(map(_form, _list(forms))),
        tuple(_made(Link, link) for link in _list(links)),
        tuple(_made(Resource, resource) for resource in _list(resources)),
        tuple(map(_text, _list(traces))),
        _text(scripts),
        _text(cut),
        _number(length),
    )


def _form(raw: object) -> Form:
    values = _list(raw)
    inner = tuple(_made(Field, field) for field in _list(values[10]))
    return _made(Form, [*values[:10], inner, *values[11:]])


def _made(kind: type[T], raw: object) -> T:
    """One of the flat classes: strings, numbers and tuples of strings."""
    values = [tuple(map(_text, value)) if isinstance(value, list) else _plain(value) for value in _list(raw)]
    try:
        return kind(*values)
    except TypeError as error:
        raise ValueError from error


def _plain(value: object) -> object:
    if isinstance(value, (str, int, tuple)):
        return value
    raise ValueError


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError


def _number(value: object) -> int:
    if isinstance(value, int):
        return value
    raise ValueError


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    raise ValueError
