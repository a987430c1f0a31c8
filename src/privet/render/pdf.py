"""A document as PDF: tagged for PDF/UA-1, its fonts inside, same inputs, same bytes.

How it looks is a Typst template, ``data/render/plan.typ``.  The document reaches it as
JSON, so no text of anybody is ever read as Typst source.  A character that our fonts do
not hold would fail PDF/UA-1; it is shown by its number instead.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
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
    OpenQuestion,
    Paragraph,
    Part,
    Reason,
    Run,
    Stop,
    Table,
    Task,
)
from privet.words import Words

HOME = Path(__file__).parents[1] / "data"
TEMPLATE = HOME / "render" / "plan.typ"
FONTS = HOME / "fonts"

Json = Mapping[str, object]

WIDE = 6
"""A table with this many columns turns its page."""
TOGETHER = 300
"""A table row with no cell longer than this, in characters, is not parted over two pages."""
LONG = re.compile(r"(\S{12,})")
"""A word that may be too long for its line: the template measures it."""
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
        made = compiler.compile(
            template, format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"], timestamp=on
        )
        assert isinstance(made, bytes)
        return made

    return compiled


# The document as the template takes it: keys of the tree, every text safe to print.


def _document(document: Document, words: Words) -> Json:
    organisation = "".join(run.text for run in document.organisation)
    return {
        "title": _shown(document.title),
        "language": document.language,
        "organisation": _line(document.organisation),
        "head": _isolated(_shown(_shortened(organisation))),
        "audience": _shown(document.audience),
        "on": [document.on.year, document.on.month, document.on.day],
        "version": _shown(document.version),
        "facts": [[words.say(key), lines] for key, lines in _facts(document, words)],
        "sections": [
            {"title": _shown(section.title), "blocks": [_block(block, document, words) for block in section.blocks]}
            for section in document.sections
        ],
        "tasks": _tasks(document, words) if _has_list(document, document.tasks) else None,
        "questions": _questions(document, words) if _has_list(document, document.open_questions) else None,
        "laws": [_law(law, words) for law in document.laws],
        "words": {
            name: words.strings[f"document.{name}"]
            for name in ("contents", "page", "version", "not-known", "why", "answers", "asked-by")
            + ("task-list", "task-none", "none", "open-questions", "laws-applied", "flow-abroad", "flow-sensitive")
        },
    }


def _has_list(document: Document, items: Sequence[object]) -> bool:
    """A plan says that nothing is open; a notice keeps silent about it."""
    return bool(items) or document.kind != "notice"


def _facts(document: Document, words: Words) -> Iterator[tuple[str, list[str]]]:
    """What the title block tells, by the key of its label: a line in black, the rest small."""
    note = words.say("document.version-note", answers=document.answers_hash, data=document.data_hash)
    yield "document.for", [_shown(document.audience)]
    yield "document.on", [words.day(document.on)]
    yield "document.version", [_shown(document.version), _shown(note)]
    yield "document.languages", [_shown(text) for text in (document.status.name, document.status_note) if text]
    unknown = words.say("document.side-unknown")
    laws = [
        f"{law.short} ({unknown})" if law.side == "unknown" else law.short
        for law in document.laws
        if law.side != "no"
    ]
    yield "document.laws-applied", [_shown(", ".join(laws) or words.say("document.none"))]


def _block(block: Block, document: Document, words: Words) -> Json:
    return {
        "title": _shown(block.title),
        "unknown": block.side == "unknown",
        "wide": any(_is_wide(content) for part in block.parts for content in part.content),
        "groups": [
            {"people": _shown(people), "parts": [_part(part) for part in parts]}
            for people, parts in groupby(block.parts, lambda part: part.people)
        ],
        "why": [] if document.kind == "notice" else _why(block.parts, words),
    }


def _is_wide(content: Content) -> bool:
    return isinstance(content, Table) and len(content.columns) >= WIDE


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
            columns = [
                [_stop(stop) for stop in same] for _, same in groupby(stops, lambda stop: stop.kind)
            ]
            return {"kind": "flow", "title": _line(title), "columns": columns, "text": _shown(text)}
        case _:
            assert_never(content)


def _table(table: Table) -> Json:
    return {
        "kind": "table",
        "caption": _shown(table.caption),
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


def _why(parts: Sequence[Part], words: Words) -> list[Json]:
    """The answers and provisions behind a block; parts with the same ones share a note."""
    notes: dict[tuple[object, ...], list[Part]] = {}
    for part in parts:
        notes.setdefault((part.people, part.because, part.cites), []).append(part)
    return [
        {
            "people": _shown(same[0].people),
            "answers": [_reason(reason, words) for reason in same[0].because]
            or [[_line((Run(words.say("document.no-answers")),)), ""]],
            "cites": [_cite(cite, words) for cite in same[0].cites]
            or [{"text": words.say("document.good-practice"), "url": "", "force": ""}],
            "rules": _shown(" · ".join(dict.fromkeys(part.rule for part in same))),
        }
        for same in notes.values()
    ]


def _reason(reason: Reason, words: Words) -> list[object]:
    answer = reason.answer or (Run(words.say("document.not-answered")),)
    line = (Run(f"{reason.question} "), *(Run(run.text, "strong", run.given) for run in answer))
    return [_line(line), _place(reason.line, reason.ref, words)]


def _place(line: int, ref: str, words: Words) -> str:
    """Where in the answers file: the line, or the address of what is not there."""
    return words.say("document.line", line=str(line)) if line else _shown(ref)


def _cite(cite: Cite, words: Words) -> Json:
    """A provision with its force; linked only to a web address."""
    url = cite.url if cite.url.startswith(("https://", "http://")) else ""
    return {"text": _shown(cite.text), "url": url, "force": words.say(f"document.force-{cite.force}")}


def _tasks(document: Document, words: Words) -> Json:
    return {
        "columns": [_line((Run(words.say(f"document.task-{name}")),)) for name in ("what", "why", "law", "priority")],
        "rows": [
            {
                "text": _line(task.text),
                "reason": _line(task.reason),
                "refs": [_line((Run(ref),)) for ref in task.refs],
                "cites": [_cite(cite, words) for cite in task.cites],
                "priority": words.say(f"document.priority-{task.priority}"),
                "high": task.priority == "high",
            }
            for task in document.tasks
        ],
    }


def _questions(document: Document, words: Words) -> list[Json]:
    return [
        {
            "line": _line(_asked(question)),
            "state": words.say(f"document.open-{question.state}"),
            "place": _place(question.line, question.ref, words),
        }
        for question in document.open_questions
    ]


def _asked(question: OpenQuestion) -> Line:
    if not question.about:
        return (Run(question.question),)
    return (Run(question.about, given=True), Run(": "), Run(question.question))


def _law(law: LawApplied, words: Words) -> Json:
    checked = words.say("pdf.law-checked", date=words.day(law.checked))
    return {
        "name": _line((Run(law.name),)),
        "side": law.side,
        "state": words.say(f"pdf.law-{law.side}"),
        "reasons": [_line((Run(reason),)) for reason in law.reasons],
        "note": _shown(" · ".join(filter(None, (law.depth, checked)))),
    }


# Text: runs, long words, direction, and characters that the fonts do not hold.


def _line(line: Line) -> list[Json]:
    return [_run(run) for run in line]


def _run(run: Run) -> Json:
    """A run in pieces: every second one is a long word."""
    text = _shown(run.text)
    pieces = LONG.split(_isolated(text) if run.given else text)
    return {"style": run.style, "given": run.given, "pieces": pieces}


def _isolated(text: str) -> str:
    """A text that may run from right to left, kept from turning its neighbours round."""
    rtl = not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text)
    return f"\u2068{text}\u2069" if rtl else text


def _shortened(text: str) -> str:
    return text if len(text) <= HEADER_ROOM else f"{text[: HEADER_ROOM - 1]}…"


def _shown(text: str) -> str:
    """``text`` as the fonts can print it: a character that they cannot becomes ‹U+1F600›."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("".join(_cluster(cluster)) for cluster in _clusters(text))


