"""The JSON Schema of the answers file: what it takes, what it refuses, and that the parser agrees."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft7Validator
from strategies import Data, answers, library

from privet import parsing, values
from privet import schema as described
from privet.errors import InputError
from privet.library import Library
from privet.source import Source
from privet.source import parse as parse_source

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.toml"))
NOT_IN_DRAFT_4 = {"const", "if", "then", "else", "$id", "contains", "propertyNames", "examples", "readOnly"}


@cache
def validators() -> tuple[Draft4Validator, Draft7Validator]:
    """The schema as readers of either draft understand it."""
    whole = described.schema(library().questionnaire, "en")
    return Draft4Validator(whole), Draft7Validator(whole)


def as_json(value: object) -> object:
    """Plain data as an editor hands it to a schema: days are text."""
    match value:
        case dict():
            return {key: as_json(entry) for key, entry in value.items()}
        case list():
            return [as_json(entry) for entry in value]
        case date():
            return value.isoformat()
        case _:
            return value


def takes(data: Data) -> bool:
    """Whether the schema takes the data; both drafts must be of one mind."""
    verdicts = {validator.is_valid(as_json(data)) for validator in validators()}
    assert len(verdicts) == 1
    return verdicts.pop()


def parses(data: Data) -> bool:
    """Whether the parser takes the data."""
    try:
        parsing.parse(Source("privacy.toml", "", data, {}), library().questionnaire)
    except InputError:
        return False
    return True


def schemas(node: object, name: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Every schema in the schema with the keyword or key it stands at."""
    if isinstance(node, dict):
        if name not in ("properties", "patternProperties", "definitions"):
            yield name, node
        for key, entry in node.items():
            if key != "x-taplo":
                yield from schemas(entry, key)
    elif isinstance(node, list):
        for entry in node:
            yield from schemas(entry, name)


@pytest.mark.parametrize("locale", ["en", "fr", "nl", "fr_CA", "nl_BE"])
def test_it_is_a_schema_in_both_drafts(library: Library, locale: str) -> None:
    """In every language, and the same but for titles and descriptions."""
    whole = described.schema(library.questionnaire, locale)

    Draft4Validator.check_schema(whole)
    Draft7Validator.check_schema(whole)


def test_it_uses_only_words_that_mean_the_same_in_both_drafts() -> None:
    """An editor that knows only draft 4 must not overlook anything."""
    for _, node in schemas(validators()[0].schema):
        assert not NOT_IN_DRAFT_4 & node.keys()
        assert not isinstance(node.get("exclusiveMinimum"), int)
        assert not isinstance(node.get("type"), list)


def test_every_table_says_whether_it_may_hold_more() -> None:
    """Tombi takes a table that does not say for a closed one, Taplo for an open one."""
    every = [node for _, node in schemas(validators()[0].schema)]
    tables = [node for node in every if "properties" in node or node.get("type") == "object"]

    assert tables
    assert [node for node in tables if "additionalProperties" not in node] == []


def test_its_limits_are_those_of_the_parser() -> None:
    """They stand twice, as neither of the two modules may import the other."""
    assert described.VERSION == parsing.SCHEMA
    assert described.TEXT_LIMIT == values.TEXT_LIMIT
    assert described.LONG_TEXT_LIMIT == values.LONG_TEXT_LIMIT
    assert described.LIST_LIMIT == values.LIST_LIMIT
    assert described.NUMBER_LIMIT == values.NUMBER_LIMIT
    assert described.ROWS_LIMIT == parsing.ROWS
    assert described.ROW_ID_LIMIT == parsing.ROW_ID_LIMIT
    assert tuple(values.UNITS) == described.UNITS


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_it_takes_every_example(path: Path) -> None:
    assert takes(tomllib.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "text",
    [
        "",
        'activities = "unknown"',
        "activities = []",
        'suppliers = "none"',
        '[organisation]\nname = "unknown"\nplaces = "none"',
        '[people]\ngroups = ["customer", { other = "Neighbours" }]',
        '[people]\ngroups = []\nminors = "no"',
        '[people]\nminors = ["no"]',
        "[activities.x]",
        '[activities.x]\nkeep = { from = "fixed-date", until = 2027-01-31 }',
        '[activities.x]\nkeep = { from = "no-end", reason = "claims" }',
        '[activities.x]\nkeep = { from = "collected", months = 0, then = ["erase"] }',
        "[cleanup]\nevery = { weeks = 6 }",
        "[approval]\ndate = 2026-11-22",
        "[cameras]\ndays = 0",
    ],
)
def test_it_takes_every_way_to_answer(text: str) -> None:
    """Known, unknown and none, for every kind of question."""
    data = parse_source(f"schema = 1\n{text}\n".encode(), "privacy.toml").data

    assert takes(dict(data))
    assert parses(dict(data))


