"""The record of processing activities: for readers, and in the spreadsheets of two regulators."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from csv import reader
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from strategies import TODAY, Data, answers, case_of, document_of, judged_as, library, line_text, parts
from test_documents import EXAMPLES, every_example, every_language, example, kept, written

from privet.cli.app import app
from privet.document import Document, Table
from privet.exports import EXPORTS
from privet.exports.ico import BYTE_ORDER_MARK, RISKY, harmless
from privet.exports.ods import NAME, ods, sheet_name
from privet.exports.sheets import Box, Sheet
from privet.exports.xlsx import xlsx
from privet.facts import Case
from privet.registering import ENTRIES
from privet.render import FORMATS

ROOT = Path(__file__).parents[1]
HEADINGS = (
    "Business function",
    "Purpose of processing",
    "Name and contact details of joint controller (if applicable)",
    "Categories of individuals",
    "Categories of personal data",
    "Categories of recipients",
    "Link to contract with processor",
    "Names of third countries or international organisations that personal data are transferred to (if applicable)",
    "Safeguards for exceptional transfers of personal data to third countries or international organisations "
    "(if applicable)",
    "Retention schedule (if possible)",
    "General description of technical and organisational security measures (if possible)",
    "Article 6 lawful basis for processing personal data",
    "Article 9 condition for processing special category data",
    "Legitimate interests for the processing (if applicable)",
    "Link to record of legitimate interests assessment (if applicable)",
    "Rights available to individuals",
    "Existence of automated decision-making, including profiling (if applicable)",
    "The source of the personal data (if applicable)",
    "Link to record of consent",
    "Location of personal data",
    "Data Protection Impact Assessment required?",
    "Data Protection Impact Assessment progress",
    "Link to Data Protection Impact Assessment",
    "Has a personal data breach occurred?",
    "Link to record of personal data breach",
    "Data Protection Act 2018 Schedule 1 Condition for processing",
    "GDPR Article 6 lawful basis for processing",
    "Link to retention and erasure policy document",
    "Is personal data retained and erased in accordance with the policy document?",
    "Reasons for not adhering to policy document (if applicable)",
)
"""Columns A to AD, as the ICO published them."""
LIST = (
    *("Nom du traitement", "N° / RÉF", "Date de création de la fiche", "Dernière mise à jour de la fiche"),
    *("Finalité du traitement", "Données sensibles ? (Oui/non)"),
)
SIX = (
    "État civil, identité, données d'identification, images…",
    "Vie personnelle (habitudes de vie, situation familiale, etc.)",
    "Informations d'ordre économique et financier (revenus, situation financière, situation fiscale, etc.)",
    "Données de connexion (adress IP, logs, etc.)",
    "Données de localisation (déplacements, données GPS, GSM, etc.)",
    "Numéro de Sécurité Sociale (ou NIR)",
)
NINE = (
    "Données révélant l'origine raciale ou ethnique",
    "Données révélant les opinions politiques",
    "Données révélant les convictions religieuses ou philosophiques",
    "Données révélant l'appartenance syndicale",
    "Données génétiques",
    "Données biométriques aux fins d'identifier une personne physique de manière unique",
    "Données concernant la santé",
    "Données concernant la vie sexuelle ou l'orientation sexuelle",
    "Données relatives à des condamnations pénales ou infractions",
)
BLOCKS = (
    *("Description du traitement", "Acteurs", "Finalité(s) du traitement effectué"),
    *("Catégories de données personnelles concernées", "Données sensibles", "Catégories de personnes concernées"),
    *("Destinataires", "Mesures de sécurité", "Transferts hors UE"),
)
HOSTILE = (
    '=HYPERLINK("https://evil.example")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "＝1",
    "=cmd|' /C calc'!A0",
    "_x0041_",
    "&lt;",
)
SHOP: Data = {
    "organisation": {"name": "=1+1", "places": ["NL"], "kind": "shop"},
    "contact": {"name": "@Ann", "email": "ann@shop.example", "phone": "+31 20 555 0101", "officer": "yes"},
    "people": {"places": ["NL"], "groups": ["customer"]},
    "activities": {
        "orders": {
            "label": HOSTILE[0],
            "items": ["name", "health-info", "cv", {"other": "+1+1"}],
            "optional": [],
            "purposes": ["complete-sale", "send-news", {"other": "@SUM(A1)"}],
            "sources": [{"other": "-2"}],
            "used-by": ["sales"],
            "stored": ["office-computer"],
            "shared-with": ["web-host", {"other": "=cmd|' /C calc'!A0"}],
            "keep": {"from": "order-done", "months": 12, "then": ["erase"]},
        }
    },
    "suppliers": {"host": {"recipient": "web-host", "name": "=EVIL()", "country": ["US"], "contract": "signed"}},
    "safeguards": {"electronic": ["passwords", "encrypted-files", "training"]},
}


def export(case: Case, name: str, language: str = "en") -> bytes:
    return EXPORTS[name].make(library(), judged_as(case, "register"), language)


# ---- XLSX and CSV: the ICO's columns


def opened(content: bytes) -> Worksheet:
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Template"]
    return book["Template"]


def records(page: Worksheet) -> list[dict[str, str]]:
    """Each activity as heading → text."""
    rows = page.iter_rows(min_row=10, max_col=len(HEADINGS), values_only=True)
    return [dict(zip(HEADINGS, (str(cell or "") for cell in row), strict=True)) for row in rows]


@every_example
@every_language
def test_the_workbook_has_the_headings_of_the_ico_in_row_nine(path: Path, language: str) -> None:
    page = opened(export(example(path), "xlsx", language))

    assert tuple(page.cell(9, column).value for column in range(1, 32)) == (*HEADINGS, None)
    assert page["AD9"].value == HEADINGS[-1]
    assert page.max_row == 9 + len(example(path).answers.rows("activities"))


def test_the_first_rows_say_who_keeps_the_record() -> None:
    page = opened(export(case_of(SHOP), "xlsx"))
    block = [[page.cell(row, column).value for column in range(1, 7)] for row in range(2, 7)]

    assert block[0] == ["Controller", None, "Data Protection Officer", None, "Representative", None]
    assert [row[0] for row in block[1:]] == ["Name", "Address", "Email", "Telephone"]
    assert (block[1][1], block[1][3], block[4][1]) == ("=1+1", "@Ann", "+31 20 555 0101")


def test_a_row_tells_what_the_record_tells() -> None:
    row = records(opened(export(case_of(SHOP), "xlsx")))[0]

    assert row["Purpose of processing"].split("\n") == ["Completing a sale", "Sending news", "@SUM(A1)"]
    assert "Completing a sale – contract (GDPR, Art. 6(1)(b))" in row[HEADINGS[11]]
    assert row[HEADINGS[7]].split("\n") == ["United States – =EVIL()", "Not answered yet – =cmd|' /C calc'!A0"]
    assert row["Retention schedule (if possible)"].split("\n")[0] == "12 months after the end of the order"
    assert row[HEADINGS[12]].startswith("Health or medical information – ")
    assert row[HEADINGS[26]] == row[HEADINGS[11]]
    assert {"Access", "A copy to take elsewhere", "Withdrawal of consent"} <= set(row[HEADINGS[15]].split("\n"))
    assert not any(row[heading] for heading in (HEADINGS[14], HEADINGS[18], *HEADINGS[20:26], *HEADINGS[27:]))


def test_the_file_holds_text_and_no_formula() -> None:
    """T-23: neither a formula element nor a cell of any type but text."""
    content = export(case_of(SHOP), "xlsx")
    with ZipFile(BytesIO(content)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()

    assert "<f>" not in sheet and "<f " not in sheet
    assert set(re.findall(r'<c [^>]*\bt="(\w+)"', sheet)) == {"inlineStr"}
    page = opened(content)
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert {cell.number_format for row in page.iter_rows() for cell in row if cell.value is not None} == {"@"}


@pytest.mark.parametrize("text", [*HOSTILE, "\tx", "=1\n+2"])
def test_hostile_text_stays_as_it_was_written(text: str) -> None:
    sheet = Sheet("A", (10,), ((Box(tuple(text.split("\n"))),),))
    book = load_workbook(BytesIO(xlsx([sheet], TODAY)))
    cell = book["A"]["A1"]

    assert cell.data_type == "s"
    assert str(cell.value).replace("_x005F_", "_") == text
    assert texts(ods([sheet]))["A"] == [[text]]


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\u2028\u2029")))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_text_comes_back_from_both_files(text: str) -> None:
    sheet = Sheet("A", (10,), ((Box((text,)),),))
    value = load_workbook(BytesIO(xlsx([sheet], TODAY)))["A"]["A1"].value

    assert str(value or "").replace("_x005F_", "_") == text
    assert texts(ods([sheet]))["A"] == [[text]]


def test_csv_has_the_headings_and_one_line_an_activity() -> None:
    text = export(case_of(SHOP), "csv").decode()

    assert text.startswith(BYTE_ORDER_MARK) and text.endswith("\r\n")
    rows = list(reader(StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))
    assert tuple(rows[0]) == HEADINGS
    assert len(rows) == 2 and len(rows[1]) == 30
    assert rows[1][0] == "'" + HOSTILE[0]
    assert rows[1][1] == "Completing a sale; Sending news; @SUM(A1)"
    assert rows[1][17] == "'-2"


@pytest.mark.parametrize("start", RISKY)
def test_a_cell_that_looks_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}1") == f"'{start}1"


def test_other_cells_are_left_alone() -> None:
    assert [harmless(text) for text in ("", "a=b", "'=1", "1+1", "é")] == ["", "a=b", "'=1", "1+1", "é"]


@given(answers())
@settings(max_examples=8, deadline=None, derandomize=True)
def test_no_cell_of_a_csv_begins_like_a_formula(data: Data) -> None:
    text = export(case_of(data), "csv").decode().removeprefix(BYTE_ORDER_MARK)

    assert not [cell for row in reader(StringIO(text, newline="")) for cell in row if cell.startswith(RISKY)]


# ---- ODS: the CNIL's layout

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def texts(content: bytes) -> dict[str, list[list[str]]]:
    """Every sheet as rows of text, read without the library that wrote it."""
    with ZipFile(BytesIO(content)) as file:
        assert file.namelist()[0] == "mimetype"
        assert file.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        root = fromstring(file.read("content.xml"))  # noqa: S314 - our own file
    return {
        str(sheet.get(f"{TABLE}name")): [[read(cell) for cell in row] for row in sheet.iter(f"{TABLE}table-row")]
        for sheet in root.iter(f"{TABLE}table")
    }


def read(cell: Element) -> str:
    assert cell.get(f"{TABLE}formula") is None
    assert cell.get(f"{OFFICE}value-type") in (None, "string")
    return "\n".join("".join(pieces(paragraph)) for paragraph in cell.iter(f"{TEXT}p"))


def pieces(node: Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        yield "\t" if child.tag == f"{TEXT}tab" else " " * int(child.get(f"{TEXT}c", "1"))
        yield child.tail or ""


@every_example
@every_language
def test_the_spreadsheet_has_a_list_and_a_sheet_for_each_activity(path: Path, language: str) -> None:
    sheets = texts(export(example(path), "ods", language))
    rows = example(path).answers.rows("activities")
    names = list(sheets)

    assert names[0] == "2 - Liste des traitements"
    assert tuple(sheets[names[0]][0]) == LIST
    assert [row[1] for row in sheets[names[0]][1:]] == list(rows)
    assert len(names) == 1 + len(rows) and all(name.startswith("3 - ") for name in names[1:])


@every_example
def test_a_sheet_has_the_blocks_and_rows_of_the_cnil(path: Path) -> None:
    for rows in list(texts(export(example(path), "ods", "fr")).values())[1:]:
        first = [row[0] for row in rows]
        places = [first.index(block) for block in BLOCKS]
        assert places == sorted(places)
        data, sensitive = places[3], places[4]
        assert tuple(first[data + 2 : data + 8]) == SIX
        assert tuple(first[sensitive + 2 : sensitive + 11]) == NINE


def block(rows: list[list[str]], name: str) -> list[list[str]]:
    """The rows of a block below its headings."""
    start = [row[0] for row in rows].index(name)
    end = next((place for place in range(start + 1, len(rows)) if not any(rows[place])), len(rows))
    return rows[start + 1 : end]


def test_items_go_to_the_row_that_their_group_names() -> None:
    sheets = texts(export(case_of(SHOP), "ods", "fr"))
    rows = list(sheets.values())[1]
    data = {row[0]: row[1:] for row in block(rows, "Catégories de données personnelles concernées")[1:]}
    sensitive = {row[0]: row[1:] for row in block(rows, "Données sensibles")[1:]}

    assert data[SIX[0]] == ["Nom", "12\N{NO-BREAK SPACE}mois après la fin de la commande"]
    assert data[SIX[1]] == ["", ""]
    assert data["Vie professionnelle"][0] == "CV ou candidature"
    assert data["Autres données"][0] == "+1+1"
    assert sensitive["Données concernant la santé"][0] == "Informations médicales ou sur la santé"
    assert list(sheets["2 - Liste des traitements"][1])[5] == "Oui"


def test_recipients_measures_and_transfers_have_the_published_types() -> None:
    rows = list(texts(export(case_of(SHOP), "ods", "fr")).values())[1]

    assert [row[1] for row in block(rows, "Destinataires")[1:]] == [
        "Service interne qui traite les données",
        "Destinataires dans des pays tiers ou organisations internationales",
        "Autre (Préciser)",
    ]
    assert [row[1] for row in block(rows, "Mesures de sécurité")[1:]] == [
        "Contrôle d'accès des utilisateurs",
        "Chiffrement des données",
        "Autres mesures (à préciser)",
    ]
    assert block(rows, "Transferts hors UE")[1][:3] == ["Organisme 1", "=EVIL()", "États-Unis"]
    assert block(rows, "Acteurs")[2][1] == "@Ann"


def test_an_activity_of_which_nothing_is_known_has_its_sheet() -> None:
    sheets = texts(export(case_of({"activities": {"odd": {"items": "unknown"}}}), "ods", "fr"))
    data = block(list(sheets.values())[1], "Catégories de données personnelles concernées")

    assert data[1][1] == "Pas encore connu"
    assert len(block(list(sheets.values())[1], "Finalité(s) du traitement effectué")) == 6


def test_every_item_is_somewhere_in_the_sheet() -> None:
    """Whatever people keep has a row: of the six, the nine, or those that are added."""
    terms = library().questionnaire.vocabularies["data-item"].terms
    case = case_of({"activities": {"all": {"items": [id for id in terms if id != "other"]}}})
    rows = list(texts(export(case, "ods", "fr")).values())[1]
    cells = [row[1] for name in BLOCKS[3:5] for row in block(rows, name)[1:]]
    told = [line for cell in cells for line in cell.split("\n") if line]

    assert sorted(told) == sorted(term.label("fr") for id, term in terms.items() if id != "other")


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("3 - a/b:c?*[d]'e'\\", "3 - a b c d e"), ("3 - " + "x" * 60, "3 - " + "x" * 27), ("3 - A", "3 - A (2)")],
)
def test_a_sheet_gets_a_name_that_every_program_takes(wanted: str, name: str) -> None:
    assert sheet_name(wanted, ["2 - Liste", "3 - a"]) == name
    assert len(name) <= NAME


# ---- the readable record


def record(document: Document) -> dict[str, dict[str, tuple[str, ...]]]:
    """Activity → entry → what it says."""
    found = [
        content for part in parts(document) if part.rule == "register/activities/record" for content in part.content
    ]
    return {
        table.caption: {line_text(row[0][0]): tuple(map(line_text, row[1])) for row in table.rows}
        for table in found
        if isinstance(table, Table)
    }


@every_example
@every_language
def test_the_record_tells_the_facts_of_the_plan(path: Path, language: str) -> None:
    case = example(path)
    told = record(document_of(case, "register", language))
    say = library().words(language).say
    plan = {row[0]: row[1:] for row in kept(document_of(case, "plan", language))}

    assert list(told) == list(plan)
    for name, (items, purposes, recipients, period) in plan.items():
        entry = told[name]
        assert frozenset(entry[say("register.items")]) == items
        assert frozenset(entry[say("register.purposes")]) == purposes
        assert frozenset(line.split(" – ")[0] for line in entry[say("register.recipients")]) == recipients
        assert entry[say("register.keep")] == period


@every_example
@every_language
def test_the_spreadsheet_tells_the_facts_of_the_record(path: Path, language: str) -> None:
    case = example(path)
    say = library().words(language).say
    rows = records(opened(export(case, "xlsx", language)))
    pairs = (("purposes", HEADINGS[1]), ("people", HEADINGS[3]), ("items", HEADINGS[4]), ("recipients", HEADINGS[5]))

    for row, entry in zip(rows, record(document_of(case, "register", language)).values(), strict=True):
        for key, heading in pairs:
            assert tuple(row[heading].split("\n")) == entry[say(f"register.{key}")]


@every_language
def test_the_record_shares_no_sentence_with_plan_and_notice(language: str) -> None:
    own, plan, notice = (frozenset(written(kind, language)) for kind in ("register", "plan", "notice"))

    assert not own & (plan | notice)


def test_the_record_says_what_is_not_known() -> None:
    told = record(document_of(case_of({"activities": {"odd": {"purposes": "unknown"}}}), "register"))["odd"]

    assert told["Purposes"] == ("Not known yet",)
    assert told["Kinds of information"] == told["Recipients"] == ("Not answered yet",)


# ---- every export


@cache
def every_export(language: str) -> tuple[bytes, ...]:
    return tuple(export(case_of(SHOP), name, language) for name in ("xlsx", "csv", "ods"))


@every_language
def test_the_same_answers_give_the_same_bytes(language: str) -> None:
    assert tuple(export(case_of(SHOP), name, language) for name in ("xlsx", "csv", "ods")) == every_export(language)


def test_bytes_do_not_depend_on_lxml_or_the_clock() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from test_register import SHOP, export\nfrom strategies import case_of\n"
        "sys.stdout.buffer.write(export(case_of(SHOP), 'xlsx'))"
    )
    env = {"OPENPYXL_LXML": "False", "PATH": "", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    run = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, check=True)

    assert run.stdout == every_export("en")[0]


def test_documents_offer_exports_that_there_are() -> None:
    offered = {name for kind in library().document_names for name in library().document(kind).exports}

    assert offered == set(EXPORTS)
    assert not set(EXPORTS) & set(FORMATS)


def test_columns_show_entries_that_there_are() -> None:
    columns = library().files.toml("exports/ico.toml").tables("column")
    special = {"rights", "automated", "special-lawful"}

    assert {name for column in columns for name in column.strings("shows")} <= {*ENTRIES, *special}
    assert tuple(column.text("heading") for column in columns) == HEADINGS


def test_the_layouts_name_terms_that_there_are() -> None:
    cnil, words = library().files.toml("exports/cnil.toml"), library().questionnaire.vocabularies
    kinds = {id for name in ("paper", "electronic", "portable") for id in words[f"{name}-safeguard"].terms}
    types = cnil.table("measures").table("type")

    assert {id for name in types.raw for id in types.strings(name)} <= kinds
    for row in cnil.table("sensitive").tables("row"):
        assert all(words["data-item"].knows(id) for id in row.strings("items")), row.text("heading")
    rows = {*cnil.table("data").table("row").raw, *cnil.table("data").table("added").raw, "sensible"}
    assert set(words["cnil-row"].terms) <= rows


def test_an_export_is_refused_for_a_document_that_does_not_offer_it(tmp_path: Path) -> None:
    wrong = ["build", str(EXAMPLES[0]), "--document", "plan,register", "--format", "xlsx", "-o", str(tmp_path)]
    run = CliRunner().invoke(app, wrong, standalone_mode=False)
    faults = getattr(run.exception, "faults", ())

    assert [(fault.message, dict(fault.slots)["document"]) for fault in faults] == [("not-of-document", "plan")]
    assert not list(tmp_path.iterdir())
