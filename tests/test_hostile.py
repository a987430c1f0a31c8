"""Some two hundred answers files that people and attackers might hand in: each is read or refused as it should be.

T-06, T-12 and issue 2, section 8: exit 0 or 2, no traceback, under 2 s and 256 MiB, no file when
refused, and a message with line and key.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hostile_files import damaged, kept, large
from program import FULL, MEMORY, SECONDS, Ran, Warm, built, warm

served = pytest.fixture(scope="module")(warm)
KEPT = {name: (text, code, line, words) for name, text, code, line, words in kept()}
MADE = dict((*damaged(500 if FULL else 90), *large()))


def built_from(text: str, folder: Path, served: Warm) -> Ran:
    """What comes of a text, after what must hold of any."""
    (folder / "x.toml").write_text(text, encoding="utf-8")
    ran = served.run("build", "x.toml", "-o", "out", cwd=folder)

    assert ran.code in (0, 2), ran.said
    assert not ran.traceback, ran.err
    assert ran.seconds < SECONDS
    assert ran.memory < MEMORY
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", ran.said)
    assert len(built(folder / "out")) == (ran.code == 0)
    if ran.code == 2:
        assert re.search(r"^error: x\.toml(:\d+)?: .+", ran.err, re.MULTILINE)
        assert "x.toml: nothing was written." in ran.err
        assert all(len(line) < 400 for line in ran.err.splitlines())
    return ran


@pytest.mark.parametrize("name", KEPT)
def test_t06_a_hostile_file_is_read_or_refused_as_it_says(name: str, tmp_path: Path, served: Warm) -> None:
    """T-02 to T-07, T-19: line, words and exit code are written in the file."""
    text, code, line, words = KEPT[name]
    ran = built_from(text, tmp_path, served)

    assert ran.code == code, ran.said
    if code == 2:
        place = f"x.toml:{line}: " if line else "x.toml: "
        told = [said for said in ran.err.splitlines() if place in said]
        assert any(words.lower() in said.lower() for said in told), ran.err


@pytest.mark.parametrize("name", MADE)
def test_t12_a_damaged_or_large_file_is_read_or_refused(name: str, tmp_path: Path, served: Warm) -> None:
    """T-01, T-12: what is made by dice, always the same."""
    ran = built_from(MADE[name], tmp_path, served)

    assert ran.code == 2 or name.startswith("damaged")


def test_there_are_some_two_hundred() -> None:
    """With those of ``bad/``, which ``test_source.py`` reads."""
    bad = len(list((Path(__file__).parent / "bad").glob("*.toml")))

    assert len(KEPT) + len(MADE) >= 190
    assert len(KEPT) + len(MADE) + bad >= 250
