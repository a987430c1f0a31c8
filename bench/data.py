"""Scanning files against the bare parse of the same; what was planted is found, and memory stays flat."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.memory import peak_of_process
from bench.rounds import Goal, Rounds, compare
from bench.size import FAST, FULL, TINY, Size
from bench.table import Row, seconds, size
from privet.datafiles import DataFiles
from privet.storage.columns import eye
from privet.storage.holding import holdings
from privet.storage.room import Room, Unread, reader_of
from privet.storage.seen import Counted, Seen, Task
from privet.storage.sources import Kind, Source

GOAL = Goal("faster", 0.5)
LINES: Mapping[Size, tuple[int, tuple[int, int]]] = {
    TINY: (14_000, (1_400, 14_000)),
    FAST: (1_000_000, (300_000, 3_000_000)),
    FULL: (10_000_000, (300_000, 32_000_000)),
}
"""Rows of the file that is timed; rows of the two that memory is measured with.  300,000 rows are 0.1 GB as CSV."""
MOST_ROUNDS = 11
BLOCK = 100_000
"""Rows that are made at a time."""
TURN = 7_919
"""By how much each column of a block is turned against the one before, so that no two rows are the same."""
RARE = 40_000
"""One cell in so many of the notes holds an account number."""
SINGLE = (7, 9)
"""Where in the file the only address in the codes stands: after seven ninths of it."""
PLACES, ON = ("NL", "FR", "BE"), date(2026, 11, 22)
TASK = Task("t", (("c13", "%Y-%m-%d"),), "2020-01-01")

PLANTED: Mapping[str, frozenset[str]] = {
    "c1": frozenset(("email",)),
    "c2": frozenset(("phone",)),
    "c3": frozenset(("bank-account",)),
    "c4": frozenset(("national-number",)),
    "c5": frozenset(("ip-address",)),
    "c6": frozenset(("bank-account", "phone")),
    "c7": frozenset(("email",)),
}
"""What is in columns whose names say nothing; the other columns hold nothing about anybody."""
WORDS = (
    "order",
    "was",
    "Mrs",
    "Anna's",
    "delivered",
    "late",
    "because",
    "the",
    "weather",
    "somebody",
    "asked",
    "money",
    "back",
)


def rows(measured: Size, folder: Path) -> Iterator[Row]:
    """A row for each kind of file."""
    few, sizes = LINES[measured]
    for kind in KINDS:
        path = folder / f"scan.{kind}"
        make(path, few, kind)
        weight = path.stat().st_size / 1e6
        recall, false = told(path, kind)
        rounds = compare(
            partial(_apart, BARE[kind], path), partial(scan, path, kind), GOAL, min(measured.rounds, MOST_ROUNDS)
        )
        path.unlink()
        peaks = [_peak(folder / f"large.{kind}", count, kind) for count in sizes]
        note = _note(rounds, weight, few, (recall, false), peaks)
        yield Row(f"data scan, {NAMES[kind]}", AGAINST[kind], GOAL, rounds, 0, peaks[1][1], note)


def _note(
    rounds: Rounds, weight: float, count: int, told: tuple[float, float], peaks: Iterable[tuple[int, int]]
) -> str:
    ours, theirs = rounds.ours, rounds.theirs
    return "; ".join(
        (
            f"{count / 1e6:g} million rows, {size(weight * 1e6)}",
            f"{weight / ours.wall:.0f} MB/s against {weight / theirs.wall:.0f}",
            f"CPU {seconds(ours.cpu)} against {seconds(theirs.cpu)}",
            f"recall {told[0]:.2f}, false positives {told[1]:.2f} of the columns without any",
            f"peak {' and '.join(f'{size(peak)} with {size(held)}' for held, peak in peaks)}",
        )
    )


# ---- what is made


def make(path: Path, count: int, kind: Kind) -> None:
    """A file with so many rows, the same each time, made a block at a time."""
    import pyarrow.csv as pcsv
    import pyarrow.parquet as pq

    if kind == "duckdb":
        _duckdb(path, count)
        return
    first = next(blocks(1))
    writer = pcsv.CSVWriter(path, first.schema) if kind == "csv" else pq.ParquetWriter(path, first.schema)
    with writer:
        for block in blocks(count):
            writer.write_table(block)


def _duckdb(path: Path, count: int) -> None:
    import duckdb

    with duckdb.connect(path) as base:
        base.execute("SET enable_progress_bar = false")
        for number, block in enumerate(blocks(count)):  # DuckDB finds the table under the name it has here
            base.execute("INSERT INTO t SELECT * FROM block" if number else "CREATE TABLE t AS SELECT * FROM block")
            assert block.num_rows  # noqa: S101 - the name is used


Block = Any
"""A pyarrow table; the library is imported when data are made, because other rows measure how little is imported."""


def blocks(count: int) -> Iterator[Block]:
    """So many rows, in blocks.  Each column of the first block comes again in all others, turned."""
    import pyarrow as pa

    own, single = _block(), count * SINGLE[0] // SINGLE[1]
    for start in range(0, count, BLOCK):
        rows, turn = min(BLOCK, count - start), start // BLOCK * TURN
        columns = {"id": pa.array(range(start, start + rows))}
        for place, name in enumerate(own.column_names[1:], 1):
            by = turn * place % BLOCK
            cells = own.column(name).chunk(0)
            columns[name] = pa.concat_arrays([cells[by:], cells[:by]])[:rows]
        if start <= single < start + rows:
            at, cells = single - start, columns["c7"]
            columns["c7"] = pa.concat_arrays([cells[:at], pa.array(["late@example.net"]), cells[at + 1 :]])
        yield pa.table(columns)


@cache
def _block() -> Block:
    import pyarrow as pa

    return pa.table(_columns(random.Random(5), BLOCK))  # noqa: S311 - the same each time


def _columns(dice: random.Random, count: int) -> Mapping[str, list[object]]:
    def cells(make: Callable[[int], object]) -> list[object]:
        return [make(number) for number in range(count)]

    def text(_: int) -> str:
        return " ".join(dice.choices(WORDS, k=10))

    return {
        "id": cells(lambda n: n),
        "c1": cells(lambda n: f"someone{n}@example.org" if n % 20 == 0 else ""),
        "c2": cells(lambda n: f"+31 6 {dice.randrange(10**7, 10**8)}" if n % 4 == 0 else "unknown"),
        "c3": cells(lambda n: _iban(dice)),
        "c4": cells(lambda n: _bsn(dice)),
        "c5": cells(lambda n: f"198.51.{dice.randrange(256)}.{dice.randrange(256)}"),
        "c6": cells(lambda n: f"{text(n)} {_iban(dice)}" if n % RARE == RARE // 3 else _call(text(n), n, dice)),
        "c7": cells(lambda n: f"{dice.choice('ABC')}-{n % 977}"),
        "c8": cells(lambda n: dice.randrange(10**8, 10**9)),
        "c9": cells(lambda n: f"{dice.getrandbits(128):032x}"),
        "c10": cells(text),
        "c11": cells(lambda n: round(dice.random() * 1000, 2)),
        "c12": cells(lambda n: dice.choice(("open", "paid", "sent"))),
        "c13": cells(lambda n: date(2015 + n % 12, 1 + n % 12, 1 + n % 28).isoformat()),
        "c14": cells(lambda n: f"INV{dice.randrange(10**6):06d}/{dice.choice('XYZ')}"),
    }


def _call(said: str, number: int, dice: random.Random) -> str:
    return f"{said} call +33 6 {dice.randrange(10**7, 10**8)}" if number % 10 == 3 else said


def _iban(dice: random.Random) -> str:
    """A Dutch account number whose check digits are right."""
    own = f"ABNA{dice.randrange(10**9, 10**10)}"
    number = "".join(str(int(sign, 36)) for sign in f"{own}NL00")
    return f"NL{98 - int(number) % 97:02d}{own}"


def _bsn(dice: random.Random) -> str:
    while True:
        digits = [dice.randrange(1, 10), *(dice.randrange(10) for _ in range(7))]
        last = sum(digit * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True)) % 11
        if last < 10:
            return "".join(map(str, (*digits, last)))


# ---- what is measured


def scan(path: Path, kind: Kind) -> tuple[Seen, Counted]:
    """All that privet does with a file, in its own process as always."""
    with Room(Source(kind, str(path), str(path), "t"), PLACES, ON) as room:
        seen = room.look()
        counted = room.count(TASK, lambda done, total: None)
    if isinstance(seen, Unread) or isinstance(counted, Unread):
        raise AssertionError(seen, counted)
    return seen, counted


def told(path: Path, kind: Kind) -> tuple[float, float]:
    """The part of what was planted that is found, and the part of the other columns that is taken for something."""
    seen, counted = scan(path, kind)
    known = eye(DataFiles(), PLACES, ON).lists
    found = {(entry.column, entry.item) for entry in holdings(seen.tables[0], known, counted)}
    planted = {(column, item) for column, items in PLANTED.items() for item in items}
    others = {column.name for column in seen.tables[0].columns} - set(PLANTED)
    wrong = {column for column, item in found if column in others or item not in PLANTED.get(column, ())}
    return len(found & planted) / len(planted), len(wrong) / len(others)


def _bare_csv(path: Path) -> None:
    import pyarrow.csv as pcsv

    for _ in pcsv.open_csv(path):
        pass


def _apart(work: Callable[[Path], None], path: Path) -> None:
    """Do it in a process of its own, as privet does: memory and threads of this one stay as they are."""
    reading = get_context("fork").Process(target=work, args=(path,))
    reading.start()
    reading.join()
    assert reading.exitcode == 0  # noqa: S101 - else nothing was measured


def _bare_duckdb(path: Path) -> None:
    import duckdb

    with duckdb.connect(path, read_only=True) as base:
        base.execute("SET enable_progress_bar = false")  # it would stand between the rows
        for _ in base.sql("SELECT * FROM t").to_arrow_reader():
            pass


def _bare_parquet(path: Path) -> None:
    import pyarrow.parquet as pq

    for _ in pq.ParquetFile(path).iter_batches():
        pass


KINDS: tuple[Kind, ...] = ("csv", "parquet", "duckdb")
NAMES = {"csv": "CSV", "parquet": "Parquet", "duckdb": "DuckDB"}
AGAINST = dict.fromkeys(KINDS, "pyarrow's bare parse") | {"duckdb": "DuckDB handing over every row"}
BARE: Mapping[str, Callable[[Path], None]] = {"csv": _bare_csv, "parquet": _bare_parquet, "duckdb": _bare_duckdb}


def _peak(path: Path, count: int, kind: Kind) -> tuple[int, int]:
    """Bytes of a file of so many rows, and the most memory that a process of its own takes to scan it."""
    make(path, count, kind)
    weight = path.stat().st_size
    found = subprocess.run([sys.executable, "-m", "bench.data", str(path), kind], capture_output=True, check=True)
    path.unlink()
    return weight, int(found.stdout)


def main(path: str, kind: Kind) -> None:
    """Scan a file here, and print the most memory that it took."""
    reader = reader_of(Source(kind, path, path, "t"), PLACES, ON)
    reader.count(replace(TASK, table=reader.look().tables[0].name), lambda done, total: None)
    print(peak_of_process(os.getpid()))


if __name__ == "__main__":
    main(sys.argv[1], next(kind for kind in KINDS if kind == sys.argv[2]))
