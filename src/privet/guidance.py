"""Guidance: the texts that rules bring, by language and anchor.

A text is Markdown of the plainest kind (paragraphs, lists, strong, emphasis) in blocks
with anchors: ``## Title {#anchor of=4bf44490 status=authored}``.  It is parsed once, by
markdown-it, into a template whose only moving parts are slots; what people told us goes
into slots as finished runs and is never read as Markdown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from privet.datafiles import DataFiles
from privet.document import Bullets, Line, Paragraph, Run, Style
from privet.errors import DataError, Fault
from privet.words import SLOT

HEADING = re.compile(r"^## ?(?P<title>[^{\n]*?) ?\{#(?P<anchor>[a-z0-9-]+)(?P<marks>( [a-z]+=[a-z0-9]+)*)\}$", re.M)
TITLE = re.compile(r"\A# (?P<title>[^\n]+)\n")
LIST_SLOTS = frozenset(("items", "activities"))
"""Slots that are lists: alone in a paragraph they become bullets."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a text to be filled."""

    name: str
    style: Style = "plain"


Piece = Run | Slot
TemplateLine = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TextParagraph:
    line: TemplateLine


@dataclass(frozen=True, slots=True)
class TextBullets:
    items: tuple[TemplateLine, ...]


@dataclass(frozen=True, slots=True)
class TextList:
    """A list slot alone in a paragraph."""

    slot: str


Node = TextParagraph | TextBullets | TextList


@dataclass(frozen=True, slots=True)
class Text:
    """One anchored block in one language."""

    anchor: str
    title: str
    nodes: tuple[Node, ...]
    source: str
    """Its Markdown, as the fingerprint and translators see it."""
    of: str
    """Fingerprint of the source block it was written from; empty in the source language."""
    status: str
    line: int

    @property
    def fingerprint(self) -> str:
        """Eight hex digits over title and text."""
        return hashlib.sha256(f"{self.title}\n{self.source}".encode()).hexdigest()[:8]

    @property
    def slots(self) -> frozenset[str]:
        """Names of the slots in it."""
        return frozenset(SLOT.findall(self.source))


@dataclass(frozen=True, slots=True)
class Guidance:
    """The texts of one topic in one language."""

    path: str
    title: str
    texts: Mapping[str, Text]


def read(files: DataFiles, name: str) -> Guidance:
    """The texts of a data file, from the pack if they are there, else parsed."""
    packed = files.packed(name)
    return parse(files.text(name), name) if packed is None else unpacked(packed, name)


def parse(source: str, path: str) -> Guidance:
    """The anchored texts of a Markdown file.

    Raises DataError for a text outside an anchor, an anchor used twice, or Markdown
    that guidance may not hold (headings, links, HTML, tables)."""
    head = TITLE.match(source)
    found = list(HEADING.finditer(source))
    between = source[head.end() if head else 0 : found[0].start() if found else None]
    if between.strip():
        raise DataError([Fault(path, 1, "data-text-outside", "")])
    texts: dict[str, Text] = {}
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(source)
        text = _text(match, source[match.end() : end].strip(), source.count("\n", 0, match.start()) + 1, path)
        if text.anchor in texts:
            raise DataError([Fault(path, text.line, "data-anchor-twice", text.anchor)])
        texts[text.anchor] = text
    return Guidance(path, head["title"].strip() if head else "", texts)


def _text(match: re.Match[str], body: str, line: int, path: str) -> Text:
    marks = dict(mark.split("=", 1) for mark in match["marks"].split())
    nodes = tuple(_nodes(body, path, line))
    status = marks.get("status", "authored")
    return Text(match["anchor"], match["title"].strip(), nodes, body, marks.get("of", ""), status, line)


