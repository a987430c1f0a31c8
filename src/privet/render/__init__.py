"""Renderers: one file a format.  Each is a function from document and words to bytes.

A renderer imports its library when it is used, so that a page needs no PDF engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from privet.document import Block, Document
from privet.words import Words

Renderer = Callable[[Document, Words], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """How documents are printed under one name."""

    name: str
    render: Renderer
    needs: str = ""
    """The extra (``pip install 'privet[pdf]'``) that brings its library; empty: none."""


def for_readers(document: Document) -> Document:
    """The document as people see it: without the reasons where its readers are the public."""
    if document.reasons == "shown":
        return document
    sections = tuple(replace(section, blocks=tuple(map(_bare, section.blocks))) for section in document.sections)
    return replace(document, sections=sections)


def _bare(block: Block) -> Block:
    return replace(block, parts=tuple(replace(part, because=(), cites=()) for part in block.parts))


def _html(document: Document, words: Words) -> bytes:
    from privet.render.html import html

    return html(for_readers(document), words).encode()


def _md(document: Document, words: Words) -> bytes:
    from privet.render.md import md

    return md(for_readers(document), words).encode()


def _json(document: Document, words: Words) -> bytes:
    from privet.render.json_format import json

    return json(document, words).encode()


def _pdf(document: Document, words: Words) -> bytes:
    from privet.render.pdf import pdf

    return pdf(for_readers(document), words)


def _docx(document: Document, words: Words) -> bytes:
    from privet.render.docx import docx

    return docx(for_readers(document), words)


def _ics(document: Document, words: Words) -> bytes:
    from privet.render.ics import ics

    return ics(document, words).encode()


FORMATS: Mapping[str, Format] = {
    entry.name: entry
    for entry in (
        Format("html", _html),
        Format("pdf", _pdf, "pdf"),
        Format("docx", _docx, "docx"),
        Format("md", _md),
        Format("json", _json),
        Format("ics", _ics),
    )
}
"""Every format by its name, which is also the suffix of its files."""
