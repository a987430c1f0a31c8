"""The answers file as plain data with the line of every key, or every fault that forbids it.

Whatever is handed in, and however large, deep or odd, is read or refused within a second
or two: limits come before parsing.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from unicodedata import category

from privet import slips
from privet.errors import Fault, InputError
from privet.scan import scan

SIZE = 1_000_000
"""Largest file in bytes."""
WORD = 60
"""Longest word for which a near spelling is looked for."""
LIKENESS = 0.72
"""How alike two spellings must be (difflib's ratio) to suggest one for the other."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says, before anybody asks whether it makes sense."""

    path: str
    """The file, as the user wrote it."""
    text: str
    """Its text, without byte order mark and with ``\\n`` at the end of lines."""
    data: Mapping[str, object]
    lines: Mapping[tuple[str, ...], int]
    """Line of every key path, counted from 1; an element of a list is ``"0"``, ``"1"``, …"""


def read(path: str | Path) -> Source:
    """The file at ``path``.  Raises InputError; never hangs on a pipe or a device."""
    return parse(raw(str(path), SIZE), str(path))


def parse(raw: bytes, path: str) -> Source:
    """The answers file ``path`` that holds ``raw``.  Raises InputError with all faults."""
    _refuse(_bytes_kind(raw), path)
    if len(raw) > SIZE:
        raise _whole(path, "file-too-large", limit=str(SIZE))
    text = _decoded(raw, path)
    _refuse(_text_kind(text), path)
    faults = slips.Faults(path)
    lines = scan(text, faults)
    _controls(text, faults)
    if faults.count:
        _refuse("is-yaml" if _is_yaml(text) else "", path)
        raise InputError(faults.shown())
    return Source(path, text, _data(text, path), lines)


def visible(text: str) -> str:
    """``text`` for a terminal: characters that act or do not show become U+XXXX."""
    if text.isprintable():
        return text
    return "".join(char if _shows(char) else slips.code(ord(char)) for char in text)


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice spelled most like ``word``; None if none is much like it."""
    if not 1 < len(word) <= WORD:
        return None
    from difflib import SequenceMatcher  # only a slip needs it

    plain = _plain(word)
    letters, size = _letters(plain), len(plain)
    matcher = SequenceMatcher(None, "", plain, autojunk=False)
    best, likeness = None, LIKENESS
    for choice in choices:
        other = _plain(choice)
        # Cheap tests first: 3,000 words by 100 choices must not take a second.
        if abs(len(other) - size) > 3 or (letters ^ _letters(other)).bit_count() > 4:
            continue
        matcher.set_seq1(other)
        if matcher.ratio() > likeness:
            best, likeness = choice, matcher.ratio()
    return best


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    return word.lower().replace("_", "-").replace(" ", "-")


@lru_cache(maxsize=4096)
def _letters(word: str) -> int:
    """The set of letters of a word, as bits."""
    bits = 0
    for char in word:
        bits |= 1 << (ord(char) & 63)
    return bits


def _shows(char: str) -> bool:
    return char.isprintable() or category(char) == "Zs"


def _whole(path: str, message: str, **slots: str) -> InputError:
    """A fault in the file as a whole."""
    values = {"key": ""} | {name: slips.cut(value) for name, value in slots.items()}
    return InputError([Fault(path, 0, message, "", tuple(values.items()))])


def _refuse(message: str, path: str) -> None:
    if message:
        raise _whole(path, message)


# Opening

_OPEN_ERRORS = {
    errno.ENOENT: "file-missing",
    errno.ENOTDIR: "file-missing",
    errno.EISDIR: "is-folder",
    errno.ELOOP: "link-loop",
    errno.EACCES: "file-unreadable",
    errno.EPERM: "file-unreadable",
}


def raw(path: str, size: int) -> bytes:
    """The bytes of a regular file, one more than ``size`` at most.  Raises InputError."""
    try:
        _check_regular(Path(path).stat(), path)  # before opening, as opening a device may act on it
        flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"))
        with os.fdopen(os.open(path, flags), "rb", buffering=0) as file:
            _check_regular(os.fstat(file.fileno()), path)
            return _up_to(file.read, size + 1)
    except OSError as error:
        message = _OPEN_ERRORS.get(error.errno or 0, "file-failed")
        raise _whole(path, message, reason=error.strerror or "") from None
    except ValueError:  # a NUL in the path
        raise _whole(path, "file-missing") from None


def _check_regular(status: os.stat_result, path: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise _whole(path, "is-folder")
    if not stat.S_ISREG(status.st_mode):
        raise _whole(path, "not-a-file")


def _up_to(get: Callable[[int], bytes | None], limit: int) -> bytes:
    found = bytearray()
    while len(found) < limit and (piece := get(limit - len(found))):
        found += piece
    return bytes(found)


# What somebody may have handed in by mistake

_BEGINNINGS = (
    (b"\xff\xfe", "is-utf16"),
    (b"\xfe\xff", "is-utf16"),
    (b"\x00\x00\xfe\xff", "is-utf16"),
    (b"\x1f\x8b", "is-compressed"),
    (b"BZh", "is-compressed"),
    (b"\xfd7zXZ", "is-compressed"),
    (b"7z\xbc\xaf", "is-compressed"),
    (b"(\xb5/\xfd", "is-compressed"),
    (b"%PDF-", "is-document"),
    (b"{\\rtf", "is-document"),
    (b"\xd0\xcf\x11\xe0", "is-document"),
)
_OFFICE = (b"word/", b"xl/", b"ppt/", b"opendocument", b"[Content_Types].xml")


def _bytes_kind(raw: bytes) -> str:
    """Message for bytes that are no text; empty if they may be one."""
    if raw.startswith(b"PK\x03\x04"):
        return "is-document" if any(mark in raw for mark in _OFFICE) else "is-compressed"
    for beginning, message in _BEGINNINGS:
        if raw.startswith(beginning):
            return message
    head = raw[:200]
    zeros = max(head[::2].count(0), head[1::2].count(0))
    return "is-utf16" if len(head) > 3 and zeros * 4 > len(head) and _is_wide(head) else ""


def _is_wide(head: bytes) -> bool:
    """Whether the bytes are text in a code of two bytes a character, without a mark."""
    try:
        text = head[: len(head) // 2 * 2].decode("utf-16-le" if head[1] == 0 else "utf-16-be")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text


def _decoded(raw: bytes, path: str) -> str:
    """The text, with plain line ends and without byte order mark."""
    zero = raw.find(b"\x00")
    if zero >= 0:
        raise _at(raw, zero, path, "is-binary")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        place = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        raise _at(raw, place, path, "not-utf8", byte=f"0x{raw[place]:02x}") from None


def _at(raw: bytes, place: int, path: str, message: str, **slots: str) -> InputError:
    line = raw.count(b"\n", 0, place) + 1
    return InputError([Fault(path, line, message, "", (("key", ""), *slots.items()))])


_WEB = re.compile(r"\s*+<", re.ASCII)
_JSON = re.compile(r"\s*+(?:\{|\[\s*+\{)")
_YAML_START = re.compile(r"(?:[ \t]*+(?:#[^\n]*+)?\n)*+(?:---[ \t]*+(?:#[^\n]*+)?\n|%YAML)")
_YAML_LINE = re.compile(r"^[ \t]*+(?:- |(?:- )?[\w-]++:(?: |$))", re.MULTILINE)
_TOML_LINE = re.compile(r"^[ \t]*+(?:\[|[^\s=:#]++[ \t]*+=)", re.MULTILINE)


def _text_kind(text: str) -> str:
    """Message for a text in another format; empty if it may be TOML."""
    if _WEB.match(text):
        return "is-web-page"
    if _JSON.match(text):
        return "is-json"
    return "is-yaml" if _YAML_START.match(text) else ""


def _is_yaml(text: str) -> bool:
    """Whether a text that is not TOML is YAML: all colons and not one equals sign."""
    if _TOML_LINE.search(text):
        return False
    return len(list(islice(_YAML_LINE.finditer(text), 3))) == 3


# Reading

_LINE = re.compile(r"\(at line ([0-9]+)")


def _controls(text: str, faults: slips.Faults) -> None:
    """Note control characters outside strings: those in strings are noted with their key."""
    for number, line in enumerate(text.split("\n") if slips.CONTROLS.search(text) else (), 1):
        control = slips.CONTROLS.search(line)
        known = faults.has(number, "forbidden-character") or faults.has(number, "stray-character")
        if control and not known:
            faults.add(number, "stray-character", code=slips.code(ord(control[0])))


def _data(text: str, path: str) -> Mapping[str, object]:
    """The values.  The scan found no fault; should tomllib find one, it is named by line."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else text.rstrip("\n").count("\n") + 1
        raise InputError([Fault(path, line, "not-toml", "", (("key", ""),))]) from None
