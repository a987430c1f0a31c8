"""JSON: a public interface, described by its schema and the same every time."""

from __future__ import annotations

from dataclasses import replace
from json import loads
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sample_document import HOSTILE, SCRIPTS, part, sample, small, words
from sample_document import given as said

from privet.document import Block, Document, Paragraph
from privet.render.json_format import json

DATA = Path(__file__).parents[1] / "src" / "privet" / "data"
SCHEMA = loads((DATA / "render" / "document.schema.json").read_text(encoding="utf-8"))


def read(document: Document) -> Any:
    return loads(json(document, words("en")))


def block(id_: str) -> Any:
    """A block of the sample as JSON."""
    blocks = [block for section in read(sample())["sections"] for block in section["blocks"]]
    return next(block for block in blocks if block["id"] == id_)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("document", [sample(), small(), small(Paragraph(said("x")), kind="notice")])
def test_every_document_keeps_to_the_schema(document: Document) -> None:
    errors = list(Draft202012Validator(SCHEMA).iter_errors(read(document)))

    assert [error.message for error in errors] == []


def test_the_schema_refuses_what_is_not_in_it() -> None:
    """A key that slips into the output is noticed here first."""
    output = read(sample()) | {"secret": 1}

    assert not Draft202012Validator(SCHEMA).is_valid(output)


def test_the_form_has_a_version() -> None:
    assert read(sample())["schema"] == "privet.document/1"


def test_a_block_has_verdict_text_reasons_and_provisions() -> None:
    found = block("consent.unknown")

    assert found["verdict"] == "unknown"
    assert found["text"] == "You do not know yet how long you keep this.\n\nBewaar niets langer dan nodig."
    assert found["because"][0] == {
        "ref": "activities[registration].keep",
        "question": "How long do you keep it?",
        "answer": "I don’t know yet",
        "line": 25,
    }
    assert found["because"][1]["line"] == 0
    assert [cite["provision"] for cite in found["cites"]] == ["art-30"]


def test_a_block_sums_up_its_parts_and_keeps_them_apart() -> None:
    """One law, one reason, told once for the block and with each part."""
    found = block("consent.implied")

    assert found["laws"] == ["ca-pipeda", "eu-gdpr"]
    assert len(found["because"]) == 1
    assert found["text"].startswith("For people in Canada\n\nYou may assume")
    assert [part["rule"] for part in found["parts"]] == [
        "ca-pipeda:plan/consent/implied",
        "ca-pipeda:plan/consent/list",
        "eu-gdpr:plan/consent/implied",
    ]
    assert [part["laws"] for part in found["parts"]] == [["ca-pipeda"], ["ca-pipeda"], ["eu-gdpr"]]


def test_items_are_the_values_behind_the_verdict() -> None:
    parts = tuple(replace(part(Paragraph(said("x"))), items=items) for items in (("name", "age"), ("age", "phone")))
    one = Block("consent.express", "Express", "yes", parts)
    document = replace(small(Paragraph(said("x"))), sections=(replace(sample().sections[0], blocks=(one,)),))

    assert read(document)["sections"][0]["blocks"][0]["items"] == ["name", "age", "phone"]


def test_each_kind_of_content_says_what_it_is() -> None:
    table = block("inventory.table")["parts"][0]["content"][1]
    flow = block("flows.pictures")["parts"][0]["content"][0]

    assert table["type"] == "table"
    assert table["rows"][0][1] == ["Name", "E-mail address", "Telephone number"]
    assert len(table["columns"]) == 7
    assert [stop["abroad"] for stop in flow["stops"]] == [False, False, False, False, True, False, False]
    assert "Name, E-mail address, Telephone number" in block("inventory.table")["text"]


def test_given_text_is_itself() -> None:
    """Neither escaped for people nor marked for direction."""
    output = json(sample(), words("en"))

    assert SCRIPTS["Hebrew"] in output
    assert block("texts.hostile")["text"] == "\n".join(f"- {text}" for text in HOSTILE)


def test_tasks_questions_and_laws_are_there() -> None:
    output = read(sample())

    assert [task["priority"] for task in output["tasks"]] == ["high", "normal", "low"]
    assert output["open_questions"][1] == {
        "ref": "organisation.size",
        "question": "How many people work for you?",
        "about": "",
        "state": "missing",
        "line": 0,
    }
    assert {law["id"]: law["verdict"] for law in output["laws"]} == {
        "eu-gdpr": "yes",
        "ca-pipeda": "unknown",
        "ca-casl": "no",
    }


def test_the_same_document_gives_the_same_text() -> None:
    output = json(sample(), words("en"))

    assert output == json(sample(), words("nl"))
    assert output.endswith("}\n")
