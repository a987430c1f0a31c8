"""DuckDB files: DuckDB counts in them, and nothing that a file brings is run, trusted or written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from data_scan import BSN, EMAIL, IBAN, ON, PLAN, as_duckdb, looked
from program import run

from privet.datafiles import DataFiles
from privet.storage import duck
from privet.storage import room as rooms
from privet.storage.columns import eye
from privet.storage.duck import DuckReader
from privet.storage.sources import source

MANY = 60_000


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A shop with columns of every sort."""
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(path) as base:
        base.execute(
            "CREATE TABLE customers AS SELECT n AS id, 'Anna' AS name, concat('a', n, '@voorbeeld.nl') AS email, "  # noqa: S608 - our own values
            f"'{BSN}' AS bsn, DATE '2019-01-01' + CAST(n % 2880 AS INTEGER) AS last_contact, [1, 2] AS list, "
            f"{{'a': 'x'}} AS both, TIME '10:00:00' AS hour, 'x'::BLOB AS photo, true AS is_new FROM range({MANY}) t(n)"
        )
        base.execute("CREATE SCHEMA till")
        base.execute(f'CREATE TABLE till."sa""les" AS SELECT n AS id, \'late\' AS "re\'mark" FROM range({MANY}) t(n)')  # noqa: S608 - likewise
        base.execute(f'UPDATE till."sa""les" SET "re\'mark" = \'to {IBAN}\' WHERE id = 44444')  # noqa: S608 - likewise
        base.execute("CREATE VIEW outside AS SELECT * FROM read_csv('/etc/passwd')")
    return path


def test_duckdb_tells_what_it_holds(shop: Path) -> None:
    """By types, names and values, in every schema, and exactly as many rows as there are."""
    every = looked(shop)

    tables = {entry.placed.table.name: entry for entry in every.tables}
    assert set(tables) == {"customers", 'till.sa"les'}
    customers = {(held.column, held.item) for held in tables["customers"].placed.holdings}
    assert {("name", "name"), ("email", "email"), ("bsn", "national-number")} <= customers
    sold = [(held.column, held.item) for held in tables['till.sa"les'].placed.holdings if held.found]
    assert sold == [("re'mark", "bank-account")]
    with duckdb.connect(shop, read_only=True) as base:
        (old,) = base.execute(
            "SELECT count(*) FROM customers WHERE last_contact < ?", [date(2023, 11, 22)]
        ).fetchone() or (0,)
    counts = tables["customers"].counts
    assert counts is not None
    assert (counts.rows, counts.old) == (MANY, old)
    assert every.troubles == ()


def test_an_address_names_it_too(shop: Path, tmp_path: Path) -> None:
    """As other databases are named."""
    assert source(f"duckdb:///{shop}").kind == "duckdb"


@pytest.mark.parametrize(
    "macro",
    [
        "contains(a, b) AS false",
        "regexp_matches(a, b) AS false",
        "substr(a, b, c) AS 'x'",
        "count(a) AS 0",
        "coalesce(a, b) AS false",
    ],
)
def test_a_file_cannot_say_what_functions_do(tmp_path: Path, macro: str) -> None:
    """One of its own that finds nothing would make it look clean."""
    path = as_duckdb(tmp_path, ("ref", "note"), [(f"{n}", EMAIL if n == 700 else "late") for n in range(1_000)])
    with duckdb.connect(path) as base:
        base.execute(f"CREATE SCHEMA system; CREATE MACRO {macro}")

    assert [held.item for held in looked(path).tables[0].placed.holdings if held.found] == ["email"]


def test_nothing_else_can_be_reached(shop: Path) -> None:
    """No other file, no extension, no setting; and nothing is written."""
    before = shop.read_bytes()
    reader = DuckReader(str(shop), eye(DataFiles(), ("NL",), ON))
    for statement in (
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM looked.main.outside",
        f"ATTACH '{shop}2'",
        "COPY looked.main.customers TO '/tmp/privet-never.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '9GB'",
        "DELETE FROM looked.main.customers",
        "CREATE TABLE looked.main.x (a int)",
    ):
        with pytest.raises(duckdb.Error):
            reader.base.execute(statement)
    reader.base.close()

    assert shop.read_bytes() == before
    assert [path.name for path in shop.parent.iterdir()] == [shop.name]


def test_one_that_is_in_use_is_told(shop: Path, tmp_path: Path) -> None:
    """With what to do: DuckDB lets nobody read what another program writes to."""
    (tmp_path / "privacy.toml").write_text(PLAN, encoding="utf-8")
    with duckdb.connect(shop) as base:
        base.execute('INSERT INTO till."sa""les" VALUES (1, \'x\')')

        ran = run("check", "data", "shop.duckdb", cwd=tmp_path)

    assert ran.code == 3
    assert "another program has it open" in ran.out


def test_what_is_still_in_its_log_counts(tmp_path: Path) -> None:
    """Rows that stand in the file beside it, as after a program that was cut off."""
    path = as_duckdb(tmp_path, ("name", "email"), [("Anna", EMAIL)] * 5)
    with duckdb.connect(path) as base:
        base.execute("PRAGMA disable_checkpoint_on_shutdown")
        base.execute("INSERT INTO customers VALUES ('Bea', 'b@voorbeeld.nl')")
    beside = {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()}
    assert "shop.duckdb.wal" in beside

    (entry,) = looked(path).tables

    assert entry.counts is not None
    assert entry.counts.rows == 6
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == beside


def test_an_answer_that_takes_too_long_is_told(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock runs beside it."""
    reader = DuckReader(str(shop), eye(DataFiles(), ("NL",), ON))
    monkeypatch.setattr(duck, "SECONDS", 0.3)

    with pytest.raises(duckdb.Error) as ended:
        reader._rows("SELECT count(*) FROM range(1000000000000)")
    reader.base.close()  # or a process that is forked later finds threads that it has not

    assert duck._why(ended.value) == "too-slow"


def test_without_duckdb_it_says_what_to_install(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no part of what other files take."""
    monkeypatch.setattr(rooms, "find_spec", lambda name: None)

    assert [entry.why for entry in looked(shop).troubles] == ["no-duckdb"]
