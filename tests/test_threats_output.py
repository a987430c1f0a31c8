"""Rows T-30, T-32 and T-33 of the threat list: surroundings, what is left behind, streams and interrupts."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from attacks import toml
from program import (
    BASE,
    DAY,
    EXAMPLE,
    PRIVET,
    Warm,
    built,
    environment,
    fleet,
    run,
    warm,
)

served = pytest.fixture(scope="module")(warm)
EVERY = "html,md,json,docx,pdf"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with answers in it."""
    (tmp_path / "x.toml").write_text(BASE)
    return tmp_path


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
        cut = (
            subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0
            and place == "bare"
        )
        day = () if "SOURCE_DATE_EPOCH" in changes else ("--on", DAY)
        command = [
            *(("unshare", "-rn") if cut else ()),
            *PRIVET,
            "build",
            str(EXAMPLE),
            "--format",
            EVERY,
            "--lang",
            "fr",
            *day,
        ]
        runs[place] = subprocess.Popen(
            command, cwd=tmp_path / place, env=environment(**changes), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
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
    "--version",
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


@pytest.mark.parametrize("seconds", [0.0, 0.7])
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
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None and not children.read_text():  # before that, Python itself is starting
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)

    assert process.returncode == 130
    assert b"Traceback" not in told
    assert len(told.decode().split("\n")) <= 3, told.decode()
    assert {len(list(folder.iterdir())) for folder in (tmp_path / "out").glob("*")} <= {4}
