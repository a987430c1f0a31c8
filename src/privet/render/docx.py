"""A document as a Word file: real headings, lists and tables that an office can work on.

The body is made here with the standard library; python-docx, imported on use, makes the
file around it.  There are no macros, no addresses that lead out of the file, and no
fields but the page numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import assert_never
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from privet.document import (
    Block,
    Bullets,
    Cite,
    Content,
    Document,
    Flow,
    LawApplied,
    Line,
    Paragraph,
    Part,
    Run,
    Table,
    Task,
)
from privet.render import lines
from privet.render.docx_xml import Cell, anchored, link, make, paragraph, run, speak, table, text
from privet.words import Words

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PROPERTIES = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
SHORT, LONG, MARGIN = 11906, 16838, 1134
"""A4 and its margins, in twentieths of a point."""
CELLS = {SHORT: "TableText", LONG: "SmallTableText"}
"""Style of a cell, by the width of its page."""
MANY = 5
"""A table with more columns than this gets a page on its side."""
LONGEST_TITLE = 255
"""All that Word takes as a property."""
PAGE = re.compile(r"(\{pages?\})")

for _prefix, _uri in (*PROPERTIES.items(), ("r", RELATIONS)):
    register_namespace(_prefix, _uri)

Leaf = tuple[int, list[Element]]
"""A stretch of the document after the width of the page it wants."""


def docx(document: Document, words: Words) -> bytes:
    """The whole document as a Word file; the same bytes from the same document."""
    from privet.render.docx_package import frame, pack

    empty = frame(_language(document, words))
    calls = (("headerReference", empty.header), ("footerReference", empty.footer))
    references = [make(name, type="default") for name, _ in calls]
    for reference, (_, id_) in zip(references, calls, strict=True):
        reference.set(f"{{{RELATIONS}}}id", id_)
    own = {
        "word/document.xml": make("document", _body(document, words, references)),
        "word/header1.xml": make("hdr", paragraph("Header", _running(document, words))),
        "word/footer1.xml": make("ftr", _footer(words)),
        "docProps/core.xml": _properties(document, words),
    }
    made = {name: tostring(root, "utf-8", xml_declaration=True) for name, root in own.items()}
    return pack({**empty.parts, **made})


def _language(document: Document, words: Words) -> str:
    """The document's language, with the region if it is known."""
    return words.locale.replace("_", "-") if words.language == document.language else document.language


# The frame: page header, page numbers, properties, pages.


def _running(document: Document, words: Words) -> Line:
    """What stands on top of every page: whose document, for whom, which version."""
    version = f"{words.say('document.version')} {document.version}"
    return lines.row((document.organisation, (Run(document.title),), (Run(document.audience),), (Run(version),)))


def _footer(words: Words) -> Element:
    """``page 3 of 12``, the only fields of the file."""
    node = make("p", make("pPr", make("pStyle", val="Footer"), make("jc", val="right")))
    for piece in filter(None, PAGE.split(words.say("document.page", page="{page}", pages="{pages}"))):
        field = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(piece)
        node.append(make("fldSimple", run(Run("1")), instr=field) if field else run(Run(piece)))
    return node


def _properties(document: Document, words: Words) -> Element:
    """What file managers show; nobody's name, and the document's day as the time of all."""
    root = Element(f"{{{PROPERTIES['cp']}}}coreProperties")
    day = f"{document.on.isoformat()}T00:00:00Z"
    values = (
        ("dc:title", f"{document.title}{lines.DASH}{lines.plain(document.organisation)}"[:LONGEST_TITLE]),
        ("dc:subject", document.audience),
        ("dc:creator", ""),
        ("cp:lastModifiedBy", ""),
        ("cp:revision", "1"),
        ("cp:version", document.version),
        ("dc:language", _language(document, words)),
        ("dcterms:created", day),
        ("dcterms:modified", day),
    )
    for name, value in values:
        prefix, _, tag = name.partition(":")
        node = SubElement(root, f"{{{PROPERTIES[prefix]}}}{tag}")
        node.text = lines.letters(Run(value))
        if prefix == "dcterms":
            node.set(f"{{{PROPERTIES['xsi']}}}type", "dcterms:W3CDTF")
    return root


def _body(document: Document, words: Words, references: list[Element]) -> Element:
    """All stretches in order; where the page turns, a section ends."""
    body = make("body")
    before = SHORT
    for across, nodes in _leaves(document, words):
        if across != before:
            _end_section(body, _pages(references, before))
            references, before = [], across
        body.extend(nodes)
    body.append(_pages(references, before))
    return body


def _end_section(body: Element, pages: Element) -> None:
    """A section ends with a paragraph that says what its pages were."""
    if not body[-1].tag.endswith("}p"):
        body.append(paragraph("Reasons", ()))
    body[-1][0].append(pages)


def _pages(references: list[Element], across: int) -> Element:
    """The pages of a section, upright or on their side; later ones inherit header and footer."""
    turned = {"orient": "landscape"} if across == LONG else {}
    around = {side: str(MARGIN) for side in ("top", "right", "bottom", "left")}
    return make(
        "sectPr",
        *references,
        make("pgSz", w=str(across), h=str(SHORT + LONG - across), **turned),
        make("pgMar", **around, header="567", footer="567", gutter="0"),
    )


