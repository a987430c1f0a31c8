"""What our fonts can print.  Any other character is shown by its number, e.g. ‹U+1F600›.

PDF/UA-1 refuses a missing glyph, and a box that says nothing helps nobody.  The fonts
and the table of what they hold are data (``data/fonts``).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from privet.render.lines import ISOLATE, POP, right_to_left

FONTS = Path(__file__).parents[1] / "data" / "fonts"

INVISIBLE = frozenset("\u200c\u200d") | frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Joiners and variation selectors: they have no shape of their own and need no glyph."""
FORMATS = frozenset("\u00ad\u061c\u200b\u200e\u200f\u2060") | INVISIBLE
"""Formatting characters that may stay; others (overrides, tags) are shown by number."""
UNFIT = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
"""Categories that are shown by number even if a font holds them."""
SPACES = {"\t": " ", "\n": "\n"}


def shown(text: str) -> str:
    """``text`` as the fonts can print it: a character that they cannot becomes ‹U+1F600›."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("".join(_cluster(cluster)) for cluster in _clusters(text))


def isolated(text: str) -> str:
    """A text that holds words from right to left, kept from turning its neighbours round."""
    return f"{ISOLATE}{text}{POP}" if right_to_left(text) else text


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


def _cluster(cluster: str) -> Iterator[str]:
    """A letter and its marks: one font must hold them all, or they are not printed together."""
    base, marks = cluster[0], cluster[1:]
    fonts = [] if _joins(base) else _holding(base)
    yield base if fonts or base in INVISIBLE else SPACES.get(base) or _number(base)
    for mark in marks:
        left = [font for font in fonts if ord(mark) in font]
        fonts = left or fonts
        yield mark if left or mark in INVISIBLE else _number(mark)


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
