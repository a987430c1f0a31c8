"""The one place that knows the HTML parser: a page's text as tags and texts, with their lines.

A tokenizer that follows the standard, and no tree: time and memory grow with the size of the page, whatever is in it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from turbohtml import Token, TokenType, tokenize

__all__ = ["CLOSE", "OPEN", "TEXT", "Token", "decoded", "tokens"]

FALLBACK = "cp1252"
"""What browsers take a page for that says nothing and is not UTF-8."""
HEAD = 2048
"""Bytes at the beginning in which a page names its code."""
ALIKE = {"iso-8859-1": FALLBACK, "latin-1": FALLBACK, "latin1": FALLBACK, "us-ascii": FALLBACK, "ascii": FALLBACK}
"""Codes that browsers read as another."""
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DECLARED = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:-]{2,40})", re.I)
HOLES = ("\ufffd", *map(chr, (*range(9), *range(14, 32))))
"""Signs that stand in no text."""
UNREADABLE = 20
"""Of so many characters one may be unreadable."""


OPEN, CLOSE, TEXT = TokenType.START_TAG, TokenType.END_TAG, TokenType.TEXT
"""What a token is; comments and the like matter to nobody here."""


def tokens(text: str) -> Iterator[Token]:
    """Everything in a page, in order: tags with their attributes, and texts."""
    return tokenize(text)


def decoded(raw: bytes, said: str = "") -> str | None:
    """The text of a page, as browsers read it: its mark, what the server said, what it says itself, UTF-8, or the
    older code that takes anything.  None if that gives no text."""
    text = _read(raw, said)
    holes = sum(map(text.count, HOLES))
    return text if holes * UNREADABLE <= len(text) else None


def _read(raw: bytes, said: str) -> str:
    for mark, code in MARKS:
        if raw.startswith(mark):
            return raw.decode(code, "replace")
    declared = DECLARED.search(raw[:HEAD])
    for name in (said, declared[1].decode() if declared else ""):
        if code := _known(name):
            return raw.decode(code, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(FALLBACK, "replace")


def _known(name: str) -> str:
    """A code that gives text; empty where there is none of that name.

    A page that could be read for its name is not in UTF-16, whatever it says."""
    plain = name.strip().casefold()
    try:
        code = codecs.lookup(ALIKE.get(plain, plain)).name if plain else ""
        "".encode(code or "?")
    except (LookupError, ValueError):
        return ""
    return "utf-8" if code.startswith(("utf-16", "utf-32", "utf-7")) else code
