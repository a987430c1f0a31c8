"""Word: real headings, lists and tables, and nothing in the file but the document."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import docx as python_docx
import pytest
from docx.document import Document as Opened
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_document import (
    HOSTILE,
    ORGANISATION,
    SCRIPTS,
    UNBROKEN,
    inventory,
    many_columns,
    public,
    sample,
    small,
    words,
)
from sample_document import given as said

from privet.document import Bullets, Document, Paragraph, Run, Table
from privet.render.docx import docx
from privet.render.lines import UNFIT
from privet.words import Words

ROOT = Path(__file__).parents[1]
TWIN = "harmless"


def opened(document: Document) -> Opened:
    return python_docx.Document(BytesIO(docx(document, words("en"))))


def part(document: Document, name: str) -> BaseOxmlElement:
    """One part of the file, read by a strict parser."""
    return parse_xml(parts(document)[name])


def parts(document: Document) -> dict[str, bytes]:
    with ZipFile(BytesIO(docx(document, words("en")))) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def visible(root: BaseOxmlElement) -> str:
    """The letters of a part, as a reader sees them."""
    shown = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(shown.get(node.tag) or node.text or "" for node in root.iter(qn("w:t"), *shown))


def everywhere(text: str) -> Document:
    """A document with the text in many places."""
    table = Table(text, ("Name", text), (((said(text),), (said(text), (Run(text, "strong"),))),))
    contents = (Paragraph(said(text)), Bullets(((Run("a "), Run(text, "emphasis", True)),)), table)
    task = replace(sample().tasks[0], text=said(text))
    return replace(small(*contents, organisation=text), title=text, audience=text, tasks=(task,))


def shape(document: Document) -> dict[str, list[str]]:
    """The tags of every part; a line break in a text is a text too."""
    breaks = (qn("w:br"), qn("w:tab"), qn("w:t"))
    return {
        name: [node.tag for node in parse_xml(content).iter() if node.tag not in breaks]
        for name, content in parts(document).items()
    }


def test_headings_have_heading_styles_without_a_gap() -> None:
    """A17: the outline is real."""
    outline = [
        (paragraph.style.name, paragraph.text)
        for paragraph in opened(sample()).paragraphs
        if paragraph.style and paragraph.style.name.startswith(("Title", "Heading"))
    ]

    assert outline[:3] == [("Title", "Privacy plan"), ("Heading 1", "Contact"), ("Heading 2", "Who answers")]
    assert ("Heading 3", "For people in Canada") in outline
    levels = [int(name[-1]) for name, _ in outline[1:]]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_lists_are_numbered_by_word() -> None:
    """A17: a bullet is not a character in the text."""
    document = opened(sample())
    items = [
        paragraph for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "List Bullet"
    ]

    assert HOSTILE[0] in [item.text for item in items]
    assert document.styles["List Bullet"].element.find(f".//{qn('w:numId')}").get(qn("w:val")) == "1"
    assert document.part.numbering_part.element.find(f".//{qn('w:numFmt')}").get(qn("w:val")) == "bullet"


def test_tables_have_a_header_row_that_returns() -> None:
    """A17: header row marked, name and alternative text there."""
    for table in opened(sample()).tables:
        rows = table._tbl.findall(qn("w:tr"))
        marked = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        assert marked == [True] + [False] * (len(rows) - 1)
        assert table._tbl.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}").get(qn("w:val"))
        assert len(table.columns) == len(rows[0].findall(qn("w:tc")))


def test_a_cell_shows_its_lines_one_under_the_other() -> None:
    cell = opened(sample()).tables[0].cell(1, 1)

    assert [paragraph.text for paragraph in cell.paragraphs] == ["Name", "E-mail address", "Telephone number"]


def test_the_inventory_stands_on_an_upright_page() -> None:
    assert [section.orientation for section in opened(sample()).sections] == [WD_ORIENT.PORTRAIT]


def test_a_table_without_room_lies_on_its_side() -> None:
    """And its heading with it; nothing is wider than its page."""
    before = sample().sections[0]
    document = opened(replace(sample(), sections=(before, small(many_columns(2)).sections[0])))

    turned = [section.orientation for section in document.sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    wide = next(iter(document.sections[1].iter_inner_content()))
    assert getattr(wide, "text", "") == "Only section"
    for section in document.sections:
        room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        tables = [inner for inner in section.iter_inner_content() if not hasattr(inner, "text")]
        assert all(sum(column.width or 0 for column in table.columns) <= room for table in tables)


def test_a_document_may_end_on_its_side() -> None:
    """A table last in its section still gets a paragraph to end it."""
    assert len(opened(public(small(many_columns(2)))).sections) == 2


def test_tables_with_the_same_columns_are_one() -> None:
    """Each caption stands above its rows, and what a row repeats is said once."""
    tables = [replace(inventory(2), caption=f"Activity {n}") for n in (1, 2)]
    table = opened(small(*tables)).tables[0]

    assert [row.cells[0].text for row in table.rows] == [
        *("Type of information", "Activity 1", "Contact information", "Financial information"),
        *("Activity 2", "Contact information", "Financial information"),
    ]
    same = replace(inventory(), rows=(inventory(2).rows[1],) * 3)
    assert visible(part(small(same), "word/document.xml")).count("Bookkeeping") == 1


def test_a_block_has_one_note() -> None:
    notes = [p.text for p in opened(sample()).paragraphs if p.style and p.style.name == "Reasons"]

    assert sum(note.startswith("Your answers") for note in notes) == sum(len(s.blocks) for s in sample().sections)
    assert not any("(duty)" in note or "ca-pipeda:plan" in note for note in notes)


@pytest.mark.parametrize(("locale", "language"), [("nl_NL", "nl-NL"), ("fr_CA", "fr-CA")])
def test_the_file_says_its_language(locale: str, language: str) -> None:
    """A17: spell checker and screen reader know what they read."""
    own = Words(locale[:2], locale, words("en").strings)
    file = python_docx.Document(BytesIO(docx(replace(sample(), language=locale[:2]), own)))

    assert file.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == language
    assert file.core_properties.language == language


def test_a_part_in_another_language_says_so() -> None:
    paragraph = next(p for p in opened(sample()).paragraphs if p.text == "Deze tekst is nog niet vertaald.")

    assert paragraph._p.find(f".//{qn('w:lang')}").get(qn("w:val")) == "nl"


def test_the_properties_name_the_document_and_nobody() -> None:
    properties = opened(sample()).core_properties

    assert properties.title == f"Privacy plan – {ORGANISATION}"
    assert properties.author == "" and properties.last_modified_by == ""
    assert properties.created is not None and properties.created.date() == date(2026, 11, 22)
    assert properties.modified == properties.created


def test_every_page_says_whose_for_whom_and_which_version() -> None:
    for section in opened(sample()).sections:
        header = section.header.paragraphs[0].text
        assert header.startswith(ORGANISATION)
        assert "for the organisation itself, not for the public" in header
        assert header.endswith("Version 7f3a9c21")


def test_the_page_number_is_the_only_field() -> None:
    fields = {
        name: [node.get(qn("w:instr")) for node in parse_xml(content).iter(qn("w:fldSimple"))]
        for name, content in parts(sample()).items()
    }

    assert fields.pop("word/footer1.xml") == ["PAGE", "NUMPAGES"]
    assert not any(fields.values())
    assert b"fldChar" not in b"".join(parts(sample()).values())


def test_nothing_leads_out_of_the_file() -> None:
    """T-22 and the twin method, 7: no external target, no macro, no embedded object."""
    for name, content in parts(sample()).items():
        assert b'TargetMode="External"' not in content
        assert not re.search(r"vba|embed|media|activeX|customXml", name)


def test_links_lead_to_bookmarks_that_exist_once() -> None:
    root = part(sample(), "word/document.xml")
    marks = [node.get(qn("w:name")) for node in root.iter(qn("w:bookmarkStart"))]

    assert [node.get(qn("w:anchor")) for node in root.iter(qn("w:hyperlink"))] == marks
    assert len(set(marks)) == len(marks) == 7


@pytest.mark.parametrize("text", [*HOSTILE, "]]>", "<w:fldSimple w:instr='DDE'/>", "a\nb\r\nc\td", "=cmd()", UNBROKEN])
def test_a_hostile_text_is_only_text(text: str) -> None:
    """T-16: the parts of its harmless twin, and seen as often."""
    assert shape(everywhere(text)) == shape(everywhere(TWIN))

    seen, twin = (visible(part(everywhere(word), "word/document.xml")) for word in (text, TWIN))
    assert seen.count(text.replace("\r\n", "\n")) == twin.count(TWIN)


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=30).filter(lambda text: not UNFIT.search(text)))
def test_any_text_is_seen_letter_for_letter(text: str) -> None:
    shown = visible(part(small(Paragraph((Run(f"({text})"),))), "word/document.xml"))

    whole = re.sub("\r\n|[\r\u2028\u2029]", "\n", text)
    assert f"({whole})" in shown


def test_names_from_right_to_left_are_marked_and_isolated() -> None:
    """T-26: the comma after the name stays after it."""
    root = part(sample(), "word/document.xml")
    marked = {visible(run): run for run in root.iter(qn("w:r")) if run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None}

    assert f"\u2068{SCRIPTS['Hebrew']}\u2069" in marked
    assert f"\u2068{SCRIPTS['Arabic']}\u2069" in marked
    assert not any(SCRIPTS["Greek"] in text for text in marked)


@pytest.mark.parametrize("letter", ["\x00", "\x08", "\x1b", "\x7f", "\x9b", "\ud800", "\ufffe"])
@pytest.mark.parametrize("place", ["organisation", "title", "table"])
def test_a_control_character_is_refused_by_name(letter: str, place: str) -> None:
    """T-24: never dropped in silence."""
    text = f"a{letter}b"
    hostile = {
        "organisation": small(organisation=text),
        "title": replace(small(), title=text),
        "table": small(Table(text, ("a",), ())),
    }

    with pytest.raises(ValueError, match=rf"U\+{ord(letter):04X}"):
        docx(hostile[place], words("en"))


def test_a_notice_keeps_its_reasons_short() -> None:
    """What nobody asks for and no answer put there is not explained to the public."""
    bare = sample().sections[1].blocks[1]
    section = replace(sample().sections[0], blocks=(bare,))
    texts = [p.text for p in opened(public(replace(small(), sections=(section,)))).paragraphs]

    assert "What you could do without" in texts
    assert not any(text.startswith("Your answers") for text in texts)


def test_two_runs_give_the_same_bytes() -> None:
    """Whatever the hash seed, the time zone and the day."""
    code = "from sample_document import *; from privet.render.docx import docx; import sys, hashlib\n"
    code += "print(hashlib.sha256(docx(sample(), words('en'))).hexdigest())"
    path = f"{ROOT / 'src'}:{ROOT / 'tests'}"
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONPATH": path, **env}, check=True, capture_output=True
        ).stdout
        for env in ({"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONHASHSEED": "2", "TZ": "UTC", "LC_ALL": "C"})
    }

    assert len(hashes) == 1


def test_python_docx_is_loaded_on_use() -> None:
    """Naming the format costs nothing."""
    code = "import privet.render.docx, sys; sys.exit('docx' in sys.modules or 'lxml' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT / "src")}).returncode == 0
