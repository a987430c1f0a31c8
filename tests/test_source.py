"""The front door: whatever file is handed in becomes a Source or clear faults, and soon.

Files that must be refused are in ``bad/``: ``<name>.toml`` with the faults in
``<name>.expected``, one a line: ``line N: key: message-key``.
"""

from __future__ import annotations

import ast
import errno
import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from privet import lines, scan, slips, source
from privet.errors import Fault, InputError
from privet.source import Source, nearest, parse, read, visible
from privet.words import SLOT, fill

BAD = Path(__file__).parent / "bad"
WORDS = Path(source.__file__).parent / "data" / "words"
VALID = """\
schema = 1

[organisation]
name = "Bakery Jansen"   # ours
address = \"\"\"
Main Street 1
1000 Brussels\"\"\"
places = [
  "BE",  # home
  "NL",
]

[activities.shop]
keep = { from = "account-closed", months = 12, then = ["erase"] }
'quoted key' = 'C:\\Users'
dotted.key = 1

[[rows]]
day = 2026-11-22
[[rows]]
time = 2026-11-22 10:00:00Z
[rows.part]
lists = [[1, 0x1F], [{ x = 1e999 }]]
"""


def faults(text: str | bytes) -> list[Fault]:
    """The faults of a text; fails if there are none."""
    with pytest.raises(InputError) as caught:
        parse(text if isinstance(text, bytes) else text.encode(), "privacy.toml")
    return list(caught.value.faults)


def said(text: str | bytes) -> list[tuple[int, str, str]]:
    """Line, key and message of every fault of a text."""
    return [(fault.line, fault.key, fault.message) for fault in faults(text)]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail, rather than hang, after so many seconds."""

    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# What is accepted


def test_valid_file_gives_its_data_and_the_line_of_every_key() -> None:
    found = parse(VALID.encode(), "privacy.toml")

    assert found.data == tomllib.loads(VALID)
    assert found.lines["organisation",] == 3
    assert found.lines["organisation", "address"] == 5
    assert found.lines["organisation", "places", "1"] == 10
    assert found.lines["activities",] == found.lines["activities", "shop"] == 13
    assert found.lines["activities", "shop", "keep", "then", "0"] == 14
    assert found.lines["activities", "shop", "dotted", "key"] == 16
    assert found.lines["rows", "1", "part", "lists", "1", "0", "x"] == 23
    assert all_paths(found.data) == set(found.lines)


def all_paths(value: object, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Every key path of plain data."""
    inside: Mapping[str, object] = {}
    if isinstance(value, dict):
        inside = value
    elif isinstance(value, list):
        inside = {str(index): element for index, element in enumerate(value)}
    below = [all_paths(element, (*path, key)) for key, element in inside.items()]
    return set().union({path} if path else set(), *below)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "\ufeff" + VALID, VALID.strip()])
def test_byte_order_mark_and_missing_last_line_end_are_accepted(text: str) -> None:
    assert parse(text.encode(), "x").data == tomllib.loads(text.removeprefix("\ufeff"))


def test_windows_line_ends_are_accepted_and_keep_their_line_numbers() -> None:
    found = parse(VALID.replace("\n", "\r\n").encode(), "x")

    assert found == parse(VALID.encode(), "x")


def test_text_that_looks_like_code_is_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY", "sung")
    text = 'a = "${CANARY} %CANARY% !include x {0.__class__} file:///etc/passwd"\n__class__ = "x"\n'

    assert parse(text.encode(), "x").data == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "a.b = 1\n[a.c]\nx = 1\n",
        "[a.b.c]\nx = 1\n[a]\ny = 1\n",
        "[a.b.c]\nx = 1\n[a]\nb.d = 1\n",
        "[[a]]\n[a.b]\nx = 1\n[[a]]\n[a.b]\nx = 2\n",
        '"" = 1\n[t]\n"" = 2\n',
        'a = """"x"" \\\n   y"""""\nb = \'\'\'\'\'x\'\'\'\n',
        "a = [[\n[1], # [b]\n],\n[true], [inf]\n]\n",
        'a = """\nname = \\"\\"\n[people]\n"""\nb = 1\n',
        'a = """\nname = """\nb = 1\n',
        "a = [ +1_000, 0o17, 0b1, -0.5e+3, nan, 07:30:00.5, 2026-02-28t00:00:00+01:00 ]",
        'a = "M\u200dx \u200e\u05d0\u200f \U0001f1e7\U0001f1ea \\u00e9 \\n"',
    ],
)
def test_odd_but_valid_toml_is_accepted(text: str) -> None:
    found = parse(text.encode(), "x")

    assert repr(found.data) == repr(tomllib.loads(text))
    assert all_paths(found.data) == set(found.lines)


