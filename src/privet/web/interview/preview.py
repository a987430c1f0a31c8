"""The plan as it stands, and what the last answer changed in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from privet import making
from privet.compose import compose
from privet.document import Document
from privet.errors import InputError
from privet.render import html
from privet.web import shelf
from privet.words import Words

PLAN = "plan"
"""The document that grows beside the questions."""


class Change(NamedTuple):
    """A part of the plan that an answer brought, changed or took away."""

    kind: str
    """``new``, ``changed`` or ``gone``."""
    id: str
    title: str
    markup: SafeString

    @property
    def kind_key(self) -> str:
        return f"change-{self.kind}"


def plan(text: str, language: str) -> Document:
    """The plan that answers make."""
    return _plan(text, language, shelf.today())


@lru_cache(maxsize=64)
def _plan(text: str, language: str, on: date) -> Document:
    """Remembered: the plan after one answer is the plan before the next."""
    _, judged = next(making.parts(shelf.library(), shelf.case(text), PLAN))
    return compose(shelf.library(), judged, language)


def changes(before: str, now: str, language: str, at: str) -> tuple[Change, ...]:
    """What is new, other or gone in the plan between two texts of the answers."""
    if before == now:
        return ()
    try:
        old = plan(before, language)
    except InputError:  # a file that was put in place of one with faults
        return ()
    return tuple(_changes(old, plan(now, language), _words(now), at))


def _words(text: str) -> Words:
    return shelf.words(shelf.case(text))


def _changes(old: Document, new: Document, words: Words, at: str) -> Iterator[Change]:
    before, after = html.blocks(old, words, at), html.blocks(new, words, at)
    titles = _titles(old) | _titles(new)
    for id, markup in after.items():
        if before.get(id) != markup:
            kind = "changed" if id in before else "new"
            yield Change(kind, id, titles[id], mark_safe(markup))  # noqa: S308 - our own renderer's, which escapes
    for id in before:
        if id not in after:
            yield Change("gone", id, titles[id], SafeString(""))


def _titles(document: Document) -> dict[str, str]:
    return {block.id: block.title for section in document.sections for block in section.blocks}
