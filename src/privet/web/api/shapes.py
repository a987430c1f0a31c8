"""The forms of what programs send and get; the description of the interface is made from them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

Name = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=1_000_000)]


class Told(Schema):
    """One thing that is wrong."""

    code: str
    line: int
    """Line of the answers, from 1; 0 where it is about the whole."""
    key: str
    message: str


class Faults(Schema):
    """Everything that is wrong, in one go."""

    faults: list[Told]


class NewPlan(Schema):
    """A plan to begin; with answers, or with none yet."""

    model_config = ConfigDict(extra="forbid")
    name: Name = ""
    answers: Text = ""


class Plan(Schema):
    """A plan and the state of its answers."""

    id: UUID
    name: str
    made: datetime
    changed: datetime
    revision: int
    etag: str
    """Hash of the answers' text; sent back as If-Match."""
    digest: str
    """Hash of the answers themselves, as documents name it."""


class Plans(Schema):
    """Plans, newest first."""

    plans: list[Plan]
    total: int


class Paper(Schema):
    """A document that can be made, or what it waits for."""

    kind: str
    name: str
    title: str
    languages: list[str]
    formats: list[str]
    lacks: list[Told]


class Papers(Schema):
    """Every document of a plan."""

    documents: list[Paper]


class Because(Schema):
    """An answer behind a finding."""

    ref: str
    question: str
    answer: str
    line: int


class Cites(Schema):
    """A provision of law."""

    law: str
    provision: str
    text: str
    url: str
    force: str


class Accepted(Schema):
    """What somebody decided about a finding."""

    row: str
    reason: str
    until: str


class Finding(Schema):
    """Something that ``privet check`` finds."""

    code: str
    rule: str
    priority: Literal["high", "normal", "low"]
    path: str
    line: int
    about: list[str]
    state: Literal["new", "known", "accepted"]
    accepted: Accepted | None = None
    title: str
    text: str
    because: list[Because]
    cites: list[Cites]


class Findings(Schema):
    """As ``privet check --format json`` prints them."""

    form: Literal["privet.findings/1"] = Field("privet.findings/1", alias="schema")
    findings: list[Finding]


class Task(Schema):
    """Something to do, as in a document's JSON."""

    id: str
    kind: str
    priority: str
    text: str
    reason: str
    refs: list[str]
    key: str
    owner: str
    due: str
    cites: list[Cites]


class OpenQuestion(Schema):
    """Something that is not answered yet."""

    ref: str
    question: str
    about: str
    state: str
    line: int


class Tasks(Schema):
    """What is to be done, and what is still open."""

    tasks: list[Task]
    open_questions: list[OpenQuestion]
