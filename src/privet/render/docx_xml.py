"""Paragraphs, lists and tables as WordprocessingML.

Text goes in as the text of a tree node, never joined into markup: whatever it holds, it
stays text.  Only the standard library is needed; the package around it is elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, register_namespace

from privet.document import Block, Line, Run
from privet.render import lines, paper
from privet.render.paper import Tables

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
PRESERVE = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
BREAK = re.compile(r"(\r\n|[\n\r\u2028\u2029]|\t)")
LOOK = {
    "val": "06A0",
    "firstRow": "1",
    "lastRow": "0",
    "firstColumn": "1",
    "lastColumn": "0",
    "noHBand": "1",
    "noVBand": "1",
}
"""A header row above, names of the rows at the left, no stripes."""
PLAIN = {**LOOK, "val": "0620", "firstColumn": "0"}
"""The same, without names at the left."""
Styles = Sequence[tuple[str, str]]
"""For each column the style of a cell's first line and of those below; the last is for all that follow."""
USUAL: Styles = (("TableText", "TableText"),)
SMALL: Styles = (("SmallTableText", "SmallTableText"),)
LETTER = {"TableText": 96, "SmallTableText": 78}
"""What a letter measures, in twentieths of a point."""

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


def links(style: str, label: Line, targets: Sequence[tuple[str, str]]) -> Element:
    """A paragraph of links to headings of the same document."""
    node = paragraph(style, label)
    for at, (name, words) in enumerate(targets):
        if at:
            node.append(run(Run(lines.BETWEEN)))
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


def table(tables: Tables, width: int, styles: Styles, look: Mapping[str, str] = LOOK) -> Element:
    """Tables as one, with a header row that returns on every page; no row is cut by a page's end.

    Of several tables each has its caption above its rows."""
    columns = paper.columns(tables)
    letters = paper.widths(columns, width // LETTER[styles[-1][0]])
    widths = [int(width * share / sum(letters)) for share in letters]
    widths[-1] += width - sum(widths)
    head: list[Cell] = [((Run(title),),) for title in tables[0].columns]
    rows = [_row(head, widths, [1] * len(head), styles, make("tblHeader"))]
    for piece in tables:
        if len(tables) > 1:
            rows.append(_captioned(piece.caption, widths))
        rows += [_row(row, widths, span, styles) for row, span in zip(piece.rows, paper.spans(piece), strict=True)]
    return make(
        "tbl",
        make(
            "tblPr",
            make("tblStyle", val="PrivetTable"),
            make("tblW", w=str(width), type="dxa"),
            make("tblLayout", type="fixed"),
            make("tblLook", **look),
            make("tblCaption", val=lines.letters(Run(lines.BETWEEN.join(piece.caption for piece in tables)))),
        ),
        make("tblGrid", *(make("gridCol", w=str(column)) for column in widths)),
        *rows,
    )


def cramped(block: Block, width: int) -> bool:
    """Whether a page of this width has no room for a table of the block."""
    return paper.cramped(block, width // LETTER[SMALL[0][0]])


def _row(
    cells: Sequence[Cell], widths: Sequence[int], spans: Sequence[int], styles: Styles, *properties: Element
) -> Element:
    row = make("tr", make("trPr", make("cantSplit"), *properties))
    for place, (cell, width, span) in enumerate(zip(cells, widths, spans, strict=True)):
        box = make("tcPr", make("tcW", w=str(width), type="dxa"))
        if span != 1:
            box.append(make("vMerge", val="restart" if span else "continue"))
        first, below = styles[min(place, len(styles) - 1)]
        shown = [paragraph(below if at else first, line) for at, line in enumerate(cell if span else ())]
        row.append(make("tc", box, *(shown or [paragraph(first, ())])))
    return row


def _captioned(caption: str, widths: Sequence[int]) -> Element:
    """A row that is the caption of those below it."""
    box = make("tcPr", make("tcW", w=str(sum(widths)), type="dxa"), make("gridSpan", val=str(len(widths))))
    return make("tr", make("trPr", make("cantSplit")), make("tc", box, text("TableCaption", caption)))
