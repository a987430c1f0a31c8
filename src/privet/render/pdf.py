"""A document as PDF: tagged for PDF/UA-1, its fonts inside, same inputs, same bytes.

How it looks is a Typst template, ``data/render/plan.typ``.  The document reaches it as
JSON, so no text of anybody is ever read as Typst source.  A character that our fonts do
not hold would fail PDF/UA-1; it is shown by its number instead.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import assert_never

from privet.document import (
    Block,
    Bullets,
    Cite,
    Content,
    Document,
    Flow,
    Line,
    Paragraph,
    Part,
    Run,
    Section,
    Stop,
    Table,
)
from privet.render import lines, paper
from privet.render.glyphs import FONTS, isolated, shown
from privet.words import Words

TEMPLATE = Path(__file__).parents[1] / "data" / "render" / "plan.typ"

Json = Mapping[str, object]
Group = tuple[str, tuple[Part, ...]]
"""The parts for the same people, after the label of those people."""

WIDE, NARROW = 126, 110
"""Letters that stand side by side in a table of many columns, and in one of few."""
SHORT = 700
"""So few characters of text beside a wide table are printed on its turned page."""
TOGETHER = 300
"""A table row with no cell longer than this, in characters, is not parted over two pages."""
BESIDE = 2.2
"""Texts for two groups of people stand side by side unless one is this many times longer."""
MUCH = 2400
"""Longer texts for two groups of people stand one under the other."""
LONG = re.compile(r"(\S{12,})")
"""A word that may be too long for its line: the template measures it."""
WORDS = (
    *("contents", "page", "version", "not-known", "task-list", "task-none", "none"),
    *("open-questions", "flow-abroad", "flow-sensitive"),
)
"""What the template itself prints."""
PAGE = {"page": "{page}", "pages": "{pages}"}
"""Slots that stay: only the template knows the numbers of pages."""
HEADER_ROOM = 64
"""Characters of the organisation's name that the head of a page has room for."""


def pdf(document: Document, words: Words) -> bytes:
    """The whole document as PDF."""
    midnight = datetime.combine(document.on, time(), UTC)
    return _compiler()(json.dumps(_document(document, words), ensure_ascii=False), midnight)


@cache
def _compiler() -> Callable[[str, datetime], bytes]:
    """Data and date in, PDF out: one warm Typst for the life of the process.

    Typst's threads do not survive a fork: a process that has made a PDF must start its
    workers by spawning.  Better an error than a worker that waits for ever."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    compiler = typst.Compiler(root=str(TEMPLATE.parent), font_paths=fonts, ignore_system_fonts=True)
    template = TEMPLATE.read_bytes()
    home = os.getpid()

    def compiled(data: str, on: datetime) -> bytes:
        if os.getpid() != home:
            raise RuntimeError("forked after a PDF")
        made = compiler.compile(template, format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"], timestamp=on)
        if not isinstance(made, bytes):
            raise TypeError(type(made))
        return made

    return compiled


# The document as the template takes it: keys of the tree, every text safe to print.


def _document(document: Document, words: Words) -> Json:
    chapters = dict(lines.chapters(document, words))
    sections, annex = lines.parted(document)
    turned = _turned(sections)
    return {
        "title": shown(document.title),
        "language": document.language,
        "organisation": _line(document.organisation),
        "head": isolated(shown(_shortened(lines.plain(document.organisation)))),
        "audience": shown(document.audience),
        "on": [document.on.year, document.on.month, document.on.day],
        "version": shown(document.version),
        "facts": [[shown(words.say(key)), list(map(shown, texts))] for key, texts in _facts(document, words)],
        "notices": [shown(notice) for notice in lines.notices(document, words)],
        "sections": [_section(section, document, words, turned) for section in sections],
        "annex": [_section(section, document, words, frozenset()) for section in annex],
        "tasks": _tasks(document, words) if "tasks" in chapters else None,
        "questions": (
            [[shown(state), list(map(_line, asked))] for state, asked in lines.open_questions(document, words)]
            if "open-questions" in chapters
            else None
        ),
        "laws": [_line(line) for line in lines.laws(document, words)],
        "words": {name: shown(words.say(f"document.{name}", **PAGE)) for name in WORDS},
    }


def _facts(document: Document, words: Words) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the title block tells, by the key of its label: a line in black, the rest small."""
    note = words.say("document.version-note", answers=document.answers_hash, data=document.data_hash)
    yield "document.on", (words.day(document.on),)
    if document.approved:
        yield "document.approval", (document.approved,)
    yield "document.version", (document.version, note)
    yield "document.languages", (document.status.name,)
    yield "document.laws-applied", (lines.applied(document, words),)


def _section(section: Section, document: Document, words: Words, turned: frozenset[str]) -> Json:
    blocks = [{**_block(block, document, words), "wide": block.id in turned} for block in section.blocks]
    return {"title": shown(section.title), "blocks": blocks}


def _block(block: Block, document: Document, words: Words) -> Json:
    told = lines.noted(block, document)
    return {
        "title": shown(block.title),
        "unknown": block.side == "unknown",
        "bands": [
            [{"people": shown(people), "parts": list(map(_part, parts))} for people, parts in band]
            for band in _bands(lines.groups(block))
        ],
        "why": _why(told, words) if told else None,
    }


