"""CSV: how a file is written, what its columns are called, and a sample from all over it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from privet.storage.columns import MOST_COLUMNS, distinct, longest
from privet.storage.reader import Unreadable

FIRST = 2**20
"""Bytes from which it is told how a file is written."""
WINDOWS, WINDOW = 48, 2**16
"""Places of a file that a sample is taken from, and bytes of each."""
FIELD = 4 * 2**20
"""Longest field in bytes."""
SEPARATORS = ",;\t|"
LINES = 20
"""Lines from which the separator is told."""
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""Byte order marks."""
WIDE = ("utf-16-le", "utf-16-be")
OTHERWISE = "cp1252"
"""What files are in that are no Unicode: its first half is ASCII, and the rest are letters."""
_VALUE = re.compile(r"\s*(?:[+-]?[0-9][0-9 .,:/T+-]*|[^@\s]+@[^@\s]+\.[a-z]+)\s*", re.IGNORECASE)
"""What no column is called: a number, a day, an e-mail address."""
_NO_TABLE = re.compile(r"\s*(?:\{|\[\s*[\[{\"\]]|<[?!A-Za-z]|%PDF-)")
"""How JSON, pages, XML and PDF begin."""


@dataclass(frozen=True, slots=True)
class Written:
    """How a file is written."""

    encoding: str
    separator: str
    names: tuple[str, ...]
    header: int
    """Rows before the first with values: 1 or 0."""


def written(path: Path) -> Written:
    """How a file is written; Unreadable where it is no table of text."""
    with path.open("rb") as file:
        raw = file.read(FIRST)
    encoding = _encoding(raw)
    text = _decoded(raw, encoding)
    if _NO_TABLE.match(text):
        raise Unreadable("not-table")
    lines = _whole(text, "cut" if len(raw) == FIRST else "")
    separator = max(SEPARATORS, key=lambda sign: _steady(lines, sign))
    first = next(_rows(lines, separator), [])
    if not any(first):
        raise Unreadable("no-columns")
    if len(first) > MOST_COLUMNS:
        raise Unreadable("too-many-columns")
    header = 0 if any(_VALUE.fullmatch(cell) for cell in first) else 1
    return Written(encoding, separator, distinct(first if header else [""] * len(first)), header)


def sample(path: Path, how: Written) -> list[list[str]]:
    """Rows from all over a file; those that do not fit its columns are passed over."""
    size, most = path.stat().st_size, longest(len(how.names))
    rows: list[list[str]] = []
    with path.open("rb") as file:
        if size <= WINDOWS * WINDOW or how.encoding in WIDE:
            raw = file.read(WINDOWS * WINDOW)
            rows = list(_fitting(_lines(raw, how, size), how))[how.header :]
        else:
            for number in range(WINDOWS):
                file.seek(number * (size - WINDOW) // (WINDOWS - 1))
                taken = list(_fitting(_lines(file.read(WINDOW), how, size)[1:], how))
                rows += taken[:: max(1, len(taken) * WINDOWS // most)]
    return rows[:: max(1, len(rows) // most)][:most]


def _fitting(lines: Sequence[str], how: Written) -> Iterator[list[str]]:
    return (row for row in _rows(lines, how.separator) if len(row) == len(how.names))


def _lines(raw: bytes, how: Written, size: int) -> list[str]:
    return _whole(_decoded(raw, how.encoding), "cut" if len(raw) < size else "")


def _encoding(raw: bytes) -> str:
    """What a file is written in; Unreadable where it is no text."""
    for mark, name in MARKS.items():
        if raw.startswith(mark):
            return name
    if b"\x00" in raw:
        first, second = raw[: 2 * LINES : 2], raw[1 : 2 * LINES : 2]
        for name, letters, zeros in (("utf-16-le", first, second), ("utf-16-be", second, first)):
            if all(letters) and not any(zeros):
                return name
        raise Unreadable("not-text")
    try:
        raw[: -len("four")].decode()  # a letter may be cut at the end
    except UnicodeDecodeError as error:
        if error.start < len(raw) - 2 * len("four"):
            return OTHERWISE
    return "utf-8"


def _decoded(raw: bytes, encoding: str) -> str:
    return raw.decode(encoding, "replace").removeprefix("\ufeff")


def _whole(text: str, cut: str) -> list[str]:
    """The lines of a text; a last one that was cut is left out."""
    lines = text.splitlines(keepends=True)
    return lines[:-1] if cut and len(lines) > 1 else lines


def _steady(lines: Sequence[str], sign: str) -> tuple[int, int]:
    """How many of the first lines have as many columns as the first, with this separator; and how many columns."""
    rows = [len(row) for _, row in zip(range(LINES), _rows(lines, sign), strict=False)]
    width = rows[0] if rows else 0
    return (sum(row == width for row in rows) if width > 1 else 0), width


def _rows(lines: Sequence[str], separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(FIELD)
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        return
