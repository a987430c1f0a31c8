"""MySQL and MariaDB: the tests have a real MariaDB; MySQL is reached by the same driver, and was not tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymysql
import pytest
from data_scan import BSN, EMAIL, IBAN, PLAN, looked
from mariadb import mariadb  # noqa: F401 - a fixture
from program import run
from sqlalchemy import make_url

from privet.storage.opening import engine
from privet.storage.sources import source

MANY = 20_000
HUSH = "hush-hush-1"


@pytest.fixture(scope="module")
def shop(mariadb: str) -> Iterator[str]:  # noqa: F811 - the fixture
    """A MariaDB with a shop in it, and a user who may read most of it."""
    url = make_url(mariadb)
    with pymysql.connect(host=url.host, port=url.port or 0, user=url.username, autocommit=True) as base:
        asking = base.cursor()
        for statement in _shop():
            asking.execute(statement)
    yield url.set(username="looker", password=HUSH, database="shop").render_as_string(hide_password=False)


def _shop() -> Iterator[str]:
    yield "CREATE DATABASE shop CHARACTER SET utf8mb4"
    yield "USE shop"
    yield (
        "CREATE TABLE customers (id int PRIMARY KEY, name text, email varchar(90), bsn char(9), last_contact date, "
        "changed datetime, extra json, photo blob)"
    )
    yield (
        f"INSERT INTO customers SELECT seq, 'Anna', concat('a', seq, '@voorbeeld.nl'), '{BSN}', "  # noqa: S608 - our own values
        f"date '2019-01-01' + INTERVAL seq % 2880 DAY, now(), '{{}}', NULL FROM seq_1_to_{MANY}"
    )
    yield "CREATE TABLE sales (id int, `re mark` text, ref varchar(40), sold date)"
    yield f"INSERT INTO sales SELECT seq, 'late', concat('ab12abcd', seq), '2026-01-01' FROM seq_1_to_{MANY}"  # noqa: S608 - likewise
    yield f"UPDATE sales SET `re mark` = 'to {IBAN}' WHERE id = 14444"  # noqa: S608 - likewise
    yield f"UPDATE sales SET ref = '{IBAN}' WHERE id = 15555"  # noqa: S608 - likewise
    yield "CREATE TABLE closed (email text)"
    yield f"INSERT INTO closed VALUES ('{EMAIL}')"  # noqa: S608 - likewise
    yield f"CREATE USER looker IDENTIFIED BY '{HUSH}'"
    yield "GRANT SELECT ON shop.customers TO looker"
    yield "GRANT SELECT ON shop.sales TO looker"
    yield "GRANT INSERT ON shop.closed TO looker"


def _as(scheme: str, address: str) -> str:
    return f"{scheme}://{address.partition('://')[2]}"


@pytest.mark.parametrize("scheme", ["mariadb", "mysql"])
def test_mariadb_tells_what_it_holds(shop: str, scheme: str) -> None:
    """By types, names and values, whichever of its two names is used; capitals count, so that codes are no accounts."""
    every = looked(_as(scheme, shop))

    tables = {entry.placed.table.name: entry for entry in every.tables}
    customers = {(held.column, held.item) for held in tables["customers"].placed.holdings}
    assert {("name", "name"), ("email", "email"), ("bsn", "national-number")} <= customers
    sold = [(held.column, held.item, held.found.matching) for held in tables["sales"].placed.holdings if held.found]
    assert sold == [("re mark", "bank-account", 1), ("ref", "bank-account", 1)]


def test_mariadb_counts_its_own_rows(shop: str) -> None:
    """As many as it says itself."""
    url = make_url(shop)
    with pymysql.connect(host=url.host, port=url.port or 0, user="looker", password=HUSH) as base:
        asking = base.cursor()
        asking.execute("SELECT count(*) FROM shop.customers WHERE last_contact < '2023-11-22'")
        (old,) = asking.fetchone() or (0,)

    (entry,) = (entry for entry in looked(shop).tables if entry.placed.table.name == "customers")

    assert entry.counts is not None
    assert (entry.counts.rows, entry.counts.old) == (MANY, old)


def test_a_table_without_rights_is_no_pass(shop: str, tmp_path: Path) -> None:
    """What may be read is looked at all the same; the password is in no message."""
    (tmp_path / "privacy.toml").write_text(PLAN, encoding="utf-8")

    ran = run("check", "data", "env:SHOP", "--on", "2026-11-22", cwd=tmp_path, SHOP=shop)

    assert ran.code == 3
    assert "PD192 Table “closed” was not looked at: this user may not read it" in ran.out
    assert "PD121" in ran.out
    assert "hush" not in ran.said


def test_a_wrong_password_is_told(shop: str) -> None:
    """And the right one is not repeated."""
    wrong = make_url(shop).set(password="wrong").render_as_string(hide_password=False)  # noqa: S106 - of nobody

    assert [entry.why for entry in looked(wrong).troubles] == ["no-login"]


def test_mariadb_is_read_and_never_written(shop: str) -> None:
    """By the transaction itself: what would write is refused, by a user who may write as well; and a clock runs."""
    base = engine(source(_as("mysql", shop)).place)
    with base.connect() as asking:
        with pytest.raises(Exception, match="READ ONLY"):
            asking.exec_driver_sql("INSERT INTO closed VALUES ('x')")
        assert asking.exec_driver_sql("SELECT @@max_statement_time").scalar() == 60
        with pytest.raises(Exception, match=r"disabled|not allowed|local"):
            asking.exec_driver_sql("LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE closed")
