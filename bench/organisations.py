"""Organisations from a seed: answers files like those of real ones, each different, each time the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

from privet.library import Library
from privet.questions import Choice, Choices, Field, Places, Questionnaire, Text
from privet.rewriting import toml
from privet.values import OTHER

SEED = 20261122
PLACES = ("NL", "FR", "BE", "CA-ON", "CA-QC", "DE")
KEEPS: tuple[object, ...] = (
    "unknown",
    {"from": "last-contact", "months": 24, "then": ["erase"]},
    {"from": "account-closed", "years": 7, "then": ["shred"], "reason": "law-says-so"},
)


def write_fleet(folder: Path, count: int) -> None:
    """``count`` answers files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = Library().questionnaire
    for number in range(count):
        (folder / f"org-{number:05}.toml").write_text(organisation(asked, number), encoding="utf-8")


def organisation(asked: Questionnaire, number: int) -> str:
    """The answers of the organisation of that number: one to six activities, most questions answered."""
    draw = Random(SEED + number)  # noqa: S311 - nobody's secret: the same seed must give the same file
    pieces = ["schema = 1\n"]
    for shape in asked.tables.values():
        rows = [""] if not shape.rows else _rows(shape.name, draw)
        for row in rows:
            fields = [line for field in shape.fields.values() if (line := _line(field, asked, draw, number))]
            pieces.append("\n".join((f"[{shape.name}{f'.{row}' if row else ''}]", *fields, "")))
    return "\n".join(pieces)


def _rows(table: str, draw: Random) -> list[str]:
    most = {"activities": 6, "suppliers": 2}.get(table, 0)
    return [f"{table}-{place}" for place in range(draw.randint(min(1, most), most))]


def _line(field: Field, asked: Questionnaire, draw: Random, number: int) -> str:
    value = _value(field, asked, draw, number)
    return "" if value is None else f"{field.key} = {toml(value)}"


def _value(field: Field, asked: Questionnaire, draw: Random, number: int) -> object:
    """An answer; None for a question that this organisation did not answer, or that is not drawn."""
    if (field.table, field.key) == ("organisation", "name"):
        return f"Organisation {number}"
    if field.key == "keep":
        return draw.choice(KEEPS)
    if draw.random() < 0.1:
        return draw.choice(("unknown", None))
    match field.kind:
        case Text() if field.key != "label":
            return f"{field.key} {number}"
        case Places():
            return draw.sample(PLACES, draw.randint(1, 2))
        case Choice(vocabulary=name) if name != "template":
            return draw.choice(_terms(field, asked))
        case Choices() if field.key not in ("optional", "languages"):
            terms = _terms(field, asked)
            return draw.sample(terms, min(len(terms), draw.randint(0, 4)))
        case _:
            return None


def _terms(field: Field, asked: Questionnaire) -> list[str]:
    """What may be chosen together: terms that do not stand alone and need no words of one's own."""
    vocabulary = asked.vocabularies[field.vocabulary]
    only = getattr(field.kind, "only", "")
    kept: Mapping[str, object] = {
        id: term
        for id, term in vocabulary.terms.items()
        if not term.exclusive and not term.replaced_by and id != OTHER and (not only or vocabulary.matches(id, only))
    }
    return list(kept)
