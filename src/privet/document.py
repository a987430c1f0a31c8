"""The document tree: what compose makes and the renderers print.

Everything here is finished text in one language.  A renderer decides how a thing looks,
never what it says, and needs nothing but this module and its own few words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Style = Literal["plain", "strong", "emphasis"]
Side = Literal["yes", "no", "unknown"]
Force = Literal["must", "should", "may"]
Priority = Literal["high", "normal", "low"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    style: Style = "plain"
    given: bool = False
    """True for words people gave us (names, addresses): never translated, isolated for
    direction, and shown letter for letter whatever they hold."""
    link: str = ""
    """Address of a page that the words lead to.  It comes from a law's data, never from answers."""


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line
    box: str = ""
    """Id of the wording, where an empty box to tick stands before it: a consent points to it."""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; never empty."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; its first column names the row.

    A cell is a tuple of lines, shown one under the other."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]


StopKind = Literal["people", "source", "user", "storage", "recipient", "end"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on an activity's way: who or what stands there."""

    kind: StopKind
    heading: str
    """The verb above it, e.g. "comes in by"."""
    lines: tuple[str, ...]
    """What stands in the box, one label a line; never empty."""
    sensitive: bool = False
    abroad: bool = False
    """The line that leads here leaves the country, or the group of countries, of the organisation."""
    given: bool = False
    """The lines hold words that people gave us."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The data-flow picture of one activity, left to right; ``text`` is its equivalent."""

    id: str
    title: Line
    stops: tuple[Stop, ...]
    text: str


Content = Paragraph | Bullets | Table | Flow


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer that put a text there."""

    ref: str
    """Address of the answer, e.g. ``activities[newsletter].items``."""
    question: str
    answer: Line
    line: int = 0
    """Line of the answers file, 0 if the answer is not there."""
    about: str = ""
    """The activity or supplier that ``question`` begins with; empty if it names none."""
    asked: str = ""
    """The question without it; empty if it names none."""


@dataclass(frozen=True, slots=True)
class Cite:
    """A provision of law that asks for a text."""

    law: str
    """Id of the law, e.g. ``eu-gdpr``."""
    provision: str
    """Id of the provision within the law, e.g. ``art-6-1-b``."""
    text: str
    """Self-contained citation in the document's language."""
    url: str
    force: Force


@dataclass(frozen=True, slots=True)
class Part:
    """What one finding says inside a block."""

    rule: str
    """Full id of the rule, e.g. ``plan/consent/express`` or ``eu-gdpr:plan/consent/implied``."""
    side: Side
    people: str
    """Whose people this is for, e.g. "For people in Canada"; empty: for everyone."""
    content: tuple[Content, ...]
    items: tuple[str, ...]
    """The values that made the verdict, as labels in the document's language."""
    because: tuple[Reason, ...]
    cites: tuple[Cite, ...]
    force: Force
    language: str
    status: str
    """State of the text in this language: authored or reviewed."""


@dataclass(frozen=True, slots=True)
class Block:
    """A titled piece of the document; its id is a public name, e.g. ``consent.express``."""

    id: str
    title: str
    side: Side
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to find out, to do or to mend."""

    id: str
    kind: Literal["find-out", "do", "mend"]
    priority: Priority
    text: Line
    reason: Line
    refs: tuple[str, ...]
    cites: tuple[Cite, ...]
    key: str = ""
    """What the answers file calls it, e.g. ``plan-consent-opt-out-missing``."""
    owner: Line = ()
    due: date | None = None
    facts: str = ""
    """Fingerprint of the answers it rests on: a task that is done comes back when they change."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A day to remember: a review, the end of a retention period, the end of a contract."""

    id: str
    day: date
    text: Line
    months: int = 0
    """It comes back every so many months; 0: once."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that is still unanswered, or answered with "I don't know"."""

    ref: str
    question: str
    about: str
    """The activity or supplier asked about; empty if the question is about the organisation."""
    state: Literal["unknown", "missing"]
    line: int


@dataclass(frozen=True, slots=True)
class LawApplied:
    """A law, whether it applies, and why."""

    id: str
    name: str
    short: str
    side: Side
    reasons: tuple[str, ...]
    depth: str
    checked: date


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    """How the texts of this document stand in its language."""

    code: str
    name: str
    texts: int
    reviewed: int
    stale: int


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document in one language, for one audience."""

    kind: str
    """``plan``, ``notice``, …"""
    title: str
    language: str
    organisation: Line
    audience: str
    """Who this is for, in words, printed on every page."""
    on: date
    version: str
    answers_hash: str
    data_hash: str
    status: LanguageStatus
    status_note: str
    laws: tuple[LawApplied, ...]
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    open_questions: tuple[OpenQuestion, ...]
    reminders: tuple[Reminder, ...] = ()
    reasons: Literal["shown", "hidden"] = "shown"
    """Whether readers see the answers and provisions behind each text; programs always do."""
    approved: str = ""
    """Who approved it and when, or that it changed since; empty where the answers file alone speaks."""
