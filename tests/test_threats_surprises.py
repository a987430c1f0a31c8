"""No surprises (issue 2, section 11; T-22): what a run reads, writes and calls."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from program import (
    BASE,
    Warm,
    limited,
    run,
    strace,
    warm,
)

from privet.cli import output

served = pytest.fixture(scope="module")(warm)
EVERY = "html,md,json,docx,pdf"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with answers in it."""
    (tmp_path / "x.toml").write_text(BASE)
    return tmp_path


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
        ran = run(
            *arguments,
            cwd=here,
            PYTHONPATH=f"{here}/hook:{os.environ.get('PYTHONPATH', '')}",
            PYTHONDONTWRITEBYTECODE="1",
            SURPRISES=str(log),
        )
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
