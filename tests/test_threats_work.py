"""Rows T-01, T-07 to T-09, T-11 and T-12 of the threat list: too much, too deep, or no answers file at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attacks import faults, read
from hypothesis import given, settings
from hypothesis import strategies as st
from program import BASE, EXAMPLE, FULL, MEMORY, SECONDS, Warm, warm

served = pytest.fixture(scope="module")(warm)


# T-01, T-08, T-11: work


BOMBS = {
    "dotted key": "a." * 20_000 + "a = 1\n",
    "header": "[" + "a." * 20_000 + "a]\n",
    "tables": "".join(f"[t{i}]\n" for i in range(100_000)),
    "rows": "".join("[[x]]\n" for _ in range(100_000)),
    "huge list": "x = [" + "1," * 400_000 + "]\n",
    "deep list": "x = " + "[" * 20_000 + "]" * 20_000 + "\n",
    "deep inline": "x = " + "{a=" * 20_000 + "1" + "}" * 20_000 + "\n",
    "deep 21": "x = " + "[" * 21 + "]" * 21 + "\n",
    "long number": "x = " + "9" * 5_000 + "\n",
    "long hexadecimal": "x = 0x" + "F" * 5_000 + "\n",
    "long text": BASE + f'[breach]\nwho = "{"x" * 900_000}"\n',
    "unknown keys": BASE + "[safeguards]\n" + "".join(f"papier{i} = 1\n" for i in range(19_000)),
    "unknown terms": BASE + "[activities.a]\nitems = [" + ", ".join(f'"nam{i}"' for i in range(19_000)) + "]\n",
    "unknown tables": "".join(f"[organisatio{i}]\n" for i in range(4_900)),
    "activities": BASE + "".join(f"[activities.a{i}]\n" for i in range(4_000)),
    "suppliers": BASE + "".join(f"[suppliers.a{i}]\nname = 'x'\n" for i in range(4_000)),
    "own words": BASE + "[activities.a]\nitems = [" + ", ".join(f'{{other="a{i}"}}' for i in range(9_000)) + "]\n",
    "quotes": "x = " + '"' * 300_001,
    "backslashes": 'x = "' + "\\" * 300_001 + '"',
    "spaces": "x" + " " * 900_000 + "y",
    "comment": "#" * 900_000,
    "equals": "=" * 500_000,
    "lines": "\n" * 900_000,
    "address": BASE.replace("twin@twin.nl", "a@" + "a." * 200 + "!"),
    "link": BASE + '[suppliers.x]\nchanges = "https://' + "a." * 200 + '@"\n',
}


@pytest.mark.parametrize("name", BOMBS)
def test_t01_t08_t11_work_bombs_are_refused_quickly_and_in_little_room(name: str, served: Warm, tmp_path: Path) -> None:
    """T-01, T-08, T-11: exit 2 with a line, in 2 s and 256 MiB, and nothing written."""
    (tmp_path / "x.toml").write_text(BOMBS[name])

    ran = served.run("build", "x.toml", "-o", "out", cwd=tmp_path)
    assert (ran.code, ran.traceback) == (2, False), ran.said
    assert re.search(r"x\.toml(:\d+)?: ", ran.err)
    assert len(ran.err) < 8_000
    assert ran.seconds < SECONDS
    assert ran.memory < MEMORY
    assert not (tmp_path / "out").exists()


def test_t01_the_most_that_is_accepted_is_made_in_time(served: Warm, tmp_path: Path) -> None:
    """T-01: 300 activities and 300 suppliers are not yet a bomb: under 10 s."""
    rows = "".join(
        f'[activities.a{i}]\nlabel = "A{i}"\nitems = ["name", "email", {{other = "o{i}"}}]\nstored = ["email-inbox"]\n'
        f'shared-with = ["web-host"]\n[suppliers.s{i}]\nrecipient = "web-host"\n'
        for i in range(300)
    )
    (tmp_path / "x.toml").write_text(BASE + rows)

    ran = served.run("build", "x.toml", "--format", "html,md,json", "-o", "out", cwd=tmp_path)
    assert ran.code == 0, ran.said
    assert ran.seconds < 10


def test_t11_time_grows_with_the_input_and_not_with_its_square(served: Warm, tmp_path: Path) -> None:
    """T-11: twice the rows take less than 2.6 times as long."""

    def took(count: int) -> float:
        (tmp_path / "x.toml").write_text(BASE + "".join(f'[suppliers.s{i}]\nname = "S{i}"\n' for i in range(count)))
        return min(served.run("build", "x.toml", "--format", "json", cwd=tmp_path).seconds for _ in range(2))

    assert took(400) < 2.6 * took(200) + 0.2


# T-07, T-09, T-10: what is no answers file (the corpus in ``bad/`` holds one of each kind)


def test_t07_t10_the_corpus_of_bad_files_has_each_kind() -> None:
    """T-07, T-10: the files that ``test_source.py`` reads with their expected messages."""
    names = {path.stem for path in (Path(__file__).parent / "bad").glob("*.toml")}

    assert names >= {"not-utf8", "utf16", "gzip", "zip", "docx", "pdf", "web-page", "json", "yaml", "zero-byte"}
    assert names >= {"no-quotes", "colon-for-equals", "curly-quotes", "quote-inside", "windows-path", "unclosed-quote"}
    assert names >= {"unclosed-list", "line-break-in-inline-table", "accent-in-key"}


def test_t07_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    """T-07: what editors add is no fault of the user."""
    answers = read(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())

    assert answers.text("contact", "name") == "Twin"


@pytest.mark.parametrize(
    "path", ["/dev/zero", "/dev/stdin", "pipe", "loop", "folder", "nothing", "secret", "x\x1b[31m", "a" * 300]
)
def test_t09_what_is_no_ordinary_file_is_refused_at_once(path: str, served: Warm, tmp_path: Path) -> None:
    """T-09: no hang; exit 2 with the path."""
    import os

    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder").mkdir()
    ran = served.run("build", path, "-o", "out", cwd=tmp_path)

    assert (ran.code, ran.traceback) == (2, False), ran.said
    assert ran.seconds < SECONDS
    assert "\x1b" not in ran.said
    assert not (tmp_path / "out").exists()


def test_t09_no_name_at_all_is_not_the_folder_one_is_in(served: Warm, tmp_path: Path) -> None:
    """T-09: ``privet build "$FILE"`` with the variable unset reads nothing."""
    (tmp_path / "other.toml").write_text(BASE)

    assert served.run("build", "", cwd=tmp_path).code == 2


# T-12: anything at all


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(max_examples=5_000 if FULL else 200, deadline=None)
def test_t12_random_bytes_are_read_or_refused(raw: bytes) -> None:
    """T-12: InputError or answers, never another error."""
    faults(raw)


@given(st.randoms(use_true_random=False), st.integers(1, 5))
@settings(max_examples=20_000 if FULL else 300, deadline=None)
def test_t12_mutated_answers_are_read_or_refused(random: object, cuts: int) -> None:
    """T-12: a valid file with pieces lost, doubled, swapped and damaged."""
    import random as randoms

    assert isinstance(random, randoms.Random)
    text = EXAMPLE.read_text()
    for _ in range(cuts):
        start, end = sorted(random.choices(range(len(text)), k=2))
        piece = random.choice(
            ("", text[start:end] * 2, random.choice("\"'[]{}=.#\n\\\0é\u202e"), text[start:end][::-1])
        )
        text = text[:start] + piece + text[min(end, start + 12) :]
    faults(text)
