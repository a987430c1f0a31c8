"""Markdown and plain text, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privet.pages.pieces import PIECE, Kind, Piece

HEADING = re.compile(r" {0,3}#{1,6}(?:\s+|$)(.*)")
UNDERLINE = re.compile(r" {0,3}(?:={2,}|-{2,})\s*")
ITEM = re.compile(r"\s*(?:[-*+•·–▪◦]|\d{1,3}[.)])(?:\s+(.*)|$)")
RULER = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*\|?\s*")
LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,1000}(?: [^()]{0,200})?\)")
TAG = re.compile(r"</?(?:a|b|i|em|strong|p|div|span|ul|ol|li|h[1-6]|small|sup|sub|u)(?:\s[^<>]{0,500})?/?>", re.I)
BREAK = re.compile(r"<br ?/?>", re.I)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
NOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\]")


def plain(text: str) -> Iterator[Piece]:
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
