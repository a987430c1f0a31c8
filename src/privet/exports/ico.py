"""The record in the columns of the ICO's template for controllers, as XLSX and as CSV.

``data/exports/ico.toml`` has the headings, spelt as published, and what each column shows."""

from __future__ import annotations

from collections.abc import Iterator
from csv import writer
from io import StringIO

from privet.datafiles import Table
from privet.document import Run
from privet.exports.sheets import Box, Row, Sheet, box, filled, headings, view
from privet.judging import Judged
from privet.lawfulness import allowing, lawful
from privet.library import Library
from privet.registering import ENTRIES, controller, has_officer, named_kinds
from privet.views import Cell, View

LAYOUT = "exports/ico.toml"
WIDE = 28
REACHED_BY = ("name", "address", "email", "phone")
RISKY = tuple("=+-@\t\r＝＋－＠")
"""Beginnings that some spreadsheet program takes for a formula, in plain and in wide letters."""
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it Excel takes the file for the alphabet of the machine."""


def xlsx(library: Library, judged: Judged, language: str) -> bytes:
    """One sheet: who keeps the record, the thirty headings, a row for each activity."""
    from privet.exports.xlsx import xlsx as workbook

    shown, layout = view(library, judged, language), library.files.toml(LAYOUT)
    top = _top(shown, layout)
    blank: tuple[Row, ...] = ((),) * (layout.number("heading-row") - 1 - len(top))
    rows = (*top, *blank, _headings(layout), *_records(shown, layout))
    widths = (WIDE,) * len(layout.tables("column"))
    return workbook([Sheet(layout.text("sheet"), widths, rows, layout.number("heading-row"))], judged.case.on)


def csv(library: Library, judged: Judged, language: str) -> bytes:
    """The headings and the records alone, so that programs can read it: RFC 4180 in UTF-8."""
    shown, layout = view(library, judged, language), library.files.toml(LAYOUT)
    text = StringIO(newline="")
    out = writer(text, lineterminator="\r\n")
    for row in (_headings(layout), *_records(shown, layout)):
        out.writerow([harmless("; ".join(entry.lines)) for entry in row])
    return f"{BYTE_ORDER_MARK}{text.getvalue()}".encode()


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a program might take it for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def _headings(layout: Table) -> Row:
    return headings(column.text("heading") for column in layout.tables("column"))


def _records(shown: View, layout: Table) -> Iterator[Row]:
    for row in shown.activities():
        yield tuple(_box(shown, layout, row, column) for column in layout.tables("column"))


def _box(shown: View, layout: Table, row: str, column: Table) -> Box:
    """What a column shows of an activity; empty where it is the user's to fill."""
    return filled(*(_entry(shown, layout, row, name) for name in column.strings("shows")))


def _entry(shown: View, layout: Table, row: str, name: str) -> Cell:
    match name:
        case "rights":
            return _rights(shown, layout.table("rights"), row)
        case "automated":
            return _automated(shown)
        case "special-lawful":
            return lawful(shown, row) if named_kinds(shown, row) else ()
        case _:
            return ENTRIES[name](shown, row)


def _rights(shown: View, rights: Table, row: str) -> Cell:
    """The rights of everyone, and those that come with the bases of the activity's purposes."""
    purposes = shown.case.answers.at("activities", "purposes", row).chosen
    found = [ground.basis for purpose in purposes for ground in allowing(shown, purpose)]
    names = [name for key in ("every", *(basis.id for basis in found if basis)) for name in rights.strings(key)]
    say = shown.labels.words.say
    return tuple((Run(say(f"register.right-{name}")),) for name in dict.fromkeys(names)) if found else ()


def _automated(shown: View) -> Cell:
    """Whether machines decide; this is asked of the organisation, not of each activity."""
    answer = shown.case.answers.at("consent", "other-uses")
    if answer.state != "known":
        return (shown.labels.answer(answer),)
    somewhere = shown.case.answers.has("consent", "other-uses", "auto-decide")
    return ((Run(shown.labels.words.say("register.automated-check" if somewhere else "register.automated-no")),),)


# ---- the block on who keeps the record


def _top(shown: View, layout: Table) -> tuple[Row, ...]:
    """Title, then controller, officer and representative side by side."""
    heads = layout.table("block")
    blocks = [
        (heads.text("controller"), _contact(shown, "name")),
        (heads.text("officer"), _contact(shown, "contact") if has_officer(shown) else {}),
        (heads.text("representative"), {}),
    ]
    lines: list[Row] = [tuple(entry for head, _ in blocks for entry in (box(head, "heading"), box("")))]
    for key in REACHED_BY:
        label = box(heads.text(key), "heading")
        lines.append(tuple(entry for _, known in blocks for entry in (label, known.get(key, box("")))))
    return (_title(shown), *lines)


def _title(shown: View) -> Row:
    words = shown.labels.words
    name = "".join(run.text for run in shown.labels.answer(shown.case.answers.at("organisation", "name")))
    as_of = words.say("register.as-of", day=words.day(shown.case.on))
    return (box(f"{words.say('register.title')} – {name} – {as_of}", "title"),)


def _contact(shown: View, who: str) -> dict[str, Box]:
    """How to reach the organisation or its officer, who has the organisation's address."""
    known = dict(controller(shown))
    return {key: filled(known[who if key == "name" else key]) for key in REACHED_BY}
