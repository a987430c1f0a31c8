"""Rows T-27 to T-33 of the threat list, and "no surprises": what a run does to its surroundings, whatever goes wrong."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attacks import toml
from program import BASE, DAY, EXAMPLE, FULL, PRIVET, Warm, built, environment, run, warm

from privet.cli import output
from privet.errors import WriteError

served = pytest.fixture(scope="module")(warm)
EVERY = "html,md,json,docx,pdf"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with answers in it."""
    (tmp_path / "x.toml").write_text(BASE)
    return tmp_path


def order(*more: str) -> list[str]:
    """A build of two formats on a fixed day."""
    return ["build", "x.toml", "--format", "md,json", "--on", DAY, "-o", "out", *more]


def is_whole(out: Path, *sets: dict[str, bytes]) -> bool:
    """Whether the folder holds one of these sets, and nothing else but what a killed run left beside it."""
    found = (
        {name: content for name, content in built(out).items() if not name.startswith(output.NEW)}
        if out.exists()
        else {}
    )
    return found in sets


# T-27: the disk


def limited(
    *arguments: str, cwd: Path, limit: Callable[[], None] | None = None, wrap: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run privet under a limit, or inside another program."""
    return subprocess.run(
        [*wrap, *PRIVET, *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=limit,
        check=False,
    )


@pytest.mark.parametrize("size", [0, 1, 10_000, 60_000])
def test_t27_a_file_size_limit_leaves_the_old_set(size: int, here: Path) -> None:
    """T-27: exit 1 and one line; the old documents stay, nothing new beside them."""
    run(*order(), cwd=here)
    before = built(here / "out")
    (here / "x.toml").write_text(BASE.replace("Twin", "Other"))
    ran = limited(*order(), cwd=here, limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))

    assert (ran.returncode, "Traceback" in ran.stderr) == (1, False), ran.stderr
    assert ran.stderr.count("error:") == 1
    assert built(here / "out") == before


def strace() -> str:
    """Where strace is and may be used; else the test is skipped."""
    found = shutil.which("strace")
    if not found or subprocess.run([found, "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace is not here, or may not trace: faults cannot be injected")
    return found


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
@pytest.mark.parametrize("call", ["fsync", "rename", "renameat2", "mkdir", "chmod", "flock", "linkat,link", "rmdir,unlinkat"])
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
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no small memory file system can be mounted here")
    ran = subprocess.run(wrap, cwd=here, env=environment(), capture_output=True, text=True, timeout=60, check=False)

    assert (ran.returncode, ran.stderr.count("error:")) == (1, 1), ran.stdout + ran.stderr
    assert "No space left" in ran.stderr
    assert ran.stdout.split()[-1] == "1"


def test_t27_a_read_only_folder_is_refused_in_one_line(here: Path) -> None:
    """T-27: by the mount, as the user may be root."""
    (here / "out").mkdir()
    script = f"mount -t tmpfs -o ro tmpfs out && {' '.join(PRIVET)} {' '.join(order())}"
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no read-only file system can be mounted here")
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
    for call, count in [("fsync", 1), ("fsync", 2), ("fsync", 3), ("fsync", 4), ("flock", 1), ("renameat2", 1), ("rmdir,unlinkat", 1)]:
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
        many.append(subprocess.Popen(command, cwd=here, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    assert [process.wait(timeout=120) for process in many] == [0] * 20
    assert sorted(built(here / "out")) == ["x/a", "x/b", "x/plan.en.json", "x/plan.en.md"]


def fleet(folder: Path, count: int = 24) -> list[str]:
    """A folder of many organisations, and the order to build it."""
    (folder / "many").mkdir()
    for number in range(count):
        (folder / f"many/o{number}.toml").write_text(BASE)
    return [*PRIVET, "build", "many", "-o", "out", "--jobs", "2", "--format", "md,html,json,docx"]


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


# T-30: the same bytes


PLACES: dict[str, dict[str, str | None]] = {
    "plain": {},
    "clock": {"SOURCE_DATE_EPOCH": "1795305600"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Kolkata", "PYTHONHASHSEED": "1"},
    "ASCII": {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "2",
    },
    "bare": {
        "HOME": None,
        "TMPDIR": "/nonexistent",
        "LANG": None,
        "TZ": "Pacific/Pago_Pago",
        "PYTHONHASHSEED": "3",
        "USER": None,
    },
}


def test_t30_no_surroundings_change_a_byte_of_any_format(tmp_path: Path) -> None:
    """T-30, T-22, section 11: locale, zone, seed, home, clock and network; all five formats, side by side."""
    runs = {}
    for place, changes in PLACES.items():
        (tmp_path / place).mkdir()
        cut = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0 and place == "bare"
        day = () if "SOURCE_DATE_EPOCH" in changes else ("--on", DAY)
        command = [*(("unshare", "-rn") if cut else ()), *PRIVET, "build", str(EXAMPLE), "--format", EVERY, "--lang", "fr", *day]
        runs[place] = subprocess.Popen(command, cwd=tmp_path / place, env=environment(**changes), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = {place: process.communicate(timeout=120)[1] for place, process in runs.items()}

    assert {place: process.returncode for place, process in runs.items()} == dict.fromkeys(PLACES, 0), told
    assert all(built(tmp_path / place) == built(tmp_path / "plain") for place in PLACES)
    assert len(built(tmp_path / "plain")) == 5


@pytest.mark.parametrize("epoch", ["99999999999999999", "²", "abc", "-99999999999999", "1e9", "9" * 5_000])
def test_t30_an_epoch_that_is_no_time_is_refused(epoch: str, here: Path) -> None:
    """T-30: not silently replaced by today."""
    ran = run("build", "x.toml", cwd=here, SOURCE_DATE_EPOCH=epoch)

    assert (ran.code, ran.traceback) == (2, False), ran.err


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_t30_the_first_and_the_last_day_there_is(day: str, here: Path, served: Warm) -> None:
    """T-30: far days are days."""
    ran = served.run("build", "x.toml", "--format", EVERY, "--on", day, cwd=here)

    assert ran.code == 0, ran.said


# T-32: what is left behind


def test_t32_values_are_cut_and_no_file_is_left_anywhere_else(tmp_path: Path) -> None:
    """T-32: a long value is not poured out by any message; temporary folders and home stay empty."""
    canary = "canary " * 40
    (tmp_path / "tmp").mkdir()
    (tmp_path / "home").mkdir()
    text = (
        BASE.replace('"twin@twin.nl"', toml(canary))
        + f"[people.x]\n[activities.a]\nitems = {toml(canary)}\nkeep = {toml(canary)}\n"
    )
    (tmp_path / "x.toml").write_text(text)
    home = {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp"), "XDG_CACHE_HOME": None}
    refused = run("build", "x.toml", cwd=tmp_path, **home)
    (tmp_path / "x.toml").write_text(BASE.replace("Twin", canary.strip()))
    accepted = run("build", "x.toml", "--format", EVERY, "-o", "out", cwd=tmp_path, **home)

    assert (refused.code, accepted.code) == (2, 0)
    assert all(piece.count("canary") <= 9 for piece in refused.err.splitlines())
    assert "canary" not in accepted.said
    assert built(tmp_path / "tmp") == built(tmp_path / "home") == {}
    assert sorted(os.listdir(tmp_path / "out")) == ["x"]


# T-33: streams and interrupts


CLOSED = (">&-", "2>&-", "<&-", ">&- 2>&-", "0<&- 1>&- 2>&-", ">/dev/full", "2>/dev/full", "| true", "2>&1 | head -c 1")
COMMANDS = (
    "build x.toml -o out",
    "check x.toml",
    "--help",
    "--version",
    "explain consent.express x.toml",
    "build missing.toml",
    "build --help",
)


@pytest.mark.parametrize("closed", CLOSED)
def test_t33_closed_and_full_streams_give_one_line_or_none(closed: str, here: Path) -> None:
    """T-33: no traceback, an exit code of ours, and no talk among the data or data among files."""
    script = "set -o pipefail\n" + "".join(
        f"{' '.join(PRIVET)} {command} {closed}\necho code=$? >&9\n" for command in COMMANDS
    )
    ran = subprocess.run(
        ["bash", "-c", f"exec 9>codes\n{script}"],
        cwd=here,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    codes = [int(code) for code in re.findall(r"code=(\d+)", (here / "codes").read_text())]

    assert len(codes) == len(COMMANDS)
    assert set(codes) <= {0, 1, 2}
    assert "Traceback" not in ran.stderr + ran.stdout
    assert "Exception ignored" not in ran.stderr + ran.stdout
    if closed == "2>&-":
        assert "tasks are open" not in ran.stdout
    if (here / "out").exists():
        assert all(content.startswith(b"<!DOCTYPE html>") for content in built(here / "out").values())


@pytest.mark.parametrize("seconds", [0.3, 0.5, 0.8, 1.2])
def test_t33_an_interrupt_ends_a_fleet_with_130_and_one_line(seconds: float, tmp_path: Path) -> None:
    """T-33: Ctrl-C reaches every process of the group; only one speaks, and no set is left half written."""
    process = subprocess.Popen(
        fleet(tmp_path, 200),
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)

    assert process.returncode == 130
    assert b"Traceback" not in told
    assert len(told.decode().split("\n")) <= 3, told.decode()
    assert {len(list(folder.iterdir())) for folder in (tmp_path / "out").glob("*")} <= {4}


# No surprises (issue 2, section 11)


HOOK = """
import os, sys
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
        writes = isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        line = f"{'write' if writes else 'read'} {os.path.abspath(os.fsdecode(arguments[0]))}"
    elif event.split(".")[0] in ("socket", "subprocess", "urllib", "ftplib", "http", "smtplib", "webbrowser", "winreg"):
        line = f"surprise {event}"
    elif event in ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn"):
        line = f"surprise {event}"
    elif event in ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate", "shutil.move"):
        line = f"write {os.path.abspath(os.fsdecode(arguments[0]))}"
    else:
        return
    os.write(LOG, (line + "\\n").encode("utf-8", "replace"))
LOG = os.open(os.environ["SURPRISES"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
sys.addaudithook(hook)
"""


@pytest.fixture
def watched(here: Path) -> Iterator[Callable[..., list[str]]]:
    """Run a command with every file and connection noted; gives back the notes."""
    (here / "hook").mkdir()
    (here / "hook/sitecustomize.py").write_text(HOOK)

    def watch(*arguments: str) -> list[str]:
        log = here / "surprises"
        ran = run(*arguments, cwd=here, PYTHONPATH=str(here / "hook"), PYTHONDONTWRITEBYTECODE="1", SURPRISES=str(log))
        assert ran.code in (0, 1), ran.err
        return sorted(set(log.read_text().splitlines()))

    yield watch


@pytest.mark.parametrize(
    "command", [f"build x.toml --format {EVERY} --document plan -o out", "check x.toml", "explain contact.who x.toml"]
)
def test_no_surprises_a_run_touches_only_its_input_its_own_data_and_its_output(
    command: str, here: Path, watched: Callable[..., list[str]]
) -> None:
    """Section 11: no connection, no other program; reads its own files and the answers; writes below ``out`` only."""
    notes = watched(*command.split())
    prefixes = (
        sys.prefix,
        sys.base_prefix,
        str(Path(output.__file__).parents[2]),
        str(here / "hook"),
        "/proc/self",
        "/dev/null",
    )
    own = (*prefixes, *(os.path.realpath(prefix) for prefix in prefixes))
    system = re.compile(
        r"/(etc/(localtime|ld\.so\.cache|mime\.types)|usr/(share|lib|lib64)/|lib/|lib64/|sys/fs/cgroup|proc/(cpuinfo|stat))"
    )
    reads = [note[5:] for note in notes if note.startswith("read ")]

    assert [note for note in notes if note.startswith("surprise")] == []
    assert [
        path
        for path in reads
        if not path.startswith(own)
        and path not in (str(here / "x.toml"),)
        and not system.match(path)
        and not path.startswith(str(here / "out"))
    ] == []
    assert [
        note
        for note in notes
        if note.startswith("write ") and not note[6:].startswith((str(here / "out"), "/dev/null"))
    ] == []


def test_t22_the_pdf_engine_opens_no_file_but_its_template_and_fonts(here: Path) -> None:
    """T-22: seen from outside, as the engine is no Python: no connection, and no file that is none of ours."""
    log = here / "log"
    wrap = (strace(), "-f", "-o", str(log), "-e", "trace=open,openat,connect,socket,execve")
    ran = limited("build", "x.toml", "--format", "pdf", "-o", "out", cwd=here, wrap=wrap)
    lines = [line for line in log.read_text().splitlines() if "ENOENT" not in line]
    names = {match[1] for line in lines if (match := re.search(r'open(?:at)?\([^"]*"([^"]+)"', line))}
    fonts = {name for name in names if re.search(r"\.(ttf|otf|ttc|pfb|woff2?)$", name)}

    assert ran.returncode == 0, ran.stderr
    assert [line for line in lines if re.search(r"\b(connect|socket)\(", line)] == []
    assert len([line for line in lines if "execve(" in line]) == 1
    assert fonts
    assert all("/privet/data/fonts/" in name for name in fonts)
    assert not [name for name in names if name.startswith(("/etc/fonts", "/usr/share/fonts", "/root/.cache", "/home"))]


def test_t32_json_of_a_finding_repeats_no_more_than_is_there(here: Path, served: Warm) -> None:
    """T-32: ``privet check`` is data; it parses, whatever the answers hold."""
    (here / "x.toml").write_text(BASE.replace("Twin", '\\"</script>'))
    for form in ("json", "sarif"):
        json.loads(served.run("check", "x.toml", "--format", form, cwd=here).out)
    github = served.run("check", "x.toml", "--format", "github", cwd=here).out
    assert all(line.startswith("::") for line in github.splitlines())
