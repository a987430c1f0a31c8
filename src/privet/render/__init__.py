"""Renderers: one file a format.  Each is a function from document and words to bytes.

A renderer imports its library when it is used, so that a page needs no PDF engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from privet.document import Document
from privet.words import Words

Renderer = Callable[[Document, Words], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """How documents are printed under one name."""

    name: str
    render: Renderer
    needs: str = ""
    """The extra (``pip install 'privet[pdf]'``) that brings its library; empty: none."""


def _html(document: Document, words: Words) -> bytes:
    from privet.render.html import html

    return html(document, words).encode()


def _md(document: Document, words: Words) -> bytes:
    from privet.render.md import md

    return md(document, words).encode()


def _json(document: Document, words: Words) -> bytes:
    from privet.render.json_format import json

    return json(document, words).encode()


def _pdf(document: Document, words: Words) -> bytes:
    from privet.render.pdf import pdf

    return pdf(document, words)


def _docx(document: Document, words: Words) -> bytes:
    from privet.render.docx import docx

    return docx(document, words)


FORMATS: Mapping[str, Format] = {
    entry.name: entry
    for entry in (
        Format("html", _html),
        Format("pdf", _pdf, "pdf"),
        Format("docx", _docx, "docx"),
        Format("md", _md),
        Format("json", _json),
    )
}
"""Every format by its name, which is also the suffix of its files."""
