"""Sheets: tables of text for spreadsheet programs, whatever file they go into.

A box holds text and nothing else.  There is no way to write a number or a formula, so
nobody's words can become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import Literal
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from privet.judging import Judged
from privet.labels import Labeller, locale
from privet.library import Library
from privet.views import Cell, View

Look = Literal["plain", "heading", "title"]


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a sheet: lines of text, one under the other."""

    lines: tuple[str, ...]
    look: Look = "plain"


Row = tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, its column widths in letters, and how many rows stay in sight."""

    name: str
    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    frozen: int = 0


def view(library: Library, judged: Judged, language: str) -> View:
    """The judged case as tables are made from it."""
    labels = Labeller(judged.case.answers, library.words(locale(language, judged.case)))
    return View(judged.case, labels, library, judged.laws)


def box(text: str, look: Look = "plain") -> Box:
    """A box with one line."""
    return Box((text,), look)


def headings(texts: Iterable[str]) -> Row:
    return tuple(box(text, "heading") for text in texts)


def filled(*cells: Cell) -> Box:
    """A box with the lines of cells."""
    return Box(tuple("".join(run.text for run in line) for cell in cells for line in cell))


def height(sheet: Sheet, row: Row) -> int:
    """How many lines of text a row needs, wrapped in its columns."""
    return max((_lines(entry, width) for entry, width in zip(row, sheet.widths, strict=False)), default=1) or 1


def _lines(entry: Box, width: int) -> int:
    """A title is half as large again."""
    size = 1.5 if entry.look == "title" else 1
    return ceil(size * sum(ceil(size * max(len(line), 1) / width) for line in entry.lines))


def stored(parts: Mapping[str, bytes]) -> bytes:
    """A zip with the parts in their order; stored, not packed, and without a clock."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name), content)
    return file.getvalue()
