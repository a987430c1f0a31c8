"""Rows T-02 to T-06 of the threat list: what is there twice, of the wrong type, misspelt or out of place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attacks
import pytest
from attacks import at, faults, read
from hypothesis import given, settings
from hypothesis import strategies as st
from program import BASE, EXAMPLE, FULL, Warm, warm

from privet.questions import Choice, Choices, Day, Duration, Email, Keep, Link, LongText, Number, Places, Text

served = pytest.fixture(scope="module")(warm)


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
