"""A document as Markdown: CommonMark, with the tables and footnotes of GitHub's dialect.

A reader that knows plain CommonMark only shows each footnote as a paragraph at the end.
Every text of the tree passes through ``running``, where each character that could mean
something in CommonMark, in GitHub's dialect or in a common extension is escaped: a name
comes out letter for letter and can make no link, image, heading, tag or note.
(GitHub itself links a bare mail address after all reading is done; no escape can stop that.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
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
    Run,
    Section,
    Style,
    Table,
    Task,
)
from privet.render import lines
from privet.words import Words

MARKUP = re.compile(
    r"""
      [\\`*_\[\]{}<>\#|~$^]      # nearly everything
    | &(?=[\#\w])                # entities
    | :(?=\S)                    # addresses, emoji shortcodes, definitions
    | [.@](?=[^\W\d_])           # hosts and mail addresses that some readers make links
    | ([-+=./])(?=\1)            # rules, dashes, marks, //host
    | %(?=\}) | (?<=\{)%         # template tags of site generators
    | !(?=\[|\Z)                 # images
    | [\t\n\r\u2028\u2029]
    | \A[-+=:!%\ ]               # lists, rules, boxes, code
    """,
    re.VERBOSE,
)
NUMBERED = re.compile(r"\d+([.)])(?=\s|\Z)")
"""The start of a numbered list."""
SAFE = ":/?#@!$&*+,;=%~"
PLAIN_ADDRESS = re.compile(rf"[A-Za-z0-9_.\-{SAFE}]*", re.ASCII)
PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
MEANING = re.compile(rf"{MARKUP.pattern}|{NUMBERED.pattern}", re.VERBOSE)
"""Anything at all that may mean something."""
MARKS: dict[Style, str] = {"plain": "", "strong": "**", "emphasis": "_"}


def md(document: Document, words: Words) -> str:
    """The whole document as Markdown."""
    facts = _list(map(running, lines.facts(document, words)))
    pieces = [f"# {_text(document.title)}", facts, *map(_text, lines.notices(document, words))]
    sections, annex = lines.parted(document)
    for section in sections:
        pieces += _section(section, document, words)
    for name, title in lines.chapters(document, words):
        pieces += [f"## {_text(title)}", _chapter(name, document, words)]
    for section in annex:
        pieces += _section(section, document, words)
    pieces += map(running, lines.laws(document, words))
    for section in (*sections, *annex):
        pieces += [_note(block, document, words) for block in section.blocks]
    return "\n\n".join(filter(None, pieces)) + "\n"


def _section(section: Section, document: Document, words: Words) -> list[str]:
    pieces = [f"## {_text(section.title)}"]
    for block in section.blocks:
        pieces += _block(block, document, words)
    return pieces


def _block(block: Block, document: Document, words: Words) -> list[str]:
    """A block: heading with the mark of its note, badge if its side is not known, texts."""
    pieces = [f"### {_text(block.title)}{_mark(block) if lines.noted(block, document) else ''}"]
    if block.side == "unknown":
        pieces.append(running((Run(words.say("document.not-known"), "emphasis"),)))
    for people, parts in lines.groups(block):
        if people:
            pieces.append(f"#### {_text(people)}")
        contents = [content for part in parts for content in part.content]
        # Two lists in a row stay two when their bullets differ.
        pieces += [_content(content, "*-"[i % 2]) for i, content in enumerate(contents)]
    return pieces


def _content(content: Content, bullet: str) -> str:
    match content:
        case Paragraph(line, box):
            return running(lines.boxed(line, box))
        case Bullets(items):
            return _list(map(running, items), bullet)
        case Table():
            return _table(content)
        case Flow(title=title, text=text):
            strong = tuple(replace(run, style="strong") for run in title)
            return f"{running(strong)}\n\n{_text(text)}"
        case _:
            assert_never(content)


def _list(items: Iterable[str], bullet: str = "-") -> str:
    return "\n".join([f"{bullet} {item}" for item in items])


def _table(table: Table) -> str:
    """A pipe table; its cells hold lines one under the other by the one tag Markdown needs."""
    rows = [["<br> ".join(map(running, cell)) for cell in row] for row in table.rows]
    head = [_text(column) for column in table.columns]
    grid = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    caption = f"{running((Run(table.caption, 'strong'),))}\n\n" if table.caption else ""
    return caption + "\n".join(grid)


# Why a text is there: footnotes.


def _mark(block: Block) -> str:
    """The footnote of a block: one for all its texts."""
    return f"[^{block.id.replace('.', '-')}]"


def _note(block: Block, document: Document, words: Words) -> str:
    """The footnote of a block as one paragraph: answers, then provisions."""
    parts = lines.noted(block, document)
    if not parts:
        return ""
    asked = running(lines.asked_by(parts, words)) + _cites(lines.cites(parts), words)
    return f"{_mark(block)}: {running(lines.answers(parts, words))}{lines.BETWEEN}{asked}"


def _cites(cites: Sequence[Cite], words: Words) -> str:
    return lines.BETWEEN.join([f"{_link(cite)} {_text(lines.force(cite, words))}".rstrip() for cite in cites])


def _link(cite: Cite) -> str:
    """A provision, linked only to a web address."""
    if not cite.url.startswith(("https://", "http://")):
        return _text(cite.text)
    return f"[{_text(cite.text)}]({_address(cite.url)})"


def _address(url: str) -> str:
    """An address as it may stand between brackets; nearly all may stand there as they are."""
    if PLAIN_ADDRESS.fullmatch(url):
        return url
    from urllib.parse import quote

    return quote(url, safe=SAFE)


# What every document ends with.


def _chapter(name: str, document: Document, words: Words) -> str:
    """Tasks or open questions."""
    if name == "tasks":
        tasks = _list([_task(task, words) for task in document.tasks])
        return tasks or _text(words.say("document.task-none"))
    groups = lines.open_questions(document, words)
    pieces = [
        piece for state, asked in groups for piece in (running((Run(state, "strong"),)), _list(map(running, asked)))
    ]
    return "\n\n".join(pieces) or _text(words.say("document.none"))


def _task(task: Task, words: Words) -> str:
    """A task with priority, why and law in a line below it."""
    below = [_pair("document.task-priority", (Run(lines.priority(task, words)),), words)]
    if task.reason:
        below.append(_pair("document.task-why", task.reason, words))
    if task.cites:
        below.append(_pair("document.task-law", (), words) + _cites(task.cites, words))
    return f"{running(task.text)}\n  - {lines.BETWEEN.join(below)}"


def _pair(key: str, value: Line, words: Words) -> str:
    return running(lines.pair(words.say(key), value, words))


# Runs: the one place where text becomes Markdown.


def _text(text: str) -> str:
    return running((Run(text),))


def running(line: Line) -> str:
    """A line with its styles, every letter of it literal; only what is linked leads to a page."""
    if any(lines.linked(run) for run in line):
        return "".join([_linked(run) for run in line])
    runs = [(run.style, lines.letters(run)) for run in line if run.text]
    text = "".join([letters for _, letters in runs])
    if not MEANING.search(text) and all(style == "plain" for style, _ in runs):
        return text  # most lines: nothing to escape, nothing to mark
    cells = _escaped(text)
    spans: list[tuple[int, int, str]] = []
    start = 0
    for style, group in groupby(runs, lambda run: run[0]):
        end = start + sum(len(letters) for _, letters in group)
        spans += _span(text, start, end, MARKS[style])
        start = end
    _part_neighbours(text, cells, spans)
    for first, last, mark in spans:
        cells[first] = mark + cells[first]
        cells[last] += mark
    return "".join(cells)


def _linked(run: Run) -> str:
    """A run by itself, in brackets before its address if it leads to a page."""
    text = running((replace(run, link=""),))
    return f"[{text}]({_address(run.link)})" if lines.linked(run) else text


def _escaped(text: str) -> list[str]:
    """Every letter of a text as Markdown writes it."""
    cells = list(text)
    for match in MARKUP.finditer(text):
        cells[match.start()] = _literal(match.group())
    if numbered := NUMBERED.match(text):
        cells[numbered.start(1)] = f"\\{numbered.group(1)}"
    return cells


def _literal(letter: str) -> str:
    """A letter that means itself: an entity where a backslash is not understood everywhere."""
    if letter in "<&":
        return "&lt;" if letter == "<" else "&amp;"
    return f"\\{letter}" if letter in PUNCTUATION else f"&#{ord(letter)};"


def _span(text: str, start: int, end: int, mark: str) -> list[tuple[int, int, str]]:
    """First and last letter that a mark goes around; Markdown wants no space inside it."""
    stretch = text[start:end]
    if not mark or not stretch.strip():
        return []
    first = start + len(stretch) - len(stretch.lstrip())
    return [(first, start + len(stretch.rstrip()) - 1, mark)]


def _part_neighbours(text: str, cells: list[str], spans: Sequence[tuple[int, int, str]]) -> None:
    """Write a letter that touches a mark from outside as an entity where the mark would not hold.

    Whether ``**`` opens or closes depends on its neighbours: beside a letter it needs a
    letter within, and ``_`` never holds beside one."""
    inside = {at for first, last, _ in spans for at in (first, last)}
    edges = [edge for first, last, mark in spans for edge in ((first, first - 1, mark), (last, last + 1, mark))]
    for edge, beside, mark in edges:
        if beside in inside or not 0 <= beside < len(text) or (mark == "**" and text[edge].isalnum()):
            continue
        letter = text[beside]
        if cells[beside] == letter and not letter.isspace() and letter not in PUNCTUATION:
            cells[beside] = f"&#{ord(letter)};"