# What is refused

BAD_FILES = sorted(path.stem for path in BAD.glob("*.toml"))


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file_is_refused_with_the_expected_faults(name: str) -> None:
    expected = (BAD / f"{name}.expected").read_text("utf-8").splitlines()
    with pytest.raises(InputError) as caught:
        read(BAD / f"{name}.toml")

    assert [
        f"line {fault.line}: {fault.key}: {fault.message}" if fault.key else f"line {fault.line}: {fault.message}"
        for fault in caught.value.faults
    ][: len(expected)] == expected
    assert {fault.path for fault in caught.value.faults} == {str(BAD / f"{name}.toml")}


@pytest.mark.parametrize("name", BAD_FILES)
def test_every_fault_can_be_told_in_every_language(name: str) -> None:
    with pytest.raises(InputError) as caught:
        read(BAD / f"{name}.toml")

    for words in messages().values():
        for fault in caught.value.faults:
            text = fill(words[fault.message], dict(fault.slots))
            assert text and not text.startswith((":", " "))
            assert all(len(value) <= 1300 for _, value in fault.slots)
            assert all(len(value) <= 2 * slips.CUT for slot, value in fault.slots if slot != "key")


def messages() -> dict[str, dict[str, str]]:
    """All messages of all languages."""
    files = {path.parent.name: path.read_text("utf-8") for path in WORDS.glob("*/faults.toml")}
    return {language: tomllib.loads(text)["fault"] for language, text in files.items()}


def test_messages_are_the_same_in_every_language_with_the_same_slots() -> None:
    found = messages()
    slots = {
        language: {key: set(SLOT.findall(text)) for key, text in words.items()} for language, words in found.items()
    }

    assert set(found) == {"en", "fr", "nl"}
    assert slots["en"] == slots["fr"] == slots["nl"]


def test_every_message_of_the_front_door_exists() -> None:
    code = [Path(str(module.__file__)).read_text("utf-8") for module in (lines, scan, slips, source)]
    constants = {
        node.value
        for text in code
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    keys = {text for text in constants if re.fullmatch("[a-z]+(-[a-z0-9]+)+", text)}

    assert {key for key in keys if not key.startswith("utf-")} <= set(messages()["en"])


def test_repeated_key_and_table_name_both_lines() -> None:
    [key] = faults('[t]\nname = "a"\n\nname = "b"\n')
    [table] = faults("[t]\nname = 1\n[u]\n[t]\nname = 2\n")

    assert (key.line, dict(key.slots)) == (4, {"key": "t.name", "first": "2"})
    assert (table.line, dict(table.slots)) == (4, {"key": "t", "first": "1"})


def test_twin_key_names_the_right_one_whichever_comes_first() -> None:
    [after] = faults("name = 1\nNAME = 2\n")
    [before] = faults("NAME = 1\nname = 2\n")

    assert (after.line, dict(after.slots)["right"], dict(after.slots)["first"]) == (2, "name", "1")
    assert (before.line, dict(before.slots)["right"]) == (1, "name")


def test_all_slips_of_a_file_are_found_in_one_run_without_false_ones() -> None:
    text = VALID.replace('"Bakery Jansen"', "Bakery Jansen").replace("schema = 1", "schema: 1")
    text = text.replace("months = 12", "months = 12 days").replace("= 'C:", "= ‘C:")

    assert said(text) == [
        (1, "schema", "colon"),
        (4, "organisation.name", "no-quotes"),
        (14, "activities.shop.keep.months", "no-quotes"),
        (15, 'activities.shop."quoted key"', "curly-quotes"),
    ]


def test_an_unclosed_quote_brings_no_follow_up_faults() -> None:
    assert said('a = "x\ny\nz: w"\nb = ["1,\n  "2",\n]\nc = 3\nc = 4\n') == [
        (1, "a", "unclosed-quote"),
        (4, "b.0", "unclosed-quote"),
        (8, "c", "repeated-key"),
    ]


def test_more_than_twenty_faults_are_counted() -> None:
    found = faults("".join(f"k{number} = x\n" for number in range(3000)))

    assert len(found) == 20
    assert (found[-1].message, found[-1].line) == ("too-many-faults", 20)
    assert dict(found[-1].slots)["count"] == "2981"


def test_value_in_a_fault_is_cut_to_sixty_characters() -> None:
    [fault] = faults("a = " + "secret " * 100)

    assert max(len(value) for _, value in fault.slots) <= 62
    assert dict(fault.slots)["value"].endswith("…")


def test_first_bad_byte_is_named_with_its_line() -> None:
    [fault] = faults(b"\xef\xbb\xbfa = 1\nb = '\xe8'\n")

    assert (fault.line, fault.message, dict(fault.slots)["byte"]) == (2, "not-utf8", "0xe8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_recognised_with_and_without_its_mark(encoding: str) -> None:
    assert said(VALID.encode(encoding))[0][2] in ("is-utf16", "is-binary")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (gzip.compress(VALID.encode()), "is-compressed"),
        (json.dumps({"a": [1]}).encode(), "is-json"),
        (b'  <?xml version="1.0"?>', "is-web-page"),
        (b"{\\rtf1 x}", "is-document"),
        (b"a: 1\nb:\n  - c\n  - d\n", "is-yaml"),
        (b"x" * (source.SIZE + 1), "file-too-large"),
    ],
)
def test_other_kinds_of_file_are_named(raw: bytes, message: str) -> None:
    assert said(raw) == [(0, "", message)]


