"""Names and labels as words: however a program or a person writes a name, the same words come out."""

from __future__ import annotations

import re
from unicodedata import combining, normalize

LONGEST = 400
"""Of a longer text the beginning is read: no name or label needs more."""
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+")
_SIGNS = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "#": " number "})


def words(text: str) -> tuple[str, ...]:
    """The words of a name or label: small, without accents, signs and digits.

    ``EmailAddress2``, ``email_address``, ``E-mail address *`` differ in no word but ``e``, ``mail``:
    who compares them puts words together again."""
    bare = text[:LONGEST].translate(_SIGNS)
    if not bare.isascii():
        bare = "".join(char for char in normalize("NFKD", bare) if not combining(char))
    return tuple(piece.casefold() for piece in _PIECE.findall(bare))


def joined(text: str) -> str:
    """All words of a text put together: how names are compared."""
    plain = text[:LONGEST].replace(" ", "")
    return plain if plain.isascii() and plain.isalpha() and plain.islower() else "".join(words(text))
