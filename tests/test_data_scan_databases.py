"""Databases: read where the rows are, and never written; the tests have a real PostgreSQL and real SQLite files."""

from __future__ import annotations

import hashlib
import os
import socket
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from data_scan import BSN, EMAIL, IBAN, ON, PLAN, as_sqlite, codes, found, looked
from program import run
from sqlalchemy import Connection, make_url
from web.postgres import postgres  # noqa: F401 - a fixture

from privet.datafiles import DataFiles
from privet.errors import InputError
from privet.storage.columns import eye
from privet.storage.databases import DatabaseReader
from privet.storage.lying import SqliteFile
from privet.storage.opening import SAFE, engine
from privet.storage.seen import Counted, Task
from privet.storage.sources import source

MANY = 60_000


NAME, LOOKER = f"privet_scan_{os.getpid()}", f"privet_looker_{os.getpid()}"
"""A database and a user of our own: what else the server holds stays as it is."""


@pytest.fixture(scope="module")
def shop(postgres: str) -> Iterator[str]:  # noqa: F811 - the fixture
    """A PostgreSQL with a shop in it, and a user who may read all tables but one."""
    with psycopg.connect(postgres, autocommit=True) as base:
        base.execute(f"CREATE DATABASE {NAME}")
        base.execute(f"CREATE ROLE {LOOKER} LOGIN PASSWORD 'hush-hush-1'")
    address = make_url(postgres).set(database=NAME).render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as base:
        _fill(base)
    yield address
    with psycopg.connect(postgres, autocommit=True) as base:
        base.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        base.execute(f"DROP ROLE {LOOKER}")


def _fill(base: psycopg.Connection[tuple[object, ...]]) -> None:
    base.execute("CREATE SCHEMA till")
    base.execute(
        "CREATE TABLE customers (id serial PRIMARY KEY, name text, email varchar(90), bsn char(9), "
        "last_contact date, changed timestamptz, extra jsonb, photo bytea, ip inet)"
    )
    base.execute(
        "INSERT INTO customers (name, email, bsn, last_contact, changed, extra, ip) SELECT 'Anna', 'a' || n || "  # noqa: S608 - our own values
        f"'@voorbeeld.nl', '{BSN}', date '2019-01-01' + n % 2880, now(), '{{}}', '198.51.100.7' "
        f"FROM generate_series(1, {MANY}) n"
    )
    base.execute("CREATE TABLE till.sales (id int, remark text, sold date)")
    base.execute(f"INSERT INTO till.sales SELECT n, 'late', '2026-01-01' FROM generate_series(1, {MANY}) n")  # noqa: S608 - likewise
    base.execute(f"UPDATE till.sales SET remark = 'to {IBAN}' WHERE id = 44444")  # noqa: S608 - likewise
    base.execute("CREATE TABLE closed (email text)")
    base.execute("ANALYZE")
    base.execute(f"GRANT USAGE ON SCHEMA till TO {LOOKER}")
    base.execute(f"GRANT SELECT ON customers, till.sales TO {LOOKER}")


def test_postgresql_tells_what_it_holds(shop: str) -> None:
    """By types, names and values, in every schema."""
    tables = {entry.placed.table.name: entry for entry in looked(shop).tables}

    customers = {(held.column, held.item) for held in tables["customers"].placed.holdings}
    assert {("name", "name"), ("email", "email"), ("bsn", "national-number"), ("ip", "ip-address")} <= customers
    assert {(held.column, held.item) for held in tables["till.sales"].placed.holdings if held.found} == {
        ("remark", "bank-account")
    }
    assert "closed" in tables


def test_rows_are_counted_by_the_database(shop: str) -> None:
    """As many as it says itself."""
    with psycopg.connect(shop) as base:
        (old,) = base.execute("SELECT count(*) FROM customers WHERE last_contact < '2023-11-22'").fetchone() or (0,)

    (entry,) = (entry for entry in looked(shop).tables if entry.placed.table.name == "customers")

    assert entry.counts is not None
    assert (entry.counts.rows, entry.counts.old) == (MANY, old)


def test_a_table_without_rights_is_no_pass(shop: str, tmp_path: Path) -> None:
    """What may be read is looked at all the same; the password is in no message."""
    address = _as_looker(shop)
    (tmp_path / "privacy.toml").write_text(PLAN, encoding="utf-8")

    ran = run("check", "data", "env:SHOP", "--on", "2026-11-22", cwd=tmp_path, SHOP=address)

    assert ran.code == 3
    assert "PD192 Table “closed” was not looked at: this user may not read it" in ran.out
    assert "PD121" in ran.out
    assert "hush" not in ran.said


def test_postgresql_is_read_and_never_written(shop: str) -> None:
    """By the transaction itself: what would write is refused."""
    base = engine(source(shop).place)
    with base.connect() as asking:
        for statement in SAFE["postgresql"]:
            asking.exec_driver_sql(statement)
        assert asking.exec_driver_sql("SHOW statement_timeout").scalar() == "1min"
        with pytest.raises(Exception, match="read-only transaction"):
            asking.exec_driver_sql("DELETE FROM customers")


