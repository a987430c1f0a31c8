"""Pages that somebody published: a saved web page, Markdown or plain text, as the pieces a reader sees.

Nothing is fetched, and whatever is handed in is read or refused in time that grows with its size:
bytes, tags and depth have limits, and what is broken is read as browsers do, never repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import urlsplit

from privet.errors import Fault, InputError
from privet.records import record

SIZE = 2_000_000
"""Largest page in bytes."""
NODES = 60_000
DEPTH = 400
"""Most tags, texts and lines, and most tags inside each other."""
PIECE = 100_000
"""Longest piece in characters."""

Kind = Literal["heading", "text", "item", "first", "cell", "gap"]


@record
class Piece:
    """What stands together on a page; a ``gap`` is a list or a table with nothing in it."""

    kind: Kind
    text: str
    line: int


@record
class Page:
    """A page as its readers see it."""

    path: str
    language: str
    """As the page says itself, ``fr``; empty where it says nothing."""
    site: str
    """Host that the page says it belongs to; empty where it says nothing."""
    pieces: tuple[Piece, ...]
    addresses: tuple[tuple[str, int], ...]
    """Mail addresses that the page links to, with their lines."""


def parse(raw: bytes, path: str) -> Page:
    """The page ``path`` that holds ``raw``.  Raises InputError."""
    if len(raw) > SIZE:
        raise _refused(path, "page-too-large", limit=str(SIZE))
    text = _decoded(raw, path)
    head = text[:2000].lstrip().lower()
    if path.lower().endswith((".html", ".htm", ".xhtml")) or head.startswith("<") or "<html" in head:
        return _Reader(path).page(text)
    if (lines := text.count("\n")) > NODES:
        raise _refused(path, "page-too-deep", lines, limit=str(NODES))
    return Page(path, "", "", tuple(_plain(text)), ())


def _refused(path: str, message: str, line: int = 0, **slots: str) -> InputError:
    return InputError([Fault(path, line, message, "", tuple(slots.items()))])


def _decoded(raw: bytes, path: str) -> str:
    """The text: UTF-8, or the older code that a web page names in its head."""
    code = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if re.search(rb"charset=[\"']?(?:iso-8859-1|windows-1252|latin1)\b", raw[:2000], re.I):
        code = "cp1252"
    try:
        text = raw.decode(code, errors="replace" if code == "cp1252" else "strict")
    except UnicodeDecodeError:
        raise _refused(path, "page-not-text") from None
    if "\0" in text:
        raise _refused(path, "page-not-text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def host(address: str) -> str:
    """The host of a web address, without ``www.``; empty if it has none."""
    try:
        found = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
    return found.lower().removeprefix("www.")


# ---- Markdown and plain text, line by line

HEADING = re.compile(r" {0,3}#{1,6}(?:\s+|$)(.*)")
UNDERLINE = re.compile(r" {0,3}(?:={2,}|-{2,})\s*")
ITEM = re.compile(r"\s*(?:[-*+•·–▪◦]|\d{1,3}[.)])(?:\s+(.*)|$)")
RULER = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*\|?\s*")
LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,1000}(?: [^()]{0,200})?\)")
TAG = re.compile(r"</?(?:a|b|i|em|strong|p|div|span|ul|ol|li|h[1-6]|small|sup|sub|u)(?:\s[^<>]{0,500})?/?>", re.I)
BREAK = re.compile(r"<br ?/?>", re.I)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
NOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\]")


def _plain(text: str) -> Iterator[Piece]:
    """The pieces of Markdown or plain text: headings, paragraphs, entries, rows of tables."""
    held: list[str] = []
    kind: Kind = "text"
    start = 1
    rows: list[tuple[int, str]] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.lstrip().startswith("|"):
            yield from _held(kind, held, start)
            held, kind = [], "text"
            rows.append((number, line))
            continue
        yield from _table(rows)
        rows = []
        heading, item = HEADING.fullmatch(line), ITEM.fullmatch(line)
        if held and kind == "text" and UNDERLINE.fullmatch(line):
            yield from _held("heading", held, start)
        elif heading or item or not line.strip():
            yield from _held(kind, held, start)
        else:
            start = start if held else number
            held.append(line)
            continue
        held, kind, start = [], "text", number
        if heading:
            yield from _held("heading", [heading[1].rstrip("# ")], number)
        elif item and not UNDERLINE.fullmatch(line):
            held, kind = [item[1] or ""], "item"


def _held(kind: Kind, lines: list[str], start: int) -> Iterator[Piece]:
    if not lines:
        return
    text = _bare("\n".join(lines))
    if kind == "item" and not text:
        yield Piece("gap", "", start)
    elif text:
        yield Piece(kind, text, start)


def _table(rows: list[tuple[int, str]]) -> Iterator[Piece]:
    """The cells of a pipe table; its head has columns, no entries."""
    headed = len(rows) > 1 and RULER.fullmatch(rows[1][1])
    if headed and len(rows) == 2:
        yield Piece("gap", "", rows[1][0])
    for place, (number, line) in enumerate(rows):
        if headed and place == 1:
            continue
        for column, cell in enumerate(re.split(r"(?<!\\)\|", line.strip().strip("|"))):
            first: Kind = "first" if column == 0 and not (headed and place == 0) else "cell"
            if text := _bare(cell.strip()):
                yield Piece(first, text, number)


def _bare(text: str) -> str:
    """Markdown without its marks; what was escaped is itself again."""
    text = NOTE.sub("", TAG.sub("", BREAK.sub("\n", LINK.sub(r"\1", text[:PIECE]))))
    text = ESCAPED.sub(r"\1", re.sub(r"(?<!\\)(?:\*{1,3}|`)", "", text))
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


# ---- web pages

OPEN_ENDED = frozenset(
    ["html", "head", "body", "p", "li", "td", "th", "tr", "thead", "tbody", "tfoot", "dt", "dd", "option", "colgroup"]
)
"""Tags that need not be closed, and so say nothing about depth."""
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "label",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary", "title"])
LISTS = frozenset(("ul", "ol", "dl", "table"))
UNSEEN = frozenset(("script", "style"))
SAVED = re.compile(r"\s*saved from url=\(\d{1,6}\)(\S{1,2000})")


class _Reader(HTMLParser):
    """Collects the pieces of a web page; keeps no tree."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path, self.language, self.site = path, "", ""
        self.pieces: list[Piece] = []
        self.addresses: list[tuple[str, int]] = []
        self.nodes = self.depth = self.start = self.columns = self.entries = self.items = 0
        self.held: list[str] = []
        self.unseen = self.heading = self.cell = self.head = self.term = ""
        self.lists: list[tuple[str, int, int]] = []
        """Lists and tables that are open: tag, entries before it, pieces before it."""

    def page(self, text: str) -> Page:
        """Everything in a text; what stands after a tag that never ends is left out, as in a browser."""
        self.feed(text)
        if not self.rawdata.startswith("<"):
            self.handle_data(self.rawdata)
        self._flush()
        return Page(self.path, self.language, self.site, tuple(self.pieces), tuple(self.addresses))

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """What old word processors leave, ``<![if …]>``: passed over, where the library would stop."""
        return self.rawdata.find(">", i) + 1 or -1

    def handle_comment(self, data: str) -> None:
        """A browser notes there where it saved a page from."""
        self._count()
        if saved := SAVED.match(data):
            self.site = self.site or host(saved[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and tag not in OPEN_ENDED:
            self.depth += 1
        self._count()
        if tag in UNSEEN:
            self.unseen = tag
        if tag in BLOCKS:
            self._flush()
        elif tag == "br":
            self.held.append("\n")
        self._enter(tag)
        self._note(tag, {name: value or "" for name, value in attrs})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself, as in pictures, holds nothing."""
        self.handle_starttag(tag, attrs)
        self.depth -= tag not in VOID and tag not in OPEN_ENDED

    def _enter(self, tag: str) -> None:
        """What kind of piece begins."""
        if tag in LISTS:
            self.lists.append((tag, self.entries, len(self.pieces)))
        elif tag == "li":
            self.items = len(self.lists)
        elif tag == "tr":
            self.columns = 0
        elif tag == "thead":
            self.head = tag
        elif tag == "tbody":
            self.head = ""
        elif tag in ("td", "th"):
            self.columns += 1
            self.cell = "first" if self.columns == 1 and not self.head else "cell"
        if tag in HEADINGS:
            self.heading = tag
        if tag in ("dt", "dd"):
            self.term = tag.removesuffix("dd")

    def _note(self, tag: str, values: dict[str, str]) -> None:
        """What a tag says about the whole page."""
        if tag == "html":
            self.language = values.get("lang", "").replace("_", "-").split("-")[0].lower()
        elif tag == "link" and "canonical" in values.get("rel", "").lower().split():
            self.site = host(values.get("href", "")) or self.site
        elif tag == "meta" and values.get("property", "").lower() == "og:url":
            self.site = self.site or host(values.get("content", ""))
        elif tag == "a" and values.get("href", "")[:7].lower() == "mailto:":
            self.addresses.append((values["href"][7:].partition("?")[0][:320], self.getpos()[0]))

    def _count(self) -> None:
        """One thing more on the page, or too many."""
        self.nodes += 1
        if self.nodes > NODES or self.depth > DEPTH:
            limit = DEPTH if self.depth > DEPTH else NODES
            raise _refused(self.path, "page-too-deep", self.getpos()[0], limit=str(limit))

    def handle_endtag(self, tag: str) -> None:
        self._count()
        if tag not in VOID and tag not in OPEN_ENDED:
            self.depth = max(0, self.depth - 1)
        if tag == self.unseen:
            self.unseen = ""
        if tag in BLOCKS:
            self._flush()
        if tag == self.heading:
            self.heading = ""
        elif tag in ("td", "th"):
            self.cell = ""
        elif tag == "li":
            self.items = 0
        elif tag in ("thead", "dt"):
            self.head = self.term = ""
        elif tag in LISTS and self.lists and self.lists[-1][0] == tag:
            self._leave()

    def _leave(self) -> None:
        """The end of a list: one with nothing in it leaves a gap."""
        tag, before, place = self.lists.pop()
        self.items = len(self.lists)
        if tag == "table":
            self.cell = self.head = ""
        if self.entries == before:
            self.pieces.insert(place, Piece("gap", "", self.getpos()[0]))

    def handle_data(self, data: str) -> None:
        self._count()
        if self.unseen:
            return
        if not self.start and data.strip():
            self.start = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
        self.held.append(re.sub(r"\s+", " ", data))

    def _flush(self) -> None:
        """What was held is a piece."""
        text = re.sub(r" *\n *", "\n", re.sub(r" +", " ", "".join(self.held))).strip()[:PIECE]
        if text:
            self.pieces.append(Piece(self._kind(), text, self.start))
            self.entries += not self.head and not self.heading
        self.held.clear()
        self.start = 0

    def _kind(self) -> Kind:
        """An entry of a list, though it stands in a cell; else a cell; else text."""
        inner = self.lists[-1][0] if self.lists else ""
        if self.heading:
            return "heading"
        if self.items and self.items == len(self.lists) and inner != "table":
            return "item"
        if self.cell:
            return "first" if self.cell == "first" else "cell"
        return "first" if self.term else "text"
