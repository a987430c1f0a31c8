"""``privet check data``: what is really kept, found in files of every kind and compared with the plan."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from data_scan import BSN, EMAIL, IBAN, PHONE, PLAN, WAYS, codes, csv, found, looked
from program import run
from terminals import Terminal

from privet.datafiles import DataFiles
from privet.matching.values import kinds
from privet.residue import masked
from privet.storage.keeping import _before
from privet.storage.lists import lists

NAMES = ("name", "email", "bsn", "remark", "last_order")
ROWS = [(f"Anna {n}", f"anna{n}@voorbeeld.nl", BSN, "call after six", f"{2018 + n % 9}-03-04") for n in range(90)]
PLANTED = [*ROWS[:50], ("Bea", "bea@voorbeeld.nl", BSN, f"pays by {IBAN}", "2026-01-01"), *ROWS[50:]]


@pytest.mark.parametrize("way", WAYS)
def test_every_kind_of_file_tells_the_same(tmp_path: Path, way: str) -> None:
    """The plan knows name and e-mail address; it knows no national number and no account, and rows are too old."""
    place = WAYS[way](tmp_path, NAMES, PLANTED)

    every = found(place)

    said = {entry.code: entry.text for entry in every}
    assert sorted(entry.code for entry in every if "remark" not in entry.text) == ["PD111", "PD121"]
    assert "“bsn” holds national identity" in said["PD111"] or "bank account" in said["PD111"]
    assert [entry for entry in every if entry.code == "PD111" and "“remark”" in entry.text and "bank" in entry.text]
    assert "60 rows of 91 should be gone" in said["PD121"]
    assert "“last_order”" in said["PD121"]


@pytest.mark.parametrize("way", WAYS)
def test_values_are_never_told(tmp_path: Path, way: str) -> None:
    """Not one, in any way of printing; only shapes and counts."""
    place = WAYS[way](tmp_path, NAMES, [("Zebedeus", EMAIL, BSN, f"{IBAN} {PHONE}", "2016-05-06")] * 30)
    (tmp_path / "privacy.toml").write_text(PLAN, encoding="utf-8")
    for form in ("text", "json", "sarif", "github", "junit"):
        ran = run("check", "data", place, "--format", form, cwd=tmp_path, PRIVET_DEBUG="1")
        assert ran.code == 1
        assert "PD111" in ran.out
        assert not [
            value for value in (EMAIL, BSN, IBAN, PHONE, "12345678", "Zebedeus", "2016-05") if value in ran.said
        ]


def test_a_clean_table_is_clean(tmp_path: Path) -> None:
    """All of it in the plan, and none of it too old."""
    place = csv(tmp_path, "customers", "name,email,last_contact", "Anna,a@b.nl,2026-01-02", "Bea,b@b.nl,2025-12-31")

    assert codes(place) == []


def test_what_the_plan_names_elsewhere_is_told_apart(tmp_path: Path) -> None:
    """A phone number is known for customers; the newsletter does not name it."""
    place = csv(tmp_path, "newsletter", "name,email,phone,unsubscribed_at", "Anna,a@b.nl,+31612345678,2026-03-04")

    (one,) = found(place)

    assert one.code == "PD102"
    assert "“phone”" in one.text
    assert [reason.ref for reason in one.because] == ["activities[news].items"]


def test_a_sensitive_column_that_the_plan_knows_is_pointed_out(tmp_path: Path) -> None:
    """Low, because it is no contradiction."""
    text = PLAN.replace('"phone", "postal', '"phone", "national-number", "postal')
    place = csv(tmp_path, "customers", "name,bsn,last_contact", f"Anna,{BSN},2026-01-02")

    (one,) = found(place, text=text)

    assert (one.code, one.priority) == ("PD112", "low")


def test_a_table_that_fits_no_activity_is_told_once(tmp_path: Path) -> None:
    """And --activity settles it."""
    place = csv(tmp_path, "export", "email,phone,iban", f"{EMAIL},{PHONE},{IBAN}")
    text = PLAN.replace('"phone", "postal', '"postal')

    assert "PD103" in codes(place, text=text)
    assert "PD103" not in codes(place, {"export": "customers"}, text=text)
    assert "PD103" not in codes(place, {"": "customers"}, text=text)


def test_a_name_that_says_nothing_is_seen_through(tmp_path: Path) -> None:
    """By the values; the finding says how many, and their shape."""
    rows = [f"x{n},{n}@voorbeeld.nl" for n in range(30)]
    place = csv(tmp_path, "export", "ref,veld7", *rows)

    texts = [entry.text for entry in found(place, text=PLAN.replace('"email"', '"diet"'))]

    assert any(
        "“veld7” holds e-mail address" in text and "30 of 30 values" in text and "9@aaaa.aa" in text for text in texts
    )


def test_a_name_that_its_values_belie_is_doubted(tmp_path: Path) -> None:
    """A column called e-mail without a single address is only probably one."""
    place = csv(tmp_path, "export", "email,n", *(f"yes,{n}" for n in range(30)))

    (text,) = (entry.text for entry in found(place, text=PLAN.replace('"email"', '"diet"')) if entry.code == "PD101")

    assert "probably holds" in text


@pytest.mark.parametrize("way", ("csv", "parquet"))
def test_one_cell_among_many_is_enough(tmp_path: Path, way: str) -> None:
    """An address or an account number is found in any row, though a sample would miss it."""
    rows: list[tuple[object, ...]] = [(n, f"order {n} was late", "A-1") for n in range(60_000)]
    rows[43_210] = (1, f"mail {EMAIL}", "A-1")
    rows[54_321] = (1, "late", IBAN)

    tables = looked(WAYS[way](tmp_path, ("id", "text1", "code1"), rows)).tables

    held = {(entry.column, entry.item) for entry in tables[0].placed.holdings if entry.found}
    assert held == {("text1", "email"), ("code1", "bank-account")}
    assert {entry.found.seen for entry in tables[0].placed.holdings if entry.found} == {60_000}


def test_numbers_that_only_look_so_are_left_alone(tmp_path: Path) -> None:
    """Order numbers, prices, ids, versions and codes are no one's."""
    rows = [f"{100_000_007 * (n % 9 + 1) + n},{n / 7:.2f},{n:032x},1.{n}.0,SKU-{n},2026-01-02" for n in range(400)]
    place = csv(tmp_path, "stock", "order_no,price,hash,version,sku,date", *rows)

    assert codes(place) == []


