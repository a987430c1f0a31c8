"""Rows T-27 to T-29 of the threat list: the disk, kills, company and links.  The whole set, or what was there before."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from program import (
    BASE,
    DAY,
    FULL,
    PRIVET,
    Warm,
    built,
    environment,
    fleet,
    limited,
    may_unshare,
    order,
    run,
    strace,
    warm,
)

from privet.cli import output
from privet.errors import WriteError

served = pytest.fixture(scope="module")(warm)
EVERY = "html,md,json,docx,pdf"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with answers in it."""
    (tmp_path / "x.toml").write_text(BASE)
    return tmp_path


def is_whole(out: Path, *sets: dict[str, bytes]) -> bool:
    """Whether the folder holds one of these sets, and nothing else but what a killed run left beside it."""
    found = (
        {name: content for name, content in built(out).items() if not name.startswith(output.NEW)}
        if out.exists()
        else {}
    )
    return found in sets


# T-27: the disk


@pytest.mark.parametrize("size", [0, 60_000])
def test_t27_a_file_size_limit_leaves_the_old_set(size: int, here: Path) -> None:
    """T-27: exit 1 and one line; the old documents stay, nothing new beside them."""
    run(*order(), cwd=here)
    before = built(here / "out")
    (here / "x.toml").write_text(BASE.replace("Twin", "Other"))
    ran = limited(*order(), cwd=here, limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))

    assert (ran.returncode, "Traceback" in ran.stderr) == (1, False), ran.stderr
    assert ran.stderr.count("error:") == 1
    assert built(here / "out") == before


WRITER = """
import sys
from pathlib import Path
from privet.cli.output import write_set
from privet.errors import WriteError
out, content, *names = sys.argv[1:]
try:
    write_set(Path(out), "x", {name: content.encode() for name in names})
except WriteError as error:
    sys.exit(1)
"""
"""Writing alone, as faults are put in one by one."""


