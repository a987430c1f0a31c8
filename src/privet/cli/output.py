"""Writing a set of documents: the whole set or nothing new, whatever happens on the way.

The new set is written beside the old one, made durable, and put in its place in one step
of the file system.  Other files in the folder stay.  Nothing outside the folder that the
user named is touched, and no link is followed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from privet.errors import Fault, WriteError

AT_FDCWD = -100
RENAME_EXCHANGE = 2
NEW = ".new-"
"""Beginning of the names of sets that are being written."""


def write_set(out: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Put ``files`` into the folder ``out/name``, all of them or none.

    Raises WriteError, with the old set untouched, when that cannot be done."""
    target = out / name
    try:
        _refuse_links(out, target)
        out.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"{NEW}{name}-", dir=out))
        try:
            _fill(fresh, target, files)
            _swap(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        _sync_folder(out)
    except OSError as error:
        why = error.strerror or str(error)
        raise WriteError([Fault(str(target), 0, "cannot-write", "", (("why", why),))]) from None
    return target


def _refuse_links(out: Path, target: Path) -> None:
    """A link in place of the folder, or folders inside it, are not ours to write through."""
    if out.is_symlink() or target.is_symlink():
        raise WriteError([Fault(str(target), 0, "output-is-link")])
    if (out.exists() and not out.is_dir()) or (target.exists() and not target.is_dir()):
        raise WriteError([Fault(str(target), 0, "output-not-a-folder")])
    if target.is_dir() and any(
        not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode) for entry in os.scandir(target)
    ):
        raise WriteError([Fault(str(target), 0, "output-holds-folders")])


def _fill(fresh: Path, target: Path, files: Mapping[str, bytes]) -> None:
    """Write the new files, keep the others that are there, make all of it durable."""
    for name, content in files.items():
        with (fresh / name).open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    if target.is_dir():
        for entry in os.scandir(target):
            if entry.name not in files:
                os.link(entry.path, fresh / entry.name, follow_symlinks=False)
    mask = os.umask(0)
    os.umask(mask)
    fresh.chmod(0o777 & ~mask)
    _sync_folder(fresh)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(fresh: Path, target: Path) -> None:
    """``fresh`` takes the place of ``target`` in one step, where the system has that step."""
    if not target.exists():
        fresh.rename(target)
    elif not _exchange(fresh, target):
        aside = fresh.with_name(f"{fresh.name}-old")
        target.rename(aside)
        fresh.rename(target)
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Linux's renameat2(2) with RENAME_EXCHANGE; False where there is none."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    done: int = rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return done == 0
