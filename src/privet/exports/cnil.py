"""The record in the layout of the CNIL's simplified register, as ODS.

``data/exports/cnil.toml`` has the sheets, blocks and rows, spelt as published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from privet.answers import Chosen
from privet.datafiles import Table
from privet.document import Run
from privet.exports.ods import ods as spreadsheet
from privet.exports.ods import sheet_name
from privet.exports.sheets import Box, Row, Sheet, box, filled, headings, view
from privet.judging import Judged
from privet.library import Library
from privet.registering import MEDIA, Party, controller, has_officer, joint, kind, name, parties, people
from privet.views import Cell, View

LAYOUT = "exports/cnil.toml"
SENSITIVE, REST = "sensible", "other"
"""What ``cnil`` says of sensitive items; the row for what belongs nowhere else."""
EMPTY = Box(())


def ods(library: Library, judged: Judged, language: str) -> bytes:
    """The list of the activities, then a sheet for each of them."""
    shown, layout = view(library, judged, language), library.files.toml(LAYOUT)
    sheets = [_list(shown, layout.table("list"), layout)]
    for row in shown.activities():
        label = shown.labels.row("activities", row).text
        wanted = layout.table("activity").text("sheet").replace("{name}", label)
        rows = tuple(_activity(shown, layout, row))
        sheets.append(
            Sheet(sheet_name(wanted, [sheet.name for sheet in sheets]), (52, 46, 40, 30, 18, 24, 24, 34), rows)
        )
    return spreadsheet(sheets)


def _list(shown: View, layout: Table, whole: Table) -> Sheet:
    rows = [
        (
            filled(_name(shown, row)),
            box(row),
            EMPTY,
            box(shown.labels.words.day(shown.case.on)),
            filled(shown.cell("purposes", row)),
            box(shown.labels.term("yes-no", "yes" if any(_sensitive(shown, whole, row)) else "no")),
        )
        for row in shown.activities()
    ]
    return Sheet(layout.text("sheet"), (34, 22, 24, 24, 46, 18), (headings(layout.strings("columns")), *rows))


def _name(shown: View, row: str) -> Cell:
    return ((shown.labels.row("activities", row),),)


def _activity(shown: View, layout: Table, row: str) -> Iterator[Row]:
    """Block after block, with an empty row between them."""
    keep = filled(shown.cell("keep", row))
    blocks = (
        ("description", _description(shown, layout.table("description"), row)),
        ("actors", _actors(shown, layout.table("actors"), row)),
        ("purposes", _purposes(shown, layout.table("purposes"), row)),
        (
            "data",
            ((box(head, "heading"), told, keep if told.lines else EMPTY) for head, told in _data(shown, layout, row)),
        ),
        ("sensitive", _sensitive_rows(shown, layout, row, keep)),
        ("people", _numbered(layout.table("people"), ((filled((line,)),) for line in people(shown, row)))),
        ("recipients", _numbered(layout.table("recipients"), _recipients(shown, layout, row))),
        ("measures", _numbered(layout.table("measures"), _measures(shown, layout.table("measures"), row))),
        ("transfers", _numbered(layout.table("transfers"), _transfers(shown, layout, row))),
    )
    for key, rows in blocks:
        head = layout.table(key)
        yield (box(head.text("title"), "title"),)
        if head.strings("columns"):
            yield headings(("", *head.strings("columns")))
        yield from rows
        yield ()


def _numbered(head: Table, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows called ``Catégorie 1`` and so on; the first alone where there is nothing."""
    for number, row in enumerate(tuple(rows) or ((),), 1):
        yield (box(head.text("row").replace("{n}", str(number)), "heading"), *row)


# ---- block by block


def _description(shown: View, head: Table, row: str) -> Iterator[Row]:
    approved = shown.case.answers.at("approval", "date")
    values = (
        filled(_name(shown, row)),
        box(row),
        EMPTY,
        filled((shown.labels.answer(approved),)) if approved.state == "known" else EMPTY,
    )
    yield from ((box(label, "heading"), value) for label, value in zip(head.strings("rows"), values, strict=True))


def _actors(shown: View, head: Table, row: str) -> Iterator[Row]:
    """Controller, officer, the officer's company, representative, joint controllers."""
    known = dict(controller(shown))
    where = (filled(known["address"]), EMPTY, EMPTY, filled(known["place"]))
    by = (filled(known["phone"]), filled(known["email"]))
    officer = (filled(known["contact"]), *where, *by) if has_officer(shown) else ()
    values: tuple[Row, ...] = ((filled(known["name"]), *where, *by), officer, (), (), (filled(joint(shown, row)),))
    yield from ((box(label, "heading"), *value) for label, value in zip(head.strings("rows"), values, strict=True))


def _purposes(shown: View, head: Table, row: str) -> Iterator[Row]:
    """The first purpose is the main one; the rows of the template, and more where there are more."""
    main, *others = (filled((line,)) for line in shown.cell("purposes", row))
    yield (box(head.text("main"), "heading"), main)
    for number in range(1, max(head.number("count"), len(others)) + 1):
        value = others[number - 1] if number <= len(others) else EMPTY
        yield (box(head.text("other").replace("{n}", str(number)), "heading"), value)


