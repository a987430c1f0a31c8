"""Pages that somebody published: a saved web page, Markdown or plain text, as the pieces a reader sees.

Nothing is fetched, and whatever is handed in is read or refused in time that grows with its size:
bytes, tags and depth have limits, and what is broken is read as browsers do, never repaired.
"""

from __future__ import annotations

import re

from privet.pages.pieces import NODES, SIZE, Page, Piece, host, refused
from privet.pages.plain import plain
from privet.pages.web import Reader

__all__ = ["SIZE", "Page", "Piece", "host", "parse"]


def parse(raw: bytes, path: str) -> Page:
    """The page ``path`` that holds ``raw``.  Raises InputError."""
    if len(raw) > SIZE:
        raise refused(path, "page-too-large", limit=str(SIZE))
    text = _decoded(raw, path)
    head = text[:2000].lstrip().lower()
    if path.lower().endswith((".html", ".htm", ".xhtml")) or head.startswith("<") or "<html" in head:
        return Reader(path).page(text)
    if (lines := text.count("\n")) > NODES:
        raise refused(path, "page-too-deep", lines, limit=str(NODES))
    return Page(path, "", "", tuple(plain(text)), ())


def _decoded(raw: bytes, path: str) -> str:
    """The text: UTF-8, or the older code that a web page names in its head."""
    code = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if re.search(rb"charset=[\"']?(?:iso-8859-1|windows-1252|latin1)\b", raw[:2000], re.I):
        code = "cp1252"
    try:
        text = raw.decode(code, errors="replace" if code == "cp1252" else "strict")
    except UnicodeDecodeError:
        raise refused(path, "page-not-text") from None
    if "\0" in text:
        raise refused(path, "page-not-text")
    return text.replace("\r\n", "\n").replace("\r", "\n")
