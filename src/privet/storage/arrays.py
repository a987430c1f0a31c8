"""Counting in whole columns, batch by batch, at the speed of reading them.

What is searched for is searched for in all cells of a batch at once: they lie side by side in
memory.  Only where something is there are cells looked at one by one.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from privet.matching.values import Found, Kind, Values
from privet.storage.columns import DAY_LETTERS, ISO, NATIVE, Eye
from privet.storage.lists import Needle
from privet.storage.seen import Counted, Task

ENOUGH = 2_000
"""Cells of a column that are looked at one by one; then enough is known of it."""
LONGEST = 2_000
"""Bytes of a cell that are looked at beside what was found in it."""

Batch = Mapping[str, pa.Array]


@dataclass(slots=True)
class _Search:
    """One kind of value in one column."""

    needle: Needle
    kind: Kind
    counts: Values
    within: str
    candidates: int = 0

    @property
    def open(self) -> bool:
        return self.candidates < ENOUGH


@dataclass
class Tally:
    """Counts of one table."""

    task: Task
    eye: Eye
    sought: Mapping[str, tuple[str, ...]]
    """By column the kinds that are searched for."""
    rows: int = 0
    old: int = 0
    _searches: dict[str, list[_Search]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column, kinds in self.sought.items():
            self._searches[column] = [self._search(column, kind) for kind in kinds]

    def _search(self, column: str, kind: str) -> _Search:
        found = self.eye.needle(kind)
        within = (found.within or found.pattern).pattern
        return _Search(self.eye.lists.needles[kind], found, self.eye.counter(column, kind), within)

    def add(self, batch: Batch, rows: int) -> None:
        """Count in more rows."""
        self.rows += rows
        for column, searches in self._searches.items():
            if column in batch:
                _look(batch[column], [search for search in searches if search.open])
        if self.task.dates:
            self.old += _old(batch, self.task)

    def counted(self) -> Counted:
        """What was counted."""
        held: dict[str, tuple[Found, ...]] = {}
        for column, searches in self._searches.items():
            found = [entry for search in searches for entry in search.counts.found()]
            if found:
                held[column] = tuple(
                    Found(entry.kind, entry.item, entry.matching, self.rows, entry.certainty, entry.shapes)
                    for entry in found
                )
        return Counted(self.task.table, self.rows, self.old, held)


def add_all(
    tally: Tally, batches: Iterable[pa.RecordBatch], names: Mapping[str, str], read: Callable[[], None]
) -> None:
    """Count in batch after batch: the next is read while one is searched, and no more than these two are held.

    ``names`` are the table's own names of columns that the batches call otherwise; ``read`` is told of each batch."""
    last: Future[None] | None = None
    with ThreadPoolExecutor(1) as hands:
        for batch in batches:
            if last is not None:
                last.result()
            named = {
                names.get(name, name): cells for name, cells in zip(batch.schema.names, batch.columns, strict=True)
            }
            last = hands.submit(tally.add, named, batch.num_rows)
            read()
        if last is not None:
            last.result()


def _look(cells: pa.Array, searches: Iterable[_Search]) -> None:
    """Search all cells of a column in a batch."""
    open_searches = list(searches)
    if not open_searches:
        return
    for flat in _texts(cells):
        longest = pc.max(pc.binary_length(flat)).as_py() or 0
        body = _body(flat) if longest else None
        found = [
            search
            for search in open_searches
            if body is not None and longest >= search.needle.least and _is_in(body, search.needle)
        ]
        if found and pa.types.is_dictionary(cells.type):
            _look(cells.dictionary_decode(), found)  # its entries tell that something is there, not how often
            return
        for search in found:
            _cells(flat, search)


def _is_in(body: pa.Buffer, needle: Needle) -> bool:
    """Whether any cell can hold one: its sign is somewhere in the bytes of all of them."""
    if needle.sign:
        return needle.sign.encode() in body.to_pybytes()
    one = pa.Array.from_buffers(pa.large_binary(), 1, [None, pa.py_buffer(struct.pack("<qq", 0, body.size)), body])
    return bool(pc.match_substring_regex(one, needle.shape)[0].as_py())


def _cells(cells: pa.Array, search: _Search) -> None:
    """Look at the cells that hold one, one by one."""
    likely = cells.filter(pc.match_substring(cells, search.needle.sign)) if search.needle.sign else cells
    hits = likely.filter(pc.match_substring_regex(likely, search.within))
    search.candidates += len(hits)
    search.counts.add(_text(cell) for cell in hits.slice(0, ENOUGH).to_pylist())


def _text(cell: object) -> str:
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)


def _texts(cells: pa.Array) -> Iterator[pa.Array]:
    """The texts in an array, as bytes that lie side by side; whatever is wrapped around them."""
    kind = cells.type
    if pa.types.is_dictionary(kind):
        yield from _texts(cells.dictionary)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        yield from _texts(cells.flatten())
    elif pa.types.is_struct(kind):
        for inner in cells.flatten():
            yield from _texts(inner)
    elif pa.types.is_string_view(kind) or pa.types.is_binary_view(kind):
        yield cells.cast(pa.large_binary())
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        yield cells.view(pa.binary() if pa.types.is_string(kind) else pa.large_binary())
    elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        yield cells


def _body(cells: pa.Array) -> pa.Buffer | None:
    """The bytes of all cells, without a copy."""
    _, ends, body = cells.buffers()
    if ends is None or body is None:
        return None
    wide = pa.types.is_large_binary(cells.type)
    form, width = ("<q", 8) if wide else ("<i", 4)
    view = memoryview(ends)
    (first,) = struct.unpack_from(form, view, cells.offset * width)
    (last,) = struct.unpack_from(form, view, (cells.offset + len(cells)) * width)
    return body.slice(first, last - first)


def _old(batch: Batch, task: Task) -> int:
    """Rows with a date, and none that is later."""
    dates = [_days(batch[name], form) for name, form in task.dates if name in batch]
    if not dates:
        return 0
    late = [pc.greater_equal(days, _day(days.type, task.before)) for days in dates]
    some = [pc.is_valid(days) for days in dates]
    any_late, any_date = pc.fill_null(late[0], False), some[0]
    for one, there in zip(late[1:], some[1:], strict=True):
        any_late = pc.or_(any_late, pc.fill_null(one, False))
        any_date = pc.or_(any_date, there)
    return int(pc.sum(pc.and_(any_date, pc.invert(any_late))).as_py() or 0)


def _days(cells: pa.Array, form: str) -> pa.Array:
    """Dates as something that can be compared; null where a cell holds none."""
    if pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_decode()
    if form == NATIVE:
        return cells.cast(pa.date32(), safe=False)
    texts = pc.binary_slice(cells.cast(pa.large_binary()), 0, DAY_LETTERS)
    if form == ISO:
        years = pc.or_(pc.starts_with(texts, "1"), pc.starts_with(texts, "2"))
        return pc.if_else(years, texts, pa.scalar(None, texts.type))
    return pc.strptime(texts.cast(pa.large_string(), safe=False), form, "s", error_is_null=True).cast(pa.date32())


def _day(kind: pa.DataType, day: str) -> pa.Scalar:
    return pa.scalar(date.fromisoformat(day)) if pa.types.is_date32(kind) else pa.scalar(day.encode(), kind)
