"""Rows T-16 to T-23 and T-26 of the threat list: what people write comes out as they wrote it, in every format.

The twin method: the same answers with a harmless word in place of the attack give a document
of the same structure, and the attack is seen as often as the word.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import attacks
import pikepdf
import pytest
from attacks import ATTACKS, TWIN
from docx.oxml import parse_xml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from program import FULL
from pypdf import PdfReader

from privet import source
from privet.compose import compose
from privet.document import Document
from privet.errors import InputError
from privet.interview import case
from privet.judging import judge
from privet.library import Library
from privet.parsing import parse
from privet.render import FORMATS
from privet.render.glyphs import shown
from privet.render.lines import right_to_left

TRIED = [*((text, "plan") for text in ATTACKS), *((text, "notice") for text in ATTACKS[:: 1 if FULL else 4])]
"""The notice is made by the same renderers: a sample of the attacks will do."""
LIBRARY = Library()


def answers_of(text: str, kind: str) -> str:
    """Answers that hold the text everywhere; a notice cannot be made with a purpose no law knows."""
    every = attacks.everywhere(text)
    return (
        re.sub("^purposes = .*$", 'purposes = ["handle-forms"]', every, flags=re.MULTILINE)
        if kind == "notice"
        else every
    )


@cache
def document(text: str, kind: str) -> Document:
    """A document of answers that hold the text in every place for words."""
    answers = parse(source.parse(answers_of(text, kind).encode(), "x.toml"), LIBRARY.questionnaire)
    found = case(answers, LIBRARY.skips, date(2026, 11, 22), LIBRARY.covered)
    return compose(LIBRARY, judge(LIBRARY, found, kind), "en")


def made(text: str, kind: str, form: str) -> bytes:
    """That document printed."""
    return FORMATS[form].render(document(text, kind), LIBRARY.words("en_GB"))


twin = cache(lambda kind, form: made(TWIN, kind, form))


def squeezed(text: str) -> str:
    """A text without the spaces and direction marks that a layout may add."""
    return "".join(
        char for char in text if not char.isspace() and char not in "\u2066\u2067\u2068\u2069\ufeff\u200b\u00ad"
    )


def as_often(text: str, seen: str, twins: str) -> None:
    """The attack is there at least as often as the word in the twin: not lost, not cut, not escaped twice."""
    assert twins.count(TWIN) > 0
    assert squeezed(seen).count(squeezed(text)) >= squeezed(twins).count(TWIN)


# HTML


class Page(HTMLParser):
    """The tags of a page outside pictures, those inside, and the text that is seen."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.drawn: set[str] = set()
        self.seen: list[str] = []
        self.inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("svg", "style"):
            self.inside.append(tag)
        if "svg" in self.inside:
            self.drawn |= {tag, *(f"{tag}.{name}" for name, _ in attrs)}
        else:
            self.tags.append(
                (tag, tuple((name, re.sub(r"'sha256-[^']*'", "hash", text or "")) for name, text in attrs))
            )

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)
        self.tags.append((f"/{tag}", ())) if not self.inside else None

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.seen.append(data)

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", ((data, None),)))


@pytest.mark.parametrize(("text", "kind"), TRIED)
def test_t16_t17_t20_html_shows_every_text_as_it_is(text: str, kind: str) -> None:
    """T-16, T-17, T-20, T-26: the same tags and attributes as the twin, the text as often, nothing remote."""
    page, harmless = Page(made(text, kind, "html").decode()), Page(twin(kind, "html").decode())

    assert page.tags == harmless.tags
    assert page.drawn == harmless.drawn
    as_often(text, "".join(page.seen), "".join(harmless.seen))


def test_t16_the_page_has_no_script_event_form_or_remote_resource() -> None:
    """T-16: also in the twin."""
    page = Page(twin("plan", "html").decode())
    names = {tag for tag, _ in page.tags}
    attributes = [(tag, name, value or "") for tag, attrs in page.tags for name, value in attrs]

    assert names.isdisjoint(("script", "iframe", "object", "embed", "form", "base", "img", "link", "comment"))
    assert not [
        name for _, name, _ in attributes if name.startswith("on") or name in ("src", "srcset", "style", "action")
    ]
    assert {value.split(":")[0] for _, name, value in attributes if name == "href" and not value.startswith("#")} <= {
        "https",
        "http",
    }


