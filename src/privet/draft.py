"""The answers file on the disk, which is at every moment either the old one or the new one, whole."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from privet.answers import Answers, Changes
from privet.errors import Fault, WriteError
from privet.parsing import parse
from privet.questions import Questionnaire
from privet.rewriting import BEGINNING, rewritten
from privet.source import SIZE, Source
from privet.source import parse as parse_source
from privet.source import raw as content

PRIVATE = 0o600
"""Permissions of a new answers file: its owner's."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answers file as it stands on the disk, or as it will be when something is answered."""

    path: Path
    questionnaire: Questionnaire
    raw: bytes | None
    """What is on the disk; None if there is no file yet."""
    source: Source
    answers: Answers

    def changed(self, changes: Changes) -> Draft:
        """The file with the changes made and written.

        What somebody else wrote to it meanwhile is read first, and kept.  Raises InputError
        where a value is not one that the parser accepts; then nothing is written."""
        now = self if _bytes(self.path) == self.raw else opened(self.path, self.questionnaire)
        source = rewritten(now.source, changes, self.questionnaire)
        answers = parse(source, self.questionnaire)
        ends = b"\r\n" if b"\r\n" in (now.raw or b"") else b"\n"
        raw = source.text.encode().replace(b"\n", ends)
        if raw != now.raw:
            write(self.path, raw, PRIVATE)
        return replace(now, raw=raw, source=source, answers=answers)


def opened(path: Path, questionnaire: Questionnaire) -> Draft:
    """The draft at ``path``; an empty one if there is no file.  Raises InputError for its faults."""
    raw = _bytes(path)
    source = parse_source(BEGINNING.encode() if raw is None else raw, str(path))
    return Draft(path, questionnaire, raw, source, parse(source, questionnaire))


def _bytes(path: Path) -> bytes | None:
    """The bytes of an ordinary file; None if there is nothing at all, not even a broken link.  Else InputError."""
    return content(str(path), SIZE) if os.path.lexists(path) else None


def write(path: Path, raw: bytes, mode: int) -> None:
    """Put a file in place whole, or leave what was there; ``mode`` is for a new one.

    Raises WriteError.  A link is written through: what it leads to is replaced."""
    target = Path(os.path.realpath(path))
    try:
        kept = target.stat().st_mode & 0o7777 if target.exists() else mode
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".new", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(raw)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(kept)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync(target.parent)
    except OSError as error:
        raise WriteError([_cannot(path, error.strerror or str(error))]) from None


def _sync(folder: Path) -> None:
    """Make the new name durable, on systems where a folder can be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot(path: str | Path, why: str) -> Fault:
    return Fault(str(path), 0, "cannot-write", "", (("why", why),))
