"""Answers for tests: random ones drawn from the questionnaire, and documents read back as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import assert_never

from hypothesis import strategies as st

from privet import interview, parsing
from privet.compose import compose
from privet.document import Block, Bullets, Content, Document, Flow, Line, Paragraph, Part, Table
from privet.facts import Case
from privet.judging import Judged, judge
from privet.library import Library
from privet.questions import (
    NONE,
    UNKNOWN,
    Choice,
    Choices,
    Day,
    Duration,
    Email,
    Field,
    Keep,
    Link,
    LongText,
    Number,
    Places,
    TableShape,
    Text,
)
from privet.source import Source
from privet.values import OTHER, UNITS
from privet.vocabulary import Vocabulary

Data = dict[str, object]
TODAY = date(2026, 11, 22)
"""The day the texts and laws were checked; every test looks at the law of that day."""


@cache
def library() -> Library:
    """privet's own data, loaded once for all tests."""
    return Library()


# ---- from plain data to documents


def case_of(data: Mapping[str, object], on: date = TODAY, path: str = "privacy.toml") -> Case:
    """The case for answers given as plain data; InputError for what is wrong in them."""
    shelf = library()
    answers = parsing.parse(Source(path, "", {"schema": 1, **data}, {}), shelf.questionnaire)
    return interview.case(answers, shelf.skips, on, shelf.covered)


def judged_as(case: Case, kind: str) -> Judged:
    """The case judged for a kind of document."""
    return judge(library(), case, kind)


def document_of(case: Case, kind: str, language: str = "en") -> Document:
    """The document; UnfinishedError if it may not be printed yet."""
    return compose(library(), judged_as(case, kind), language)


# ---- documents as plain text


def line_text(line: Line) -> str:
    """What a line says."""
    return "".join(run.text for run in line)


def content_lines(content: Content) -> Iterator[Line]:
    """Every line of a paragraph, list, table or picture; headings are lines of their own."""
    match content:
        case Paragraph(line):
            yield line
        case Bullets(items):
            yield from items
        case Table(rows=rows):
            yield from (line for row in rows for cell in row for line in cell)
        case Flow(title=title):
            yield title
        case _:
            assert_never(content)


def part_text(part: Part) -> str:
    """Whose people a part is for, and all that it says."""
    return " ".join([part.people, *(line_text(line) for content in part.content for line in content_lines(content))])


def block_text(block: Block) -> str:
    """The title of a block and its parts."""
    return " ".join([block.title, *map(part_text, block.parts)])


def blocks(document: Document) -> Iterator[Block]:
    """Every block, in order."""
    return (block for section in document.sections for block in section.blocks)


def parts(document: Document) -> Iterator[Part]:
    """Every part of every block, in order."""
    return (part for block in blocks(document) for part in block.parts)


def document_text(document: Document) -> str:
    """Everything that a reader of the document reads, apart from citations."""
    said = [section.title for section in document.sections]
    said += [block_text(block) for block in blocks(document)]
    said += [line_text(line) for task in document.tasks for line in (task.text, task.reason)]
    said += [question.question for question in document.open_questions]
    return " ".join([document.title, document.audience, document.status_note, *said])


def sentences(document: Document) -> frozenset[str]:
    """The sentences of a document's running text and lists; tables are facts, not sentences."""
    running = [
        line_text(line)
        for part in parts(document)
        for content in part.content
        if isinstance(content, Paragraph)
        for line in content_lines(content)
    ]
    return frozenset(piece for text in running for piece in re.split(r"(?<=[.?!:])\s+", text) if piece)


# ---- random answers

NAMES = ("De Zonnebloem", "Café Été", "{items}", "<b>*x*</b>", "Żółw & Söhne", "1")
"""Words people might give: accents, markup, and what looks like a slot."""
PLACES = ("NL", "FR", "BE", "NO", "CA", "CA-ON", "CA-QC", "US", "US-CA", "GB", "BR", "CH")


def value(field: Field) -> st.SearchStrategy[object]:
    """A valid value for a field: none of it is unknown."""
    vocabularies = library().questionnaire.vocabularies
    match field.kind:
        case Text():
            return st.sampled_from(NAMES)
        case LongText():
            return st.sampled_from(NAMES).map(lambda name: f"{name}\n2 Street")
        case Email():
            return st.sampled_from(["privacy@example.org", "hello@shop.example"])
        case Link():
            return st.sampled_from(["https://shop.example", "https://www.example.org/a"])
        case Day():
            return st.dates(date(2024, 1, 1), date(2028, 12, 31))
        case Number():
            return st.integers(0, 400)
        case Choice(vocabulary=name, only=only):
            return st.sampled_from(
                [id for id in usable(vocabularies[name], only) if not vocabularies[name].terms[id].exclusive]
            )
        case Choices(vocabulary=name, only=only):
            return terms(vocabularies[name], only)
        case Places():
            return st.lists(st.sampled_from(PLACES), max_size=3, unique=True)
        case Keep():
            return retention()
        case Duration():
            return periods()
        case _:
            assert_never(field.kind)