def test_a_look_leaves_no_lock_and_no_connection(shop: str) -> None:
    """Nobody has to wait for privet afterwards."""
    looked(shop)

    with psycopg.connect(shop) as base:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'privet' AND state <> 'idle'"
        assert base.execute(asked).fetchone() == (0,)


def test_another_table_locked_is_told_soon(shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that somebody holds is no reason to wait for long."""
    monkeypatch.setitem(SAFE, "postgresql", (*SAFE["postgresql"][:2], "SET LOCAL lock_timeout = '200ms'"))
    with psycopg.connect(shop) as base:
        base.execute("LOCK TABLE till.sales")

        troubles = looked(shop).troubles

    assert [(entry.table, entry.why) for entry in troubles] == [("till.sales", "too-slow")]


def _as_looker(address: str) -> str:
    url = make_url(address).set(username=LOOKER, password="hush-hush-1")  # noqa: S106 - of the test's own user
    return url.render_as_string(hide_password=False)


# ---- addresses


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://u:hush@h/x?options=-csearch_path%3Dx",
        "postgresql://u:hush@h/x?service=other",
        "postgresql://u:hush@h/x?passfile=/etc/passwd",
        "mysql://u:hush@h/x?local_infile=1",
        "mysql://u:hush@h/x?read_default_file=/etc/passwd",
        "mysql+mysqlconnector://u:hush@h/x?allow_local_infile=1",
        "sqlite:///x.db?mode=rwc",
        "sqlite:///file:x.db?uri=true&mode=rwc",
        "sqlite://",
        "sqlite:///:memory:",
        "duckdb:///x",
        "mssql+pyodbc://u:hush@h/x?driver=/tmp/x.so",
        "postgresql+evil://u:hush@h/x",
        "postgresql://u:hush@h:port/x",
        "http://169.254.169.254/",
        "file:///etc/passwd",
    ],
)
def test_an_address_says_no_more_than_it_may(address: str) -> None:
    """Nothing that reads other files, loads anything, or opens for writing; and no message repeats a password."""
    with pytest.raises(InputError) as refused:
        source(address)

    assert "hush" not in str(refused.value)
    assert "hush" not in repr(refused.value.faults)


def test_a_name_in_a_message_holds_no_password() -> None:
    """Nor the user."""
    assert (
        source("postgresql://u:hush@db.example:5433/shop?sslmode=require").shown == "postgresql://db.example:5433/shop"
    )


def test_a_server_that_never_answers_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One that takes the connection and says nothing."""
    from privet.storage import opening

    monkeypatch.setattr(opening, "CONNECT", 2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert [entry.why for entry in looked(f"postgresql://u:hush@127.0.0.1:{port}/x").troubles] == ["no-answer"]


def test_a_server_that_talks_nonsense_is_told() -> None:
    """As one that wants harm."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            while True:
                try:
                    other, _ = server.accept()
                    other.sendall(b"R" + b"\xff" * 100_000)
                    other.close()
                except OSError:
                    return

        threading.Thread(target=talk, daemon=True).start()
        port = server.getsockname()[1]
        (entry,) = looked(f"postgresql://u:hush@127.0.0.1:{port}/x").troubles

    assert entry.why in ("no-answer", "broke-reader")


def test_a_wrong_password_is_no_pass(tmp_path: Path) -> None:
    """Nobody home: exit code 3, and not a word of the password."""
    (tmp_path / "privacy.toml").write_text(PLAN, encoding="utf-8")

    ran = run("check", "data", "postgresql://u:hush@127.0.0.1:1/x", cwd=tmp_path)

    assert ran.code == 3
    assert "PD191" in ran.out
    assert "hush" not in ran.said


# ---- SQLite


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_sqlite_is_read_as_it_lies(tmp_path: Path, mode: str) -> None:
    """Byte for byte the same afterwards, also where somebody is writing to it."""
    path = as_sqlite(tmp_path, ("name", "email"), [("Anna", EMAIL)] * 20)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(f"PRAGMA journal_mode = {mode}")
    other.execute("INSERT INTO customers VALUES ('Bea', 'b@voorbeeld.nl')")
    before = hashlib.sha256(path.read_bytes()).digest()

    (entry,) = looked(path).tables

    assert entry.counts is not None
    assert entry.counts.rows == 21
    assert hashlib.sha256(path.read_bytes()).digest() == before
    other.execute("INSERT INTO customers VALUES ('Cis', 'c@voorbeeld.nl')")
    other.close()


def test_a_file_that_nobody_writes_is_read_without_a_lock(tmp_path: Path) -> None:
    """And nothing is put beside it, also where the file says that it keeps a log of changes there."""
    path = as_sqlite(tmp_path, ("name", "email"), [("Anna", EMAIL)] * 20)
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA journal_mode = wal")
    base.close()
    file = SqliteFile(str(path))
    connection = file.connect(60, 1)
    connection.execute("BEGIN")
    connection.execute("SELECT * FROM customers").fetchone()

    with sqlite3.connect(path, timeout=0, isolation_level=None) as other:
        other.execute("PRAGMA journal_mode = delete")
        other.execute("INSERT INTO customers VALUES ('Bea', 'b@voorbeeld.nl')")
    other.close()

    assert file.disturbed()
    assert file.live
    assert {entry.name for entry in tmp_path.iterdir()} == {path.name}
    connection.close()


def test_what_is_written_during_a_look_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is read again, as one of the file's users."""
    path = as_sqlite(tmp_path, ("name", "email"), [("Anna", EMAIL)] * 20)
    reader = DatabaseReader(source(str(path)).place, eye(DataFiles(), ("NL",), ON))
    reader.look()
    usual = DatabaseReader._counted
    times: list[bool] = []

    def disturbed(self: DatabaseReader, task: Task, asking: Connection) -> Counted:
        found = usual(self, task, asking)
        times.append(self.file is not None and self.file.live)
        if len(times) == 1:
            with sqlite3.connect(path) as other:
                other.execute("INSERT INTO customers VALUES ('Bea', 'b@voorbeeld.nl')")
            other.close()
        return found

    monkeypatch.setattr(DatabaseReader, "_counted", disturbed)

    assert reader.count(Task("customers"), lambda done, total: None).rows == 21
    assert times == [False, True]


def test_a_view_or_trigger_of_a_stranger_runs_nothing(tmp_path: Path) -> None:
    """Tables are read, views are not; and nothing in a schema is trusted."""
    path = as_sqlite(tmp_path, ("name", "email"), [("Anna", EMAIL)])
    with sqlite3.connect(path) as base:
        base.execute(
            "CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n"
        )
    base.close()

    assert [entry.placed.table.name for entry in looked(path).tables] == ["customers"]


def test_a_cell_of_any_length_is_cut_by_the_database(tmp_path: Path) -> None:
    """Fifty megabytes in one cell are looked at as far as any other."""
    path = as_sqlite(tmp_path, ("ref", "note"), [("1", "x" * 50_000_000), ("2", EMAIL)])

    assert [held.item for held in looked(path).tables[0].placed.holdings if held.found] == ["email"]


def test_names_of_tables_and_columns_are_only_names(tmp_path: Path) -> None:
    """Quotes and semicolons in them do nothing."""
    path = tmp_path / "odd.db"
    with sqlite3.connect(path) as base:
        base.execute('CREATE TABLE "a""b; DROP TABLE x --" ("e""mail; --" TEXT, "select" TEXT)')
        base.execute("CREATE TABLE x (a)")
        base.execute('INSERT INTO "a""b; DROP TABLE x --" VALUES (?, ?)', (EMAIL, "x"))
    base.close()

    every = looked(path)

    assert {entry.placed.table.name for entry in every.tables} == {'a"b; DROP TABLE x --', "x"}
    assert every.troubles == ()


def test_sqlite_searches_every_row(tmp_path: Path) -> None:
    """The database searches, and only what it finds is looked at."""
    rows: list[tuple[object, ...]] = [(n, "late") for n in range(MANY)]
    rows[51_234] = (1, f"to {IBAN}")
    path = as_sqlite(tmp_path, ("ref", "note"), rows)
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE typed (ref INTEGER, note TEXT)")
        base.execute("INSERT INTO typed SELECT * FROM customers")
    base.close()

    held = {
        (entry.placed.table.name, one.item)
        for entry in looked(path).tables
        for one in entry.placed.holdings
        if one.found
    }

    assert held == {("customers", "bank-account"), ("typed", "bank-account")}


def test_a_database_that_takes_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock runs in the database."""
    from privet.storage import lying, opening

    monkeypatch.setattr(opening, "SECONDS", 0)
    monkeypatch.setattr(lying, "STEPS", 10)
    path = as_sqlite(tmp_path, ("ref", "note"), [(n, "late") for n in range(5_000)])

    assert {entry.why for entry in looked(path).troubles} <= {"too-slow", "not-read"}
    assert looked(path).troubles


def test_every_table_has_its_own_activity(tmp_path: Path) -> None:
    """By its name and by what is in it."""
    path = as_sqlite(
        tmp_path, ("name", "email", "phone", "last_contact"), [("Anna", EMAIL, "0612345678", "2026-01-01")]
    )
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE newsletter (email, unsubscribed_at)")
        base.execute("INSERT INTO newsletter VALUES (?, ?)", (EMAIL, "2020-01-01"))
    base.close()

    assert [(entry.code, "newsletter" in entry.text) for entry in found(path)] == [("PD121", True)]
    assert "1 row" not in " ".join(entry.text for entry in found(path, {"": "news"}) if "customers" in entry.text)
    assert codes(path, {"newsletter": "customers"}) == ["PD121"]