# Characters


def forbidden(point: int) -> bool:
    """The characters of threat T-24, in words rather than as a pattern."""
    return (
        (unicodedata.category(chr(point)) in ("Cc", "Cs", "Zl", "Zp") and point != 0x0A)
        or unicodedata.bidirectional(chr(point)) in ("LRE", "RLE", "PDF", "LRO", "RLO")
        or unicodedata.bidirectional(chr(point)) in ("LRI", "RLI", "FSI", "PDI")
        or point & 0xFFFE == 0xFFFE
        or 0xFDD0 <= point <= 0xFDEF
        or 0xE0000 <= point <= 0xE007F
        or point == 0xFEFF
    )


def test_exactly_the_forbidden_characters_are_refused() -> None:
    different = [hex(point) for point in range(0x110000) if bool(slips.FORBIDDEN.match(chr(point))) != forbidden(point)]

    assert different == []


@settings(deadline=None)
@given(st.sampled_from([chr(point) for point in range(0x110000) if forbidden(point)]))
def test_forbidden_character_is_refused_raw_and_escaped(char: str) -> None:
    named = ("code", f"U+{ord(char):04X}")
    escaped = f'[t]\nok = "x"\nkey = "a\\U{ord(char):08x}"\n'

    assert [fault.message for fault in faults(escaped)] == ["forbidden-character"]
    assert (faults(escaped)[0].line, faults(escaped)[0].key) == (3, "t.key")
    assert named in faults(escaped)[0].slots
    if char != "\0" and unicodedata.category(char) != "Cs":
        raw = faults(f'[t]\nok = "x"\nkey = "a{char}b"\n')
        assert named in raw[0].slots and raw[0].line == 3
        assert named in faults(f'"k{char}" = 1')[0].slots


@given(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co"]))
def test_visible_shows_what_does_not_show(char: str) -> None:
    assert visible(f"a{char}b") == f"aU+{ord(char):04X}b"


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "M", "Zs"])))
@example("Ωμέγα, l’Été\u00a0!")
def test_visible_leaves_ordinary_text_alone(text: str) -> None:
    assert visible(text) == text


# Properties

TEXT = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not slips.FORBIDDEN.search(text))


