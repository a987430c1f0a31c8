"""Sheets as an OpenDocument spreadsheet (ODS), every cell of the type string.

Written by hand: the library for it has had no release since January 2020
(docs/decisions/0012-register-formats.md), and a file of text cells is four small parts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from privet.exports.sheets import Box, Sheet, height, stored

MIME = "application/vnd.oasis.opendocument.spreadsheet"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = {
    "office": f"{ODF}office:1.0",
    "table": f"{ODF}table:1.0",
    "text": f"{ODF}text:1.0",
    "style": f"{ODF}style:1.0",
    "number": f"{ODF}datastyle:1.0",
    "fo": f"{ODF}xsl-fo-compatible:1.0",
    "manifest": f"{ODF}manifest:1.0",
}
VERSION = "1.2"
PAPER = "wide-paper"
"""The name of the page that sheets are printed on."""
LETTER, LINE = 0.2, 0.48
"""Width of a letter and height of a line, in centimetres."""
BLANK = re.compile(r"(\t|^ | {2,})")
"""White space that the format would take for a single space, or for none."""
LOOKS = {
    "plain": {},
    "heading": {"fo:font-weight": "bold"},
    "title": {"fo:font-weight": "bold", "fo:font-size": "14pt"},
}
FORBIDDEN = str.maketrans(dict.fromkeys("[]*?:/\\'", " "))
"""What the name of a sheet may not hold."""
NAME = 31
"""Longest name of a sheet that every program takes."""


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """The name as a sheet may have it, unlike those that are taken."""
    plain = " ".join(wanted.translate(FORBIDDEN).split())
    used = {name.casefold() for name in taken}
    for number in range(1, len(used) + 2):
        mark = f" ({number})" if number > 1 else ""
        name = plain[: NAME - len(mark)].rstrip() + mark
        if name.casefold() not in used:
            break
    return name


def ods(sheets: Iterable[Sheet]) -> bytes:
    """The spreadsheet; its first part says what it is, as the format wants it."""
    for prefix, space in SPACES.items():
        register_namespace(prefix, space)
    return stored(
        {
            "mimetype": MIME.encode(),
            "META-INF/manifest.xml": _xml(_manifest()),
            "styles.xml": _xml(_styles()),
            "content.xml": _xml(_content(tuple(sheets))),
        }
    )


def _xml(root: Element) -> bytes:
    found: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return found


def _tag(name: str) -> str:
    """``table:table-cell`` as ElementTree has it."""
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def _add(above: Element, name: str, **attributes: str) -> Element:
    """A child; ``table__name`` is the attribute ``table:name``."""
    return SubElement(above, _tag(name), {_tag(_attribute(key)): value for key, value in attributes.items()})


def _attribute(key: str) -> str:
    return key.replace("__", ":").replace("_", "-")


def _root(name: str) -> Element:
    return Element(_tag(f"office:{name}"), {_tag("office:version"): VERSION})


def _manifest() -> Element:
    root = Element(_tag("manifest:manifest"), {_tag("manifest:version"): VERSION})
    for path, kind in (("/", MIME), ("content.xml", "text/xml"), ("styles.xml", "text/xml")):
        _add(root, "manifest:file-entry", manifest__full_path=path, manifest__media_type=kind)
    return root


def _styles() -> Element:
    """On paper: A3 across, as wide as one sheet."""
    root = _root("document-styles")
    layout = _add(_add(root, "office:automatic-styles"), "style:page-layout", style__name=PAPER)
    properties = {"fo__page_width": "42cm", "fo__page_height": "29.7cm", "style__print_orientation": "landscape"}
    _add(layout, "style:page-layout-properties", **properties, style__scale_to_X="1", style__scale_to_Y="0")
    pages = _add(root, "office:master-styles")
    _add(pages, "style:master-page", style__name=PAPER, style__page_layout_name=PAPER)
    return root


def _content(sheets: tuple[Sheet, ...]) -> Element:
    root = _root("document-content")
    styles = _add(root, "office:automatic-styles")
    whole = _add(styles, "style:style", style__name=PAPER, style__family="table", style__master_page_name=PAPER)
    _add(whole, "style:table-properties", table__display="true")
    for width in sorted({width for sheet in sheets for width in sheet.widths}):
        column = _add(styles, "style:style", style__name=f"wide-{width}", style__family="table-column")
        _add(column, "style:table-column-properties", style__column_width=f"{width * LETTER:.2f}cm")
    for lines in sorted({height(sheet, row) for sheet in sheets for row in sheet.rows}):
        high = _add(styles, "style:style", style__name=f"high-{lines}", style__family="table-row")
        _add(high, "style:table-row-properties", style__row_height=f"{lines * LINE:.2f}cm")
    _add(_add(styles, "number:text-style", style__name="as-text"), "number:text-content")
    for look, letters in LOOKS.items():
        cell = _add(
            styles, "style:style", style__name=look, style__family="table-cell", style__data_style_name="as-text"
        )
        _add(cell, "style:table-cell-properties", fo__wrap_option="wrap", style__vertical_align="top")
        SubElement(cell, _tag("style:text-properties"), {_tag(key): value for key, value in letters.items()})
    book = _add(_add(root, "office:body"), "office:spreadsheet")
    for sheet in sheets:
        _sheet(book, sheet)
    return root


def _sheet(book: Element, sheet: Sheet) -> None:
    table = _add(book, "table:table", table__name=sheet.name, table__style_name=PAPER)
    for width in sheet.widths:
        _add(table, "table:table-column", table__style_name=f"wide-{width}")
    for boxes in sheet.rows:
        row = _add(table, "table:table-row", table__style_name=f"high-{height(sheet, boxes)}")
        for box in boxes or (Box(()),):
            _cell(row, box)


def _cell(row: Element, box: Box) -> None:
    if not any(box.lines):
        _add(row, "table:table-cell", table__style_name=box.look)
        return
    cell = _add(row, "table:table-cell", table__style_name=box.look, office__value_type="string")
    for line in (piece for text in box.lines for piece in text.splitlines() or [""]):
        _paragraph(_add(cell, "text:p"), line)


def _paragraph(paragraph: Element, line: str) -> None:
    """The line letter for letter: runs of spaces and tabs have elements of their own."""
    last: Element | None = None
    for piece in BLANK.split(line):
        if piece == "\t":
            last = _add(paragraph, "text:tab")
        elif BLANK.fullmatch(piece):
            last = _add(paragraph, "text:s", text__c=str(len(piece)))
        elif last is None:
            paragraph.text = piece
        else:
            last.tail = piece
