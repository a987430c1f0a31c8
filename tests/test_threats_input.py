"""Rows T-01 to T-13, T-15, T-19, T-34, T-35 and T-38 of the threat list: what is handed in.

Run through the parser itself where thousands of inputs are tried, through the program where
it matters what its user sees.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import attacks
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from program import BASE, EXAMPLE, FULL, MEMORY, SECONDS, Warm, run, warm

from privet import source
from privet.answers import Answers
from privet.errors import Fault, InputError
from privet.parsing import parse
from privet.questions import Choice, Choices, Day, Duration, Email, Keep, Link, LongText, Number, Places, Text

served = pytest.fixture(scope="module")(warm)


def read(text: str | bytes) -> Answers:
    """The answers in a text; raises InputError."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return parse(source.parse(raw, "x.toml"), attacks.questionnaire())


def faults(text: str | bytes) -> tuple[Fault, ...]:
    """The faults of a text; none if it is accepted."""
    try:
        read(text)
    except InputError as error:
        return error.faults
    return ()


def at(text: str, message: str = "") -> list[tuple[int, str]]:
    """Line and key of every fault with that message."""
    return [(fault.line, fault.key) for fault in faults(text) if message in ("", fault.message)]


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


# T-02: nothing is expanded


EXPANSIONS = (
    "!include /etc/passwd",
    "${HOME}",
    "$HOME",
    "%PATH%",
    "file:///etc/passwd",
    "@/etc/passwd",
    "~/x",
    "$(id)",
    "{canary}",
)


@pytest.mark.parametrize("text", EXPANSIONS)
def test_t02_text_that_looks_like_a_command_is_text(text: str) -> None:
    """T-02: it comes back letter for letter."""
    assert read(BASE.replace("Twin", text)).text("organisation", "name") == text


@pytest.mark.parametrize(
    "key", ["__class__", "__init__", "''", "'organisation.name'", "keys", "__dict__", "0", "constructor"]
)
def test_t02_names_of_machinery_are_unknown_keys(key: str) -> None:
    """T-02: no key reaches an attribute of ours."""
    for text in (f"{BASE}{key} = 1\n", f"{BASE}[{key}]\n", f"schema = 1\n{key} = 1\n"):
        assert {fault.message for fault in faults(text)} <= {"unknown-key", "unknown-key-plain"}
        assert faults(text)


# T-03: the same key twice


LINES = EXAMPLE.read_text().splitlines()
STATEMENTS = [number for number, line in enumerate(LINES) if "=" in line or line.startswith("[")]


@pytest.mark.parametrize("number", STATEMENTS)
def test_t03_any_statement_said_twice_is_refused_with_both_lines(number: int) -> None:
    """T-03: a key below itself; a table at the end once more."""
    line = LINES[number]
    table = line.startswith("[")
    again = [*LINES, line] if table else [*LINES[: number + 1], line, *LINES[number + 1 :]]
    (fault, *_) = faults("\n".join(again))

    assert fault.message == ("repeated-table" if table else "repeated-key")
    assert fault.line == (len(again) if table else number + 2)
    assert dict(fault.slots)["first"] == str(number + 1)


@pytest.mark.parametrize(("key", "twin"), [("name", "Name"), ("email", "eMail"), ("name", "ｎame")])
def test_t03_a_key_that_differs_by_case_or_form_is_refused_with_the_right_one(key: str, twin: str) -> None:
    """T-03: two keys nobody can tell apart."""
    (fault, *_) = faults(f'schema = 1\n[contact]\n{key} = "a@b.nl"\n"{twin}" = "a@b.nl"\n')

    assert fault.message == "twin-key"
    assert dict(fault.slots)["right"] == key


# T-04, T-05, T-06: every field by every wrong type; every key misspelt or out of place


def right(kind: object) -> frozenset[str]:
    """The TOML types that a kind of question takes."""
    match kind:
        case Text() | LongText() | Email() | Link():
            return frozenset(("text",))
        case Choice():
            return frozenset(("text", "table"))
        case Choices() | Places():
            return frozenset(("text", "list", "empty list", "list of tables"))
        case Day():
            return frozenset(("day",))
        case Number():
            return frozenset(("number", "hexadecimal"))
        case Keep() | Duration():
            return frozenset(("table", "empty table"))
        case _:
            raise TypeError(kind)


