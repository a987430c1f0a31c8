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
    LawApplied,
    Line,
    Paragraph,
    Part,
    Reason,
    Run,
    Section,
    Stop,
    Table,
)
from privet.render import lines
from privet.render.glyphs import FONTS, isolated, shown
from privet.words import Words

TEMPLATE = Path(__file__).parents[1] / "data" / "render" / "plan.typ"

Json = Mapping[str, object]

WIDE = 6
"""A table with this many columns turns its page."""
SHORT = 700
"""So few characters of text beside a wide table are printed on its turned page."""
TOGETHER = 300
"""A table row with no cell longer than this, in characters, is not parted over two pages."""
LONG = re.compile(r"(\S{12,})")
"""A word that may be too long for its line: the template measures it."""
WORDS = (
    *("contents", "page", "version", "not-known", "why", "answers", "asked-by"),
    *("task-list", "task-none", "none", "open-questions", "laws-applied", "flow-abroad", "flow-sensitive"),
)
"""What the template itself prints."""
PAGE = {"page": "{page}", "pages": "{pages}"}
"""Slots that stay: only the template knows the numbers of pages."""
HEADER_ROOM = 72
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
            raise RuntimeError("forked after the first PDF; start workers with spawn")
        made = compiler.compile(template, format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"], timestamp=on)
        if not isinstance(made, bytes):
            raise TypeError(type(made))
        return made

    return compiled


# The document as the template takes it: keys of the tree, every text safe to print.


def _document(document: Document, words: Words) -> Json:
    chapters = dict(lines.chapters(document, words))
    turned = _turned(document.sections)
    return {
        "title": shown(document.title),
        "language": document.language,
        "organisation": _line(document.organisation),
        "head": isolated(shown(_shortened(lines.plain(document.organisation)))),
        "audience": shown(document.audience),
        "on": [document.on.year, document.on.month, document.on.day],
        "version": shown(document.version),
        "facts": [[shown(words.say(key)), texts] for key, texts in _facts(document, words)],
        "sections": [
            {
                "title": shown(section.title),
                "blocks": [{**_block(block, document, words), "wide": block.id in turned} for block in section.blocks],
            }
            for section in document.sections
        ],
        "tasks": _tasks(document, words) if "tasks" in chapters else None,
        "questions": (
            [_line(lines.open_question(question, words)) for question in document.open_questions]
            if "open-questions" in chapters
            else None
        ),
        "laws": [_law(law, words) for law in document.laws],
        "words": {name: shown(words.say(f"document.{name}", **PAGE)) for name in WORDS},
    }


def _facts(document: Document, words: Words) -> Iterator[tuple[str, list[str]]]:
    """What the title block tells, by the key of its label: a line in black, the rest small."""
    note = words.say("document.version-note", answers=document.answers_hash, data=document.data_hash)
    yield "document.for", [shown(document.audience)]
    yield "document.on", [shown(words.day(document.on))]
    yield "document.version", [shown(document.version), shown(note)]
    yield "document.languages", [shown(text) for text in (document.status.name, document.status_note) if text]
    unknown = words.say("document.side-unknown")
    laws = [
        f"{law.short} ({unknown})" if law.side == "unknown" else law.short for law in document.laws if law.side != "no"
    ]
    yield "document.laws-applied", [shown(", ".join(laws) or words.say("document.none"))]


def _block(block: Block, document: Document, words: Words) -> Json:
    return {
        "title": shown(block.title),
        "unknown": block.side == "unknown",
        "groups": [
            {"people": shown(people), "parts": [_part(part) for part in parts]} for people, parts in lines.groups(block)
        ],
        "why": [
            _why(people, told, words)
            for people, parts in lines.groups(block)
            if (told := lines.explained(parts, document))
        ],
    }


def _turned(sections: Sequence[Section]) -> frozenset[str]:
    """Ids of the blocks on turned pages: those with a wide table, and what little stands beside."""
    wide = {
        block.id
        for section in sections
        if any(map(_is_wide, section.blocks))
        for block in section.blocks
        if _is_wide(block) or _bulk([block]) <= SHORT
    }
    blocks = [block for section in sections for block in section.blocks]
    stretches = [list(same) for _, same in groupby(blocks, lambda block: block.id in wide)]
    before = [block.id for same in stretches[:-1] if _bulk(same) <= SHORT for block in same]
    return frozenset(wide.union(before))


def _is_wide(block: Block) -> bool:
    tables = [content for part in block.parts for content in part.content if isinstance(content, Table)]
    return any(len(table.columns) >= WIDE for table in tables)


def _bulk(blocks: Iterable[Block]) -> int:
    """Characters of running text in blocks; a table or a picture is always too much."""
    bulk = 0
    for content in (content for block in blocks for part in block.parts for content in part.content):
        match content:
            case Paragraph(line):
                bulk += _length((line,))
            case Bullets(items):
                bulk += _length(items)
            case Table() | Flow():
                bulk += SHORT + 1
            case _:
                assert_never(content)
    return bulk


def _part(part: Part) -> Json:
    return {"language": part.language, "content": [_content(content) for content in part.content]}


def _content(content: Content) -> Json:
    match content:
        case Paragraph(line):
            return {"kind": "paragraph", "line": _line(line)}
        case Bullets(items):
            return {"kind": "bullets", "items": [_line(item) for item in items]}
        case Table():
            return _table(content)
        case Flow(_, title, stops, text):
            columns = [[_stop(stop) for stop in same] for _, same in groupby(stops, lambda stop: stop.kind)]
            return {"kind": "flow", "title": _line(title), "columns": columns, "text": shown(text)}
        case _:
            assert_never(content)


def _table(table: Table) -> Json:
    return {
        "kind": "table",
        "caption": shown(table.caption),
        "columns": [_line((Run(column),)) for column in table.columns],
        "shares": _shares(table),
        "rows": [
            {"together": max(map(_length, row), default=0) <= TOGETHER, "cells": [list(map(_line, c)) for c in row]}
            for row in table.rows
        ],
    }


def _length(cell: tuple[Line, ...]) -> int:
    """Characters of a cell; a line that ends early counts as a short one."""
    return sum(max(16, sum(len(run.text) for run in line)) for line in cell)


def _shares(table: Table) -> list[float]:
    """Widths of the columns, relative: the longest word must fit, long texts get more."""
    shares = []
    for column, title in enumerate(table.columns):
        texts = ["".join(run.text for run in line) for row in table.rows for line in row[column]]
        words = [len(word) for text in (title, *texts) for word in text.split()]
        typical = sum(map(len, texts)) / max(1, len(table.rows))
        shares.append(round(min(28.0, max(8, min(18, max(words, default=0)), 2.2 * typical**0.5)), 2))
    return shares


def _stop(stop: Stop) -> Json:
    return {
        "kind": stop.kind,
        "heading": _line((Run(stop.heading),)),
        "lines": [_line((Run(line, given=stop.given),)) for line in stop.lines],
        "sensitive": stop.sensitive,
        "abroad": stop.abroad,
    }


# Why a block is there, and the lists at the end.


def _why(people: str, parts: Sequence[Part], words: Words) -> Json:
    """The answers and provisions behind parts of a block, each once."""
    because = dict.fromkeys(reason for part in parts for reason in part.because)
    return {
        "people": shown(people),
        "answers": [_reason(reason, words) for reason in because] or [_line((Run(words.say("document.no-answers")),))],
        "cites": [_cite(cite, words) for cite in lines.cites(parts)]
        or [{"text": shown(words.say("document.good-practice")), "url": "", "force": ""}],
        "rules": shown(lines.BETWEEN.join(dict.fromkeys(part.rule for part in parts))),
    }


def _reason(reason: Reason, words: Words) -> list[Json]:
    """A question, the answer, and where in the answers file it is."""
    answer = reason.answer or (Run(words.say("document.not-answered")),)
    place = words.say("document.line", line=str(reason.line)) if reason.line else reason.ref
    said = (Run(run.text, "strong", run.given) for run in answer)
    return _line((Run(f"{reason.question} "), *said, Run(f" ({place})")))


def _cite(cite: Cite, words: Words) -> Json:
    """A provision with its force; linked only to a web address."""
    url = cite.url if cite.url.startswith(("https://", "http://")) else ""
    return {"text": shown(cite.text), "url": url, "force": shown(lines.force(cite, words))}


def _tasks(document: Document, words: Words) -> Json:
    return {
        "columns": [_line((Run(words.say(f"document.task-{name}")),)) for name in ("what", "why", "law", "priority")],
        "rows": [
            {
                "text": _line(task.text),
                "reason": _line(task.reason),
                "refs": [_line((Run(ref),)) for ref in task.refs],
                "cites": [_cite(cite, words) for cite in task.cites],
                "priority": shown(lines.priority(task, words)),
                "high": task.priority == "high",
            }
            for task in document.tasks
        ],
    }


def _law(law: LawApplied, words: Words) -> Json:
    return {
        "name": _line((Run(law.name),)),
        "side": law.side,
        "state": shown(words.say(f"lines.law-{law.side}")),
        "reasons": [_line((Run(reason),)) for reason in law.reasons],
        "note": shown(lines.law_known(law, words)),
    }


# Text: runs in pieces.


def _line(line: Line) -> list[Json]:
    return [_run(run) for run in line]


def _run(run: Run) -> Json:
    """A run in pieces: every second one is a long word."""
    text = shown(run.text)
    pieces = LONG.split(isolated(text) if run.given else text)
    return {"style": run.style, "given": run.given, "pieces": pieces}


def _shortened(text: str) -> str:
    """A name that the head of a page has room for."""
    return text if len(text) <= HEADER_ROOM else f"{text[: HEADER_ROOM - 1]}…"