def _items(shown: View, row: str) -> tuple[Chosen, ...]:
    return shown.case.answers.at("activities", "items", row).chosen


def _row_of(shown: View, item: Chosen) -> str:
    """The row an item goes to: its own, else its group's."""
    words = shown.labels.asked.vocabularies
    term = words["data-item"].terms.get(item.id)
    group = words["data-group"].terms.get(term.parent) if term else None
    return (term.cnil if term else "") or (group.cnil if group else "") or REST


def _labels(shown: View, items: Sequence[Chosen]) -> Box:
    field = shown.labels.asked.field("activities", "items")
    return Box(tuple(shown.labels.chosen(field, item).text for item in items))


def _data(shown: View, layout: Table, row: str) -> Iterator[tuple[str, Box]]:
    """The six rows with what goes there; then what the template has no row for, if there is any.

    Where it is not known what is kept, the first row says so."""
    head, items = layout.table("data"), _items(shown, row)
    unknown = filled(shown.cell("items", row)) if not items else EMPTY
    for place, key in enumerate(head.table("row").raw):
        here = _labels(shown, [item for item in items if _row_of(shown, item) == key])
        yield head.table("row").text(key), here if place or items else unknown
    taken = {item for _, some in _taken(shown, layout, row) for item in some}
    for key in head.table("added").raw:
        added = [item for item in items if item not in taken and _row_of(shown, item) in _added(key)]
        if added:
            yield head.table("added").text(key), _labels(shown, added)


def _added(key: str) -> tuple[str, ...]:
    """What an added row takes; the last also takes a sensitive item that none of the nine rows names."""
    return (key, SENSITIVE) if key == REST else (key,)


def _taken(shown: View, layout: Table, row: str) -> Iterator[tuple[str, list[Chosen]]]:
    """Each of the nine rows with its items."""
    words = shown.labels.asked.vocabularies["data-item"]
    for entry in layout.table("sensitive").tables("row"):
        names = entry.strings("items")
        here = [item for item in _items(shown, row) if any(words.matches(item.id, name) for name in names)]
        yield entry.text("heading"), here


def _sensitive(shown: View, layout: Table, row: str) -> list[Chosen]:
    return [item for _, items in _taken(shown, layout, row) for item in items]


def _sensitive_rows(shown: View, layout: Table, row: str, keep: Box) -> Iterator[Row]:
    for heading, items in _taken(shown, layout, row):
        yield (box(heading, "heading"), _labels(shown, items), keep if items else EMPTY)


def _recipients(shown: View, layout: Table, row: str) -> Iterator[Row]:
    """Who uses it inside, then who gets it outside, each with the published type."""
    inside = shown.case.answers.at("activities", "used-by", row)
    head = layout.table("recipients")
    yield from ((box(head.text("inside")), filled((line,))) for line in shown.lines(inside) if inside.chosen)
    for party in parties(shown, row):
        told = dict.fromkeys((kind(shown, party), name(shown, party)))
        yield (box(_type(shown, layout, party)), Box((" – ".join(run.text for run in told),)))
    shared = shown.case.answers.at("activities", "shared-with", row)
    if shared.state != "known":
        yield (EMPTY, filled((shown.labels.answer(shared),)))


def _type(shown: View, layout: Table, party: Party) -> str:
    words, head = shown.labels.asked.vocabularies["recipient"], layout.table("recipients")
    if _far(shown, layout, party):
        return head.text("abroad")
    types = head.table("type")
    found = (types.text(tag) for tag in types.raw if words.matches(party.kind.id, f"#{tag}"))
    return next(found, head.text("other"))


def _far(shown: View, layout: Table, party: Party) -> list[str]:
    """Where a company keeps or sees the information outside the European Economic Area."""
    places, inside = shown.labels.asked.vocabularies["place"], layout.table("transfers").text("inside")
    told = shown.case.answers.at("suppliers", "country", party.supplier).chosen if party.supplier else ()
    return [place.id for place in told if not places.matches(place.id, inside)]


def _measures(shown: View, head: Table, row: str) -> Iterator[Row]:
    """What protects the places where the activity keeps its information, by published type."""
    answers, types = shown.case.answers, head.table("type")
    for medium in MEDIA:
        if not answers.has("activities", "stored", f"#{medium}", row):
            continue
        answer = answers.at("safeguards", medium)
        field = shown.labels.asked.field("safeguards", medium)
        if not answer.chosen:
            yield (EMPTY, filled((shown.labels.answer(answer),)))
        for value in answer.chosen:
            found = (name for name in types.raw if value.id in types.strings(name))
            yield (box(next(found, head.text("other"))), box(shown.labels.chosen(field, value).text))


def _transfers(shown: View, layout: Table, row: str) -> Iterator[Row]:
    """Every company outside the European Economic Area, and what protects the information there."""
    at = shown.case.answers.at
    for party in parties(shown, row):
        far = _far(shown, layout, party)
        if far:
            link = at("suppliers", "changes", party.supplier)
            yield (
                filled(((name(shown, party),),)),
                filled(tuple((Run(shown.labels.place(place)),) for place in far)),
                filled((shown.labels.answer(at("suppliers", "safeguard", party.supplier)),)),
                filled((shown.labels.answer(link),)) if link.state == "known" else EMPTY,
            )