TYPES = {
    "number": "7",
    "negative": "-7",
    "hexadecimal": "0x1F",
    "fraction": "1.10",
    "infinity": "inf",
    "not a number": "nan",
    "overflow": "1e999",
    "huge": "9" * 18,
    "boolean": "true",
    "day": "2026-02-28",
    "moment": "2026-02-28T12:30:45+02:00",
    "local moment": "2026-02-28 12:30:45",
    "time": "12:30:45",
    "list": "[1]",
    "empty list": "[]",
    "nested list": '[["name"]]',
    "list of tables": "[{ x = 1 }]",
    "table": '{ x = "1" }',
    "empty table": "{}",
}


@pytest.mark.parametrize("kind", TYPES)
def test_t04_t05_every_field_refuses_every_wrong_type_all_in_one_run(kind: str) -> None:
    """T-04, T-05, T-06: one file in which every answer has the wrong type: each is told, by line and key."""
    lines, wanted = ["schema = 1"], set()
    for shape in attacks.questionnaire().tables.values():
        row = attacks.row_of(shape)
        lines.append(f"[{shape.name}.{row}]" if row else f"[{shape.name}]")
        for key, field in shape.fields.items():
            if kind not in right(field.kind):
                lines.append(f"{key} = {TYPES[kind]}")
                wanted.add((len(lines), ".".join(filter(None, (shape.name, row, key)))))
    found = faults("\n".join(lines))

    assert {(fault.line, fault.key) for fault in found} >= wanted
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)


@pytest.mark.parametrize(
    "day", ["2026-02-30", "03/04/2026", "2026-2-3", "20260203", "2026-13-01", '"2026-02-03"', "0000-01-01"]
)
def test_t05_days_that_are_none_are_refused_with_line_and_key(day: str) -> None:
    """T-05: impossible or ambiguous days."""
    assert at(f"schema = 1\n[approval]\ndate = {day}\n") == [(3, "approval.date")]


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=40))
@settings(max_examples=2_000 if FULL else 150, deadline=None)
def test_t04_any_quoted_text_is_kept_letter_for_letter(text: str) -> None:
    """T-04: what is in quotes is text, whatever it looks like."""
    found = faults(f"schema = 1\n[contact]\nname = {attacks.toml(text)}\n")
    if not found:
        assert read(f"schema = 1\n[contact]\nname = {attacks.toml(text)}\n").text("contact", "name") in (text, "")
    else:
        assert {fault.message for fault in found} <= {"empty-text", "forbidden-character"}


def keys() -> Iterator[tuple[str, str, str]]:
    """Table, row and key of every field."""
    for shape, field in attacks.fields():
        yield shape.name, attacks.row_of(shape), field.key


def misspelt(word: str) -> Iterator[str]:
    """A letter lost, doubled, and two swapped."""
    middle = len(word) // 2
    yield word[:middle] + word[middle + 1 :]
    yield word[:middle] + word[middle] + word[middle:]
    yield word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]


@pytest.mark.parametrize(("table", "row", "key"), [entry for entry in keys() if len(entry[2]) > 3])
def test_t06_every_misspelt_key_is_refused_with_the_nearest_one(table: str, row: str, key: str) -> None:
    """T-06: unknown keys are never ignored."""
    own = attacks.questionnaire().tables[table].fields
    header = f"[{table}.{row}]" if row else f"[{table}]"
    for wrong in {*misspelt(key)} - {*own}:
        (fault, *_) = faults(f"schema = 1\n{header}\n{wrong} = 1\n")
        assert (fault.line, fault.message) == (3, "unknown-key")
        assert dict(fault.slots)["nearest"] in own


@pytest.mark.parametrize("table", attacks.questionnaire().tables)
def test_t06_every_misspelt_table_is_refused_with_the_nearest_one(table: str) -> None:
    """T-06: a header is a key."""
    for wrong in misspelt(table):
        (fault, *_) = faults(f"schema = 1\n[{wrong}]\n")
        assert (fault.line, dict(fault.slots).get("nearest")) == (2, table)


@pytest.mark.parametrize("table", attacks.questionnaire().tables)
def test_t06_every_key_below_another_header_is_told_where_it_belongs(table: str) -> None:
    """T-06: moved to the wrong table: the message names a right table, or the nearest key of this one."""
    shapes = attacks.questionnaire().tables
    row = attacks.row_of(shapes[table])
    header = f"[{table}.{row}]" if row else f"[{table}]"
    for home, shape in shapes.items():
        for key in shape.fields.keys() - shapes[table].fields.keys():
            (fault,) = faults(f"schema = 1\n{header}\n{key} = 1\n")
            homes = {name for name in shapes if key in shapes[name].fields}
            assert dict(fault.slots).get("table") in homes or fault.message == "unknown-key", (home, key)