# ---- how long


@pytest.mark.parametrize(
    ("written", "old"),
    [("%Y-%m-%d", 3), ("%d-%m-%Y", 3), ("%d/%m/%Y", 3), ("%Y-%m-%dT10:00:00Z", 3), ("%m/%d/%Y", 3)],
)
def test_dates_are_read_as_they_are_written(tmp_path: Path, written: str, old: int) -> None:
    """Three of the seven rows are older than three years."""
    days = [date(year, 5, 23) for year in (2019, 2020, 2023, 2024, 2025, 2026, 2026)]
    place = csv(
        tmp_path, "customers", "name,email,last_contact", *(f"A,a{n}@b.nl,{d:{written}}" for n, d in enumerate(days))
    )

    (entry,) = looked(place).tables

    assert entry.counts is not None
    assert (entry.counts.rows, entry.counts.old) == (7, old)


def test_a_row_is_as_young_as_its_latest_date(tmp_path: Path) -> None:
    """Where no column is called after the day that counts, every date must be too old; and one must be there."""
    lines = ("A,a@b.nl,2015-01-01,2026-01-01", "B,b@b.nl,2015-01-01,2016-01-01", "C,c@b.nl,,", "D,d@b.nl,2015-01-01,")
    place = csv(tmp_path, "customers", "name,email,since,changed", *lines)

    (entry,) = looked(place).tables

    assert entry.counts is not None
    assert entry.counts.old == 2


def test_a_birthday_is_not_the_age_of_a_row(tmp_path: Path) -> None:
    """Somebody born in 1950 is no old row."""
    text = PLAN.replace('"phone", "postal', '"birth-date", "postal')
    place = csv(tmp_path, "customers", "name,email,birth_date", "A,a@b.nl,1950-01-01", "B,b@b.nl,1960-01-01")

    assert codes(place, text=text) == ["PD122"]


