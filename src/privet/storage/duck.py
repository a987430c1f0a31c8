"""DuckDB files: read and never written, by questions that DuckDB answers where the rows are.

A file is attached to a database in memory, so that no function, macro or setting that it brings is the
one that is asked; then the way to all other files is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Timer

import duckdb

from privet.matching.values import Found
from privet.storage.columns import ISO, NAME, NATIVE, Cells, Eye, longest, sought
from privet.storage.databases import CANDIDATES, LARGE, LETTERS, PLACES
from privet.storage.opening import SECONDS
from privet.storage.reader import Tell, Unreadable
from privet.storage.seen import Counted, Seen, Sort, Table, Task, Trouble
from privet.storage.walking import walked

SAFE = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "memory_limit": "512MB",
    "temp_directory": "",
}
"""Nothing is fetched or loaded, and nothing is put aside on the disk."""
CLOSED = ("SET enable_external_access = false", "SET lock_configuration = true")
"""What is said when the file is open: no other can be, and nothing changes that."""
SOURCE = "looked"
"""What the file is called as a database."""
USUAL = "main"
DATES = ("DATE", "TIMESTAMP")
NUMBERS = (
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
    *("UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "BIGNUM"),
)
OTHERS = ("BOOLEAN", "BLOB", "TIME", "INTERVAL", "BIT", "GEOMETRY", "NULL")
LOCKED = "could not set lock"
"""How DuckDB says that another program has the file open; all of its other words may hold values."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A table as DuckDB knows it."""

    schema: str
    name: str
    columns: Mapping[str, Sort]

    @property
    def shown(self) -> str:
        return (self.name if self.schema == USUAL else f"{self.schema}.{self.name}")[:NAME]

    @property
    def quoted(self) -> str:
        return ".".join(map(_quoted, (SOURCE, self.schema, self.name)))