def write(here: Path, content: str, *names: str, wrap: tuple[str, ...] = ()) -> int:
    """Write a set in a process of its own; its exit code."""
    command = [*wrap, sys.executable, "-c", WRITER, "out", content, *names]
    ran = subprocess.run(command, cwd=here, env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran.returncode


def injected(call: str, what: str, count: int) -> tuple[str, ...]:
    """Under strace, with something put in at a call on the output folder or what is in it."""
    return (strace(), "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{what}:when={count}")


OLD, NEW = {"x/a": b"old", "x/b": b"old", "x/kept": b"old"}, {"x/a": b"new", "x/b": b"new", "x/kept": b"old"}


@pytest.mark.parametrize("error", ("ENOSPC", "EIO", "EROFS", "EACCES", "EDQUOT") if FULL else ("EIO",))
@pytest.mark.parametrize(
    "call", ["fsync", "rename", "renameat2", "mkdir", "chmod", "flock", "linkat,link", "rmdir,unlinkat"]
)
def test_t27_a_fault_at_any_system_call_leaves_the_old_set_or_the_new(call: str, error: str, tmp_path: Path) -> None:
    """T-27: the first, second, third, … call fails: the whole old set, or the whole new one; exit 1 or 0."""
    for count in range(1, 9 if FULL else 6):
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        output.write_set(tmp_path / "out", "x", dict.fromkeys(("a", "b", "kept"), b"old"))
        code = write(tmp_path, "new", "a", "b", wrap=injected(call, f"error={error}", count))

        assert code in (0, 1)
        assert is_whole(tmp_path / "out", NEW if code == 0 else OLD, NEW), (call, count, built(tmp_path))


def test_t27_a_full_disk_leaves_the_old_set(here: Path) -> None:
    """T-27: a memory file system of 1 MB, most of it taken."""
    script = (
        "mount -t tmpfs -o size=1m tmpfs out && "
        f"{' '.join(PRIVET)} {' '.join(order())} >/dev/null 2>&1; cp -r out/x was && "
        "head -c 600000 /dev/zero > out/full; sed -i s/Twin/Other/ x.toml; "
        f"{' '.join(PRIVET)} {' '.join(order())}; code=$?; rm -f out/full; diff -r out/x was && ls -A out | wc -l; exit $code"
    )
    (here / "out").mkdir()
    wrap = ("unshare", "-rm", "sh", "-c", script)
    may_unshare("-rm")
    ran = subprocess.run(wrap, cwd=here, env=environment(), capture_output=True, text=True, timeout=60, check=False)

    assert (ran.returncode, ran.stderr.count("error:")) == (1, 1), ran.stdout + ran.stderr
    assert "No space left" in ran.stderr
    assert ran.stdout.split()[-1] == "1"


def test_t27_a_read_only_folder_is_refused_in_one_line(here: Path) -> None:
    """T-27: by the mount, as the user may be root."""
    (here / "out").mkdir()
    script = f"mount -t tmpfs -o ro tmpfs out && {' '.join(PRIVET)} {' '.join(order())}"
    may_unshare("-rm")
    ran = subprocess.run(
        ("unshare", "-rm", "sh", "-c", script),
        cwd=here,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ran.returncode, ran.stderr.count("error:")) == (1, 1), ran.stderr
    assert "Traceback" not in ran.stderr


def test_t27_where_the_system_cannot_swap_the_old_set_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-27: without the one-step swap, a failing second step is undone."""
    output.write_set(tmp_path, "x", {"a": b"old"})
    monkeypatch.setattr(output, "_exchange", lambda one, other: False)
    rename, calls = Path.rename, []

    def failing(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(WriteError):
        output.write_set(tmp_path, "x", {"a": b"new"})
    assert built(tmp_path) == {"x/a": b"old"}


def test_t27_where_a_file_has_one_name_only_the_others_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-27: USB sticks and some shares know no second name for a file."""

    def none(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    output.write_set(tmp_path, "x", {"a": b"1", "b": b"2"})
    monkeypatch.setattr(os, "link", none)
    output.write_set(tmp_path, "x", {"a": b"3"})

    assert built(tmp_path) == {"x/a": b"3", "x/b": b"2"}


# T-28: kills and company


def test_t28_a_kill_at_any_moment_leaves_a_whole_set(here: Path, served: Warm) -> None:
    """T-28: after each kill the old set or the new one, never half of either; the next run works."""
    seconds = min(served.run(*order(), cwd=here).seconds for _ in range(2))
    sets = []
    for name in ("Twin", "Other"):
        (here / "x.toml").write_text(BASE.replace("Twin", name))
        served.run(*order(), cwd=here)
        sets.append(built(here / "out"))
    dice = random.Random(28)
    for turn in range(200 if FULL else 40):
        (here / "x.toml").write_text(BASE.replace("Twin", ("Twin", "Other")[turn % 2]))
        served.run(*order(), cwd=here, kill_after=dice.uniform(0.2, 1.1) * seconds)
        assert is_whole(here / "out", *sets), turn
    assert served.run(*order(), cwd=here).code == 0


def test_t28_a_kill_at_each_step_of_writing_leaves_a_whole_set(tmp_path: Path) -> None:
    """T-28: killed exactly at the first, second, … change it makes on the disk."""
    for call, count in [
        ("fsync", 1),
        ("fsync", 2),
        ("fsync", 3),
        ("fsync", 4),
        ("flock", 1),
        ("renameat2", 1),
        ("rmdir,unlinkat", 1),
    ]:
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        output.write_set(tmp_path / "out", "x", dict.fromkeys(("a", "b", "kept"), b"old"))
        code = write(tmp_path, "new", "a", "b", wrap=injected(call, "signal=KILL", count))

        assert code != 0, (call, count)
        assert is_whole(tmp_path / "out", OLD, NEW), (call, count)


def test_t28_what_killed_runs_left_is_taken_away_later(here: Path) -> None:
    """T-28: an hour later; never what is being written now, and never what is not ours."""
    (here / "out").mkdir()
    for name in (f"{output.NEW}x-old1", f"{output.NEW}x-fresh", ".new-mine", f"{output.NEW}x-1{output.OLD}"):
        (here / "out" / name).mkdir()
    for name in (f"{output.NEW}x-old1", ".new-mine", f"{output.NEW}x-1{output.OLD}"):
        os.utime(here / "out" / name, (1, 1))
    run(*order(), cwd=here)

    assert sorted(os.listdir(here / "out")) == sorted(
        ["x", ".new-mine", f"{output.NEW}x-fresh", f"{output.NEW}x-1{output.OLD}"]
    )


def test_t28_twenty_runs_into_one_folder_all_succeed(here: Path) -> None:
    """T-28: one set is made twenty times at once, in turn in two formats; both are there in the end."""
    many = [
        subprocess.Popen([sys.executable, "-c", WRITER, "out", "new", "ab"[turn % 2]], cwd=here, env=environment())
        for turn in range(16)
    ]
    for turn in range(4):
        command = [*PRIVET, "build", "x.toml", "--on", DAY, "-o", "out", "--format", ("md", "json")[turn % 2]]
        many.append(
            subprocess.Popen(command, cwd=here, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )

    assert [process.wait(timeout=120) for process in many] == [0] * 20
    assert sorted(built(here / "out")) == ["x/a", "x/b", "x/plan.en.json", "x/plan.en.md"]


def test_t28_a_killed_worker_is_told_and_never_waited_for(tmp_path: Path) -> None:
    """T-28: the rest is said to be not made; exit 1 (a pool of the standard library would hang)."""
    process = subprocess.Popen(
        fleet(tmp_path), cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + 20
    while len(children.read_text().split()) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
    _, told = process.communicate(timeout=60)

    assert process.returncode == 1
    assert b"killed" in told
    assert b"Traceback" not in told


# T-29: links


@pytest.mark.parametrize("place", ["out", "out/x", "out/x/plan.en.md"])
def test_t29_no_link_is_written_through(place: str, here: Path, served: Warm) -> None:
    """T-29: the folder, the set or a file in it leads elsewhere: refused, and what it leads to is untouched."""
    canary = here / "canary"
    if place.endswith(".md"):
        canary.write_text("bird")
    else:
        canary.mkdir()
    (here / place).parent.mkdir(parents=True, exist_ok=True)
    (here / place).symlink_to(canary)
    ran = served.run(*order(), cwd=here)

    assert (ran.code, ran.traceback) == (1, False), ran.said
    assert (here / place).is_symlink()
    assert canary.read_text() == "bird" if canary.is_file() else os.listdir(canary) == []


@pytest.mark.parametrize("place", ["out", "out/x"])
def test_t29_a_file_in_the_place_of_the_folder_is_refused(place: str, here: Path, served: Warm) -> None:
    """T-29: nothing is overwritten that is no folder of ours."""
    (here / place).parent.mkdir(parents=True, exist_ok=True)
    (here / place).write_text("bird")

    assert served.run(*order(), cwd=here).code == 1
    assert (here / place).read_text() == "bird"