@pytest.mark.parametrize(
    ("keep", "before"),
    [
        ('{ from = "last-contact", months = 1 }', date(2026, 10, 22)),
        ('{ from = "last-contact", days = 30 }', date(2026, 10, 23)),
        ('{ from = "year-end", years = 7 }', date(2019, 1, 1)),
        ('{ from = "fixed-date", until = 2026-01-01 }', date(2026, 11, 22)),
        ('{ from = "fixed-date", until = 2027-01-01 }', None),
        ('{ from = "no-end" }', None),
    ],
)
def test_the_rule_is_the_plans(keep: str, before: date | None) -> None:
    """Counted back from the day of the look; a financial year ends with the calendar's at the earliest."""
    from data_scan import ON, plan

    from privet.answers import NO_END, Retention

    text = PLAN.replace('{ from = "last-contact", years = 3, then = ["erase"] }', keep)
    value = plan(text).answers.at("activities", "keep", "customers").value
    assert isinstance(value, Retention)

    assert (None if value.trigger == NO_END else _before(value, ON)) == before


# ---- the command


def test_the_command_looks_at_several_sources(tmp_path: Path) -> None:
    """The worst of them decides the exit code; what was found elsewhere is printed all the same."""
    (tmp_path / "privacy.toml").write_text(PLAN, encoding="utf-8")
    csv(tmp_path, "customers", "name,email,bsn,last_contact", f"Anna,{EMAIL},{BSN},2026-01-02")
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0" + b"x" * 100)

    ran = run("check", "data", "customers.csv", "old.xls", "--on", "2026-11-22", "--format", "json", cwd=tmp_path)

    entries = [(entry["code"], entry["path"]) for entry in json.loads(ran.out)["findings"]]
    assert entries == [("PD111", "customers.csv"), ("PD191", "old.xls")]
    assert ran.code == 3
    assert "customers: Customers" in ran.err
    assert "1 thing could not be looked at" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a database, a file or a folder"),
        (("nothing.csv",), "there is no such file"),
        (("/dev/null",), "no file or folder that can be read"),
        (("oracle://host/x",), "known are: sqlite"),
        (("env:NOT_THERE",), "no NOT_THERE"),
        (("privacy.toml", "--activity", "nobody"), "names no activity"),
        (("privacy.toml", "--browser"), "is for a site"),
    ],
)
def test_wrong_use_says_what_is_right(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """Exit code 2, one line, and no traceback."""
    (tmp_path / "privacy.toml").write_text(PLAN, encoding="utf-8")

    ran = run("check", "data", *arguments, cwd=tmp_path)

    assert ran.code == 2
    assert said in ran.err
    assert not ran.traceback


@pytest.mark.parametrize(("language", "said"), [("fr", "Colonne sensible"), ("nl", "gevoelig"), ("en", "sensitive")])
def test_findings_speak_the_readers_language(tmp_path: Path, language: str, said: str) -> None:
    """Titles, sentences and the reason."""
    place = csv(tmp_path, "customers", "name,bsn,last_contact", f"Anna,{BSN},2026-01-02")

    (one,) = found(place, language=language)

    assert said.casefold() in f"{one.title} {one.text}".casefold()


def test_a_terminal_sees_how_far_it_is(tmp_path: Path) -> None:
    """On standard error, and gone at the end; a program that listens is spared it."""
    (tmp_path / "privacy.toml").write_text(PLAN, encoding="utf-8")
    csv(tmp_path, "customers", "ref,note", *(["1," + "x" * 2_000] * 25_000))

    shown = Terminal(tmp_path, "check", "data", "customers.csv").listen()

    assert re.search(r"█+░* +[0-9]+%", shown)
    assert "%" not in run("check", "data", "customers.csv", cwd=tmp_path).said


# ---- the lists


def test_every_kind_that_is_never_accident_is_searched_for_everywhere() -> None:
    """One value of a kind that numbers cannot imitate is enough, so a sample is not."""
    files = DataFiles()
    certain = {kind.id for kind in kinds(files) if not kind.chance and kind.least["unnamed"] == 0}

    assert set(lists(files).needles) == certain


def test_every_trigger_of_the_plan_that_is_an_event_has_names() -> None:
    """A new trigger brings the names of its columns."""
    files = DataFiles()
    every = set(files.toml("vocabulary/keep-trigger.toml").table("term").raw)

    assert set(lists(files).triggers) == every - {"fixed-date", "no-end"}


def test_shapes_are_no_secrets() -> None:
    """A shape that a message shows is not taken for a secret and struck out."""
    from privet.library import Library

    assert masked("aaaa@aaaa.aa AA99AAAA9999 +9999", Library().residue) == "aaaa@aaaa.aa AA99AAAA9999 +9999"
