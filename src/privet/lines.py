"""The line of every key, and whether a key may stand there: twice, or too deep, is refused."""

from __future__ import annotations

from typing import Literal, NamedTuple

from privet import slips
from privet.slips import Faults

DEPTH = 20
TABLES = 5_000
KEYS = 20_000
VALUES = 20_000
KEY_LENGTH = 200

Path = tuple[str, ...]
Kind = Literal["header", "implicit", "dotted", "rows", "inline", "value"]
"""How a key came to be: rules of TOML about writing it again depend on it."""


class Node:
    """A key, and the keys in it."""

    __slots__ = ("children", "folded", "kind", "line")

    def __init__(self, line: int, kind: Kind) -> None:
        self.line, self.kind = line, kind
        self.children: dict[str, Node] = {}
        self.folded: dict[str, str] = {}
        """Spelling of each child by its spelling without case and Unicode form."""


class Place(NamedTuple):
    """A node and the way to it."""

    node: Node
    path: Path


class Tree:
    """All keys found so far."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.top = Place(Node(1, "header"), ())
        self.lines: dict[Path, int] = {}
        self._tables = self._keys = self._values = 0

    def header(self, parts: Path, line: int) -> Place:
        """The table that ``[a.b]`` opens."""
        place = self._walk(self.top, parts, line, "implicit")
        child = place.node.children.get(parts[-1])
        if child is None:
            return self._make(place, parts[-1], line, "header")
        path = (*place.path, parts[-1])
        if child.kind != "implicit":
            return self._repeated("repeated-table", path, line, child.line)
        child.kind, child.line = "header", line
        self.lines[path] = line
        return Place(child, path)

    def row(self, parts: Path, line: int) -> Place:
        """The new row that ``[[a.b]]`` opens."""
        place = self._walk(self.top, parts, line, "implicit")
        rows = place.node.children.get(parts[-1])
        if rows is None:
            rows = self._make(place, parts[-1], line, "rows").node
        path = (*place.path, parts[-1])
        if rows.kind != "rows":
            return self._repeated("repeated-table", path, line, rows.line)
        return self._make(Place(rows, path), str(len(rows.children)), line, "header")

    def key(self, place: Place, parts: Path, line: int) -> Place:
        """The key that ``a.b = …`` sets in a table."""
        place = self._walk(place, parts, line, "dotted")
        child = place.node.children.get(parts[-1])
        if child is None:
            return self._make(place, parts[-1], line, "value")
        return self._repeated("repeated-key", (*place.path, parts[-1]), line, child.line)

    def element(self, place: Place, index: int, line: int) -> Place:
        """One value of a list."""
        self._values += 1
        if self._values > VALUES:
            self.faults.limit(line, "too-many-values", VALUES, slips.name(place.path))
        path = (*place.path, str(index))
        self._note(path, line)
        return Place(Node(line, "value"), path)

    def inline(self, place: Place) -> None:
        """The value at ``place`` turns out to be an inline table."""
        place.node.kind = "inline"
        self._count_table(place.node.line)

    def nowhere(self, line: int, path: Path = ()) -> Place:
        """A table apart, for keys that belong to a header that cannot be read."""
        return Place(Node(line, "header"), path)

    def _walk(self, place: Place, parts: Path, line: int, kind: Kind) -> Place:
        """The table that holds the last of ``parts``; missing ones are made as ``kind``."""
        for part in parts[:-1]:
            child = place.node.children.get(part)
            if child is None:
                place = self._make(place, part, line, kind)
                continue
            place = Place(child, (*place.path, part))
            if child.kind in ("value", "inline") or (kind == "dotted" and child.kind in ("header", "rows")):
                return self._repeated("repeated-key", place.path, line, child.line)
            if kind == "dotted":
                child.kind = "dotted"
            elif child.kind == "rows":
                last = str(len(child.children) - 1)
                place = Place(child.children[last], (*place.path, last))
        return place

    def _repeated(self, message: str, path: Path, line: int, earlier: int) -> Place:
        self.faults.add(line, message, slips.name(path), first=str(earlier))
        return self.nowhere(line, path)

    def _make(self, place: Place, part: str, line: int, kind: Kind) -> Place:
        path = (*place.path, part)
        self._note(path, line)
        self._keys += 1
        if self._keys > KEYS:
            self.faults.limit(line, "too-many-keys", KEYS)
        if kind != "value":
            self._count_table(line)
        if len(part) > KEY_LENGTH:
            self.faults.limit(line, "key-too-long", KEY_LENGTH, slips.name(path))
        self._check_twin(place, part, line)
        child = place.node.children[part] = Node(line, kind)
        return Place(child, path)

    def _count_table(self, line: int) -> None:
        self._tables += 1
        if self._tables > TABLES:
            self.faults.limit(line, "too-many-tables", TABLES)

    def _note(self, path: Path, line: int) -> None:
        if len(path) > DEPTH:
            self.faults.limit(line, "too-deep", DEPTH, slips.name(path[:1]))
        self.lines[path] = line

    def _check_twin(self, place: Place, part: str, line: int) -> None:
        """Refuse a key that differs from another one only by case or Unicode form."""
        fold = slips.folded(part)
        other = place.node.folded.setdefault(fold, part)
        if other == part:
            return
        wrong, right = (part, line), (other, place.node.children[other].line)
        if part.isascii() and part == fold:
            wrong, right = right, wrong
        name = slips.name((*place.path, wrong[0]))
        self.faults.add(wrong[1], "twin-key", name, right=right[0], first=str(right[1]))
