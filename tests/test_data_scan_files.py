"""Folders, memory, and what is special about single kinds of files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from data_scan import EMAIL, IBAN, PLAN, as_csv, as_parquet, as_sqlite, as_workbook, looked
from program import run

from privet.errors import InputError
from privet.storage.sources import MOST_FILES, sources

ROOT = Path(__file__).parents[1]
NAMES = ("name", "email", "last_contact")
ROWS = [("Anna", EMAIL, "2026-01-02")] * 5

# ---- folders


def test_a_folder_is_all_of_its_files(tmp_path: Path) -> None:
    """Each is looked at by itself; what is hidden, and what a database keeps beside it, is none."""
    for write in (as_csv, as_parquet, as_sqlite):
        write(tmp_path, NAMES, ROWS)
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "shop.db-wal").write_bytes(b"")

    every = sources(str(tmp_path))

    assert [(Path(entry.shown).name, entry.kind) for entry in every] == [
        ("customers.csv", "csv"),
        ("customers.parquet", "parquet"),
        ("shop.db", "database"),
    ]


def test_what_a_folder_holds_beside_tables_is_no_pass(tmp_path: Path) -> None:
    """Nobody looked at it, and so it is said, with what to do."""
    (tmp_path / "privacy.toml").write_text(PLAN, encoding="utf-8")
    folder = tmp_path / "exports"
    (folder / "older").mkdir(parents=True)
    as_csv(folder, NAMES, ROWS)
    (folder / "data.json").write_text('[{"email": "a@b.nl"}]')
    (folder / "gone.csv").symlink_to("/etc/passwd")
    (folder / "members.csv.gz").write_bytes(b"\x1f\x8b" + b"x" * 50)

    ran = run("check", "data", "exports/", "--on", "2026-11-22", cwd=tmp_path)

    assert ran.code == 3
    for said in ("data.json", "no table that can be read", "it is a link", "folder in a folder", "unpack it"):
        assert said in ran.out
    assert "customers: Customers" in ran.err
    assert "exports/customers.csv: 1 table was looked at." in ran.err


def test_a_folder_with_nothing_or_too_much_is_refused(tmp_path: Path) -> None:
    """Before anything is read."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    for number in range(MOST_FILES + 1):
        (tmp_path / "full" / f"{number}.csv").touch()

    for name, said in (("empty", "data-folder-empty"), ("full", "data-folder-full")):
        with pytest.raises(InputError) as refused:
            sources(str(tmp_path / name))
        assert [fault.message for fault in refused.value.faults] == [said]


# ---- memory

MEGABYTE = 2**20
PIECE = b"".join(
    b"%07d,late because somebody asked,A-%03d,2026-01-02,%s\n" % (n, n % 977, b"x" * 200) for n in range(4_000)
)
MORE = 120 * MEGABYTE
"""What the larger file may take beyond the smaller one, which is 180 megabytes smaller: allocators keep some."""


def _csv(path: Path, megabytes: int) -> None:
    with path.open("wb") as file:
        file.write(b"id,c6,c7,c13,c10\n")
        for _ in range(megabytes * MEGABYTE // len(PIECE)):
            file.write(PIECE)


def _parquet(path: Path, megabytes: int) -> None:
    cells = list(zip(*(line.split(b",") for line in PIECE.splitlines()), strict=True))
    table = pa.table(
        {
            name: [cell.decode() for cell in column]
            for name, column in zip(("id", "c6", "c7", "c13", "c10"), cells, strict=True)
        }
    )
    with pq.ParquetWriter(path, table.schema, compression="none", use_dictionary=False) as writer:
        for _ in range(megabytes * MEGABYTE // len(PIECE)):
            writer.write_table(table)


MAKERS: Mapping[str, Callable[[Path, int], None]] = {"csv": _csv, "parquet": _parquet}


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not say how much memory a process took")
@pytest.mark.parametrize("kind", MAKERS)
def test_ten_times_the_rows_take_no_more_memory(tmp_path: Path, kind: str) -> None:
    """By the most that a process of its own held while it read all of a file: 20 megabytes, then 200."""

    def peak(megabytes: int) -> int:
        path = tmp_path / f"t.{kind}"
        MAKERS[kind](path, megabytes)
        ran = subprocess.run(
            [sys.executable, "-m", "bench.data", path, kind], cwd=ROOT, capture_output=True, check=True
        )
        assert path.stat().st_size > 0.9 * megabytes * MEGABYTE
        path.unlink()
        return int(ran.stdout)

    assert peak(200) - peak(20) < MORE


# ---- workbooks


def test_a_workbook_is_one_whatever_it_is_called(tmp_path: Path) -> None:
    """What is in it says so, not its name."""
    path = as_workbook(tmp_path, NAMES, ROWS).rename(tmp_path / "export.bin")

    assert [entry.placed.table.name for entry in looked(path).tables] == ["customers"]


# ---- Parquet


def test_few_values_in_many_rows_are_counted_in_rows(tmp_path: Path) -> None:
    """Where the file keeps each value once, and numbers for the rows."""
    cells = ["open", "paid", "sent", f"to {IBAN}"]
    table = pa.table(
        {"id": list(range(60_000)), "state": [cells[(n % 600 == 7 and n > 600) * 3] for n in range(60_000)]}
    )
    for column in (table.column("state"), table.column("state").combine_chunks().dictionary_encode()):
        path = tmp_path / "t.parquet"
        pq.write_table(table.set_column(1, "state", column), path)

        (entry,) = looked(path).tables

        held = [(one.item, one.found.matching, one.found.seen) for one in entry.placed.holdings if one.found]
        assert held == [("bank-account", 99, 60_000)]


def test_a_name_of_any_length_hides_no_column(tmp_path: Path) -> None:
    """Two that begin with the same three hundred letters are two columns."""
    long = "n" * 300
    table = pa.table({f"{long}1": ["late"] * 60_000, f"{long}2": ["late"] * 59_000 + [EMAIL] + ["late"] * 999})
    pq.write_table(table, tmp_path / "t.parquet")

    (entry,) = looked(tmp_path / "t.parquet").tables

    assert len({column.name for column in entry.placed.table.columns}) == 2
    assert [one.item for one in entry.placed.holdings if one.found] == ["email"]
