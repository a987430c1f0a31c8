"""Pieces of a page: runs, lines, lists, tables and pictures as HTML.

Every text of the tree passes through ``literal`` (or, in an attribute, ``escape``) once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import assert_never

from privet.document import Bullets, Content, Flow, Line, Paragraph, Run, Table
from privet.render.flow import svg, tall
from privet.render.lines import linked
from privet.words import Words

WIDE = 5
"""A table of more columns is set smaller."""


@lru_cache(maxsize=4096)
def literal(text: str) -> str:
    """Text that shows as it is."""
    return escape(text, quote=False)


def plain(line: Line) -> str:
    """A line without its styles, not yet escaped."""
    return "".join([run.text for run in line])


def inline(line: Line) -> str:
    """A line with its styles."""
    if len(line) == 1:
        return _run(line[0])
    return "".join([_run(run) for run in line])


def _run(run: Run) -> str:
    """A run in its style; what people gave us is isolated for direction."""
    inner = f"<bdi>{literal(run.text)}</bdi>" if run.given else literal(run.text)
    if linked(run):
        inner = f'<a href="{escape(run.link)}" rel="external noreferrer">{inner}</a>'
    match run.style:
        case "plain":
            return inner
        case "strong":
            return f"<strong>{inner}</strong>"
        case "emphasis":
            return f"<em>{inner}</em>"
        case _:
            assert_never(run.style)


def content(piece: Content, words: Words) -> str:
    """Any piece of content."""
    match piece:
        case Paragraph(line, box) if box:
            name = escape(box)
            return f'<p class="box"><label><input type="checkbox" name="{name}"> {inline(line)}</label></p>\n'
        case Paragraph(line):
            return f"<p>{inline(line)}</p>\n"
        case Bullets(items):
            return bullets([inline(item) for item in items])
        case Table(caption, columns, rows):
            return table(caption, columns, [[cell(map(inline, lines)) for lines in row] for row in rows])
        case Flow():
            return _figure(piece, words)
        case _:
            assert_never(piece)


def bullets(items: Iterable[str]) -> str:
    """A list of pieces of markup."""
    return "".join(["<ul>\n", *[f"<li>{item}</li>\n" for item in items], "</ul>\n"])


def cell(lines: Iterable[str]) -> str:
    """What stands in one cell: pieces of markup, one under the other."""
    return "".join([f"<div>{line}</div>" for line in lines])


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table that can turn into cards: each cell knows its column.  Cells are markup.

    The roles say what the elements say: a browser forgets it when a table becomes cards."""
    labels = [f' data-label="{escape(column)}"' for column in columns]
    head = "".join([f'<th scope="col" role="columnheader">{literal(column)}</th>' for column in columns])
    body = "".join([_row(row, labels) for row in rows])
    width = ' class="wide"' if len(columns) > WIDE else ""
    return (
        f'<div class="table">\n<table role="table"{width}>\n<caption>{literal(caption)}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{body}</tbody>\n</table>\n</div>\n'
    )


def _row(row: Sequence[str], labels: Sequence[str]) -> str:
    """A row; its first cell names it."""
    first = f'<th scope="row" role="rowheader"{labels[0]}>{row[0]}</th>'
    pairs = zip(row[1:], labels[1:], strict=True)
    cells = "".join([f'<td role="cell"{label}>{inner}</td>' for inner, label in pairs])
    return f'<tr role="row">{first}{cells}</tr>\n'


def _figure(flow: Flow, words: Words) -> str:
    """The picture twice, lying and standing; the stylesheet shows one."""
    return (
        f"<figure>\n<figcaption>{inline(flow.title)}</figcaption>\n{svg(flow, words)}\n{tall(flow, words)}\n</figure>\n"
    )
