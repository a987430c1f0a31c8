"""The shape of a value: enough to recognise its kind, too little to know the value."""

from __future__ import annotations

from itertools import groupby

KEPT = frozenset("@.-/:+() _")
"""Signs that are part of a shape; any other is ``?``."""
LONGEST_RUN = 4
"""Longer runs of the same are cut, so that a shape does not tell how long a value is."""
LONGEST = 40


def shape(value: str) -> str:
    """``aaaa@aaaa.aa`` for an address, ``9999 99 99`` for a number: letters, digits and signs without their values."""
    signs = (_sign(char) for char in value.strip()[: LONGEST * LONGEST_RUN])
    return "".join(sign * min(LONGEST_RUN, len(list(run))) for sign, run in groupby(signs))[:LONGEST]


def _sign(char: str) -> str:
    if char.isdigit():
        return "9"
    if char.isalpha():
        return "A" if char.isupper() else "a"
    return char if char in KEPT else "?"
