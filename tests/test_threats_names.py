"""Rows T-24, T-25 and T-31 of the threat list: characters that act, names of files, and what a terminal would obey."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import attacks
import pytest
from attacks import TWIN
from hypothesis import given, settings
from hypothesis import strategies as st
from program import BASE, FULL, Warm, run, warm

from privet import source
from privet.cli.fleet import RESERVED, set_name
from privet.errors import InputError
from privet.library import Library
from privet.parsing import parse

served = pytest.fixture(scope="module")(warm)
LIBRARY = Library()


# T-24: characters that act or do not show


ODD = {
    **{f"U+{code:04X}": chr(code) for code in (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))},
    **{f"U+{code:04X}": chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))},
    **{
        f"U+{code:04X}": chr(code)
        for code in (0x2028, 0x2029, 0xFEFF, 0xFFF9, 0xFFFE, 0xFFFF, 0xFDD0, 0x1FFFE, 0xE0001, 0xE0041, 0xE000)
    },
}
ALLOWED = frozenset(("U+0009", "U+061C", "U+200E", "U+200F", "U+E000", "U+0085", "U+FFF9"))
"""Those that some texts need, or that show as a sign: the verdict on these is the reader's own."""


def refused(text: str) -> list[tuple[str, int, str]]:
    try:
        parse(source.parse(text.encode("utf-8", "surrogatepass"), "x.toml"), LIBRARY.questionnaire)
    except InputError as error:
        return [(fault.message, fault.line, " ".join(value for _, value in fault.slots)) for fault in error.faults]
    return []


@pytest.mark.parametrize("name", sorted(ODD.keys() - ALLOWED))
def test_t24_characters_that_act_are_refused_raw_and_escaped_in_every_text(name: str) -> None:
    """T-24: the message names the character and the line, in whatever field it stands."""
    escape = f"\\U{ord(ODD[name]):08x}"
    texts = [
        attacks.everywhere(TWIN).replace(TWIN, f"a{escape}b"),
        attacks.everywhere(TWIN).replace(TWIN, f"a{ODD[name]}b"),
    ]
    for text in texts:
        found = refused(text)
        assert found
        if name not in ("U+0000", "U+000A", "U+000D"):
            assert any(name in slots for _, _, slots in found), found[:2]


@pytest.mark.parametrize(
    "blank", ["", " ", "\u00a0", "\u200b", "\u00ad", "\u2060", "\u3164", "\u2800", "\u115f", "\u0301", "\ufe0f"]
)
def test_t24_a_text_that_shows_nothing_is_empty(blank: str) -> None:
    """T-24: a name of spaces and joiners is no name."""
    assert [entry[0] for entry in refused(f"schema = 1\n[contact]\nname = {attacks.toml(blank)}\n")] == ["empty-text"]


def test_t24_a_name_stands_on_one_line_and_an_address_on_several() -> None:
    """T-24: a line break in a name is refused; own words are names too."""
    assert refused('schema = 1\n[contact]\nname = "a\\nb"\n')[0][:2] == ("line-break", 3)
    assert refused('schema = 1\n[people]\ngroups = [{ other = "a\\nb" }]\n')[0][:2] == ("line-break", 3)
    assert refused('schema = 1\n[organisation]\naddress = "a\\nb"\n') == []


# T-25: names of files


NAMES = (
    *(
        "../../etc/passwd",
        "..",
        ".",
        "",
        "con",
        "CON",
        "con.txt",
        "nul.tar.gz",
        "com1",
        "LPT9.x",
        "a/b\\c",
        "a:b",
        "x" * 300,
        "-rf",
    ),
    *(
        ".hidden",
        "a.",
        "a ",
        " a",
        "日本語",
        "ünï",
        "a\x00b",
        "a\nb",
        "\x1b[31m",
        "aux-",
        "x" * 99 + "..",
        "~",
        "%2e%2e",
        "CONIN$",
    ),
)


@given(st.text(max_size=150) | st.sampled_from(NAMES))
@settings(max_examples=2_000 if FULL else 300, deadline=None)
def test_t25_names_of_folders_are_safe_everywhere(text: str) -> None:
    """T-25: letters, digits, dot, hyphen, underscore; not hidden, not reserved, not too long."""
    name = set_name(text)

    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,104}", name)
    assert not name.endswith(".")
    assert name.split(".")[0].lower() not in RESERVED


def test_t25_two_files_that_would_share_a_folder_are_refused(tmp_path: Path, served: Warm) -> None:
    """T-25: also where only capitals differ: some systems see no difference."""
    for name in ("Shop.toml", "shop.toml"):
        (tmp_path / name).write_text(BASE)
    ran = served.run("build", ".", "-o", "out", cwd=tmp_path)

    assert ran.code == 2
    assert not (tmp_path / "out").exists()


def test_t25_names_in_the_answers_never_become_paths(tmp_path: Path, served: Warm) -> None:
    """T-25: an organisation called ``../../x`` is written where the file's own name says."""
    (tmp_path / "x.toml").write_text(BASE.replace("Twin", "../../../tmp/evil"))
    ran = served.run("build", "x.toml", "--format", "html,md,json,docx", "-o", "out", cwd=tmp_path)

    assert ran.code == 0
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()} == {
        "x.toml",
        *(f"out/x/plan.en.{form}" for form in ("html", "md", "json", "docx")),
    }


# T-31: what a terminal would obey


def test_t31_escapes_in_names_keys_values_and_options_are_shown_and_not_obeyed(tmp_path: Path, served: Warm) -> None:
    """T-31: no message brings a control character to the terminal."""
    evil = "e\x1b]0;owned\x07\x1b[31m\u202ex"
    (tmp_path / f"{evil}.toml").write_text(f'schema = 1\n"{evil[1:5]}" = 1\n[contact]\nname = "\x1b[2J"\n')
    (tmp_path / "x.toml").write_text(BASE)
    runs = [
        served.run("build", f"{evil}.toml", cwd=tmp_path),
        served.run("build", f"missing{evil}", cwd=tmp_path),
        served.run("build", "x.toml", f"--{evil}", cwd=tmp_path),
        served.run("build", "x.toml", "--lang", evil, cwd=tmp_path),
        served.run("build", "x.toml", "--on", evil, cwd=tmp_path),
        served.run("build", "x.toml", "--jobs", evil, cwd=tmp_path),
        served.run("explain", evil, "x.toml", cwd=tmp_path),
        served.run(evil, cwd=tmp_path),
    ]
    told: Mapping[int, str] = {number: ran.said for number, ran in enumerate(runs)}

    assert [ran.code for ran in runs] == [2] * len(runs), told
    assert not any(ran.traceback for ran in runs)
    assert {n: text for n, text in told.items() if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)} == {}


def test_t31_a_name_that_is_no_unicode_is_no_reason_to_stop(tmp_path: Path) -> None:
    """T-31: file names are bytes; whatever the terminal can print, the plan is made."""
    name = b"caf\xe9\xff.toml"
    (tmp_path / "x.toml").write_text(BASE)
    (tmp_path / "x.toml").rename(tmp_path / __import__("os").fsdecode(name))
    for changes in ({}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        for command in (("check", name),) if changes else (("build", name, "-o", "oé"), ("check", name)):
            ran = run(*command, cwd=tmp_path, **changes)
            assert ran.code in (0, 1), ran.err
            assert not ran.traceback
