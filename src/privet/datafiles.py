"""Reading privet's own data files: TOML and Markdown under one folder, each read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from privet.errors import DataError, Fault
from privet.vocabulary import Labels

HOME = Path(__file__).parent / "data"
"""The data that comes with privet."""

T = TypeVar("T")


class DataFiles:
    """The files under a folder, by relative path with ``/``."""

    def __init__(self, root: Path = HOME) -> None:
        self.root = root
        self._tables: dict[str, Table] = {}
        self._texts: dict[str, str] = {}

    def names(self, folder: str, pattern: str) -> tuple[str, ...]:
        """Relative paths of the files or folders that match, sorted."""
        found = (self.root / folder).glob(pattern)
        return tuple(sorted(path.relative_to(self.root).as_posix() for path in found))

    def has(self, name: str) -> bool:
        return (self.root / name).is_file()

    def text(self, name: str) -> str:
        """A file's text; DataError if it is not there or not UTF-8."""
        if name not in self._texts:
            try:
                self._texts[name] = (self.root / name).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise DataError([Fault(name, 0, "data-unreadable", "", (("why", str(error)),))]) from None
        return self._texts[name]

    def toml(self, name: str) -> Table:
        """A file's TOML; DataError says where a slip is."""
        if name not in self._tables:
            try:
                self._tables[name] = Table(tomllib.loads(self.text(name)), name)
            except tomllib.TOMLDecodeError as error:
                raise DataError([Fault(name, 0, "data-toml", "", (("why", str(error)),))]) from None
        return self._tables[name]

    def digest(self, *folders: str) -> str:
        """SHA-256 over the paths and texts of all data files under the folders."""
        seal = sha256()
        for folder in sorted(folders):
            for suffix in ("toml", "md"):
                for name in self.names(folder, f"**/*.{suffix}"):
                    seal.update(f"{name}\0{self.text(name)}\0".encode())
        return seal.hexdigest()


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
        return self._of(key, str, default)

    def number(self, key: str) -> int:
        return self._of(key, int, 0)

    def day(self, key: str) -> date | None:
        return self._of(key, date, None) if key in self.raw else None

    def flag(self, key: str) -> str:
        """The key's own name if it is true, else empty: options are named, not boolean."""
        return key if self._of(key, bool, False) else ""

    def strings(self, key: str) -> tuple[str, ...]:
        value: list[object] = self._of(key, list, [])
        if not all(isinstance(entry, str) for entry in value):
            raise self.wrong(key, "not a list of strings")
        return tuple(str(entry) for entry in value)

    def labels(self, key: str) -> Labels:
        """A text per language."""
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
