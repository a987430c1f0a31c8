"""The plan as it stands, and what the last answer changed in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from privet import making
from privet.compose import compose
from privet.document import Block, Content, Document, Flow, Part, Table
from privet.errors import InputError
from privet.render import html
from privet.web import shelf

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
    """What a reader finds new, other or gone in the plan between two texts of the answers."""
    if before == now:
        return ()
    try:
        old = _blocks(plan(before, language))
    except InputError:  # a file that was put in place of one with faults
        return ()
    document = plan(now, language)
    new = _blocks(document)
    fresh = {id: news for id, block in new.items() if (news := _news(block, old.get(id)))}
    printed = html.blocks(_only(document, fresh), shelf.words(shelf.case(now)), at)
    found = [
        Change("changed" if id in old else "new", id, new[id].title, mark_safe(text))  # noqa: S308 - our own renderer's
        for id, text in printed.items()
    ]
    gone = (block for id, block in old.items() if id not in new)
    return (*found, *(Change("gone", block.id, block.title, SafeString("")) for block in gone))


def _blocks(document: Document) -> dict[str, Block]:
    return {block.id: block for section in document.sections for block in section.blocks}


def _only(document: Document, blocks: Mapping[str, Block]) -> Document:
    """The document with nothing but these blocks."""
    sections = (
        replace(section, blocks=tuple(blocks[block.id] for block in section.blocks if block.id in blocks))
        for section in document.sections
    )
    return replace(document, sections=tuple(sections))


# ---- what is new in a block


def _news(block: Block, was: Block | None) -> Block | None:
    """The block with the parts that read otherwise than before; None where none does.

    Where something only went, the rest is shown."""
    if was is None:
        return block
    if _face(block) == _face(was):
        return None
    old = {(part.rule, part.people): part for part in was.parts}
    faces = {_words(part) for part in was.parts}
    fresh = tuple(_fresh(part, old.get((part.rule, part.people))) for part in block.parts if _words(part) not in faces)
    return replace(block, parts=fresh or block.parts)


def _face(block: Block) -> tuple[object, ...]:
    """What a reader sees of a block; the answers behind it may change without that."""
    return (block.title, block.side, tuple(_words(part) for part in block.parts))


def _words(part: Part) -> tuple[object, ...]:
    return (part.people, part.side, part.content)


def _fresh(part: Part, was: Part | None) -> Part:
    """A part with its texts whole, and of its tables and pictures what was not there before."""
    old = was.content if was else ()
    content = tuple(_without(old, part.content))
    return replace(part, content=content or part.content)


def _without(old: tuple[Content, ...], now: tuple[Content, ...]) -> Iterator[Content]:
    tables = {table.caption: table for table in old if isinstance(table, Table)}
    for piece in now:
        if isinstance(piece, Table) and piece.caption in tables:
            rows = tuple(row for row in piece.rows if row not in tables[piece.caption].rows)
            if rows:
                yield replace(piece, rows=rows)
        elif not (isinstance(piece, Flow) and piece in old):
            yield piece
