"""The program as its users run it: a process of its own, or one forked from a warm one where many are needed."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

PRIVET = (sys.executable, "-m", "privet")
EXAMPLE = Path(__file__).parents[1] / "examples" / "bring-the-pixel.toml"
DAY = "2026-11-22"
SECONDS = 2.0
"""Longest that a refusal may take."""
MEMORY = 256 * 2**20
FULL = bool(os.environ.get("FULL"))
"""Set for the long form of tests that try many things at random."""

BASE = """\
schema = 1
[organisation]
name = "Twin"
places = ["NL"]
[contact]
name = "Twin"
email = "twin@twin.nl"
[people]
places = ["NL", "CA"]
groups = ["customer"]
"""
"""The shortest answers that say something."""


@dataclass(frozen=True)
class Ran:
    """What became of a run."""

    code: int
    """Exit code; negative: the signal that ended it."""
    out: str
    err: str
    seconds: float = 0.0
    memory: int = 0

    @property
    def said(self) -> str:
        return self.out + self.err

    @property
    def traceback(self) -> bool:
        return "Traceback" in self.err or "Exception ignored" in self.err


def environment(**changes: str | None) -> dict[str, str]:
    """Our environment with changes; None takes a variable out."""
    merged: Mapping[str, str | None] = {**os.environ, "SOURCE_DATE_EPOCH": "", "PRIVET_LANG": "en", **changes}
    return {name: value for name, value in merged.items() if value is not None}


def run(*arguments: str | bytes | Path, cwd: Path | None = None, typed: str | None = "", **changes: str | None) -> Ran:
    """Run privet in a process of its own; what is typed comes through a pipe."""
    command = [*PRIVET, *(os.fsdecode(part) for part in arguments)]
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(**changes),
        capture_output=True,
        timeout=60,
        check=False,
        input=(typed or "").encode(),
    )
    return Ran(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def built(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def limited(
    *arguments: str, cwd: Path, limit: Callable[[], None] | None = None, wrap: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run privet under a limit, or inside another program."""
    command = [*wrap, *PRIVET, *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment(), capture_output=True, text=True, timeout=60, preexec_fn=limit, check=False
    )


def strace() -> str:
    """Where strace is and may be used; else the test is skipped."""
    found = shutil.which("strace")
    if not found or subprocess.run([found, "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace is not here, or may not trace: faults cannot be injected")
    return found


def may_unshare(*what: str) -> None:
    """Skip the test where a process may not be given a network or mounts of its own."""
    if subprocess.run(["unshare", *what, "true"], capture_output=True, check=False).returncode:
        pytest.skip("a process cannot be given a name space of its own here")


def order(*more: str) -> list[str]:
    """A build of two formats on a fixed day."""
    return ["build", "x.toml", "--format", "md,json", "--on", DAY, "-o", "out", *more]


def fleet(folder: Path, count: int = 24) -> list[str]:
    """A folder of many organisations, and the order to build it."""
    (folder / "many").mkdir()
    for number in range(count):
        (folder / f"many/o{number}.toml").write_text(BASE)
    return [*PRIVET, "build", "many", "-o", "out", "--jobs", "2", "--format", "md,html,json,docx"]


class Warm:
    """A privet that has read its data: each run is a fork of it, with the limits of a small machine."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(), text=True
        )

    def run(self, *arguments: str | Path, cwd: Path, kill_after: float = 0) -> Ran:
        """Run privet in a fork; ``kill_after`` seconds it is killed."""
        order = {"arguments": [str(part) for part in arguments], "cwd": str(cwd), "kill": kill_after}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Ran(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """Let it end."""
        self._process.communicate()


def warm() -> Iterator[Warm]:
    """For a fixture."""
    one = Warm()
    yield one
    one.close()


def _child(order: Mapping[str, object], folder: str) -> None:
    """In the fork: the program, its streams in files, its memory limited."""
    from privet.cli import run as privet

    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT), number)
    os.chdir(str(order["cwd"]))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    code = 99
    try:
        code = privet([str(part) for part in order["arguments"]])  # type: ignore[attr-defined]  # a list
    except BaseException:
        import traceback

        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _one(order: Mapping[str, object]) -> Ran:
    with TemporaryDirectory() as folder:
        start = time.monotonic()
        process = os.fork()
        if process == 0:
            _child(order, folder)
        if wait := float(str(order["kill"])):
            time.sleep(wait)
            os.kill(process, signal.SIGKILL)
        _, status, usage = os.wait4(process, 0)
        seconds = time.monotonic() - start
        out, err = (Path(folder, name).read_bytes().decode(errors="replace") for name in ("out", "err"))
        return Ran(os.waitstatus_to_exitcode(status), out, err, seconds, usage.ru_maxrss * 1024)


def _serve() -> None:
    from privet.cli.session import library

    shelf = library()
    assert shelf.questionnaire
    assert shelf.laws
    for line in sys.stdin:
        print(json.dumps(_one(json.loads(line)).__dict__), flush=True)


if __name__ == "__main__":
    _serve()