def _bands(groups: Sequence[Group]) -> Iterator[Sequence[Group]]:
    """Groups of people one under the other, two of them side by side where that reads well."""
    waiting = list(groups)
    while waiting:
        pair = 2 if len(waiting) > 1 and _pairs(*waiting[:2]) else 1
        yield waiting[:pair]
        del waiting[:pair]


def _pairs(left: Group, right: Group) -> bool:
    """Whether texts for two groups of people can stand side by side."""
    short, long = sorted(_bulk(part.content for part in parts) for _, parts in (left, right))
    return bool(left[0]) and long <= min(short * BESIDE, MUCH)


def _turned(sections: Sequence[Section]) -> frozenset[str]:
    """Ids of the blocks on turned pages: those with too wide a table, and what little stands beside."""
    wide = {
        block.id
        for section in sections
        if any(map(_is_wide, section.blocks))
        for block in section.blocks
        if _is_wide(block) or _is_short([block])
    }
    blocks = [block for section in sections for block in section.blocks]
    stretches = [list(same) for _, same in groupby(blocks, lambda block: block.id in wide)]
    before = [block.id for same in stretches[:-1] if _is_short(same) for block in same]
    return frozenset(wide.union(before))


def _is_wide(block: Block) -> bool:
    return paper.cramped(block, WIDE)


def _is_short(blocks: Sequence[Block]) -> bool:
    return _bulk(part.content for block in blocks for part in block.parts) <= SHORT


def _bulk(contents: Iterable[Iterable[Content]]) -> int:
    """Characters of running text; a table or a picture is always too much."""
    bulk = 0
    for content in (content for each in contents for content in each):
        match content:
            case Paragraph(line):
                bulk += paper.length((line,))
            case Bullets(items):
                bulk += paper.length(items)
            case Table() | Flow():
                bulk += MUCH + 1
            case _:
                assert_never(content)
    return bulk


def _part(part: Part) -> Json:
    return {"language": part.language, "content": [_content(content) for content in paper.together(part.content)]}


def _content(content: Content | paper.Tables) -> Json:
    match content:
        case Paragraph(line, box):
            return {"kind": "paragraph", "line": _line(lines.boxed(line, box))}
        case Bullets(items):
            return {"kind": "bullets", "items": [_line(item) for item in items]}
        case Table():
            return _tables((content,))
        case tuple():
            return _tables(content)
        case Flow(_, title, stops, text):
            columns = [[_stop(stop) for stop in same] for _, same in groupby(stops, lambda stop: stop.kind)]
            return {"kind": "flow", "title": _line(title), "columns": columns, "text": shown(text)}
        case _:
            assert_never(content)


def _tables(tables: paper.Tables) -> Json:
    columns = paper.columns(tables)
    many = len(columns) > paper.FEW
    return {
        "kind": "table",
        "many": many,
        "columns": [_line((Run(title),)) for title in tables[0].columns],
        "shares": paper.widths(columns, WIDE if many else NARROW),
        "groups": [
            {"caption": shown(table.caption), "rows": list(map(_row, table.rows, paper.spans(table)))}
            for table in tables
        ],
    }


def _row(row: Sequence[tuple[Line, ...]], spans: Sequence[int]) -> Json:
    """A row, whole on its page unless it is long, and the rows that each cell stands for."""
    return {
        "spans": spans,
        "together": max(map(paper.length, row), default=0) <= TOGETHER,
        "cells": [list(map(_line, cell)) for cell in row],
    }


def _stop(stop: Stop) -> Json:
    return {
        "kind": stop.kind,
        "heading": _line((Run(stop.heading),)),
        "lines": [_line((Run(line, given=stop.given),)) for line in stop.lines],
        "sensitive": stop.sensitive,
        "abroad": stop.abroad,
    }


# Why a block is there, and the tasks.


def _why(parts: Sequence[Part], words: Words) -> Json:
    """The answers and provisions behind a block, each once."""
    return {
        "answers": _line(lines.answers(parts, words)),
        "asked": _line(lines.asked_by(parts, words)),
        "cites": [_cite(cite, words) for cite in lines.cites(parts)],
    }


def _cite(cite: Cite, words: Words) -> Json:
    """A provision with its force; linked only to a web address."""
    url = cite.url if cite.url.startswith(("https://", "http://")) else ""
    return {"text": shown(cite.text), "url": url, "force": shown(lines.force(cite, words))}


def _tasks(document: Document, words: Words) -> Json:
    return {
        "columns": [_line((Run(words.say(f"document.task-{name}")),)) for name in ("what", "law", "priority")],
        "rows": [
            {
                "text": _line(task.text),
                "reason": _line(task.reason),
                "cites": [_cite(cite, words) for cite in lines.cites((task,))],
                "priority": shown(lines.priority(task, words)),
                "high": task.priority == "high",
            }
            for task in document.tasks
        ],
    }


# Text: runs in pieces.


def _line(line: Line) -> list[Json]:
    return [_run(run) for run in line]


def _run(run: Run) -> Json:
    """A run in pieces: every second one is a long word."""
    text = shown(run.text)
    pieces = LONG.split(isolated(text) if run.given else text)
    return {"style": run.style, "given": run.given, "pieces": pieces, "url": run.link if lines.linked(run) else ""}


def _shortened(text: str) -> str:
    """A name that the head of a page has room for."""
    return text if len(text) <= HEADER_ROOM else f"{text[: HEADER_ROOM - 1]}…"
