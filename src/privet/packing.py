"""Packing: every data file parsed once and kept, for ``packed`` to find.

This runs where privet is built or installed, and needs the parsers; a build of a plan
then needs neither."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from privet import guidance, locales
from privet.datafiles import CASES, HOME, DataFiles
from privet.errors import DataError
from privet.labels import DEFAULT_LOCALES, OTHER_LOCALES
from privet.packed import FOLDER, SEAL, Plain, from_toml, pack_of, write

TEXTS = ("documents/", "laws/", "findings/")
"""Where Markdown is guidance."""


def pack(root: Path = HOME) -> None:
    """Pack the data below ``root``, in place of any pack that is there.

    A file that cannot be parsed is left out: whoever needs it parses it, and is told."""
    files = DataFiles(root)
    packs: dict[str, dict[str, Plain]] = {}
    for name in files.all:
        found = _read(files, name)
        if found is not None:
            packs.setdefault(pack_of(name), {})[files.hash(name)] = found
    packs.update(_locales())
    fresh = Path(tempfile.mkdtemp(prefix=f".{FOLDER}-", dir=root))
    fresh.chmod(0o755)
    for key, content in packs.items():
        write(fresh, key, content)
    (fresh / SEAL).write_text(files.seal, encoding="ascii")
    shutil.rmtree(root / FOLDER, ignore_errors=True)
    fresh.rename(root / FOLDER)


def _locales() -> dict[str, dict[str, Plain]]:
    """Babel's knowledge of every locale that documents are written in."""
    every = {*DEFAULT_LOCALES, *DEFAULT_LOCALES.values(), *OTHER_LOCALES}
    return {pack_of(f"locales/{name}"): {locales.babel(): locales.packed(locales.learn(name))} for name in every}


def _read(files: DataFiles, name: str) -> Plain | None:
    """What a pack keeps of a file; None for a file that is no data, or broken."""
    try:
        if name.endswith(".toml") and not name.endswith(CASES):
            return from_toml(files.toml(name).raw)
        if name.startswith(TEXTS):
            return guidance.packed(guidance.read(files, name))
    except DataError:
        return None
    return None
