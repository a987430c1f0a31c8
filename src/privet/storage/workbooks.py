"""Excel workbooks: checked for what unpacks to more than it is, then read row by row."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO
from xml.parsers import expat

import openpyxl
import pyarrow as pa

from privet.storage.arrays import Tally
from privet.storage.columns import MOST_COLUMNS, NAME, NATIVE, Cells, Eye, distinct, longest, sought
from privet.storage.reader import Tell, Unreadable
from privet.storage.seen import Counted, Seen, Sort, Table, Task, Trouble

WORKBOOK, NAMED = "xl/workbook.xml", (".xlsx", ".xlsm")
"""What every workbook holds, and how it is called."""
PARTS = 10_000
"""Most files in a workbook."""
UNPACKED = 2 * 2**30
"""Most bytes of a workbook when it is unpacked."""
TEXTS = 256 * 2**20
"""Most bytes of its list of texts, which is held in memory."""
DENSE, SMALL = 200, 2**20
"""How many times larger a part may be unpacked than packed, and the size up to which that does not matter."""
ROWS, CHUNK = 1_048_576, 5_000
"""Most rows of a sheet; rows that are looked at at a time."""
TOP = 20
"""Rows in which the names of columns are looked for: titles stand above them."""

Row = Sequence[object]


class WorkbookReader:
    """Reads one workbook."""

    def __init__(self, place: str, eye: Eye) -> None:
        self.path, self.eye = Path(place), eye
        _safe(self.path)
        self.tables: dict[str, tuple[Table, int, tuple[str, ...]]] = {}

    def look(self) -> Seen:
        """Its sheets, each by a sample of its rows."""
        troubles: list[Trouble] = []
        with self._open() as sheets:
            for name, rows in sheets:
                top = list(islice(rows, TOP))
                head = _head(top)
                if head is None:
                    continue
                names = distinct(top[head])
                if len(names) > MOST_COLUMNS:
                    troubles.append(Trouble("table-unread", name, "too-many-columns"))
                    continue
                taken = _spread((*top[head + 1 :],), rows, longest(len(names)))
                self.tables[name] = (self.eye.table(name, _cells(names, taken)), head, names)
        return Seen(tuple(table for table, _, _ in self.tables.values()), tuple(troubles))

    def count(self, task: Task, tell: Tell) -> Counted:
        """Count in all rows of a sheet."""
        table, head, names = self.tables[task.table]
        kinds = {column.name: sought(column, self.eye.lists) for column in table.columns}
        tally = Tally(replace(task, dates=tuple((name, NATIVE) for name, _ in task.dates)), self.eye, kinds)
        written = dict(task.dates)
        with self._open() as sheets:
            for name, rows in sheets:
                if name != task.table:
                    continue
                body = islice(rows, head + 1, ROWS)
                while chunk := list(islice(body, CHUNK)):
                    tally.add(_arrays(names, chunk, written), len(chunk))
                    tell(tally.rows, ROWS)
        return tally.counted()

    @contextmanager
    def _open(self) -> Iterator[Iterator[tuple[str, Iterator[Row]]]]:
        """The sheets with their rows."""
        file = self.path.open("rb")  # by its name openpyxl would refuse what is not called .xlsx
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except MemoryError:
            file.close()
            raise
        except Exception as error:  # whatever a library makes of a hostile file
            raise Unreadable("file-broken") from error
        try:
            yield ((str(sheet.title)[:NAME], sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
        except (ValueError, KeyError, TypeError, zipfile.BadZipFile, SyntaxError) as error:
            raise Unreadable("file-broken") from error
        finally:
            book.close()
            file.close()


def _safe(path: Path) -> None:
    """Refuse what unpacks to more than a workbook is, and what holds more than cells."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if WORKBOOK not in archive.namelist():
                raise Unreadable("packed-file")
            if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise Unreadable("bomb")
            if any(_is_bomb(part) for part in parts):
                raise Unreadable("bomb")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        _plain(file)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        named = path.suffix.casefold() in NAMED
        raise Unreadable("file-broken" if named else "packed-file") from error


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    dense = part.file_size > SMALL and part.file_size > DENSE * max(1, part.compress_size)
    return dense or (part.filename.casefold().endswith("sharedstrings.xml") and part.file_size > TEXTS)


class _Begun(Exception):
    """The first element has begun: no definitions can follow."""


def _plain(file: IO[bytes]) -> None:
    """Refuse definitions, with which a small file grows or reads others."""
    parser = expat.ParserCreate()

    def define(*_: object) -> None:
        raise Unreadable("bomb")

    def begin(*_: object) -> None:
        raise _Begun

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = define, begin
    try:
        while chunk := file.read(4096):
            parser.Parse(chunk, False)
    except _Begun:
        return
    except expat.ExpatError as error:
        raise Unreadable("file-broken") from error


def _head(rows: Sequence[Row]) -> int | None:
    """The row with the names of the columns: the first that is as full of texts as any."""
    texts = [sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) for row in rows]
    most = max(texts, default=0)
    return texts.index(most) if most else None


def _spread(first: Sequence[Row], rows: Iterator[Row], most: int) -> list[Row]:
    """Rows from all over a sheet, as many as are asked for or up to twice that."""
    kept, step = list(first), 1
    for number, row in enumerate(islice(rows, ROWS)):
        if number % step == 0:
            kept.append(row)
        if len(kept) > 2 * most:
            kept, step = kept[::2], step * 2
    return kept


def _cells(names: Sequence[str], rows: Sequence[Row]) -> Cells:
    found: dict[str, tuple[Sort, Sequence[object]]] = {}
    for place, name in enumerate(names):
        values = [row[place] for row in rows if place < len(row) and row[place] not in (None, "")]
        found[name] = (_sort(values), values)
    return found


def _sort(values: Sequence[object]) -> Sort:
    """What a column holds; any text among numbers makes it one of texts."""
    if values and all(isinstance(value, date | datetime) for value in values):
        return "date"
    if values and all(isinstance(value, bool) for value in values):
        return "other"
    return "number" if values and all(isinstance(value, int | float) for value in values) else "text"


def _arrays(names: Sequence[str], rows: Sequence[Row], written: Mapping[str, str]) -> dict[str, pa.Array]:
    """Rows as columns of texts; those with dates as dates."""
    columns: dict[str, pa.Array] = {}
    for place, name in enumerate(names):
        cells = [row[place] if place < len(row) else None for row in rows]
        if name in written:
            columns[name] = pa.array([_day(cell, written[name]) for cell in cells], pa.date32())
        else:
            columns[name] = pa.array([cell if isinstance(cell, str) else None for cell in cells], pa.string())
    return columns


def _day(cell: object, form: str) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, str) and form != NATIVE:
        try:
            return datetime.strptime(cell.strip()[: len("2000-01-01")], form).date()
        except ValueError:
            return None
    return cell if isinstance(cell, date) else None