def toml_string(text: str) -> str:
    """A text as a TOML basic string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@given(TEXT, TEXT)
def test_any_text_in_quotes_reads_back_letter_for_letter(one: str, two: str) -> None:
    text = f"a = {toml_string(one)}\nb = [{{ c = {toml_string(two)} }}]\n"
    three_quotes = f'd = """\n{toml_string(one)[1:-1].replace(chr(92) + "n", chr(10))}"""\n'

    assert parse(text.encode(), "x").data == {"a": one, "b": [{"c": two}]}
    if one.replace("\\n", "") == one:
        assert parse(three_quotes.encode(), "x").data == {"d": one}


KEY_LINES = [
    number
    for number, line in enumerate(VALID.splitlines(), 1)
    if re.match(r"['\w. ]+ = (?!\[$|\"\"\"$)", line) and number != 22
]


@given(st.sampled_from(KEY_LINES))
def test_any_repeated_key_is_refused_with_both_lines(number: int) -> None:
    rows = VALID.splitlines()
    rows.insert(number, rows[number - 1])
    [fault] = faults("\n".join(rows))

    assert (fault.line, fault.message) == (number + 1, "repeated-key")
    assert ("first", str(number)) in fault.slots


@given(st.binary(max_size=200))
def test_random_bytes_give_a_source_or_faults(raw: bytes) -> None:
    outcome(raw)


PIECES = [
    '"',
    "'",
    '"""',
    "'''",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    "=",
    ".",
    "\n",
    "#",
    " ",
    "\\",
]
PIECES += [
    "a",
    "1",
    "é",
    "“",
    "-",
    ":",
    "_",
    "\t",
    "\r\n",
    "\x85",
    "\u202e",
    "\ufeff",
    "\\u12",
    "a = 1\n",
]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_mutated_valid_files_give_a_source_or_faults_and_agree_with_tomllib(
    data: st.DataObject,
) -> None:
    text = VALID
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 10))
        text = text[:start] + data.draw(st.sampled_from(PIECES)) + text[start + cut :]
    found = outcome(text.encode())
    if isinstance(found, Source):
        assert repr(found.data) == repr(tomllib.loads(text.removeprefix("\ufeff")))
        assert all_paths(found.data) == set(found.lines)
    else:
        assert "not-toml" not in found


def outcome(raw: bytes) -> Source | list[str]:
    """A source, or the messages of its faults; all faults have a line of the file."""
    try:
        return parse(raw, "x")
    except InputError as error:
        last = raw.count(b"\n") + 1
        assert error.faults and all(0 <= fault.line <= last for fault in error.faults)
        assert len(error.faults) <= slips.SHOWN
        return [fault.message for fault in error.faults]


# Work

