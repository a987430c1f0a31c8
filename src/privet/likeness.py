"""How much of one text is in another: rows of words in a row, each as a hash (shingles).

A. Broder, *On the resemblance and containment of documents*, 1997.  Only the hashes are compared;
what counts is how much of the shorter text stands in the other, so that a copy with something added is found.
"""

from __future__ import annotations

import re
from zlib import crc32

WORD = re.compile(r"[^\W\d_]+")


def shingles(text: str, size: int) -> frozenset[int]:
    """The hash of each row of ``size`` words in a text, whatever their capitals and signs."""
    words = WORD.findall(text.casefold())
    rows = zip(*(words[start:] for start in range(size)), strict=False)
    return frozenset(crc32(" ".join(row).encode()) for row in rows)


def shared(one: frozenset[int], other: frozenset[int]) -> int:
    """Per cent of the shorter text that is in the other as well; 0 where one is empty."""
    shorter = min(len(one), len(other))
    return 100 * len(one & other) // shorter if shorter else 0
