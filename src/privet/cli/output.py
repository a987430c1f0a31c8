"""Writing a set of documents: the whole set or nothing new, whatever happens on the way.

The new set is written beside the old one, made durable, and put in its place in one step
of the file system.  Other files in the folder stay.  Nothing outside the folder that the
user named is touched, and no link is followed.  Runs that write to one folder at the same
time wait for each other, but only for that step.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from privet.errors import Fault, WriteError

AT_FDCWD = -100
RENAME_EXCHANGE = 2
NEW, OLD = ".privet-new-", "-old"
"""Beginning of the names of sets that are being written; end of the names of those put aside."""
LEFT = 3600
"""Seconds after which a set that was being written belongs to a run that was killed."""


def write_set(out: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Put ``files`` into the folder ``out/name``, all of them or none.

    Raises WriteError, with the old set untouched, when that cannot be done."""
    target = out / name
    try:
        _refuse_links(out, target)
        out.mkdir(parents=True, exist_ok=True)
        fresh = out / f"{NEW}{name}-{os.urandom(6).hex()}"
        fresh.mkdir(0o700)
        try:
            _fill(fresh, files)
            with _alone(out):
                _keep_others(fresh, target, files)
                _swap(fresh, target)
                _sync(out)
        finally:
            _remove(fresh)
    except OSError as error:
        why = error.strerror or str(error)
        raise WriteError([Fault(str(target), 0, "cannot-write", "", (("why", why),))]) from None
    return target


def sweep(out: Path) -> None:
    """Take away what runs left behind that were killed while they wrote."""
    with suppress(OSError):
        for entry in os.scandir(out):
            ours = entry.name.startswith(NEW) and not entry.name.endswith(OLD)
            if ours and entry.stat(follow_symlinks=False).st_mtime < time.time() - LEFT:
                _remove(Path(entry.path))


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


def _fill(fresh: Path, files: Mapping[str, bytes]) -> None:
    """Write the new files and make them durable."""
    for name, content in files.items():
        with (fresh / name).open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    mask = os.umask(0)
    os.umask(mask)
    fresh.chmod(0o777 & ~mask)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """No other run changes the sets in the folder meanwhile, where the system can see to that."""
    handle = os.open(out, os.O_RDONLY)
    try:
        with suppress(ImportError, OSError):
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _keep_others(fresh: Path, target: Path, files: Mapping[str, bytes]) -> None:
    """The other files of the set stay: by a second name, or as a copy where a file has only one."""
    for entry in os.scandir(target) if target.is_dir() else ():
        if entry.name not in files:
            try:
                os.link(entry.path, fresh / entry.name, follow_symlinks=False)
            except OSError:
                import shutil

                shutil.copy2(entry.path, fresh / entry.name, follow_symlinks=False)
    _sync(fresh)


def _sync(folder: Path) -> None:
    """Make the names in a folder durable."""
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
        aside = fresh.with_name(f"{fresh.name}{OLD}")
        target.rename(aside)
        try:
            fresh.rename(target)
        except OSError:
            aside.rename(target)
            raise
        _remove(aside)


def _remove(folder: Path) -> None:
    """Take a folder away with all that is in it; a set that took its place at once has left none behind.

    (So the first build of a set need not import shutil, which takes milliseconds.)"""
    if folder.exists():
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Linux's renameat2(2) with RENAME_EXCHANGE; False where there is none."""
    import ctypes

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    done: int = rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return done == 0