def _clusters(text: str) -> Iterator[str]:
    """``text`` in pieces of a letter and the marks upon it."""
    start = 0
    for place, char in enumerate(text):
        if place and not _joins(char):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _joins(char: str) -> bool:
    return char in INVISIBLE or unicodedata.category(char)[0] == "M"


INVISIBLE = frozenset("\u200c\u200d") | frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Joiners and variation selectors: they have no shape of their own and need no glyph."""
PLAIN_SPACE = {"\t": " ", "\n": "\n"}
FORMATS = frozenset("\u00ad\u061c\u200b\u200e\u200f\u2060") | INVISIBLE
"""Formatting characters that may stay; others (overrides, tags) are shown by number."""
UNFIT = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))


def _cluster(cluster: str) -> Iterator[str]:
    """A letter and its marks: one font must hold them all, or they are not printed together."""
    base, *marks = cluster
    fonts = [] if _joins(base) else _holding(base)
    yield base if fonts else PLAIN_SPACE.get(base) or _number(base)
    for mark in marks:
        left = [font for font in fonts if mark in INVISIBLE or ord(mark) in font]
        fonts = left or fonts
        yield mark if left else _number(mark)


def _holding(char: str) -> list[frozenset[int]]:
    """The fonts that may print the character."""
    if unicodedata.category(char) in UNFIT and char not in FORMATS:
        return []
    return [font for font in _fonts() if ord(char) in font]


def _number(char: str) -> str:
    return f"‹U+{ord(char):04X}›"


@cache
def _fonts() -> Sequence[frozenset[int]]:
    """Code points that each family of our fonts holds."""
    stored: dict[str, list[list[int]]] = json.loads((FONTS / "coverage.json").read_text(encoding="utf-8"))
    return [frozenset(_points(ranges)) for ranges in stored.values()]


def _points(ranges: Iterable[Sequence[int]]) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, last + 1)
