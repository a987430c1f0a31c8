"""Databases: read and never written, by questions that the database answers where its rows are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

from privet.matching.values import Found
from privet.storage.columns import ISO, NAME, NATIVE, Cells, Eye, longest, sought
from privet.storage.opening import SAFE, engine, sqlite_file, trouble
from privet.storage.reader import Tell, Unreadable
from privet.storage.seen import Counted, Seen, Sort, Table, Task, Trouble
from privet.storage.walking import walked

LETTERS = 4_000
"""Letters of a cell that the database is asked for."""
CANDIDATES = 2_000
"""Cells of a column that are looked at one by one."""
PLACES = 20
"""Places of a table that a sample is taken from."""
CAPITALS = dict.fromkeys(("mysql", "mariadb"), "(?-i)")
"""What makes a pattern tell capitals from small letters, where columns do not."""
LARGE = 20_000
"""Rows of a table, from which on a sample is taken from all over it."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A table as the database knows it."""

    schema: str | None
    name: str
    columns: Mapping[str, Sort]
    """The sort of each column, by its own name."""

    @property
    def shown(self) -> str:
        return f"{self.schema}.{self.name}"[:NAME] if self.schema else self.name[:NAME]

    @property
    def clause(self) -> sa.TableClause:
        return sa.table(self.name, *map(sa.column, self.columns), schema=self.schema)


T = TypeVar("T")
Asked = sa.Select[*tuple[Any, ...]]
"""A question for rows."""


