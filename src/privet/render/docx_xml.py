"""Paragraphs, lists and tables as WordprocessingML.

Text goes in as the text of a tree node, never joined into markup: whatever it holds, it
stays text.  Only the standard library is needed; the package around it is elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, register_namespace

from privet.document import Line, Run
from privet.render import lines

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
PRESERVE = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
BREAK = re.compile(r"(\r\n|[\n\r\u2028\u2029]|\t)")
LOOK = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}
"""A header row above, names of the rows at the left, no stripes."""
WIDEST_WORD = 24
"""Letters of a word that a column makes room for; a longer one is broken."""

register_namespace("w", NAMESPACE)

Cell = tuple[Line, ...]


def make(tag: str, *children: Element, **attributes: str) -> Element:
    """An element of WordprocessingML; attributes are of its namespace too."""
    node = Element(W + tag, {W + name: value for name, value in attributes.items()})
    node.extend(children)
    return node


def run(run: Run) -> Element:
    """A run in its style; a name is not spell-checked, and right-to-left letters say so."""
    properties = make("rPr")
    if run.style == "strong":
        properties.extend((make("b"), make("bCs")))
    if run.style == "emphasis":
        properties.extend((make("i"), make("iCs")))
    if run.given:
        properties.append(make("noProof"))
    if lines.right_to_left(run.text):
        properties.append(make("rtl"))
    node = make("r", *([properties] if len(properties) else []))
    node.extend(map(_letters, filter(None, BREAK.split(lines.letters(run)))))
    return node


def _letters(text: str) -> Element:
    """A stretch of text, a tab or the end of a line."""
    if BREAK.fullmatch(text):
        return make("tab" if text == "\t" else "br")
    node = Element(f"{W}t", PRESERVE)
    node.text = text
    return node


def paragraph(style: str, line: Line) -> Element:
    """A paragraph in a named style."""
    properties = make("pPr", make("pStyle", val=style))
    return make("p", properties, *(run(piece) for piece in line if piece.text))


def text(style: str, words: str) -> Element:
    """A paragraph of one plain text."""
    return paragraph(style, (Run(words),))


def anchored(heading: Element, name: str, number: int) -> Element:
    """A heading that links inside the document can reach."""
    mark = str(number)
    heading.insert(1, make("bookmarkStart", id=mark, name=_anchor(name)))
    heading.append(make("bookmarkEnd", id=mark))
    return heading


def link(style: str, words: str, name: str) -> Element:
    """A paragraph that leads to a heading of the same document."""
    node = paragraph(style, ())
    node.append(make("hyperlink", run(Run(words)), anchor=_anchor(name), history="1"))
    return node


def _anchor(name: str) -> str:
    """A name as Word allows it for bookmarks: letters, digits and underscores, at most 40."""
    return re.sub(r"\W", "_", name)[:40]


def speak(nodes: Iterable[Element], language: str) -> None:
    """Mark all text in these elements as being in another language than the document."""
    for node in nodes:
        for piece in node.iter(f"{W}r"):
            properties = piece.find(f"{W}rPr")
            if properties is None:
                properties = make("rPr")
                piece.insert(0, properties)
            properties.append(make("lang", val=language))


# Tables.


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], width: int, style: str) -> Element:
    """A table with a header row that returns on every page; no row is cut by a page's end."""
    header: list[Cell] = [((Run(column),),) for column in columns]
    widths = _widths([header, *rows], width)
    return make(
        "tbl",
        make(
            "tblPr",
            make("tblStyle", val="PrivetTable"),
            make("tblW", w=str(width), type="dxa"),
            make("tblLayout", type="fixed"),
            make("tblLook", val="06A0", **LOOK),
            make("tblCaption", val=lines.letters(Run(caption))),
        ),
        make("tblGrid", *(make("gridCol", w=str(column)) for column in widths)),
        _row(header, widths, style, make("tblHeader")),
        *(_row(row, widths, style) for row in rows),
    )


def _row(cells: Sequence[Cell], widths: Sequence[int], style: str, *properties: Element) -> Element:
    row = make("tr", make("trPr", make("cantSplit"), *properties))
    for cell, width in zip(cells, widths, strict=True):
        shown = [paragraph(style, line) for line in cell] or [paragraph(style, ())]
        row.append(make("tc", make("tcPr", make("tcW", w=str(width), type="dxa")), *shown))
    return row


def _widths(rows: Sequence[Sequence[Cell]], width: int) -> list[int]:
    """Widths of the columns: room for the longest word first, the rest where the text is."""
    columns = [[lines.plain(line) for cell in column for line in cell] for column in zip(*rows, strict=True)]
    least = [
        2 + min(WIDEST_WORD, max((len(word) for text in column for word in text.split()), default=1))
        for column in columns
    ]
    wanted = [max((len(text) for text in column), default=1) ** 0.5 for column in columns]
    shares = [word + 3 * text for word, text in zip(least, wanted, strict=True)]
    widths = [int(width * share / sum(shares)) for share in shares]
    widths[-1] += width - sum(widths)
    return widths
