"""The PDF: every text letter for letter, tagged for PDF/UA-1, the same bytes every time."""

from __future__ import annotations

import io
import json
import os
import random
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as generated
from hypothesis import settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject
from sample_document import (
    ART_30,
    HOSTILE,
    MISSING,
    ORGANISATION,
    SCRIPTS,
    UNBROKEN,
    block,
    given,
    inventory,
    line,
    long_table,
    many_columns,
    part,
    public,
    sample,
    short_flow,
    small,
    words,
)

from privet.document import Bullets, Paragraph, Section, Table
from privet.render import glyphs
from privet.render import pdf as module
from privet.render.pdf import pdf

ENGLISH = words("en")
ISOLATES = dict.fromkeys((0x2068, 0x2069))
RTL = ("Hebrew", "Hebrew with points", "Arabic", "Arabic with vowels", "Persian")


@pytest.fixture(scope="module")
def made() -> bytes:
    """The sample as PDF."""
    return pdf(sample(), ENGLISH)


@pytest.fixture(scope="module")
def opened(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def text_of(data: bytes) -> str:
    """All text of a PDF, pages one after the other."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def packed(text: str) -> str:
    """``text`` without white space: lines may end anywhere."""
    return "".join(text.split()).translate(ISOLATES)


def root(file: PdfReader) -> Any:
    """The catalogue of a PDF."""
    return file.trailer["/Root"]


def elements(file: PdfReader) -> Iterator[Any]:
    """All elements of the structure tree, in reading order."""
    waiting: list[PdfObject] = [root(file)["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, ArrayObject):
            waiting.extend(reversed(node))
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            if "/K" in node:
                waiting.append(node["/K"])


# What a reader sees.


def test_every_text_of_people_is_there_letter_for_letter(made: bytes) -> None:
    """Markup of any language is text, and its result is nowhere."""
    text = packed(text_of(made))
    for hostile in (*HOSTILE, UNBROKEN, ORGANISATION):
        assert packed(hostile) in text, hostile
    assert "49" not in text_of(pdf(small(Paragraph(given("{{7*7}} #(7*7) $7*7$"))), ENGLISH)).replace("7*7", "")


@pytest.mark.parametrize("place", ["organisation", "cell", "bullet", "stop", "title"])
@pytest.mark.parametrize("hostile", ['#panic("x")', "#{", "*", "<a>", "$", "\\", "`", '"', "/*", "@a", "]"])
def test_text_that_would_stop_typst_as_source_is_printed(place: str, hostile: str) -> None:
    """Data is passed as data, wherever it comes to stand."""
    stops = short_flow().stops
    document = {
        "organisation": lambda: small(organisation=hostile),
        "cell": lambda: small(Table("t", ("a", "b"), (((line("r"),), (given(hostile),)),))),
        "bullet": lambda: small(Bullets((given(hostile),))),
        "stop": lambda: small(replace(short_flow(), stops=(*stops[:1], replace(stops[1], lines=(hostile,))))),
        "title": lambda: replace(small(), title=hostile),
    }[place]()
    assert packed(hostile) in packed(text_of(pdf(document, ENGLISH)))


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_in_other_scripts_are_there(script: str) -> None:
    """Word by word: a reader of PDF puts words that run from right to left in its own order."""
    name = SCRIPTS[script]
    text = unicodedata.normalize("NFC", text_of(pdf(small(Paragraph(given(name))), ENGLISH)))
    for word in name.split():
        whole = unicodedata.normalize("NFC", word)
        marked = any(unicodedata.category(char) == "Mn" for char in whole)
        assert set(whole) <= set(text) if marked else whole in text.translate(ISOLATES)


@pytest.mark.parametrize("char", MISSING)
def test_a_character_in_no_font_is_shown_by_its_number(char: str) -> None:
    document = small(Paragraph(given(f"Smile {char} Ltd")), organisation=f"{char}{char} & Co")
    text = text_of(pdf(document, ENGLISH))
    assert f"Smile {MISSING[char]} Ltd" in text
    assert f"{MISSING[char] * 2} & Co" in text


def test_lines_of_a_given_text_stay_lines(made: bytes) -> None:
    """A line break is not swallowed."""
    assert "Keizersgracht 1\n1015 CJ Amsterdam" in text_of(made)


def test_each_page_says_whose_plan_it_is_for_whom_and_which_version(made: bytes) -> None:
    document = sample()
    pages = PdfReader(io.BytesIO(made)).pages
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert ORGANISATION in text and document.audience in text
        assert f"Version {document.version}" in text
        assert f"page {number} of {len(pages)}" in text


def test_the_title_block_says_date_version_language_and_laws(made: bytes) -> None:
    text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
    for fact in (
        "November 22, 2026",
        "answers 7f3a9c21d0e4",
        "English",
        "20 of 120 texts",
        "GDPR, PIPEDA (not known yet)",
    ):
        assert fact in text, fact


def test_reasons_tasks_questions_and_laws_are_printed(made: bytes) -> None:
    text = packed(text_of(made))
    for expected in (
        "Your answers: How is it stored? as an electronic file (line 24)",
        "(organisation.size)",
        "Asked for by: GDPR, Article 30: records of processing activities",
        "(recommendation)",
        "is a duty unless the brackets say otherwise",
        "Said to everyone, whatever the answers",
        "Good practice; no law",
        "For people in Canada",
        "What to do next",
        "Find out for Online account: How long do you keep it?",
        "Questions still open",
        "Not answered yet",
        *(ENGLISH.say(f"lines.law-{side}") for side in ("yes", "no", "unknown")),
        "Law checked on November 1, 2026: GDPR (applies – The main duties, not every exception)",
    ):
        assert packed(expected) in text, expected


def test_what_only_a_machine_needs_is_not_printed(made: bytes) -> None:
    """Rule ids stay in HTML and JSON; a duty goes without saying."""
    text = packed(text_of(made))
    for inside in ("ca-pipeda:plan/consent/implied", "(duty)", "activities[registration].keep"):
        assert packed(inside) not in text


def test_a_block_has_one_note_that_says_each_thing_once() -> None:
    """Whatever the number of its parts; the strongest word of a law is kept."""
    weak = replace(ART_30, force="may")
    parts = (part(Paragraph(line("One.")), cites=(weak,)), part(Paragraph(line("Two.")), people="For people in Canada"))
    document = replace(small(), sections=(Section("only", "Only", (block("only.block", "Only", *parts),)),))
    text = text_of(pdf(document, ENGLISH))
    assert [text.count(label) for label in ("Your answers", "How is it stored?", "Article 30", "(option)")] == [
        1,
        1,
        1,
        0,
    ]


def test_a_notice_keeps_silent_about_reasons_and_lists_that_are_empty() -> None:
    """The public reads it."""
    told = block("we.keep", "What we keep", part(Paragraph(line("We keep your name.")), because=(), cites=()))
    text = text_of(pdf(public(replace(small(), sections=(Section("we", "We", (told,)),))), ENGLISH))
    assert "We keep your name." in text
    for inside in ("Your answers", "Law checked", "What to do next", "Questions still open"):
        assert inside not in text


# Tables and pictures.


def test_a_long_table_goes_on_over_pages_and_repeats_its_header() -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf(small(long_table(60)), ENGLISH))).pages]
    holding = [text for text in pages if "value number" in text]
    assert len(holding) > 1
    assert all("How long" in text for text in holding)
    found = [int(n) for text in holding for n in re.findall(r"value number (\d+)", text)]
    assert found == list(range(1, 61))


def turned(data: bytes) -> list[bool]:
    return [page.mediabox.width > page.mediabox.height for page in PdfReader(io.BytesIO(data)).pages]


def test_a_seven_column_table_stands_on_an_upright_page() -> None:
    """Its words are parted before a page is turned."""
    table = inventory(4)
    assert turned(pdf(small(Paragraph(line("Look:")), table), ENGLISH)) == [False]


def test_a_table_without_room_turns_its_page_and_no_other() -> None:
    assert turned(pdf(small(Paragraph(line("Look:")), many_columns(4)), ENGLISH)) == [False, True, False]


def test_a_short_text_before_a_wide_table_shares_its_page() -> None:
    """Else a page would be all but empty."""
    table = small(many_columns(2)).sections[0]
    for text, wide in (("Short.", "Short."), ("Long. " * 200, "A wide table")):
        before = replace(small(Paragraph(line(text))).sections[0].blocks[0], id="before")
        sections = (replace(table, blocks=(before,)), table)
        pages = PdfReader(io.BytesIO(pdf(replace(small(), sections=sections), ENGLISH))).pages
        assert [wide in page.extract_text() for page in pages] == [False, True, False]


def test_tables_with_the_same_columns_share_a_header() -> None:
    """Each caption stands above its rows, and what a row repeats is said once."""
    tables = [replace(inventory(2), caption=f"Activity {n}") for n in (1, 2)]
    text = packed(text_of(pdf(small(*tables), ENGLISH)))
    assert [text.count(title) for title in ("Whatexactly", "Activity1", "Activity2")] == [1, 1, 1]
    same = replace(inventory(), rows=(inventory(2).rows[1],) * 3)
    assert text_of(pdf(small(same), ENGLISH)).count("Bookkeeping") == 1


@pytest.mark.parametrize("count", [1, 3, 4, 7, 40])
def test_every_item_of_a_list_is_printed_in_its_order(count: int) -> None:
    """Also where short items stand in columns."""
    items = tuple(line(f"item {n};") for n in range(count))
    text = text_of(pdf(small(Bullets(items), Paragraph(line("After."))), ENGLISH))
    assert [int(n) for n in re.findall(r"item (\d+);", text)] == list(range(count))


def test_the_annex_comes_last() -> None:
    """After the tasks, whose reader should not have to pass it."""
    later = Section("later", "If this changes later", (block("a.b", "Paper", part(Paragraph(line("None.")))),))
    file = PdfReader(io.BytesIO(pdf(replace(sample(), sections=(later, *sample().sections)), ENGLISH)))
    titles = [entry.title for entry in file.outline if not isinstance(entry, list)]
    assert titles[-3:] == ["What to do next", "Questions still open", "If this changes later"]


@pytest.mark.parametrize("word", [UNBROKEN, "privacy@" + "sub." * 15 + "example.com", "Ж" * 90, "ש" * 90])
def test_nothing_runs_over_the_edge(word: str) -> None:
    """The longest word in the narrowest column: every glyph lies between the margins."""
    row = tuple((given(word), line(f"Word{word}")) for _ in range(7))
    table = replace(inventory(), rows=(row,))
    document = small(table, short_flow(), Paragraph(given(word)), organisation=word)
    for page in PdfReader(io.BytesIO(pdf(document, ENGLISH))).pages:
        edges = [left for left in _lefts(page) if left > float(page.mediabox.width) - 40]
        assert edges == []


def _lefts(page: PageObject) -> list[float]:
    """Where each piece of text on a page begins, in points from the left."""
    found: list[float] = []

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            found.append(cm[0] * tm[4] + cm[2] * tm[5] + cm[4])

    page.extract_text(visitor_text=visit)
    return found


def test_a_picture_is_a_figure_with_its_text(opened: PdfReader) -> None:
    figures = [element for element in elements(opened) if element["/S"] == "/Figure"]
    assert [str(figure["/Alt"])[:33] for figure in figures] == [
        "Information about customers and v",
        "People who write to you, then the",
    ]


def test_a_picture_without_arrows_or_with_many_boxes_is_drawn() -> None:
    stops = short_flow().stops
    for many in (stops[:1], stops[1:2] * 5, stops * 2):
        assert pdf(small(replace(short_flow(), stops=many)), ENGLISH).startswith(b"%PDF")


# What a machine sees: PDF/UA-1.


def test_it_is_tagged_titled_and_says_its_language(opened: PdfReader) -> None:
    catalogue = root(opened)
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
    assert {str(page["/Tabs"]) for page in opened.pages} == {"/S"}
    assert opened.metadata
    assert (opened.metadata.title, opened.metadata.author) == ("Privacy plan", None)
    assert opened.metadata.creation_date == datetime(2026, 11, 22, tzinfo=UTC)


def test_headings_leave_no_gap_and_become_bookmarks(opened: PdfReader) -> None:
    tags = [str(element["/S"]) for element in elements(opened)]
    levels = [int(tag[2:]) for tag in tags if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    titles = [entry.title for entry in opened.outline if not isinstance(entry, list)]
    assert titles[:2] == ["Contact", "What you collect"]
    assert titles[-2:] == ["What to do next", "Questions still open"]


def test_table_headers_have_a_scope(opened: PdfReader) -> None:
    heads = [element for element in elements(opened) if element["/S"] == "/TH"]
    assert len(heads) == 7 + 3 + 3
    assert all(any(entry.get("/Scope") == "/Column" for entry in head["/A"]) for head in heads)


def test_a_text_in_another_language_says_so(opened: PdfReader) -> None:
    assert "nl" in {str(element["/Lang"]) for element in elements(opened) if "/Lang" in element}


def test_every_font_is_inside_and_maps_to_unicode(opened: PdfReader) -> None:
    resources: list[Any] = [page["/Resources"] for page in opened.pages]
    fonts = [font.get_object() for held in resources for font in held["/Font"].values()]
    assert {font["/BaseFont"].split("+")[-1].split("-")[0] for font in fonts} >= {"NotoSans", "NotoSansArabic"}
    for font in fonts:
        assert "/ToUnicode" in font
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & inner["/FontDescriptor"].keys()


def test_links_are_ours_only(opened: PdfReader) -> None:
    """An address that people gave us is not made a link."""
    notes = [note.get_object() for page in opened.pages for note in page.get("/Annots", ())]
    addresses = {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", ())}
    assert addresses
    assert all(address.startswith(("https://eur-lex", "https://laws-lois")) for address in addresses)
    assert all(note["/Contents"] for note in notes)


# Same inputs, same bytes.


def test_another_time_zone_hash_seed_and_process_make_the_same_bytes(made: bytes) -> None:
    source = (
        "import sys; from sample_document import sample, words; from privet.render.pdf import pdf; "
        "sys.stdout.buffer.write(pdf(sample(), words('en')))"
    )
    tests = Path(__file__).parent
    for zone, seed in (("Asia/Kathmandu", "1"), ("America/St_Johns", "2")):
        paths = os.pathsep.join((str(tests), str(tests.parent / "src")))
        environment = {**os.environ, "PYTHONPATH": paths, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
        run = subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, check=True, cwd="/")
        assert run.stdout == made


def test_a_warm_compiler_forgets_the_document_before() -> None:
    first, second = small(organisation="First Ltd"), small(organisation="Second Ltd")
    before = pdf(first, ENGLISH)
    assert "First" not in text_of(pdf(second, ENGLISH))
    assert pdf(first, ENGLISH) == before


def test_a_fleet_prints_in_workers(tmp_path: Path) -> None:
    """Nothing is printed before the workers start."""
    files = [str(file) for file in sorted((Path(__file__).parents[1] / "examples").glob("*.toml"))[:2]]
    command = [sys.executable, "-m", "privet", "build", *files, "--format", "pdf", "--jobs", "2", "-o", str(tmp_path)]
    assert subprocess.run(command, capture_output=True, timeout=120).returncode == 0
    assert len({made.parent for made in tmp_path.rglob("*.pdf")}) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes can fork")
def test_a_forked_worker_says_so_instead_of_waiting_for_ever() -> None:
    pdf(small(), ENGLISH)
    child = os.fork()
    if child == 0:
        try:
            pdf(small(), ENGLISH)
        except RuntimeError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


# Characters and fonts.


def test_the_coverage_file_matches_the_fonts() -> None:
    """Run tools/fonts_coverage.py after changing a font."""
    pytest.importorskip("fontTools")
    sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
    import fonts_coverage

    assert (glyphs.FONTS / "coverage.json").read_text(encoding="utf-8") == fonts_coverage.written(glyphs.FONTS)


def test_the_template_names_every_family() -> None:
    families = json.loads((glyphs.FONTS / "coverage.json").read_text(encoding="utf-8"))
    template = module.TEMPLATE.read_text(encoding="utf-8")
    assert all(f'"{family}"' in template for family in families)


def test_every_character_that_a_font_holds_is_printed() -> None:
    """In every style; none of them is shown by its number but control characters."""
    points = sorted(set().union(*glyphs._fonts()))
    text = " ".join(chr(point) for point in points if unicodedata.category(chr(point)) not in glyphs.UNFIT)
    styles = Paragraph(tuple(replace(given(text)[0], style=style) for style in ("plain", "strong", "emphasis")))
    assert "‹U+" not in packed(text_of(pdf(small(styles), ENGLISH))).replace("‹U+034F›", "")


@settings(max_examples=60, deadline=None)
@generated(st.lists(st.text(max_size=40), min_size=1, max_size=12))
def test_no_text_ever_fails_the_build(texts: list[str]) -> None:
    """Any characters at all, surrogates and unassigned ones too."""
    assert pdf(small(Bullets(tuple(map(given, texts))), organisation=texts[0] or "x"), ENGLISH).startswith(b"%PDF")


def test_marks_of_one_script_on_letters_of_another_never_fail_the_build() -> None:
    """A letter and its mark are one glyph run: no font may hold both."""
    chance = random.Random(22)
    points = sorted(set().union(*glyphs._fonts()))
    marks = [point for point in points if unicodedata.category(chr(point))[0] == "M"]
    items = tuple(
        given("".join(chr(chance.choice(points)) + chr(chance.choice(marks)) * chance.randint(0, 2) for _ in range(30)))
        for _ in range(40)
    )
    assert pdf(small(Bullets(items)), ENGLISH).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("tab\there", "tab here"),
        ("e\u0301", "e\u0301"),
        ("\u0301e", "‹U+0301›e"),
        ("❤\ufe0f", "‹U+2764›\ufe0f"),
        ("a\u202eb", "a‹U+202E›b"),
        ("a\x00b", "a‹U+0000›b"),
        ("א\u0651", "א‹U+0651›"),
        ("→ ≤ −", "→ ≤ −"),
    ],
)
def test_what_is_shown_for_a_text(text: str, shown: str) -> None:
    assert glyphs.shown(text) == shown


def test_only_text_from_right_to_left_is_isolated() -> None:
    """Other text stays as it is, so that it can be found and copied."""
    assert glyphs.isolated("Łódź 12") == "Łódź 12"
    assert glyphs.isolated("שלום") == "\u2068שלום\u2069"