# The text.


def _leaves(document: Document, words: Words) -> Iterator[Leaf]:
    """The document in stretches that stay on one kind of page; a heading stays with its block."""
    ends = lines.chapters(document, words)
    titles = [*((f"section_{section.id}", section.title) for section in document.sections), *ends]
    yield SHORT, _front(document, titles, words)
    heads = [anchored(text("Heading1", title), name, i) for i, (name, title) in enumerate(titles)]
    for section, head in zip(document.sections, heads, strict=False):
        if not section.blocks:
            yield SHORT, [head]
        for i, block in enumerate(section.blocks):
            nodes = _block(block, document, words)
            yield _across(block), [head, *nodes] if i == 0 else nodes
    for (name, title), head in zip(ends, heads[len(document.sections) :], strict=True):
        yield SHORT, [head, *_chapter(name, title, document, words)]


def _across(block: Block) -> int:
    """The width of page that a block wants: a table of many columns turns it."""
    contents = (content for part in block.parts for content in part.content)
    many = any(isinstance(content, Table) and len(content.columns) > MANY for content in contents)
    return LONG if many else SHORT


def _front(document: Document, titles: list[tuple[str, str]], words: Words) -> list[Element]:
    """Title, facts, and links to what follows."""
    note = [text("Reasons", document.status_note)] if document.status_note else []
    return [
        text("Title", document.title),
        *(paragraph("Facts", fact) for fact in lines.facts(document, words)),
        *note,
        text("ContentsTitle", words.say("document.contents")),
        *(link("Contents", title, name) for name, title in titles),
    ]


def _block(block: Block, document: Document, words: Words) -> list[Element]:
    """A block: heading, badge if its side is not known, texts, and why they are there."""
    nodes = [text("Heading2", block.title)]
    if block.side == "unknown":
        nodes.append(text("Badge", words.say("document.not-known")))
    for people, parts in lines.groups(block):
        if people:
            nodes.append(text("Heading3", people))
        for part in parts:
            nodes += _part(part, document.language, _across(block))
        told = lines.explained(parts, document)
        nodes += _reasons(told, words) if told else []
    return nodes


def _part(part: Part, language: str, across: int) -> list[Element]:
    nodes = [node for content in part.content for node in _content(content, across)]
    if part.language != language:
        speak(nodes, part.language)
    return nodes


def _content(content: Content, across: int) -> list[Element]:
    match content:
        case Paragraph(line):
            return [paragraph("Normal", line)]
        case Bullets(items):
            return [paragraph("ListBullet", item) for item in items]
        case Table(caption, columns, rows):
            above = [text("Caption", caption)] if caption else []
            return [*above, table(caption, columns, rows, across - 2 * MARGIN, CELLS[across])]
        case Flow(title=title, text=words):
            return [paragraph("Caption", title), text("Normal", words)]
        case _:
            assert_never(content)


def _reasons(parts: tuple[Part, ...], words: Words) -> list[Element]:
    """Why these texts are there, small below them: the answers, then the provisions."""
    asked = (*lines.asked_by(parts, words), *lines.row(_cites(lines.cites(parts), words)))
    return [paragraph("Reasons", (*lines.answers(parts, words), Run("\n"), *asked))]


def _cites(cites: Iterable[Cite], words: Words) -> Cell:
    return tuple((Run(f"{cite.text} {lines.force(cite, words)}"),) for cite in cites)


# What every document ends with.


def _chapter(name: str, title: str, document: Document, words: Words) -> list[Element]:
    """Tasks, open questions or laws."""
    none = [text("Normal", words.say("document.none"))]
    match name:
        case "tasks" if document.tasks:
            return [_tasks(title, document, words)]
        case "tasks":
            return [text("Normal", words.say("document.task-none"))]
        case "open-questions":
            open_questions = [lines.open_question(item, words) for item in document.open_questions]
            return [paragraph("ListBullet", item) for item in open_questions] or none
        case _:
            return [node for law in document.laws for node in _law(law, words)] or none


def _law(law: LawApplied, words: Words) -> list[Element]:
    """A law under its own heading: why it applies or not, and how well we know it."""
    reasons = [text("ListBullet", reason) for reason in law.reasons]
    return [text("Heading2", lines.law(law, words)), *reasons, text("Reasons", lines.law_known(law, words))]


def _tasks(title: str, document: Document, words: Words) -> Element:
    """The tasks as a table: what, why, by which law, how pressing."""
    columns = [words.say(f"document.task-{name}") for name in ("what", "why", "law", "priority")]
    rows = [_task(task, words) for task in document.tasks]
    return table(title, columns, rows, SHORT - 2 * MARGIN, CELLS[SHORT])


def _task(task: Task, words: Words) -> tuple[Cell, ...]:
    priority = (Run(lines.priority(task, words)),)
    return (task.text,), (task.reason,), _cites(task.cites, words), (priority,)
