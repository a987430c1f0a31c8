"""privet as it is installed: a copy of the program with its data packed, to be run and to be broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from privet.datafiles import HOME
from privet.packing import pack

PROGRAM = HOME.parent
EXAMPLE = PROGRAM.parents[1] / "examples" / "bring-the-pixel.toml"
START = "import sys; from privet.cli import main; sys.argv[0] = 'privet'; sys.exit(main())"
"""What the script does that an installer writes."""


def data_in(folder: Path) -> Path:
    """A copy of all data that are parsed, not packed."""
    shutil.copytree(HOME, folder, ignore=shutil.ignore_patterns("fonts", "packed", ".packed-*"))
    return folder


def packed_in(folder: Path) -> Path:
    """A copy of the data with its pack."""
    pack(data_in(folder))
    return folder


def installed_in(folder: Path) -> Path:
    """A copy of the whole program, packed; where to import it from."""
    shutil.copytree(PROGRAM, folder / "privet", ignore=shutil.ignore_patterns("data", "__pycache__"))
    packed_in(folder / "privet" / "data")
    return folder


def run(
    house: Path, *arguments: str, language: str = "en", flags: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """That program run as its user runs it; ``flags`` are Python's."""
    own = {"PYTHONPATH": str(house), "PRIVET_LANG": language, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, *flags, "-c", START, *arguments]
    return subprocess.run(command, env={**os.environ, **own}, capture_output=True, encoding="utf-8", check=False)