class DatabaseReader:
    """Reads one database."""

    def __init__(self, address: str, eye: Eye) -> None:
        self.eye = eye
        try:
            self.file = sqlite_file(address)
            self.engine: Engine = engine(address, self.file)
            self._asked(lambda asking: None)
        except OSError as error:
            raise Unreadable("file-unreadable") from error
        except (NoSuchModuleError, ImportError) as error:
            raise Unreadable("no-driver") from error
        except SQLAlchemyError as error:
            raise Unreadable(trouble(error, "no-answer")) from error
        self.dialect = self.engine.dialect.name
        self.tables: dict[str, tuple[_Known, Table]] = {}

    # ---- what there is

    def look(self) -> Seen:
        """Its tables, each by a sample; one that may not be read is told."""
        try:
            every = self._asked(self._every)
        except SQLAlchemyError as error:
            raise Unreadable(trouble(error, "not-read")) from error
        found, troubles = walked(every, self._table)
        self.tables = {known.shown: (known, table) for known, table in found}
        return Seen(tuple(table for _, table in self.tables.values()), tuple(troubles))

    def _table(self, known: _Known) -> Table:
        """One table.  Raises Unreadable."""
        try:
            return self._asked(partial(self._looked, known))
        except SQLAlchemyError as error:
            raise Unreadable(trouble(error, "not-read")) from error

    def _asked(self, work: Callable[[Connection], T]) -> T:
        """What reading gives; where somebody wrote to an SQLite file meanwhile, that of reading again."""
        try:
            with _asking(self.engine) as asking:
                found = work(asking)
            if not (self.file and self.file.disturbed()):
                return found
        except SQLAlchemyError:
            if not (self.file and self.file.disturbed()):
                raise
        with _asking(self.engine) as asking:
            return work(asking)

    def _every(self, asking: Connection) -> list[_Known]:
        """Every table of every schema that is not the database's own."""
        inspector, every = sa.inspect(asking), list[_Known]()
        usual = inspector.default_schema_name
        for schema in inspector.get_schema_names() if self.dialect == "postgresql" else [usual]:
            if schema and (schema == "information_schema" or schema.startswith("pg_")):
                continue
            own = None if schema == usual else schema
            for name in inspector.get_table_names(schema=own):
                columns = {str(c["name"]): _sort(c["type"]) for c in inspector.get_columns(name, schema=own)}
                every.append(_Known(own, name, columns))
        return every

    def _looked(self, known: _Known, asking: Connection) -> Table:
        readable = {name: sort for name, sort in known.columns.items() if sort != "other"}
        rows: list[Sequence[object]] = []
        cells = [self._cell(sa.column(name), sort).label(f"c{n}") for n, (name, sort) in enumerate(readable.items())]
        if cells:
            rows = [tuple(row) for question in self._samples(asking, known, cells) for row in asking.execute(question)]
        cells_of: Cells = {
            name: (sort, [row[place] for row in rows if row[place] not in (None, "")])
            for place, (name, sort) in enumerate(readable.items())
        }
        every: Cells = {name: cells_of.get(name, (sort, [])) for name, sort in known.columns.items()}
        return self.eye.table(known.shown, every)

    def _cell(self, column: sa.ColumnElement[object], sort: Sort) -> sa.ColumnElement[object]:
        """A cell as it is asked for: never longer than is looked at, and as the database has it."""
        if sort == "text":
            return sa.func.substr(sa.cast(column, sa.Text), 1, LETTERS)
        return sa.cast(column, sa.Text) if self.dialect == "sqlite" and sort == "date" else column

    def _samples(self, asking: Connection, known: _Known, cells: Sequence[sa.ColumnElement[object]]) -> Iterator[Asked]:
        """Questions for rows from all over a table."""
        most = longest(len(cells))
        first = sa.select(*cells).select_from(known.clause)
        if self.dialect == "sqlite":
            last = asking.execute(sa.text(f"SELECT max(_rowid_) FROM {self._quoted(known)}")).scalar()  # noqa: S608 - quoted
            if isinstance(last, int) and last > LARGE:
                row: sa.ColumnElement[int] = sa.literal_column("_rowid_", sa.Integer)
                for number in range(PLACES):
                    yield first.where(row >= number * (last // PLACES)).order_by(row).limit(most // PLACES)
                return
        if self.dialect == "postgresql" and (rows := self._guess(asking, known)) > LARGE:
            yield self._spread(known, cells, most, rows)
        yield first.limit(most)

    def _guess(self, asking: Connection, known: _Known) -> float:
        """How many rows PostgreSQL thinks a table has."""
        asked = sa.text("SELECT reltuples FROM pg_class WHERE oid = to_regclass(:name)")
        return float(asking.execute(asked, {"name": self._quoted(known)}).scalar() or 0)

    def _spread(self, known: _Known, cells: Sequence[sa.ColumnElement[object]], most: int, rows: float) -> Asked:
        part = min(100.0, 200.0 * most / rows)
        sampled = sa.tablesample(known.clause, sa.func.system(part))
        return sa.select(*cells).select_from(sampled).limit(most)

    def _quoted(self, known: _Known) -> str:
        quote = self.engine.dialect.identifier_preparer.quote_identifier
        return ".".join(quote(part) for part in (known.schema, known.name) if part)

    # ---- counting where the rows are

    def count(self, task: Task, tell: Tell) -> Counted:
        """Count in all rows of a table, without fetching them."""
        try:
            return self._asked(partial(self._counted, task))
        except SQLAlchemyError as error:
            return Counted(task.table, 0, 0, {}, (Trouble("table-cut", task.table, trouble(error, "not-read")),))

    def _counted(self, task: Task, asking: Connection) -> Counted:
        known, table = self.tables[task.table]
        wanted = [(c.name, kind) for c in table.columns for kind in sought(c, self.eye.lists)]
        tests = [self._holds(name, kind) for name, kind in wanted]
        sums = [sa.func.sum(sa.case((test, 1), else_=0)) for test in (*tests, self._old(task))]
        held: dict[str, tuple[Found, ...]] = {}
        asked = sa.select(sa.func.count(), *sums).select_from(known.clause)
        rows, *counts, old = (int(value or 0) for value in asking.execute(asked).one())
        for (name, kind), test, count in zip(wanted, tests, counts, strict=True):
            if count:
                held[name] = (*held.get(name, ()), *self._sure(asking, known, name, kind, test, rows))
        return Counted(task.table, rows, old, held)

    def _holds(self, name: str, kind: str) -> sa.ColumnElement[bool]:
        """Whether a cell holds what every value of a kind holds."""
        needle, column = self.eye.lists.needles[kind], sa.cast(sa.column(name), sa.Text)
        if needle.sign:
            return column.contains(needle.sign)
        if self.dialect == "sqlite":
            return column.op("GLOB", is_comparison=True)(needle.glob)
        return column.regexp_match(f"{CAPITALS.get(self.dialect, '')}{needle.shape}")

    def _sure(
        self, asking: Connection, known: _Known, name: str, kind: str, test: sa.ColumnElement[bool], rows: int
    ) -> Iterator[Found]:
        """The cells that hold such a sign, looked at one by one."""
        counts = self.eye.counter(name, kind)
        cell = self._cell(sa.column(name), "text")
        asked = sa.select(cell).select_from(known.clause).where(test).limit(CANDIDATES)
        counts.add(value for (value,) in asking.execute(asked))
        yield from (replace(found, seen=rows) for found in counts.found())

    def _old(self, task: Task) -> sa.ColumnElement[bool]:
        """Whether a row has a date, and none that is later."""
        columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name, form in task.dates if form in (NATIVE, ISO)]
        if not columns:
            return sa.false()
        late = sa.or_(*(sa.func.coalesce(column >= self._day(task.before), sa.false()) for column in columns))
        return sa.and_(sa.or_(*(self._is_date(column) for column in columns)), sa.not_(late))

    def _day(self, day: str) -> sa.ColumnElement[object]:
        return sa.literal(day) if self.dialect == "sqlite" else sa.literal_column(f"'{day}'")

    def _is_date(self, column: sa.ColumnClause[object]) -> sa.ColumnElement[bool]:
        """Whether a cell holds a date: SQLite's may hold anything."""
        if self.dialect == "sqlite":
            return sa.and_(sa.func.typeof(column) == "text", column >= "1")
        return column.is_not(None)


@contextmanager
def _asking(database: Engine) -> Iterator[Connection]:
    """A connection that reads: what it does is never kept."""
    with database.connect() as asking:
        for statement in SAFE.get(database.dialect.name, ()):
            asking.execute(sa.text(statement))
        try:
            yield asking
        finally:
            asking.rollback()


def _sort(kind: object) -> Sort:
    """What a column holds, as far as reading it goes."""
    match kind:
        case sa.Boolean() | sa.LargeBinary() | sa.Time() | sa.Interval():
            return "other"
        case sa.Date() | sa.DateTime():
            return "date"
        case sa.Integer() | sa.Numeric():
            return "number"
    return "text"
