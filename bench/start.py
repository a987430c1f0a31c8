"""Fresh processes: how long somebody waits at the prompt."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.rounds import Goal, compare
from bench.size import EXAMPLE, Size
from bench.table import Row

NOTHING = (sys.executable, "-c", "pass")
"""The least that a Python program can do."""


def program() -> tuple[str, ...]:
    """The command that people run."""
    script = Path(sys.executable).with_name("privet")
    return (str(script),) if script.is_file() else (sys.executable, "-m", "privet")


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """``--version``, ``--help``, and one plan as Markdown."""
    yield _row("privet --version", ("--version",), Goal("slower", 1.5), size, b"privet ")
    yield _row("privet --help", ("--help",), Goal("slower", 3), size, b"build")
    out = folder / "start"
    build = ("build", str(EXAMPLE), "--format", "md", "--on", "2026-11-22", "-o", str(out))
    row = _row("privet build --format md", build, Goal("slower", 8), size, b"plan.en.md")
    (made,) = out.rglob("plan.en.md")
    if "Bring the Pixel" not in made.read_text(encoding="utf-8"):
        raise AssertionError(made)
    yield Row(row.work, row.against, row.goal, row.rounds, made.stat().st_size, row.peak)


def _row(work: str, arguments: tuple[str, ...], goal: Goal, size: Size, wanted: bytes) -> Row:
    command = (*program(), *arguments)
    said = subprocess.run(command, capture_output=True, check=True).stdout
    if wanted not in said:
        raise AssertionError(said)
    rounds = compare(partial(_run, NOTHING), partial(_run, command), goal, size.rounds)
    return Row(work, "python -c pass", goal, rounds, len(said), _peak(command))


def _run(command: tuple[str, ...]) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def _peak(command: tuple[str, ...]) -> int:
    """Peak memory of a process in bytes; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * 1024
