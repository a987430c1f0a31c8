"""Sheets as an Office Open XML workbook (XLSX), every cell an inline string.

openpyxl takes text that begins with ``=`` for a formula unless it is told the type, and
writes other bytes where lxml is installed; so each type is set, and each part of the file
is brought into canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from xml.etree.ElementTree import canonicalize
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from privet.exports.sheets import Box, Look, Sheet, height, stored

TEXT = "@"
"""The number format of text: what is edited stays text."""
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads ``_x0041_`` as a letter; the underscore before it is written as such a code."""
LINE, TITLE, HIGHEST = 15, 22, 409
"""Heights in points: of a line of text, of a title, and the most a row may have."""
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
A3 = 8
"""The number of the paper size in the format."""
FONTS = {"plain": Font(), "heading": Font(bold=True), "title": Font(bold=True, size=14)}
FILLS: dict[Look, PatternFill] = {"heading": PatternFill("solid", fgColor="DCE6F0")}


def xlsx(sheets: Iterable[Sheet], on: date) -> bytes:
    """The workbook; the day stands where such a file has its time."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet)
    day = datetime(on.year, on.month, on.day)
    book.properties.creator, book.properties.created, book.properties.modified = "privet", day, day
    file = BytesIO()
    ExcelWriter(book, ZipFile(file, "w")).save()
    with ZipFile(file) as archive:
        return stored({name: _canonical(archive.read(name)) for name in sorted(archive.namelist(), key=_order)})


def _order(name: str) -> tuple[int, str]:
    """What the file is comes first, as the format wants it."""
    return (name != "[Content_Types].xml", name)


def _canonical(part: bytes) -> bytes:
    return (HEAD + canonicalize(part.decode())).encode()


def _write(page: Worksheet, sheet: Sheet) -> None:
    for number, width in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    _lay_out(page, sheet)
    for row, boxes in enumerate(sheet.rows, 1):
        title = any(box.look == "title" for box in boxes)
        page.row_dimensions[row].height = TITLE if title else min(LINE * height(sheet, boxes), HIGHEST)
        for column, box in enumerate(boxes, 1):
            _put(page, f"{get_column_letter(column)}{row}", box)
    if sheet.frozen:
        page.freeze_panes = f"A{sheet.frozen + 1}"


def _lay_out(page: Worksheet, sheet: Sheet) -> None:
    """On paper: across, as wide as one sheet of A3, the headings on each."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A3
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.frozen:
        page.print_title_rows = f"{sheet.frozen}:{sheet.frozen}"


def _put(page: Worksheet, place: str, box: Box) -> None:
    cell = page[place]
    cell.value = ESCAPE.sub("_x005F_", "\n".join(box.lines))
    cell.data_type = "s"
    cell.number_format = TEXT
    cell.font = FONTS[box.look]
    cell.alignment = Alignment(vertical="top", wrap_text=box.look != "title")
    if box.look in FILLS:
        cell.fill = FILLS[box.look]
