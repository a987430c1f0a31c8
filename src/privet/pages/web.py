"""Web pages, as the library's parser reads them: no tree is kept, and nothing is repaired."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from privet.pages.pieces import DEPTH, NODES, PIECE, Kind, Page, Piece, host, refused

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


class Reader(HTMLParser):
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
            raise refused(self.path, "page-too-deep", self.getpos()[0], limit=str(limit))

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