class DuckReader:
    """Reads one DuckDB file."""

    def __init__(self, place: str, eye: Eye) -> None:
        self.eye = eye
        try:
            self.base = duckdb.connect(":memory:", config=dict(SAFE))
            self.base.execute(f"ATTACH {_text(place)} AS {SOURCE} (TYPE duckdb, READ_ONLY)")
            for statement in CLOSED:
                self.base.execute(statement)
        except duckdb.Error as error:
            raise Unreadable("in-use" if LOCKED in str(error).casefold() else "file-broken") from error
        self.tables: dict[str, tuple[_Known, Table]] = {}

    # ---- what there is

    def look(self) -> Seen:
        """Its tables, each by a sample; one that cannot be read is told."""
        try:
            every = self._every()
        except duckdb.Error as error:
            raise Unreadable(_why(error)) from error
        found, troubles = walked(every, self._table)
        self.tables = {known.shown: (known, table) for known, table in found}
        return Seen(tuple(table for _, table in self.tables.values()), tuple(troubles))

    def _table(self, known: _Known) -> Table:
        """One table.  Raises Unreadable."""
        try:
            return self._looked(known)
        except duckdb.Error as error:
            raise Unreadable(_why(error)) from error

    def _every(self) -> list[_Known]:
        """Every table of every schema; views are not looked at."""
        asked = (
            "SELECT schema_name, table_name, column_name, data_type FROM duckdb_tables() "
            "JOIN duckdb_columns() USING (database_name, schema_name, table_name) "
            "WHERE database_name = ? ORDER BY schema_name, table_name, column_index"
        )
        found: dict[tuple[str, str], dict[str, Sort]] = {}
        for schema, table, column, kind in self._rows(asked, SOURCE):
            found.setdefault((str(schema), str(table)), {})[str(column)] = _sort(str(kind))
        return [_Known(*names, columns) for names, columns in found.items()]

    def _looked(self, known: _Known) -> Table:
        readable = {name: sort for name, sort in known.columns.items() if sort != "other"}
        rows = [row for question in self._samples(known, readable) for row in self._rows(question)] if readable else []
        cells: Cells = {
            name: (sort, [row[place] for row in rows if row[place] not in (None, "")])
            for place, (name, sort) in enumerate(readable.items())
        }
        return self.eye.table(known.shown, {name: cells.get(name, (sort, [])) for name, sort in known.columns.items()})

    def _samples(self, known: _Known, readable: Mapping[str, Sort]) -> Iterator[str]:
        """Questions for rows from all over a table."""
        most = longest(len(readable))
        first = f"SELECT {', '.join(_cell(name, sort) for name, sort in readable.items())} FROM {known.quoted}"  # noqa: S608 - quoted
        ((last,),) = self._rows(f"SELECT max(rowid) FROM {known.quoted}")  # noqa: S608 - quoted
        if not isinstance(last, int) or last <= LARGE:
            yield f"{first} LIMIT {most}"
            return
        for number in range(PLACES):
            start = number * (last // PLACES)
            yield f"{first} WHERE rowid BETWEEN {start} AND {start + most // PLACES - 1}"

    def _rows(self, question: str, *values: str) -> list[Sequence[object]]:
        with _clock(self.base):
            return list(self.base.execute(question, values).fetchall())

    # ---- counting where the rows are

    def count(self, task: Task, tell: Tell) -> Counted:
        """Count in all rows of a table, without fetching them."""
        known, table = self.tables[task.table]
        wanted = [(c.name, kind) for c in table.columns for kind in sought(c, self.eye.lists)]
        tests = [self._holds(name, kind) for name, kind in wanted]
        sums = "".join(f", count(*) FILTER (WHERE {test})" for test in (*tests, _old(task)))
        held: dict[str, tuple[Found, ...]] = {}
        try:
            (answer,) = self._rows(f"SELECT count(*){sums} FROM {known.quoted}")  # noqa: S608 - quoted
            rows, *counts, old = (value if isinstance(value, int) else 0 for value in answer)
            for (name, kind), test, count in zip(wanted, tests, counts, strict=True):
                if count:
                    held[name] = (*held.get(name, ()), *self._sure(known, name, kind, test, rows))
        except duckdb.Error as error:
            return Counted(task.table, 0, 0, {}, (Trouble("table-cut", task.table, _why(error)),))
        return Counted(task.table, rows, old, held)

    def _holds(self, name: str, kind: str) -> str:
        """Whether a cell holds what every value of a kind holds."""
        needle, cell = self.eye.lists.needles[kind], f"CAST({_quoted(name)} AS VARCHAR)"
        if needle.sign:
            return f"contains({cell}, {_text(needle.sign)})"
        return f"regexp_matches({cell}, {_text(needle.shape)})"

    def _sure(self, known: _Known, name: str, kind: str, test: str, rows: int) -> Iterator[Found]:
        """The cells that hold such a sign, looked at one by one."""
        counts = self.eye.counter(name, kind)
        question = f"SELECT {_cell(name, 'text')} FROM {known.quoted} WHERE {test} LIMIT {CANDIDATES}"  # noqa: S608 - quoted
        counts.add(value for (value,) in self._rows(question))
        yield from (replace(found, seen=rows) for found in counts.found())


def _cell(name: str, sort: Sort) -> str:
    """A cell as it is asked for: never longer than is looked at."""
    return f"substr(CAST({_quoted(name)} AS VARCHAR), 1, {LETTERS})" if sort == "text" else _quoted(name)


def _old(task: Task) -> str:
    """Whether a row has a date, and none that is later."""
    columns = [_quoted(name) for name, form in task.dates if form in (NATIVE, ISO)]
    if not columns:
        return "false"
    late = " OR ".join(f"coalesce({column} >= {_text(task.before)}, false)" for column in columns)
    return f"({' OR '.join(f'{column} IS NOT NULL' for column in columns)}) AND NOT ({late})"


@contextmanager
def _clock(base: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """DuckDB has no limit of its own on how long an answer takes."""
    timer = Timer(SECONDS, base.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _why(error: duckdb.Error) -> str:
    """Why it cannot be read: the key of a text."""
    if isinstance(error, duckdb.InterruptException):
        return "too-slow"
    return "too-large" if isinstance(error, duckdb.OutOfMemoryException) else "not-read"


def _sort(kind: str) -> Sort:
    """What a column holds, as far as reading it goes; lists and what holds several values are texts."""
    if kind.endswith("]") or ("(" in kind and not kind.startswith("DECIMAL")):
        return "text"
    if kind.startswith(DATES):
        return "date"
    if kind.startswith(NUMBERS):
        return "number"
    return "other" if kind.strip('"').startswith(OTHERS) else "text"