BOMBS: dict[str, Callable[[int], str]] = {
    "parts of a key": lambda n: "a" + ".a" * n + " = 1",
    "parts of a header": lambda n: "[a" + ".a" * n + "]",
    "lists in lists": lambda n: "a = " + "[" * n,
    "tables in tables": lambda n: "a = " + "{a = " * n,
    "tables": lambda n: "".join(f"[t{i}]\n" for i in range(n // 8)),
    "rows": lambda n: "[[a]]\n" * (n // 6),
    "long list": lambda n: "a = [" + "1," * (n // 2) + "]",
    "inline keys": lambda n: "a = {" + ",".join(f"k{i}=1" for i in range(n // 8)) + "}",
    "dotted keys": lambda n: "".join(f"k{i}{'.b' * 19} = 1\n" for i in range(n // 50)),
    "keys": lambda n: "".join(f"key{i} = {'1' * 30}\n" for i in range(n // 42)),
    "escapes": lambda n: 'a = "' + "\\n" * (n // 2) + '"',
    "wrong escapes": lambda n: 'a = "' + "\\q" * (n // 2) + '"',
    "unclosed": lambda n: 'a = """' + "x" * n,
    "quotes": lambda n: '"' * n,
    "unclosed quotes": lambda n: 'a = "x\n' * (n // 50),
    "quotes in a text": lambda n: 'a = """' + '"" ' * (n // 3) + '"""',
    "headers in a text": lambda n: 'a = """' + "\n[b" * (n // 50) + '""" x',
    "comments in a list": lambda n: "a = [" + "#x\n" * (n // 50),
    "digits": lambda n: "a = " + "9" * n,
    "combining marks in a key": lambda n: '"' + "\u0301\u0327" * (n // 4) + '" = 1',
    "no quotes": lambda n: "a = b\n" * (n // 50),
    "same key": lambda n: "a = 1\n" * (n // 50),
    "missing commas": lambda n: "a = [" + '"b" ' * (n // 4) + "]",
    "missing equals": lambda n: "x\n" * (n // 50),
    "forbidden characters": lambda n: 'a = "' + "\u202e" * (n // 3) + '"',
    "control characters": lambda n: "\x01" * n,
    "lines": lambda n: "\n" * n,
    "spaces": lambda n: " " * n,
    "colons": lambda n: "a:b" * (n // 3),
}


def cost(work: Callable[[], object]) -> float:
    """Processor time of the quickest of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return max(min(times), 0.01)


@pytest.mark.parametrize("bomb", BOMBS)
def test_work_grows_with_the_size_of_the_file_and_no_faster(bomb: str) -> None:
    small, large = (BOMBS[bomb](n).encode() for n in (240_000, 480_000))

    # A busy machine may spoil a round or two; work that grows faster spoils all of them.
    rounds = (cost(lambda: outcome(large)) / cost(lambda: outcome(small)) for _ in range(8))
    assert any(ratio < 2.6 for ratio in rounds)


def test_bombs_of_a_megabyte_are_settled_in_two_seconds_and_256_mebibytes() -> None:
    program = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); import test_source as t\n"
        "for name, bomb in t.BOMBS.items():\n"
        "    start = time.process_time(); t.outcome(bomb(999_000).encode()[:1_000_000])\n"
        "    assert time.process_time() - start < 2, name\n"
        "# ru_maxrss would begin with the peak of the process that started this one\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    command = [sys.executable, "-c", program, str(Path(__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 256 * 1024


@pytest.mark.parametrize("depth", [21, 1_000, 20_000])
@pytest.mark.parametrize("bomb", ["parts of a key", "parts of a header", "lists in lists", "tables in tables"])
def test_depth_is_limited(bomb: str, depth: int) -> None:
    assert "too-deep" in [message for _, _, message in said(BOMBS[bomb](depth) + "]" * (depth < 0))]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("[t.t]\nx = 1\n" + "".join(f"[t{i}]\n" for i in range(5_000)), "too-many-tables"),
        ("a = {" + ", ".join(f"k{i} = 1" for i in range(20_001)) + "}", "too-many-keys"),
        ("a = [" + "1," * 20_001 + "]", "too-many-values"),
        ("\n" * 20_000, "too-many-lines"),
        ("a = " + "1" * 41, "number-too-long"),
        (f"{'k' * 201} = 1", "key-too-long"),
    ],
)
def test_limits_have_a_message_of_their_own(text: str, limit: str) -> None:
    assert said(text)[-1][2] == limit


def test_nearest_finds_honest_slips() -> None:
    keys = ["address", "collected-by", "email", "how", "organisation", "places", "purposes"]
    slip = {"adress": "address", "collected_by": "collected-by", "emial": "email"}
    slip |= {"Organization": "organisation", "purpose": "purposes", "place": "places"}

    assert {word: nearest(word, keys) for word in slip} == slip
    assert [nearest(word, keys) for word in ("", "x", "who", "website", "x" * 10**6)] == [None] * 5


@given(st.text(), st.lists(st.text()))
def test_nearest_returns_one_of_the_choices_or_none(word: str, choices: list[str]) -> None:
    assert nearest(word, choices) in {None, *choices}


def test_nearest_is_quick_for_thousands_of_unknown_keys() -> None:
    choices = [f"{word}-{number}" for word in ("organisation", "collected-by") for number in range(50)]
    words = [f"organistaion-{number}x" for number in range(1_000)] + ["x" * 10**6] * 2_000
    start = time.process_time()
    for word in words:
        nearest(word, choices)

    assert time.process_time() - start < 4


# Opening


def refusal(path: Path | str) -> str:
    """The one message with which a path is refused, within two seconds."""
    with within(2), pytest.raises(InputError) as caught:
        read(path)
    [fault] = caught.value.faults
    assert (fault.path, fault.line) == (str(path), 0)
    return fault.message


def test_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "privacy.toml").write_text(VALID, "utf-8")
    (tmp_path / "link").symlink_to("privacy.toml")

    assert read(tmp_path / "privacy.toml").data == read(str(tmp_path / "link")).data


def test_missing_file_folder_and_odd_paths_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "lost").symlink_to("nowhere")

    assert refusal(tmp_path) == "is-folder"
    assert refusal(tmp_path / "lost") == "file-missing"
    assert refusal(tmp_path / "missing") == "file-missing"
    assert refusal(tmp_path / "file" / "below") == "file-missing"
    assert refusal("with\0zero") == "file-missing"
    assert refusal(tmp_path / ("x" * 5000)) == "file-failed"


def test_pipe_device_and_link_loop_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")

    assert refusal(tmp_path / "pipe") == "not-a-file"
    assert refusal("/dev/zero") == refusal("/dev/null") == "not-a-file"
    assert refusal(tmp_path / "loop") == "link-loop"


def test_file_that_may_not_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    (tmp_path / "file").touch()
    monkeypatch.setattr("os.open", forbid)

    assert refusal(tmp_path / "file") == "file-unreadable"


def test_file_that_breaks_while_it_is_read_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise OSError(errno.EIO, "Input/output error")

    (tmp_path / "file").touch()
    monkeypatch.setattr(source, "_up_to", fail)

    assert refusal(tmp_path / "file") == "file-failed"


def test_large_file_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.write(b"#" * 10)
        file.truncate(10**11)

    assert refusal(tmp_path / "large") in ("file-too-large", "is-binary")