def test_t06_the_version_below_a_header_belongs_above() -> None:
    """T-06: ``schema`` below a table."""
    assert "key-above-tables" in {fault.message for fault in faults('[contact]\nname = "x"\nschema = 1\n')}


@pytest.mark.parametrize("table", [name for name, shape in attacks.questionnaire().tables.items()])
def test_t06_double_brackets_are_told_to_be_single(table: str) -> None:
    """T-06: ``[[x]]`` for ``[x]``."""
    assert [fault.message for fault in faults(f"schema = 1\n[[{table}]]\n")] == ["single-table-for-array"]


def test_t06_at_most_twenty_faults_are_told_by_line_and_the_others_counted(served: Warm, tmp_path: Path) -> None:
    """T-06: all faults in one run, sorted; a page of them at most."""
    (tmp_path / "x.toml").write_text(BASE + "[safeguards]\n" + "".join(f"wrong{i} = 1\n" for i in range(100)))
    ran = served.run("build", "x.toml", cwd=tmp_path)
    numbers = [int(number) for number in re.findall(r"x\.toml:(\d+):", ran.err)]

    assert ran.code == 2
    assert numbers == sorted(numbers)
    assert len(ran.err.splitlines()) <= 22
    assert "80" in ran.err


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


# T-13: contradictions; T-15: nothing at all


def test_t13_what_cannot_both_be_is_refused_at_both_places() -> None:
    """T-13: an optional item that is not collected; "none" beside something; a value twice; two periods."""
    text = (
        "schema = 1\n[activities.a]\n"
        'items = ["name"]\noptional = ["email"]\nshared-with = ["none", "bank"]\nstored = ["laptop", "laptop"]\n'
        'keep = { from = "account-closed", months = 1, years = 2 }\n'
    )

    messages = {fault.message: fault.line for fault in faults(text)}
    assert messages.keys() >= {"exclusive-with-others", "repeated-value", "keep-two-periods"}
    assert (
        faults('schema = 1\n[activities.a]\nitems = ["name"]\noptional = ["email"]\n')[0].message
        == "optional-not-in-items"
    )


SOFT = {
    "PV201": '[activities.a]\nstored = ["paper-cabinet"]\n[safeguards]\npaper = "none"\n',
    "PV202": '[activities.a]\nstored = ["email-inbox"]\n[safeguards]\nelectronic = "none"\n',
    "PV209": '[activities.a]\nshared-with = []\n[suppliers.x]\nrecipient = "web-host"\nname = "X"\n',
    "PV215": "[organisation]\n",
}


@pytest.mark.parametrize("code", ["PV201", "PV202"])
def test_t13_what_is_unlikely_together_is_found_and_becomes_a_task(code: str, served: Warm, tmp_path: Path) -> None:
    """T-13: ``privet check`` says it with its line, and the plan states it as something to mend."""
    import json

    stored = {"PV201": "#paper", "PV202": "#electronic"}[code]
    terms = attacks.questionnaire().vocabularies["storage"]
    place = next(term for term in terms.terms if terms.matches(term, stored))
    (tmp_path / "x.toml").write_text(BASE + SOFT[code].replace("paper-cabinet", place).replace("email-inbox", place))
    found = json.loads(served.run("check", "x.toml", "--format", "json", cwd=tmp_path).out)["findings"]
    served.run("build", "x.toml", "--format", "json", "-o", "out", cwd=tmp_path)
    (finding,) = (entry for entry in found if entry["code"] == code)
    tasks = json.loads((tmp_path / "out/x/plan.en.json").read_text())["tasks"]

    assert finding["line"] > 1
    assert finding["rule"] in {task["id"] for task in tasks}


@pytest.mark.parametrize("text", ["schema = 1\n", 'schema = 1\nactivities = []\nsuppliers = "none"\n'])
def test_t15_answers_that_say_nothing_give_a_whole_plan_with_tasks(text: str, served: Warm, tmp_path: Path) -> None:
    """T-15: complete, in every language, and the user is told how much is open."""
    (tmp_path / "x.toml").write_text(text)
    ran = served.run(
        "build", "x.toml", "--lang", "en,fr,nl", "--format", "html,md,json,docx", "-o", "out", cwd=tmp_path
    )

    assert (ran.code, ran.traceback) == (0, False), ran.said
    assert "tasks are open" in ran.err
    assert len(list((tmp_path / "out/x").iterdir())) == 12


