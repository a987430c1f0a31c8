"""Files that are read column by column: CSV and Parquet, in pieces, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from privet.storage.arrays import Tally, add_all
from privet.storage.columns import MOST_COLUMNS, Cells, Eye, distinct, longest, sought
from privet.storage.reader import Tell, Unreadable
from privet.storage.seen import Counted, Seen, Sort, Table, Task, Trouble
from privet.storage.text_files import WIDE, sample, written

BLOCKS = (2**20, 16 * 2**20)
"""Bytes of a CSV file that are read at a time, and so the longest row: the larger one where a row needs it."""
ROWS = 2**14
"""Rows of a Parquet file that are read at a time."""
GROUPS = 20
"""Places of a Parquet file that a sample is taken from."""
REPEATING = 3
"""Bytes of a value in a column, up to which its values are few: they are searched once, not row by row."""


class CsvReader:
    """Reads one CSV file."""

    def __init__(self, place: str, table: str, eye: Eye) -> None:
        self.path, self.name, self.eye = Path(place), table, eye
        self.how = written(self.path)
        self.table = Table(table, ())

    def look(self) -> Seen:
        """Its columns, by a sample from all over it."""
        rows = sample(self.path, self.how)
        cells: Cells = {
            name: ("text", [row[place] for row in rows if row[place].strip()])
            for place, name in enumerate(self.how.names)
        }
        self.table = self.eye.table(self.name, cells)
        return Seen((self.table,))

    def count(self, task: Task, tell: Tell) -> Counted:
        """Count in all of its rows; those that do not fit its columns are told."""
        for block in BLOCKS:
            counted, whole = self._counted(task, tell, block)
            if whole:
                break
        return counted

    def _counted(self, task: Task, tell: Tell, block: int) -> tuple[Counted, str]:
        """What was counted, reading so many bytes at a time; empty beside it if a row is longer than that."""
        kinds = _kinds(self.table, self.eye)
        wanted = {*kinds, *(name for name, _ in task.dates)}
        tally, odd, size = Tally(task, self.eye, kinds), [0], self.path.stat().st_size

        def skip(row: pcsv.InvalidRow) -> str:
            odd[0] += 1
            return "skip"

        try:
            with pa.OSFile(str(self.path)) as file:
                places = [str(place) for place, name in enumerate(self.how.names) if name in wanted]
                names = dict(zip(places, (self.how.names[int(place)] for place in places), strict=True))
                batches = self._batches(file, skip, block, places)
                add_all(tally, batches, names, lambda: tell(file.tell(), size))
        except (pa.ArrowInvalid, UnicodeError):
            return replace(tally.counted(), troubles=(self._trouble("row-too-long", tally.rows),)), ""
        troubles = (self._trouble("rows-odd", odd[0]),) if odd[0] else ()
        return replace(tally.counted(), troubles=troubles), "whole"

    def _trouble(self, why: str, count: int) -> Trouble:
        return Trouble("table-cut", self.name, why, count)

    def _batches(
        self, file: pa.NativeFile, skip: object, block: int, places: Sequence[str]
    ) -> Iterator[pa.RecordBatch]:
        """Its rows in pieces; of the columns only those at these places, or the first, by which rows are counted."""
        names = [str(number) for number in range(len(self.how.names))]
        encoding = self.how.encoding if self.how.encoding in WIDE else "utf8"
        yield from pcsv.open_csv(
            file,
            pcsv.ReadOptions(
                block_size=block, column_names=names, skip_rows_after_names=self.how.header, encoding=encoding
            ),
            pcsv.ParseOptions(delimiter=self.how.separator, newlines_in_values=True, invalid_row_handler=skip),
            pcsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.binary()),
                include_columns=places or names[:1],
                strings_can_be_null=False,
            ),
        )


class ParquetReader:
    """Reads one Parquet file."""

    def __init__(self, place: str, table: str, eye: Eye) -> None:
        self.name, self.eye = table, eye
        try:
            self.file = pq.ParquetFile(pa.OSFile(place))
        except (pa.ArrowException, OSError) as error:
            raise Unreadable("file-broken") from error
        if len(self.file.schema_arrow) > MOST_COLUMNS:
            raise Unreadable("too-many-columns")
        self.place, self.table = place, Table(table, ())
        self.names = dict(zip(self.file.schema_arrow.names, distinct(self.file.schema_arrow.names), strict=True))

    def look(self) -> Seen:
        """Its columns, by a sample from all over it."""
        most = longest(len(self.file.schema_arrow))
        taken = [batch for group in self._groups() for batch in self._first(group, max(1, most // GROUPS))]
        if self.file.num_row_groups == 1:
            taken = list(self._first(0, most))
        cells: dict[str, tuple[Sort, Sequence[object]]] = {}
        for name, kind in zip(self.file.schema_arrow.names, self.file.schema_arrow.types, strict=True):
            values = [value for batch in taken for cell in batch.column(name).to_pylist() for value in _values(cell)]
            cells[self.names[name]] = (_sort(kind), [value for value in values if value not in (None, "")])
        self.table = self.eye.table(self.name, cells)
        return Seen((self.table,))

    def _groups(self) -> range:
        every = self.file.num_row_groups
        return range(0, every, max(1, every // GROUPS))

    def _first(self, group: int, rows: int) -> Iterator[pa.RecordBatch]:
        """The first rows of one part of the file."""
        try:
            yield from _few(self.file.iter_batches(batch_size=rows, row_groups=[group]))
        except (pa.ArrowException, OSError) as error:
            raise Unreadable("file-broken") from error

    def count(self, task: Task, tell: Tell) -> Counted:
        """Count in all of its rows; only columns that matter are read."""
        kinds = _kinds(self.table, self.eye)
        tally = Tally(task, self.eye, kinds)
        shown = {*kinds, *(name for name, _ in task.dates)}
        wanted = [name for name, called in self.names.items() if called in shown]
        total = self.file.metadata.num_rows
        if not wanted:
            tally.rows = total
            return tally.counted()
        try:
            few = _repeating(self.file.metadata)
            file = pq.ParquetFile(pa.OSFile(self.place), pre_buffer=False, buffer_size=BLOCKS[0], read_dictionary=few)
            batches = file.iter_batches(batch_size=ROWS, columns=wanted)
            add_all(tally, batches, self.names, lambda: tell(tally.rows, total))
        except (pa.ArrowException, OSError):
            return replace(tally.counted(), troubles=(Trouble("table-cut", self.name, "file-broken", tally.rows),))
        return tally.counted()


def _few(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield batch
        return


def _repeating(file: pq.FileMetaData) -> list[str]:
    """Columns of texts that the file keeps as numbers into a list of the few that there are."""
    found: dict[str, bool] = {}
    for group in map(file.row_group, range(file.num_row_groups)):
        for column in map(group.column, range(group.num_columns)):
            few = column.has_dictionary_page and column.total_uncompressed_size <= REPEATING * column.num_values
            name = column.path_in_schema
            found[name] = found.get(name, True) and few and column.physical_type == "BYTE_ARRAY"
    return [name for name, few in found.items() if few]


def _kinds(table: Table, eye: Eye) -> Mapping[str, tuple[str, ...]]:
    """By column the kinds that are searched for; columns without any are left out."""
    every = {column.name: sought(column, eye.lists) for column in table.columns}
    return {name: kinds for name, kinds in every.items() if kinds}


def _values(cell: object) -> Iterator[object]:
    """The values in a cell, whatever is wrapped around them."""
    if isinstance(cell, Mapping):
        for inner in cell.values():
            yield from _values(inner)
    elif isinstance(cell, list):
        for inner in cell:
            yield from _values(inner)
    else:
        yield cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell


def _sort(kind: pa.DataType) -> Sort:
    """What a column holds, as far as reading it goes."""
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return "date"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "number"
    return "other" if pa.types.is_boolean(kind) or pa.types.is_null(kind) or pa.types.is_time(kind) else "text"
