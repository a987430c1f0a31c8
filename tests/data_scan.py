"""A shop with a plan, and what it really keeps: what the tests of ``privet check data`` share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from privet import source as answers_source
from privet.checking import Found
from privet.facts import Case
from privet.interview import case
from privet.library import Library
from privet.parsing import parse
from privet.storage.findings import LookedSource, Teller
from privet.storage.looking import look
from privet.storage.sources import source

ON = date(2026, 11, 22)
PLAN = """\
schema = 1
[organisation]
name = "De Winkel"
kind = "shop"
places = ["NL"]
[contact]
name = "De Winkel"
email = "privacy@winkel.example"
[people]
groups = ["customer"]
places = ["NL"]
[activities.news]
template = "newsletter"
items = ["name", "email"]
purposes = ["send-news"]
keep = { from = "unsubscribed", years = 1, then = ["erase"] }
[activities.customers]
label = "Customers"
items = ["name", "email", "phone", "postal-address"]
purposes = ["take-payment"]
keep = { from = "last-contact", years = 3, then = ["erase"] }
"""
IBAN, EMAIL, BSN, PHONE = "NL91ABNA0417164300", "anna@voorbeeld.nl", "111222333", "+31 6 12345678"
"""Values that are never repeated."""


@cache
def shelf() -> Library:
    return Library()


def plan(text: str = PLAN) -> Case:
    parsed = parse(answers_source.parse(text.encode(), "privacy.toml"), shelf().questionnaire)
    return case(parsed, shelf().skips, ON, shelf().covered)


def looked(
    place: str | Path, named: Mapping[str, str] | None = None, text: str = PLAN, language: str = "en"
) -> LookedSource:
    """What is seen in a source, in a process of its own as always."""
    own = plan(text)
    teller = Teller(shelf(), own, language)
    return look(shelf(), own, source(str(place)), named or {}, teller, lambda table, done, total: None)


def found(
    place: str | Path, named: Mapping[str, str] | None = None, text: str = PLAN, language: str = "en"
) -> tuple[Found, ...]:
    """Every finding about a source."""
    teller = Teller(shelf(), plan(text), language)
    return teller.found(looked(place, named, text, language))


def codes(*arguments: object, **more: object) -> list[str]:
    """The codes of what is found, in order."""
    return [entry.code for entry in found(*arguments, **more)]  # type: ignore[arg-type]  # passed on


def csv(folder: Path, name: str, *lines: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


Rows = Sequence[Sequence[object]]
Write = Callable[[Path, Sequence[str], Rows], Path]


def as_csv(folder: Path, names: Sequence[str], rows: Rows) -> Path:
    return csv(folder, "customers", ",".join(names), *(",".join(str(cell) for cell in row) for row in rows))


def as_parquet(folder: Path, names: Sequence[str], rows: Rows) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / "customers.parquet"
    pq.write_table(pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)}), path)
    return path


def as_workbook(folder: Path, names: Sequence[str], rows: Rows) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "customers"
    for row in (names, *rows):
        sheet.append(list(row))
    path = folder / "book.xlsx"
    book.save(path)
    return path


def as_sqlite(folder: Path, names: Sequence[str], rows: Rows) -> Path:
    import sqlite3

    path = folder / "shop.db"
    with sqlite3.connect(path) as base:
        base.execute(f"CREATE TABLE customers ({', '.join(names)})")
        marks = ", ".join("?" for _ in names)
        base.executemany(f"INSERT INTO customers VALUES ({marks})", rows)  # noqa: S608 - our own names
    base.close()
    return path


def as_duckdb(folder: Path, names: Sequence[str], rows: Rows) -> Path:
    import duckdb

    path = folder / "shop.duckdb"
    with duckdb.connect(path) as base:
        arrow = as_parquet(folder, names, rows)
        base.execute("CREATE TABLE customers AS SELECT * FROM read_parquet(?)", [str(arrow)])
        arrow.unlink()
    return path


WAYS: Mapping[str, Write] = {
    "csv": as_csv,
    "parquet": as_parquet,
    "workbook": as_workbook,
    "sqlite": as_sqlite,
    "duckdb": as_duckdb,
}
"""The same table in every kind of file."""