# T-19, T-34, T-35, T-38


SCHEMES = (
    *(
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.nl/x",
        "vbscript:x",
        "ftp://a.nl",
    ),
    *(
        "https://user:pass@evil.nl",
        "https://evil.nl\\@good.nl",
        "https://",
        "http://localhost",
        "https://a.nl\tb",
        "https://a.nl/\nx",
    ),
    *(
        "mailto:a@b.nl",
        " https://a.nl",
        "https://a.nl b",
        'https://a.nl/"x',
        "https://a.nl/<x>",
        "a.nl",
        "blob:https://a.nl/1",
    ),
)
ADDRESSES = (
    *(
        "a@b.nl?subject=x",
        "a@b.nl,c@d.nl",
        "a@b.nl;c@d.nl",
        "a@b.nl&cc=x@y.nl",
        "<a@b.nl>",
        "A <a@b.nl>",
        "mailto:a@b.nl",
        "a b@c.nl",
    ),
    *("a@b", "@b.nl", "a@", "a@b.nl\n", "a@b..nl", '"a"@b.nl', "a@@b.nl", "a@b.nl@c.nl", "a(b)@c.nl", "a\\@b.nl"),
)


@pytest.mark.parametrize("text", SCHEMES)
def test_t19_links_that_are_none_are_refused_in_every_link_field(text: str) -> None:
    """T-19: only a web address, without a password, is a link."""
    for shape, field in attacks.fields():
        if isinstance(field.kind, Link):
            row = attacks.row_of(shape)
            header = f"[{shape.name}.{row}]" if row else f"[{shape.name}]"
            (fault, *_) = faults(f"schema = 1\n{header}\n{field.key} = {attacks.toml(text)}\n")
            assert fault.message in ("not-a-link", "forbidden-character", "control-escape")


@pytest.mark.parametrize("text", ADDRESSES)
def test_t19_addresses_that_are_none_or_several_are_refused(text: str) -> None:
    """T-19: one e-mail address, and nothing a mail program could read as an order."""
    assert at(f"schema = 1\n[contact]\nemail = {attacks.toml(text)}\n") == [(3, "contact.email")]


@pytest.mark.parametrize(
    ("version", "message"),
    [
        *(("2", "schema-newer"), ("999999999", "schema-newer"), ("0", "schema-unknown"), ("-1", "schema-unknown")),
        *(('"1"', "schema-unknown"), ("1.0", "schema-unknown"), ("true", "schema-unknown"), ("[1]", "schema-unknown")),
    ],
)
def test_t34_another_version_of_the_answers_file_is_refused(version: str, message: str) -> None:
    """T-34: what a newer program wrote is not guessed at.  (There is no older version yet.)"""
    assert [fault.message for fault in faults(f"schema = {version}\n")] == [message]


@pytest.mark.parametrize("language", ["../en", "EN", "xx", "en/../en", "en ", "e\x1bn", "en\n", "%65n", "en_GB", "."])
def test_t35_a_language_is_one_of_a_list_and_never_a_path(language: str, served: Warm, tmp_path: Path) -> None:
    """T-35: refused with the list of languages, by every command; the user's own setting falls back to English."""
    (tmp_path / "x.toml").write_text(BASE)
    for command in (("build",), ("check",), ("explain", "consent.express")):
        ran = served.run(*command, "x.toml", "--lang", language, cwd=tmp_path)
        if language.strip() != "en" or command != ("build",):
            assert (ran.code, ran.traceback) == (2, False), ran.said
            assert "en, fr, nl" in ran.err
    assert run("--help", PRIVET_LANG=language).code == 0


NEWER = (
    *("x = {\n a = 1 }\n", "x = { a = 1, }\n", 'x = "\\e"\n', 'x = "\\x41"\n', "x = 12:30\n", "x = 2026-01-01T12:30\n"),
    *("x = 2026-01-01 12:30Z\n",),
)


@pytest.mark.parametrize("text", NEWER)
def test_t38_what_only_newer_pythons_read_is_refused_by_privet_itself(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-38: the verdict comes before ``tomllib`` is asked, so every Python gives the same one."""

    def newer(text: str) -> dict[str, object]:
        return {}

    monkeypatch.setattr(tomllib, "loads", newer)
    with pytest.raises(InputError):
        source.parse(text.encode(), "x.toml")
