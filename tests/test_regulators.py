"""Where people complain: one address for each law, and every format shows it."""

from __future__ import annotations

import shutil
import tomllib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from program import EXAMPLE
from sample_document import small, words
from strategies import blocks, case_of, content_lines, document_of

from privet.datafiles import HOME
from privet.document import Document, Paragraph, Run
from privet.errors import DataError
from privet.library import Library
from privet.render import FORMATS

EUROPE = "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en"
ADDRESS = "https://www.autoriteitpersoonsgegevens.nl/"
SHOWN = "www.autoriteitpersoonsgegevens.nl"
LINE = (Run("Op internet: "), Run(SHOWN, link=ADDRESS))


def printed(form: str, document: Document) -> str:
    """The document in a format, without what only lays out its source."""
    made = FORMATS[form].render(document, words("nl"))
    if form == "docx":
        return ZipFile(BytesIO(made)).read("word/document.xml").decode()
    return " ".join(made.decode().split()).replace("[ ", "[").replace(" ]", "]")


@pytest.mark.parametrize(
    ("form", "shows"),
    [
        ("html", f'<a href="{ADDRESS}" rel="external noreferrer">{SHOWN}</a>'),
        ("md", rf"Op internet: [www\.autoriteitpersoonsgegevens\.nl]({ADDRESS})"),
        ("json", f'"links": ["{ADDRESS}"]'),
        ("docx", f">{SHOWN}<"),
    ],
)
def test_an_address_leads_there_or_is_shown(form: str, shows: str) -> None:
    """A Word file has no links that lead out of it, and shows the address."""
    assert shows in printed(form, small(Paragraph(LINE)))


def test_a_pdf_leads_there() -> None:
    pytest.importorskip("typst")
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(FORMATS["pdf"].render(small(Paragraph(LINE)), words("nl")))).pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots", ())]

    assert ADDRESS in [note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})]


@pytest.mark.parametrize("form", ["html", "md"])
def test_only_a_web_address_becomes_a_link(form: str) -> None:
    assert "javascript" not in printed(form, small(Paragraph((Run("here", link="javascript:alert(1)"),))))


@pytest.mark.parametrize(
    ("kind", "block"),
    [("notice", "rights.complain"), ("requests", "letters.refuse"), ("breach", "who-to-tell.regulator")],
)
@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_documents_lead_to_the_regulator_of_each_law(kind: str, block: str, language: str) -> None:
    club = tomllib.loads((EXAMPLE.parent / "dutch-sports-club.toml").read_text(encoding="utf-8"))
    contents = [
        content
        for entry in blocks(document_of(case_of(club), kind, language))
        if entry.id == block
        for part in entry.parts
        for content in part.content
    ]
    links = [run.link for content in contents for line in content_lines(content) for run in line if run.link]

    assert links == [EUROPE, ADDRESS]


def test_every_law_with_a_regulator_online_says_so_in_the_notice(library: Library) -> None:
    said = {law.id: [rule.shows for rule in library.law_rules(law.id, "notice")] for law in library.laws}

    assert [law.id for law in library.laws if law.regulator_url and "regulator" not in said[law.id]] == []


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        (ADDRESS, "javascript:alert(1)", "regulator.url"),
        ("url       =", "where     =", "regulator.where"),
        ('id         = "nl-uavg"', 'id         = "nl-uavg"\nfamily     = "gdpr"', "family"),
    ],
)
def test_a_key_that_nothing_uses_and_an_address_that_is_none_are_refused(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    home = shutil.copytree(HOME, tmp_path / "data", ignore=shutil.ignore_patterns("packed", "fonts"))
    law = home / "laws" / "nl-uavg" / "law.toml"
    text = law.read_text(encoding="utf-8")
    law.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert old in text
    with pytest.raises(DataError) as caught:
        assert Library(home).laws
    assert [fault.key for fault in caught.value.faults] == [key]
