"""Packed data: what reading a data file gave, found again by the SHA-256 of its content.

Parsing TOML and Markdown takes most of a build, so whoever installs privet parses the data
once (``packing``), and what came out is kept as JSON beside it.  It can never be stale: a
file is read and hashed each time, and one that is not in the pack under its hash is parsed.
A pack that is damaged, or that another version of privet made, is no pack.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

HOME = Path(__file__).parent / "data"
"""The data that comes with privet."""
FOLDER = "packed"
"""Name of the packs' folder inside the data folder."""
SEAL = "seal"
"""The file with the hash of all data that was packed."""
READERS = ("packed.py", "guidance.py", "locales.py")
"""The modules whose code decides what a pack holds."""

Plain = object
"""What JSON can hold."""


class Packed:
    """The packs in a folder, each read when something in it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._packs: dict[str, Mapping[str, bytes]] = {}

    def find(self, name: str, digest: str) -> Plain | None:
        """What a file of that name and hash was read as; None if it is not packed."""
        pack = pack_of(name)
        if pack not in self._packs:
            self._packs[pack] = _opened(self.folder / f"{pack}.jsonl")
        found = self._packs[pack].get(digest)
        return None if found is None else json.loads(found)

    @property
    def seal(self) -> str:
        """Hash of all the data that was packed; empty if nothing is."""
        try:
            return (self.folder / SEAL).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return ""


def pack_of(name: str) -> str:
    """The pack that a data file belongs to: texts and words are packed by language,
    because a document in one language needs no other; and no document needs the pages of findings."""
    if name.startswith("locales/"):
        return name.replace("/", ".")
    if name.startswith("findings/"):
        return f"findings.{name.rpartition('/')[2].split('.')[0]}"
    if name.endswith(".md"):
        return f"guidance.{name.rpartition('/')[2].removesuffix('.md')}"
    return f"words.{name.split('/')[1]}" if name.startswith("words/") else "toml"


def _opened(path: Path) -> Mapping[str, bytes]:
    """The pack at a path, by hash; empty if it is not whole, or not made by the readers of today.

    Each file has a line of its own, which is read as JSON when somebody asks for that file."""
    try:
        seal, _, body = path.read_bytes().partition(b"\n")
        if seal != _sealed(body):
            return {}
    except OSError:
        return {}
    lines = (line.partition(b" ") for line in body.split(b"\n"))
    return {digest.decode(): plain for digest, _, plain in lines}


def write(folder: Path, pack: str, files: Mapping[str, Plain]) -> None:
    """Write a pack: a line with its hash, then a line for each file."""
    lines = (
        f"{digest} {json.dumps(plain, ensure_ascii=False, separators=(',', ':'))}" for digest, plain in files.items()
    )
    body = "\n".join(lines).encode()
    (folder / f"{pack}.jsonl").write_bytes(_sealed(body) + b"\n" + body)


def _sealed(body: bytes) -> bytes:
    """Hash over a pack and over the code that read what is in it."""
    return sha256(_readers() + body).hexdigest().encode()


@cache
def _readers() -> bytes:
    return b"".join(Path(__file__).with_name(reader).read_bytes() for reader in READERS)


# ---- TOML as JSON


def from_toml(table: Mapping[str, object]) -> Plain | None:
    """TOML as a pack holds it: days as text, and beside them the places where they stand.

    None for what JSON does not keep: times, and numbers that are none."""
    days: list[list[str | int]] = []
    try:
        plain = _plain(table, (), days)
    except TypeError:
        return None
    return [plain, days]


def _plain(value: object, at: tuple[str | int, ...], days: list[list[str | int]]) -> Plain:
    match value:
        case str() | bool() | int():
            return value
        case dict():
            return {key: _plain(entry, (*at, key), days) for key, entry in value.items()}
        case list():
            return [_plain(entry, (*at, place), days) for place, entry in enumerate(value)]
        case date() if type(value) is date:
            days.append([*at])
            return value.isoformat()
        case _:
            raise TypeError(type(value).__name__)


def to_toml(packed: Plain) -> Mapping[str, object] | None:
    """What ``tomllib`` would have read; None if the pack holds something else."""
    match packed:
        case [dict() as table, list() as days]:
            for at in days:
                _restore_day(table, at)
            return table
        case _:
            return None


def _restore_day(table: object, at: Iterable[str | int]) -> None:
    """Turn the text at a place back into the day it is."""
    *way, last = at
    home: object = table
    for key in way:
        home = home[key]  # type: ignore[index]  # a place that was noted while packing
    home[last] = date.fromisoformat(home[last])  # type: ignore[index]  # likewise
