"""A document as a Word file: real headings, lists and tables that an office can work on.

The body is made here with the standard library; python-docx, imported on use, makes the
file around it.  There are no macros, no addresses that lead out of the file, and no
fields but the page numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from privet.document import (
    Block,
    Bullets,
    Content,
    Document,
    Flow,
    Line,
    Paragraph,
    Part,
    Run,
    Section,
    Table,
    Task,
)
from privet.render import lines, paper
from privet.render.docx_xml import (
    PLAIN,
    SMALL,
    USUAL,
    Cell,
    Styles,
    anchored,
    cramped,
    links,
    make,
    paragraph,
    run,
    speak,
    table,
    text,
)
from privet.words import Words

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PROPERTIES = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
SHORT, LONG, MARGIN = 11906, 16838, 1077
"""A4 and its margins, in twentieths of a point."""
TASK: Styles = (("TableText", "Reasons"), ("SmallTableText", "SmallTableText"))
"""A task with why it is there in small type below it; law and priority beside it."""
LONGEST_TITLE = 255
"""All that Word takes as a property."""
PAGE = re.compile(r"(\{pages?\})")

for _prefix, _uri in (*PROPERTIES.items(), ("r", RELATIONS)):
    register_namespace(_prefix, _uri)

Titles = Sequence[tuple[str, str]]
"""Name and words of each heading that the contents lead to."""
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
    return words.tag if words.language == document.language else document.language


# The frame: page header, page numbers, properties, pages.


def _running(document: Document, words: Words) -> Line:
    """What stands on top of every page: whose document, for whom, which version."""
    version = f"{words.say('document.version')} {document.version}"
    return lines.row((document.organisation, (Run(document.audience),), (Run(version),)))


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
    titles = lines.titles(document, words)
    yield SHORT, _front(document, titles, words)
    heads = iter([anchored(text("Heading1", title), name, i) for i, (name, title) in enumerate(titles)])
    sections, annex = lines.parted(document)
    for section in sections:
        yield from _section(section, next(heads), document, words)
    for name, title in lines.chapters(document, words):
        yield SHORT, [next(heads), *_chapter(name, title, document, words)]
    for section in annex:
        yield from _section(section, next(heads), document, words)
    if laws := lines.laws(document, words):
        yield SHORT, [paragraph("Reasons", law) for law in laws]


def _section(section: Section, head: Element, document: Document, words: Words) -> Iterator[Leaf]:
    if not section.blocks:
        yield SHORT, [head]
    for i, block in enumerate(section.blocks):
        across = LONG if cramped(block, SHORT - 2 * MARGIN) else SHORT
        nodes = _block(block, document, across, words)
        yield across, [head, *nodes] if i == 0 else nodes


def _front(document: Document, titles: Titles, words: Words) -> list[Element]:
    """Title, facts, how to read it, and links to what follows."""
    return [
        text("Title", document.title),
        *(paragraph("Facts", fact) for fact in lines.facts(document, words)),
        links("Contents", lines.pair(words.say("document.contents"), (), words), titles),
        *(text("Reasons", notice) for notice in lines.notices(document, words)),
    ]


def _block(block: Block, document: Document, across: int, words: Words) -> list[Element]:
    """A block: heading, badge if its side is not known, texts, and why they are there."""
    nodes = [text("Heading2", block.title)]
    if block.side == "unknown":
        nodes.append(text("Badge", words.say("document.not-known")))
    for people, parts in lines.groups(block):
        if people:
            nodes.append(text("Heading3", people))
        for part in parts:
            nodes += _part(part, document.language, across)
    told = lines.noted(block, document)
    return [*nodes, _reasons(told, words)] if told else nodes


def _part(part: Part, language: str, across: int) -> list[Element]:
    nodes = [node for content in paper.together(part.content) for node in _content(content, across)]
    if part.language != language:
        speak(nodes, part.language)
    return nodes


def _content(content: Content | paper.Tables, across: int) -> list[Element]:
    match content:
        case Paragraph(line, box):
            return [paragraph("Normal", lines.boxed(line, box))]
        case Bullets(items):
            return [paragraph("ListBullet", item) for item in items]
        case Table():
            return _tables((content,), across)
        case tuple():
            return _tables(content, across)
        case Flow(title=title, text=words):
            return [paragraph("Caption", title), text("Normal", words)]
        case _:
            assert_never(content)


def _tables(tables: paper.Tables, across: int) -> list[Element]:
    """Tables with the same columns as one; a caption that all rows share stands above it."""
    first = tables[0]
    above = [text("Caption", first.caption)] if first.caption and len(tables) == 1 else []
    styles = SMALL if len(first.columns) > paper.FEW else USUAL
    return [*above, table(tables, across - 2 * MARGIN, styles)]


def _reasons(parts: Sequence[Part], words: Words) -> Element:
    """Why these texts are there, small below them: the answers, then the provisions."""
    asked = (*lines.asked_by(parts, words), *_cites(parts, words))
    return paragraph("Reasons", (*lines.answers(parts, words), Run("  "), *asked))


def _cites(parts: Sequence[Part | Task], words: Words) -> Line:
    """The provisions in a row."""
    found = lines.cites(parts)
    return lines.row((Run(f"{cite.text} {lines.force(cite, words)}".rstrip()),) for cite in found)


# What every document ends with.


def _chapter(name: str, title: str, document: Document, words: Words) -> list[Element]:
    """Tasks or open questions."""
    if name == "tasks":
        return [
            _task_table(title, document, words) if document.tasks else text("Normal", words.say("document.task-none"))
        ]
    nodes = []
    for state, asked in lines.open_questions(document, words):
        nodes += [text("Caption", state), *(paragraph("ListBullet", question) for question in asked)]
    return nodes or [text("Normal", words.say("document.none"))]


def _task_table(title: str, document: Document, words: Words) -> Element:
    """The tasks as a table: what and why, by which law, how pressing."""
    columns = tuple(words.say(f"document.task-{name}") for name in ("what", "law", "priority"))
    rows = tuple(_task(task, words) for task in document.tasks)
    return table((Table(title, columns, rows),), SHORT - 2 * MARGIN, TASK, PLAIN)


def _task(task: Task, words: Words) -> tuple[Cell, ...]:
    why = (task.reason,) if task.reason else ()
    return (task.text, *why), (_cites((task,), words),), ((Run(lines.priority(task, words)),),)
