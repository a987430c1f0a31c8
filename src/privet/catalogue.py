"""The catalogue: vocabularies, questions and short words, read from their data files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from privet.datafiles import DataFiles, Table
from privet.questions import (
    Choice,
    Choices,
    Day,
    Duration,
    Email,
    Field,
    Keep,
    Kind,
    Link,
    LongText,
    Number,
    Places,
    Question,
    Questionnaire,
    Section,
    TableShape,
    Template,
    Text,
)
from privet.vocabulary import Term, Vocabulary, build
from privet.words import Text as WordText

FREE = "free"
"""Rows of a table that the user names."""

PLAIN_KINDS: Mapping[str, Callable[[], Kind]] = {
    "text": Text,
    "long-text": LongText,
    "email": Email,
    "link": Link,
    "day": Day,
    "number": Number,
    "places": Places,
    "keep": Keep,
    "duration": Duration,
}


def questionnaire(files: DataFiles) -> Questionnaire:
    """Everything privet asks, with its vocabularies and activity templates."""
    templates = _templates(files)
    named = {id: Term(id, template.labels) for id, template in templates.items()}
    vocabularies = {**_vocabularies(files), "template": build("template", named, {}, "")}
    sections = sorted(
        (files.toml(name) for name in files.names("questions", "*.toml")),
        key=lambda table: table.table("section").number("order"),
    )
    questions = tuple(question for table in sections for question in _questions(table, vocabularies))
    heads = (table.table("section") for table in sections)
    return Questionnaire(
        tuple(Section(head.text("id"), head.labels("title")) for head in heads),
        questions,
        {question.id: question for question in questions},
        vocabularies,
        templates,
        _tables(questions),
    )


def skips(files: DataFiles) -> Mapping[str, object]:
    """Per question that is not always asked, when it is, as written in its file."""
    tables = [files.toml(name) for name in files.names("questions", "*.toml")]
    asked = (question for table in tables for question in table.tables("question"))
    return {question.text("id"): question.raw["when"] for question in asked if "when" in question.raw}


def strings(files: DataFiles, language: str) -> Mapping[str, WordText]:
    """All short strings of a language by dotted key."""
    found: dict[str, WordText] = {}
    for name in files.names(f"words/{language}", "*.toml"):
        for key, table in files.toml(name).rows():
            found.update(_strings(key, table))
    return found


def _strings(prefix: str, table: Table) -> Iterator[tuple[str, WordText]]:
    for key, value in table.raw.items():
        if isinstance(value, str):
            yield f"{prefix}.{key}", value
        elif "other" in table.table(key).raw:
            yield f"{prefix}.{key}", table.labels(key)
        else:
            yield from _strings(f"{prefix}.{key}", table.table(key))


# ---- vocabularies


def _vocabularies(files: DataFiles) -> Mapping[str, Vocabulary]:
    tables = {
        name.split("/")[-1].removesuffix(".toml"): files.toml(name) for name in files.names("vocabulary", "*.toml")
    }
    terms = {name: _terms(table) for name, table in tables.items()}
    built: dict[str, Vocabulary] = {}
    for name, table in tables.items():
        head = table.table("vocabulary")
        head.only("name", "parent", "other")
        above = terms[head.text("parent")] if head.text("parent") else {}
        built[name] = build(name, terms[name], above, head.flag("other"))
    return built


def _terms(table: Table) -> Mapping[str, Term]:
    return {id: _term(id, row) for id, row in table.table("term").rows()}


def _term(id: str, row: Table) -> Term:
    row.only(
        "label", "region", "parent", "tags", "iri", "match", "fides", "cnil", "exclusive", "suggests", "added",
        "replaced-by", "make", "wp-consent",
    )  # fmt: skip
    return Term(
        id,
        {**row.labels("label"), **row.labels("region")},
        row.text("parent"),
        row.strings("tags"),
        row.strings("iri"),
        row.text("match", "none"),
        row.text("fides"),
        row.text("cnil"),
        row.flag("exclusive"),
        row.strings("suggests"),
        row.text("added"),
        row.text("replaced-by"),
    )


# ---- questions


def _questions(table: Table, vocabularies: Mapping[str, Vocabulary]) -> Iterator[Question]:
    section = table.table("section").text("id")
    for row in table.tables("question"):
        row.only(
            "id", "table", "title", "hint", "why", "when", "each", "rows", "templates", "row-terms", "unasked", "field",
        )  # fmt: skip
        home = row.text("each") or row.text("table")
        fields = tuple(_field(field, row, home, vocabularies) for field in row.tables("field"))
        rows = (row.text("row-terms") or FREE) if row.flag("rows") else ""
        yield Question(
            row.text("id"), section, home, row.labels("title"), row.labels("hint"), row.labels("why"), fields,
            row.text("each"), rows, row.flag("unasked"), row.flag("templates"),
        )  # fmt: skip


def _field(field: Table, question: Table, home: str, vocabularies: Mapping[str, Vocabulary]) -> Field:
    field.only("key", "kind", "must", "label", "vocabulary", "only")
    labels = field.labels("label") or question.labels("title")
    kind = _kind(field, vocabularies)
    return Field(home, field.text("key"), kind, question.text("id"), labels, field.flag("must"))


def _kind(field: Table, vocabularies: Mapping[str, Vocabulary]) -> Kind:
    name = field.text("kind")
    if name in PLAIN_KINDS:
        return PLAIN_KINDS[name]()
    vocabulary, only = field.text("vocabulary"), field.text("only")
    if vocabulary not in vocabularies:
        raise field.wrong("vocabulary", f"there is no vocabulary {vocabulary}")
    if only and not vocabularies[vocabulary].knows(only):
        raise field.wrong("only", f"{vocabulary} has no {only}")
    if name not in ("choice", "choices"):
        raise field.wrong("kind", f"there is no kind {name}")
    return Choice(vocabulary, only) if name == "choice" else Choices(vocabulary, only)


def _tables(questions: tuple[Question, ...]) -> Mapping[str, TableShape]:
    """The shape of the answers file: each table with its fields, in the order they are asked."""
    fields: dict[str, dict[str, Field]] = {}
    rows: dict[str, str] = {}
    for question in questions:
        home = fields.setdefault(question.table, {})
        home.update({field.key: field for field in question.fields})
        if question.rows:
            rows[question.table] = question.rows
        if question.templates:
            home["template"] = Field(question.table, "template", Choice("template"), question.id, question.title)
    return {name: TableShape(name, home, rows.get(name, "")) for name, home in fields.items()}


def _templates(files: DataFiles) -> Mapping[str, Template]:
    table = files.toml("templates.toml").table("template")
    return {id: Template(id, row.labels("label"), row.table("answers").raw) for id, row in table.rows()}
