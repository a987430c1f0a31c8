"""From a source file to answers: every fault in one run, each with line, key and remedy."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from privet.answers import Answer, Answers, Ref, State, digest
from privet.errors import Fault, InputError
from privet.questions import NONE, UNKNOWN, Field, Questionnaire, TableShape
from privet.source import Source, nearest
from privet.values import Problem, Wrong, read_value

SCHEMA = 1
"""Version of the answers file that this privet writes and reads."""
ROW_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ROW_ID_LIMIT = 60
EXAMPLES = 3
"""Keys that a message names as examples."""
ROWS = 500
"""Most rows of one table."""

Path = tuple[str, ...]
Rows = dict[str, dict[str, Answer]]


def parse(source: Source, questionnaire: Questionnaire) -> Answers:
    """The answers in a source.

    Raises InputError with every fault found, sorted by line."""
    reader = _Reader(source, questionnaire)
    reader.read()
    if reader.faults:
        raise InputError(reader.faults)
    return Answers(
        source.path,
        questionnaire,
        reader.tables,
        reader.states,
        reader.lines(),
        digest(json.dumps(source.data, sort_keys=True, ensure_ascii=False, default=str)),
    )


class _Reader:
    """One run over one file, collecting faults."""

    def __init__(self, source: Source, questionnaire: Questionnaire) -> None:
        self.source, self.questionnaire = source, questionnaire
        self.faults: list[Fault] = []
        self.tables: dict[str, Rows] = {}
        self.states: dict[str, State] = {}

    def read(self) -> None:
        self._schema()
        shapes = self.questionnaire.tables
        for key, raw in self.source.data.items():
            if key == "schema":
                continue
            if key not in shapes:
                self._unknown_table(key)
            elif shapes[key].rows:
                self._rows(shapes[key], raw)
            else:
                self.tables[key] = {"": self._record((key,), raw, shapes[key], "")}
        self._optional_items()

    def lines(self) -> Mapping[Ref, int]:
        """Line per address; where a list spans lines, the line it starts on."""
        found: dict[Ref, int] = {}
        for path, line in self.source.lines.items():
            shape = self.questionnaire.tables.get(path[0]) if path else None
            if shape is None or len(path) > (3 if shape.rows else 2):
                continue
            row, key = (path[1:2], path[2:3]) if shape.rows else ((), path[1:2])
            found[Ref(path[0], "".join(row), "".join(key))] = line
        return found

    def _fault(self, path: Path, problem: Problem) -> None:
        full = (*path, *problem.at)
        known = [full[:size] for size in range(len(full), 0, -1) if full[:size] in self.source.lines]
        line = self.source.lines[known[0]] if known else 0
        self.faults.append(Fault(self.source.path, line, problem.message, ".".join(path), problem.slots))

    def _schema(self) -> None:
        version = self.source.data.get("schema")
        if version is None:
            self._fault((), Problem("schema-missing", (("version", str(SCHEMA)),)))
        elif isinstance(version, bool) or not isinstance(version, int) or version < 1:
            self._fault(("schema",), Problem("schema-unknown", (("value", str(version)[:60]),)))
        elif version > SCHEMA:
            self._fault(("schema",), Problem("schema-newer", (("value", str(version)[:60]),)))

    def _unknown_table(self, key: str) -> None:
        homes = [shape.name for shape in self.questionnaire.tables.values() if key in shape.fields]
        if homes and not isinstance(self.source.data[key], dict):
            self._fault((key,), Problem("key-in-wrong-table", (("key", key), ("table", homes[0]))))
        else:
            self._unknown((key,), key, self.questionnaire.tables)

    def _unknown(self, path: Path, key: str, choices: Mapping[str, object]) -> None:
        near = nearest(key, choices)
        slots = (("key", key[:60]), *((("nearest", near),) if near else ()))
        self._fault(path, Problem("unknown-key" if near else "unknown-key-plain", slots))

    def _rows(self, shape: TableShape, raw: object) -> None:
        """A table of rows; ``"unknown"`` and ``[]`` stand for the whole table."""
        self.tables[shape.name] = {}
        self.states[shape.name] = "known"
        if raw == UNKNOWN:
            self.states[shape.name] = "unknown"
        elif isinstance(raw, list) and raw:
            self._fault((shape.name,), Problem("single-table-for-array", (("table", shape.name),)))
        elif raw not in ([], NONE) and not isinstance(raw, dict):
            self._fault((shape.name,), Problem("row-expected", (("table", shape.name),)))
        elif isinstance(raw, dict) and len(raw) > ROWS:
            self._fault((shape.name,), Problem("too-many-rows", (("limit", str(ROWS)), ("table", shape.name))))
            return
        for row, record in raw.items() if isinstance(raw, dict) else ():
            self._row(shape, row, record)

    def _row(self, shape: TableShape, row: str, record: object) -> None:
        path = (shape.name, row)
        vocabulary = self.questionnaire.vocabularies.get(shape.rows)
        if not isinstance(record, dict):
            self._no_row(shape, row)
        elif vocabulary and row not in vocabulary.terms:
            near = nearest(row, vocabulary.terms)
            slots = (("value", row[:60]), *((("nearest", near),) if near else ()))
            self._fault(path, Problem("not-a-term" if near else "not-a-term-plain", slots))
        elif len(row) > ROW_ID_LIMIT or not ROW_ID.fullmatch(row):
            self._fault(path, Problem("bad-id", (("value", row[:60]),)))
        else:
            self.tables[shape.name][row] = self._record(path, record, shape, row)

    def _no_row(self, shape: TableShape, row: str) -> None:
        """A key with an answer where a row should stand: a key of a row, one mistyped, or a row's name."""
        path, vocabulary = (shape.name, row), self.questionnaire.vocabularies.get(shape.rows)
        if row in shape.fields:
            self._fault(path, Problem("row-expected", (("table", shape.name),)))
        elif nearest(row, shape.fields) or (row not in vocabulary.terms if vocabulary else not ROW_ID.fullmatch(row)):
            self._unknown(path, row, shape.fields)
        else:
            first = sorted(shape.fields, key=lambda key: not shape.fields[key].must)  # what a complete plan needs
            keys = ", ".join(first[:EXAMPLES])
            self._fault(path, Problem("row-is-a-table", (("table", shape.name), ("row", row), ("keys", keys))))

    def _record(self, path: Path, raw: object, shape: TableShape, row: str) -> dict[str, Answer]:
        if isinstance(raw, list) and raw and isinstance(raw[0], dict):
            self._fault(path, Problem("single-table-for-array", (("table", shape.name),)))
            return {}
        if not isinstance(raw, dict):
            self._fault(path, Problem("wrong-type-table", (("value", str(raw)[:60]),)))
            return {}
        found: dict[str, Answer] = {}
        for key, value in raw.items():
            field = shape.fields.get(key)
            if field is None:
                self._stray(path, key)
            elif answer := self._answer((*path, key), value, field, row):
                found[key] = answer
        return found

    def _stray(self, path: Path, key: str) -> None:
        """A key this table does not have; it may belong above it, or in another."""
        if key == "schema":
            self._fault((*path, key), Problem("key-above-tables", (("key", key),)))
            return
        homes = [name for name, shape in self.questionnaire.tables.items() if key in shape.fields]
        if homes and not nearest(key, self.questionnaire.tables[path[0]].fields):
            slots = (("key", key), ("table", homes[0]))
            self._fault((*path, key), Problem("key-in-wrong-table", slots))
        else:
            self._unknown((*path, key), key, self.questionnaire.tables[path[0]].fields)

    def _answer(self, path: Path, raw: object, field: Field, row: str) -> Answer | None:
        ref = Ref(field.table, row, field.key)
        if raw == UNKNOWN:
            return Answer(ref, "unknown")
        try:
            return Answer(ref, "known", read_value(raw, field, self.questionnaire))
        except Wrong as wrong:
            for problem in wrong.problems:
                self._fault(path, problem)
            return None

    def _optional_items(self) -> None:
        """What is optional must be among what is collected."""
        for row, answers in self.tables.get("activities", {}).items():
            items, optional = answers.get("items"), answers.get("optional")
            if not (items and optional and items.state == "known"):
                continue
            collected = frozenset(items.chosen)
            for value in optional.chosen:
                if value not in collected:
                    slots = (("value", value.text or value.id),)
                    self._fault(("activities", row, "optional"), Problem("optional-not-in-items", slots))
