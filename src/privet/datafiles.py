"""Reading privet's own data files: TOML and Markdown under one folder, each read once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from privet.errors import DataError, Fault
from privet.packed import FOLDER, HOME, Packed, Plain, to_toml
from privet.vocabulary import Labels

__all__ = ["HOME", "DataFiles", "Table"]

T = TypeVar("T")


CASES = "cases.toml"
"""Name of the files that hold tests: no document is made of them."""


class DataFiles:
    """The files under a folder, by relative path with ``/``."""

    def __init__(self, root: Path = HOME) -> None:
        self.root = root
        self.pack = Packed(root / FOLDER)
        self._tables: dict[str, Table] = {}
        self._bytes: dict[str, bytes] = {}

    @cached_property
    def all(self) -> tuple[str, ...]:
        """Relative paths of all TOML and Markdown files, sorted; listed once, as that takes a while."""
        found: list[str] = []
        for folder, _, files in os.walk(self.root):
            home = folder[len(str(self.root)) + 1 :].replace(os.sep, "/")
            found += [f"{home}/{file}" if home else file for file in files if file.endswith((".toml", ".md"))]
        return tuple(sorted(found))

    def names(self, folder: str, pattern: str) -> tuple[str, ...]:
        """The files below a folder that match part by part, sorted: ``*/rules.toml``."""
        parts = pattern.split("/")
        below = ((name, name[len(folder) + 1 :].split("/")) for name in self.all if name.startswith(f"{folder}/"))
        return tuple(name for name, own in below if len(own) == len(parts) and all(map(fnmatchcase, own, parts)))

    def folders(self, folder: str) -> tuple[str, ...]:
        """Names of the folders in a folder that hold data, sorted."""
        depth = folder.count("/") + 1
        ways = (name.split("/") for name in self.all if name.startswith(f"{folder}/"))
        return tuple(dict.fromkeys(way[depth] for way in ways if len(way) > depth + 1))

    def has(self, name: str) -> bool:
        return name in self._bytes or (self.root / name).is_file()

    def raw(self, name: str) -> bytes:
        """A file's bytes, with plain line ends; DataError if it cannot be read."""
        if name not in self._bytes:
            try:
                with open(f"{self.root}/{name}", "rb") as file:  # noqa: PTH123 - 300 files: Path.open takes twice as long
                    raw = file.read()
            except OSError as error:
                raise DataError([Fault(name, 0, "data-unreadable", "", (("why", str(error)),))]) from None
            self._bytes[name] = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in raw else raw
        return self._bytes[name]

    def text(self, name: str) -> str:
        """A file's text; DataError if it is not there or not UTF-8."""
        try:
            return self.raw(name).decode()
        except UnicodeDecodeError as error:
            raise DataError([Fault(name, 0, "data-unreadable", "", (("why", str(error)),))]) from None

    def packed(self, name: str) -> Plain | None:
        """What the pack holds of a file as it is now; None if that is not packed."""
        return self.pack.find(name, self.hash(name))

    def hash(self, name: str) -> str:
        """SHA-256 of a file's bytes."""
        return sha256(self.raw(name)).hexdigest()

    def toml(self, name: str) -> Table:
        """A file's TOML, from the pack if it is there; DataError says where a slip is."""
        if name not in self._tables:
            table = to_toml(self.packed(name))
            self._tables[name] = Table(self._parsed(name) if table is None else table, name)
        return self._tables[name]

    def _parsed(self, name: str) -> Mapping[str, object]:
        import tomllib

        try:
            return tomllib.loads(self.text(name))
        except tomllib.TOMLDecodeError as error:
            raise DataError([Fault(name, 0, "data-toml", "", (("why", str(error)),))]) from None

    def digest(self, *folders: str) -> str:
        """SHA-256 over the paths and texts of all these data files, and of those under these folders."""
        wanted = tuple(f"{folder}/" for folder in folders)
        return self._hash_of(name for name in self._meant if name in folders or name.startswith(wanted))

    @property
    def seal(self) -> str:
        """SHA-256 over everything: what tells data that were packed from data that somebody changed."""
        return self._hash_of(self._meant)

    @cached_property
    def _meant(self) -> tuple[str, ...]:
        """The files that documents are made of: all but the cases, which only tests read."""
        return tuple(name for name in self.all if not name.endswith(CASES))

    def _hash_of(self, names: Iterable[str]) -> str:
        seal = sha256()
        for name in names:
            seal.update(b"%b\0%b\0" % (name.encode(), self.raw(name)))
        return seal.hexdigest()

    @property
    def edited(self) -> bool:
        """True if there is a pack, and the data are no longer what was packed."""
        return self.pack.seal not in ("", self.seal)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a data file.  A key of the wrong kind is a DataError that says where."""

    raw: Mapping[str, object]
    path: str
    at: str = ""

    def wrong(self, key: str, why: str) -> DataError:
        """The error for something wrong at ``key``."""
        place = f"{self.at}.{key}".strip(".")
        return DataError([Fault(self.path, 0, "data-key", place, (("why", why),))])

    def only(self, *keys: str) -> None:
        """Refuse any key but these: a misspelt key is an error, never ignored."""
        for key in self.raw:
            if key not in keys:
                raise self.wrong(key, "unknown key")

    def text(self, key: str, default: str = "") -> str:
        value = self.raw.get(key, default)
        return value if isinstance(value, str) else self._of(key, str, default)

    def number(self, key: str) -> int:
        return self._of(key, int, 0)

    def day(self, key: str) -> date | None:
        return self._of(key, date, None) if key in self.raw else None

    def flag(self, key: str) -> str:
        """The key's own name if it is true, else empty: options are named, not boolean."""
        return key if key in self.raw and self._of(key, bool, False) else ""

    def strings(self, key: str) -> tuple[str, ...]:
        if key not in self.raw:
            return ()
        value: list[object] = self._of(key, list, [])
        if not all(isinstance(entry, str) for entry in value):
            raise self.wrong(key, "not a list of strings")
        return tuple(str(entry) for entry in value)

    def labels(self, key: str) -> Labels:
        """A text per language."""
        if key not in self.raw:
            return {}
        table = self.table(key)
        return {language: table.text(language) for language in table.raw}

    def table(self, key: str) -> Table:
        """The table at ``key``; empty if it is not there."""
        value: dict[str, object] = self._of(key, dict, {})
        return Table(value, self.path, f"{self.at}.{key}".strip("."))

    def rows(self) -> Iterator[tuple[str, Table]]:
        """Every key with the table it holds."""
        return ((key, self.table(key)) for key in self.raw)

    def tables(self, key: str) -> tuple[Table, ...]:
        """An array of tables."""
        value: list[object] = self._of(key, list, [])
        place = f"{self.at}.{key}".strip(".")
        if not all(isinstance(entry, dict) for entry in value):
            raise self.wrong(key, "not a list of tables")
        return tuple(
            Table(entry, self.path, f"{place}[{entry.get('id', place_in_list)}]")
            for place_in_list, entry in enumerate(value)
            if isinstance(entry, dict)
        )

    def _of(self, key: str, kind: type[T], default: T | None) -> T:
        value = self.raw.get(key, default)
        if not isinstance(value, kind):
            raise self.wrong(key, f"not a {kind.__name__}")
        return value