def usable(vocabulary: Vocabulary, only: str) -> list[str]:
    """Terms that a choice may take, alone or with others."""
    return [id for id in vocabulary.terms if not only or vocabulary.matches(id, only)]


def terms(vocabulary: Vocabulary, only: str = "") -> st.SearchStrategy[object]:
    """A list of terms: none, one that stands alone, or some, perhaps with words of one's own."""
    every = usable(vocabulary, only)
    alone = [id for id in every if vocabulary.terms[id].exclusive]
    several: list[object] = [id for id in every if id not in alone and id != NONE]
    if vocabulary.other:
        several.append({OTHER: "{items}"})
    some = st.lists(st.sampled_from(several), max_size=4, unique_by=str)
    return st.one_of(some, st.sampled_from(alone).map(lambda id: [id])) if alone else some


def periods() -> st.SearchStrategy[Data]:
    """``{ months = 12 }``"""
    return st.builds(lambda unit, amount: {unit: amount}, st.sampled_from(sorted(UNITS)), st.integers(0, 40))


def retention() -> st.SearchStrategy[Data]:
    """A retention rule: a trigger with or without a period, a date, or for ever."""
    words = library().questionnaire.vocabularies
    triggers = [id for id in words["keep-trigger"].terms if id not in ("fixed-date", "no-end")]
    extra = st.fixed_dictionaries(
        {"then": terms(words["keep-action"])}, optional={"reason": st.sampled_from(list(words["keep-reason"].terms))}
    )
    counted = st.builds(lambda trigger, period: {"from": trigger, **period}, st.sampled_from(triggers), periods())
    dated = st.dates(date(2025, 1, 1), date(2030, 1, 1)).map(lambda day: {"from": "fixed-date", "until": day})
    rest: list[Data] = [{"from": "no-end"}, {"from": "order-done"}]
    return st.builds(lambda base, more: {**base, **more}, st.one_of(counted, dated, st.sampled_from(rest)), extra)


@st.composite
def record(draw: st.DrawFn, shape: TableShape, knows: int) -> Data:
    """The answers of one table or row; ``knows`` of 10 are known, the rest unknown or not there."""
    found: Data = {}
    for key, field in shape.fields.items():
        luck = draw(st.integers(0, 9))
        if luck < knows:
            found[key] = draw(value(field))
        elif luck < 9:
            found[key] = UNKNOWN
    return found


def _rows(draw: st.DrawFn, shape: TableShape, knows: int) -> object:
    vocabularies = library().questionnaire.vocabularies
    if shape.rows in vocabularies:
        ids: Sequence[str] = draw(
            st.lists(st.sampled_from(list(vocabularies[shape.rows].terms)), max_size=2, unique=True)
        )
    else:
        ids = [f"row-{number}" for number in range(draw(st.integers(1, 2)))]
    return {id: _optional_kept(draw(record(shape, knows))) for id in ids}


def _optional_kept(row: Data) -> Data:
    """What is optional is a part of what is collected."""
    items, optional = row.get("items"), row.get("optional")
    if isinstance(items, list) and isinstance(optional, list):
        row["optional"] = [entry for entry in optional if entry in items]
    return row


@st.composite
def answers(draw: st.DrawFn, knows: int = 8) -> Data:
    """Valid answers to the whole questionnaire, ``knows`` of 10 of them known."""
    found: Data = {}
    for name, shape in library().questionnaire.tables.items():
        luck = draw(st.integers(0, 9))
        if luck < knows:
            found[name] = _rows(draw, shape, knows) if shape.rows else draw(record(shape, knows))
        elif luck == 9 and shape.rows:
            found[name] = draw(st.sampled_from([[], UNKNOWN]))
    return found


@st.composite
def changed(draw: st.DrawFn, data: Data) -> tuple[Data, tuple[str, str, str]]:
    """The same answers with one of them changed, and its address: table, row, key."""
    tables = library().questionnaire.tables
    places = [
        (name, row, key)
        for name, shape in tables.items()
        for row in (list(_record(data.get(name))) if shape.rows else [""])
        for key in shape.fields
        if key not in ("items", "optional")  # one holds the other: a change of one may be no valid answer
    ]
    name, row, key = draw(st.sampled_from(places))
    fresh = draw(st.one_of(value(tables[name].fields[key]), st.just(UNKNOWN)))
    table = dict(_record(data.get(name)))
    if row:
        table[row] = {**_record(table[row]), key: fresh}
    else:
        table[key] = fresh
    return {**data, name: table}, (name, row, key)


def _record(raw: object) -> Data:
    return dict(raw) if isinstance(raw, dict) else {}


# ---- answers laid over others

ROWS = ("activities", "suppliers", "sensitive", "bases", "accepted")
"""Tables that have rows."""


def laid_over(base: Mapping[str, object], over: Mapping[str, object]) -> Data:
    """Answers laid over others, table by table and row by row, the last word counting."""
    found: Data = dict(base)
    for name, table in over.items():
        below = found.get(name)
        if isinstance(table, dict) and isinstance(below, dict):
            rows = {row: {**below[row], **table[row]} for row in table if row in below} if name in ROWS else {}
            table = {**below, **table, **rows}
        found[name] = table
    return found