# Markdown


def tokens(text: str) -> list[tuple[str, str, str]]:
    """The structure of Markdown as a browser would get it: tags, attributes; texts left out."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    flat = [inner for token in parser.parse(text) for inner in (token.children or [token])]
    return [(token.type, token.tag, str(token.attrs)) for token in flat if token.type not in ("text", "softbreak")]


def seen_markdown(text: str) -> str:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return "".join(
        inner.content for token in parser.parse(text) for inner in (token.children or []) if inner.type == "text"
    )


@pytest.mark.parametrize(("text", "kind"), TRIED)
def test_t18_markdown_shows_every_text_as_it_is(text: str, kind: str) -> None:
    """T-17, T-18, T-20: no new link, picture, heading, list or tag."""
    found, harmless = made(text, kind, "md").decode(), twin(kind, "md").decode()

    assert tokens(found) == tokens(harmless)
    as_often(text, seen_markdown(found), seen_markdown(harmless))


# JSON


def shape(value: object) -> object:
    """What JSON looks like without its texts."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(inner) for inner in value] if isinstance(value, list) else type(value).__name__


def strings(value: object) -> list[str]:
    """Every text in JSON."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(("text", "kind"), TRIED if FULL else TRIED[: len(ATTACKS)])
def test_t17_t20_json_holds_every_text_as_it_is(text: str, kind: str) -> None:
    """T-17, T-20: the same keys; the text letter for letter."""
    found, harmless = json.loads(made(text, kind, "json")), json.loads(twin(kind, "json"))

    assert shape(found) == shape(harmless)
    assert sum(one.count(text) for one in strings(found)) >= sum(one.count(TWIN) for one in strings(harmless))


# Word


RUNS = ("r", "rPr", "rtl", "t")
"""A stretch of text and its direction: words from right to left are stretches of their own."""


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def word(data: bytes) -> tuple[list[str], str, set[str]]:
    """The tags of a Word file, its text, and the orders of its fields."""
    root = parse_xml(parts_of(data)["word/document.xml"])
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    fields = {str(node.get(f"{name}instr")) for node in root.iter(f"{name}fldSimple")}
    tags = [str(node.tag).removeprefix(name) for node in root.iter()]
    return [tag for tag in tags if tag not in RUNS], "".join(node.text or "" for node in root.iter(f"{name}t")), fields


@pytest.mark.parametrize(("text", "kind"), TRIED if FULL else TRIED[: len(ATTACKS)])
def test_t16_t18_t23_word_shows_every_text_as_it_is(text: str, kind: str) -> None:
    """T-16, T-18, T-20, T-23: well-formed parts, the same tags, no field, link or formula out of a text."""
    data, harmless = made(text, kind, "docx"), twin(kind, "docx")
    (tags, seen, fields), (tags_twin, seen_twin, _) = word(data), word(harmless)

    assert tags == tags_twin
    assert fields == set()
    as_often(text, seen, seen_twin)
    assert {name for name in parts_of(data) if name.endswith(".rels")} == {
        n for n in parts_of(harmless) if n.endswith(".rels")
    }
    for name, raw in parts_of(data).items():
        assert b'TargetMode="External"' not in raw
        if name.endswith((".xml", ".rels")):
            parse_xml(raw)


def test_t23_no_format_has_cells_that_reckon() -> None:
    """T-23: a spreadsheet or CSV, should one come, brings its own test of formulas; any format, its own twin."""
    assert FORMATS.keys() <= {"html", "pdf", "docx", "md", "json", "ics"}


# Calendar


def calendar(data: bytes) -> tuple[list[str], str]:
    """The properties of a calendar in order, and its texts as a calendar shows them; ids are reduced names."""
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    texts = [line.partition(":")[2] for line in lines if not line.startswith("UID")]
    shown = [re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], text) for text in texts]
    return [re.split("[;:]", line)[0] for line in lines], "".join(shown)


@pytest.mark.parametrize("text", ATTACKS)
def test_t16_t20_a_calendar_shows_every_text_as_it_is(text: str) -> None:
    """T-16, T-20: no new line, property or event comes of a text."""
    found, harmless = calendar(made(text, "plan", "ics")), calendar(twin("plan", "ics"))

    assert found[0] == harmless[0]
    assert squeezed(found[1]).count(squeezed(text)) >= harmless[1].count(TWIN)


# PDF


PRINTED = (
    *(attacks.SOURCES[0], attacks.SOURCES[1], attacks.MARKUP[1], attacks.TEMPLATES[0]),
    *(attacks.SCRIPTS if FULL else (attacks.SCRIPTS[1], attacks.SCRIPTS[5])),
    *(attacks.LONG[0], attacks.LONG[1]),
    *(ATTACKS if FULL else ()),
)


def outline(data: bytes) -> Counter[str]:
    """How often a PDF has each kind of structure and annotation."""
    with pikepdf.open(io.BytesIO(data)) as file:
        kinds = [
            str(o.get("/S"))
            for o in file.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"
        ]
        notes = [str(note.get("/Subtype")) for page in file.pages for note in page.get("/Annots", [])]
    return Counter(
        kind for kind in (*kinds, *notes) if re.fullmatch(r"/(H\d|L|LI|Table|TR|TH|TD|Figure|Widget|Popup)", kind)
    )


def active(data: bytes) -> set[str]:
    """What a PDF can do, and the places its links lead to outside our own registers."""
    with pikepdf.open(io.BytesIO(data)) as file:
        dictionaries = [one for one in file.objects if isinstance(one, pikepdf.Dictionary)]
        keys = {
            key
            for one in dictionaries
            for key in one.keys() & {"/JS", "/AA", "/OpenAction", "/EmbeddedFiles", "/Launch", "/RichMedia"}
        }
        acts = [act for one in dictionaries if isinstance(act := one.get("/A"), pikepdf.Dictionary)]
        links = {str(act.get("/URI")) for act in acts if act.get("/URI")}
    return keys | {link for link in links if "evil" in link or not link.startswith("http")}


@pytest.mark.parametrize("text", dict.fromkeys(PRINTED))
def test_t21_t22_t26_pdf_shows_every_text_as_it_is(text: str) -> None:
    """T-18, T-21, T-26: no text is source, no link comes of it, and what is read out is what was written."""
    data, harmless = made(text, "plan", "pdf"), twin("plan", "pdf")

    assert outline(data) == outline(harmless)
    assert active(data) == set()
    plain = not any(unicodedata.category(char) in ("Mn", "Cf") for char in text)
    if plain and not right_to_left(text) and len(text) < 100:  # else the reader, not the file, changes their order
        read = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))
        assert unicodedata.normalize("NFKC", squeezed(shown(text))) in unicodedata.normalize("NFKC", read)


def test_t21_the_template_takes_data_and_never_source() -> None:
    """T-21: nothing in the PDF renderer or its template evaluates a text."""
    import ast

    from privet.render import pdf

    template = pdf.TEMPLATE.read_text(encoding="utf-8")
    assert not re.search(r"\b(eval|read|include|plugin|image)\s*\(", template)
    tree = ast.parse(Path(pdf.__file__).read_text(encoding="utf-8"))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "compile"
    ]
    assert [ast.unparse(call.args[0]) for call in calls if ast.unparse(call.func).startswith("compiler")] == [
        "template"
    ]


# Texts nobody thought of


WORDS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=30)
SIGNS = st.text("<>&\"'`*_[](){}#$\\|!@~^-+=:;./%? aé\u0301漢ש1", min_size=1, max_size=30)


@given(WORDS | SIGNS)
@settings(max_examples=1_000 if FULL else 8, deadline=None)
@example("a" * 40 + " " + "b" * 40)
def test_t16_t18_any_text_leaves_the_structure_of_its_twin(text: str) -> None:
    """T-16 to T-20 over random texts, in the four formats of running text."""
    try:
        document(text, "plan")
    except InputError:
        return
    assert Page(made(text, "plan", "html").decode()).tags == Page(twin("plan", "html").decode()).tags
    assert tokens(made(text, "plan", "md").decode()) == tokens(twin("plan", "md").decode())
    assert shape(json.loads(made(text, "plan", "json"))) == shape(json.loads(twin("plan", "json")))
    assert word(made(text, "plan", "docx"))[0] == word(twin("plan", "docx"))[0]