@pytest.mark.parametrize(
    "text",
    [
        "schema = 2",
        'schema = "1"',
        "schema = 1\norganization = {}",
        'schema = 1\norganisation = "unknown"',
        'schema = 1\n[organisation]\nnaem = "x"',
        "schema = 1\n[organisation]\nname = 1",
        'schema = 1\n[organisation]\nname = ""',
        'schema = 1\n[organisation]\nname = "  "',
        'schema = 1\n[organisation]\nname = "De\\nZon"',
        'schema = 1\n[people]\ngroups = [{ other = "De\\nZon" }]',
        "schema = 1\n[people]\ngroups = [" + ", ".join(f"{{ other = '{n}' }}" for n in range(501)) + "]",
        "schema = 1\n" + "".join(f"[activities.x{n}]\n" for n in range(500 + 1)),
        f'schema = 1\n[organisation]\nname = "{"x" * 501}"',
        'schema = 1\n[organisation]\nwebsite = "shop.example"',
        'schema = 1\n[organisation]\nwebsite = "ftp://shop.example"',
        'schema = 1\n[organisation]\nwebsite = "https://shop.example/a b"',
        'schema = 1\n[organisation]\nwebsite = "https://me@shop.example"',
        'schema = 1\n[organisation]\nwebsite = "https://localhost"',
        'schema = 1\n[organisation]\nkind = "bakery"',
        'schema = 1\n[organisation]\nkind = ["shop"]',
        'schema = 1\n[organisation]\nplaces = ["NLD"]',
        'schema = 1\n[organisation]\nplaces = "NL"',
        'schema = 1\n[contact]\nemail = "me at example.org"',
        'schema = 1\n[contact]\nemail = "me@example.org\\n"',
        'schema = 1\n[people]\ngroups = ["customer", "customer"]',
        'schema = 1\n[people]\ngroups = [{ other = "" }]',
        'schema = 1\n[people]\ngroups = [{ own = "x" }]',
        'schema = 1\n[people]\nminors = ["no", "13"]',
        'schema = 1\n[people]\nminors = [{ other = "x" }]',
        "schema = 1\n[activities]\nx = 1",
        "schema = 1\n[activities.Newsletter]",
        f"schema = 1\n[activities.{'x' * 61}]",
        'schema = 1\n[activities.x]\ncollected-by = ["unknown"]',
        'schema = 1\n[activities.x]\nkeep = "12 months"',
        "schema = 1\n[activities.x]\nkeep = { months = 12 }",
        'schema = 1\n[activities.x]\nkeep = { from = "collected", months = 12, years = 1 }',
        'schema = 1\n[activities.x]\nkeep = { from = "collected", months = 1201 }',
        'schema = 1\n[activities.x]\nkeep = { from = "collected", months = "12" }',
        'schema = 1\n[activities.x]\nkeep = { from = "fixed-date" }',
        'schema = 1\n[activities.x]\nkeep = { from = "no-end", years = 1 }',
        'schema = 1\n[activities.x]\nkeep = { from = "collected", period = 1 }',
        "schema = 1\n[sensitive.hair-colour]",
        "schema = 1\n[cleanup]\nevery = {}",
        "schema = 1\n[cleanup]\nevery = { days = 1, weeks = 1 }",
        "schema = 1\n[cameras]\ndays = -1",
        "schema = 1\n[cameras]\ndays = 1.5",
        "schema = 1\n[cameras]\ndays = true",
        'schema = 1\n[approval]\ndate = "soon"',
    ],
)
def test_it_refuses_what_the_parser_refuses(text: str) -> None:
    """Every kind of question, answered wrong."""
    data = tomllib.loads(text)

    assert not takes(data)
    assert not parses(data)


@settings(max_examples=60, deadline=None)
@given(answers())
def test_it_takes_whatever_the_parser_takes(data: Data) -> None:
    """The two describe one file."""
    whole = {"schema": 1, **data}

    assert parses(whole)
    assert takes(whole)


_ODD = st.one_of(
    st.sampled_from(["unknown", "none", "other", "", "x", 0, -1, 1.5, True, [], {}, ["none"], ["unknown"], [[]]]),
    st.sampled_from([{"other": "x"}, [{"other": "x"}], [{"other": ""}], {"months": 1}, {"from": "collected"}]),
    st.sampled_from(["yes", ["yes"], "email", ["email"], ["NL"], "NL", ["NL", "NL"], "a@b.nl", "https://a.nl"]),
)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_it_agrees_with_the_parser_on_odd_values(data: st.DataObject) -> None:
    """One value that may or may not fit, at any key."""
    shape = data.draw(st.sampled_from(list(library().questionnaire.tables.values())))
    key = data.draw(st.sampled_from(list(shape.fields)))
    vocabulary = library().questionnaire.vocabularies.get(shape.rows)
    row = next(iter(vocabulary.terms)) if vocabulary else "row"
    record = {key: data.draw(_ODD)}
    whole: Data = {"schema": 1, shape.name: {row: record} if shape.rows else record}

    assert takes(whole) == parses(whole)


def test_titles_are_in_the_language_asked_for(library: Library) -> None:
    """An editor shows them beside the key."""
    titles = {}
    for locale in ("en", "fr", "nl"):
        whole = json.loads(json.dumps(described.schema(library.questionnaire, locale)))
        titles[locale] = whole["properties"]["contact"]["properties"]["email"]["title"]

    assert titles == {"en": "E-mail address", "fr": "Adresse électronique", "nl": "E-mailadres"}


def test_privet_schema_prints_it() -> None:
    """``privet schema`` needs no file and no network."""
    done = subprocess.run(
        [sys.executable, "-m", "privet", "schema", "--lang", "nl"], capture_output=True, check=True, timeout=60
    )

    printed = json.loads(done.stdout)
    assert printed == json.loads(json.dumps(described.schema(library().questionnaire, "nl")))
    assert done.stderr == b""