def _nodes(body: str, path: str, line: int) -> Iterator[Node]:
    """Paragraphs and lists of a body, read by markdown-it."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    reader = MarkdownIt("commonmark", {"html": False}).disable(["link", "image", "autolink", "heading", "lheading"])
    for node in SyntaxTreeNode(reader.parse(body)).children:
        if node.type == "paragraph":
            yield _paragraph(_line(node.children[0], path, line))
        elif node.type == "bullet_list":
            yield TextBullets(tuple(_line(item.children[0].children[0], path, line) for item in node.children))
        else:
            raise DataError([Fault(path, line, "data-markdown", node.type)])


def _paragraph(line: TemplateLine) -> Node:
    match line:
        case (Slot(name=name),) if name in LIST_SLOTS:
            return TextList(name)
        case _:
            return TextParagraph(line)


STYLES: Mapping[str, Style] = {"strong": "strong", "em": "emphasis"}


def _line(inline: object, path: str, line: int, style: Style = "plain") -> TemplateLine:
    """The runs and slots of an inline node of markdown-it's tree."""
    pieces: list[Piece] = []
    for child in getattr(inline, "children"):  # noqa: B009 - the tree is not typed
        if child.type in STYLES:
            pieces += _line(child, path, line, STYLES[child.type])
        elif child.type in ("text", "softbreak"):
            pieces += _pieces(child.content if child.type == "text" else " ", style)
        else:
            raise DataError([Fault(path, line, "data-markdown", child.type)])
    return tuple(pieces)


def _pieces(text: str, style: Style) -> Iterator[Piece]:
    for place, part in enumerate(SLOT.split(text)):
        if place % 2:
            yield Slot(part, style)
        elif part:
            yield Run(part, style)


# ---- packing: what was parsed, as JSON keeps it


def packed(guidance: Guidance) -> object:
    """The texts of a topic as lists and strings."""
    texts = [
        [
            text.anchor,
            text.title,
            [_packed_node(node) for node in text.nodes],
            text.source,
            text.of,
            text.status,
            text.line,
        ]
        for text in guidance.texts.values()
    ]
    return [guidance.title, texts]


def _packed_node(node: Node) -> object:
    match node:
        case TextParagraph(line):
            return ["paragraph", [_packed_piece(piece) for piece in line]]
        case TextBullets(items):
            return ["bullets", [[_packed_piece(piece) for piece in item] for item in items]]
        case TextList(slot):
            return ["list", slot]


def _packed_piece(piece: Piece) -> object:
    return ["slot", piece.name, piece.style] if isinstance(piece, Slot) else ["run", piece.text, piece.style]


def unpacked(raw: Any, path: str) -> Guidance:
    """What ``packed`` made, as the texts it was made of."""
    title, rows = raw
    texts = {
        row[0]: Text(row[0], row[1], tuple(map(_unpacked_node, row[2])), row[3], row[4], row[5], row[6]) for row in rows
    }
    return Guidance(path, title, texts)


def _unpacked_node(raw: Any) -> Node:
    kind, inner = raw
    if kind == "paragraph":
        return TextParagraph(tuple(map(_unpacked_piece, inner)))
    if kind == "bullets":
        return TextBullets(tuple(tuple(map(_unpacked_piece, item)) for item in inner))
    return TextList(inner)


def _unpacked_piece(raw: Any) -> Piece:
    kind, said, style = raw
    return Slot(said, style) if kind == "slot" else Run(said, style)


# ---- filling


@dataclass(frozen=True, slots=True)
class Fill:
    """Values for slots: single lines, and lists of lines."""

    lines: Mapping[str, Line]
    lists: Mapping[str, tuple[Line, ...]]
    join: Mapping[str, Line]
    """The lists as they read inside a sentence."""


class EmptyList(Exception):
    """A text would announce a list that is empty."""


def fill(text: Text, values: Fill) -> tuple[Paragraph | Bullets, ...]:
    """The text with its slots filled.

    Raises EmptyList rather than announce an empty list, KeyError for an unknown slot."""
    return tuple(_filled(node, values) for node in text.nodes)


def _filled(node: Node, values: Fill) -> Paragraph | Bullets:
    match node:
        case TextParagraph(line):
            return Paragraph(_filled_line(line, values))
        case TextBullets(items):
            return Bullets(tuple(_filled_line(item, values) for item in items))
        case TextList(slot):
            return Bullets(_full(values.lists[slot], slot))


def _full(items: tuple[Line, ...], slot: str) -> tuple[Line, ...]:
    if not items:
        raise EmptyList(slot)
    return items


def _filled_line(line: TemplateLine, values: Fill) -> Line:
    runs: list[Run] = []
    for piece in line:
        if isinstance(piece, Run):
            runs.append(piece)
        elif piece.name in LIST_SLOTS:
            _full(values.lists[piece.name], piece.name)
            runs += _styled(values.join[piece.name], piece.style)
        else:
            runs += _styled(values.lines[piece.name], piece.style)
    return tuple(runs)


def _styled(line: Line, style: Style) -> Line:
    return line if style == "plain" else tuple(Run(run.text, style, run.given) for run in line)
