"""Packs: documents and laws, read from their folders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from privet import conditions
from privet.conditions import Condition
from privet.datafiles import DataFiles, Table
from privet.document import Force, Priority
from privet.provisions import Provision, in_force
from privet.questions import Questionnaire
from privet.rules import Rule, RuleId
from privet.vocabulary import Labels

FORCES: tuple[Force, ...] = ("must", "should", "may")
REASONS: tuple[Literal["shown", "hidden"], ...] = ("shown", "hidden")
PRIORITIES: tuple[Priority, ...] = ("high", "normal", "low")


@dataclass(frozen=True, slots=True)
class DocumentPack:
    """A kind of document: its topics in order, and all its rules."""

    id: str
    topics: tuple[str, ...]
    title: Labels
    audience: Labels
    voice: str
    """``you`` (the organisation), ``we`` (the organisation to others) or ``check``."""
    reasons: Literal["shown", "hidden"]
    """Whether readers see the answers and provisions behind each text."""
    tasks_from: tuple[tuple[str, str], ...]
    """(document, topic) whose findings become tasks of this one."""
    due: Mapping[str, int]
    """Months in which a task of each priority should be done."""
    each: str
    """Table with a document of its own for each row; empty: one for the organisation."""
    rules: tuple[Rule, ...]
    exports: tuple[str, ...] = ()
    """Formats it offers besides those of every document: tables, and data for programs."""


@dataclass(frozen=True, slots=True)
class Applies:
    """One reason why a law applies (``in``) or does not (``out``)."""

    id: str
    effect: str
    when: Condition
    cites: tuple[Provision, ...]
    reason: Labels
    otherwise: Labels
    since: date | None
    until: date | None

    def stands(self, on: date) -> bool:
        return in_force(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class LegalNumber:
    """A number that a law sets, with its unit: hour, day, business-day, month, year."""

    value: int
    unit: str
    cites: tuple[Provision, ...]
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Law:
    """A law: where it speaks, when it applies, its numbers."""

    id: str
    inherits: tuple[str, ...]
    covers: frozenset[str]
    excepted: frozenset[str]
    depth: str
    checked: date
    text_as_of: date | None
    """Day of the version of the law that was read; None where the law was not read as a whole."""
    begins: date | None
    name: Labels
    short: Labels
    people: Labels
    regulator: Labels
    regulator_url: str
    """Where on the web people reach the regulator; empty where that is not known."""
    applies: tuple[Applies, ...]
    numbers: Mapping[str, LegalNumber]


# ---- documents


def document(files: DataFiles, asked: Questionnaire, name: str) -> DocumentPack:
    """The document of that name; DataError for what its files get wrong."""
    head = files.toml(f"documents/{name}/document.toml")
    head.only("id", "topics", "voice", "title", "audience", "tasks-from", "each", "due", "exports", "reasons")
    topics = head.strings("topics")
    rules = tuple(rule for topic in topics for rule in topic_rules(files, asked, RuleId(name, topic, "")))
    pairs = (source.partition("/") for source in head.strings("tasks-from"))
    tasks_from = tuple((document, topic) for document, _, topic in pairs)
    due = {priority: head.table("due").number(priority) for priority in head.table("due").raw}
    titles, exports = (head.labels("title"), head.labels("audience")), head.strings("exports")
    reasons = _one_of(head, "reasons", "shown", REASONS)
    voice, each = head.text("voice"), head.text("each")
    return DocumentPack(name, topics, *titles, voice, reasons, tasks_from, due, each, rules, exports)


def folder(home: RuleId) -> str:
    """Folder of a topic: a document's own, or a law's part of it."""
    top = f"laws/{home.law}/{home.document}" if home.law else f"documents/{home.document}"
    return f"{top}/{home.topic}"


def topic_rules(files: DataFiles, asked: Questionnaire, home: RuleId) -> Iterator[Rule]:
    """The rules of one topic, in the order of the file."""
    for row in files.toml(f"{folder(home)}/rules.toml").tables("rule"):
        yield _rule(row, asked, home)


def _rule(row: Table, asked: Questionnaire, home: RuleId) -> Rule:
    row.only(
        "id", "when", "block", "force", "shows", "priority", "code", "must-know", "since", "until", "duty", "later"
    )
    id = RuleId(home.document, home.topic, row.text("id"), home.law)
    force = _one_of(row, "force", "should", FORCES)
    if force == "must":
        raise row.wrong("force", "only a law can say must")
    return Rule(
        id,
        f"{home.topic}.{row.text('block') or id.name}",
        conditions.parse(row.raw.get("when"), asked, row.path, str(id)),
        force,
        row.text("shows"),
        _one_of(row, "priority", "normal", PRIORITIES),
        row.text("code"),
        row.flag("must-know"),
        row.day("since"),
        row.day("until"),
        _duty(row),
        row.flag("later"),
    )


def _duty(row: Table) -> RuleId | None:
    """The rule whose provisions this one borrows: ``duty = "plan/consent/express"``."""
    if "duty" not in row.raw:
        return None
    parts = row.text("duty").split("/")
    if len(parts) != 3:
        raise row.wrong("duty", "document/topic/rule")
    return RuleId(parts[0], parts[1], parts[2])


Word = TypeVar("Word", bound=str)


def _one_of(row: Table, key: str, default: Word, words: tuple[Word, ...]) -> Word:
    value = row.text(key, default)
    for word in words:
        if word == value:
            return word
    raise row.wrong(key, " / ".join(words))


# ---- laws


def law_ids(files: DataFiles) -> tuple[str, ...]:
    """Ids of all laws, in the order of their folders; ``_template`` is none."""
    folders = (name.split("/")[1] for name in files.names("laws", "*/law.toml"))
    return tuple(id for id in folders if not id.startswith("_"))


def law(files: DataFiles, asked: Questionnaire, id: str) -> Law:
    """The law of that id: everything needed to tell whether it applies."""
    head = files.toml(f"laws/{id}/law.toml")
    head.only(
        "id", "inherits", "covers", "except", "depth", "checked", "text-as-of", "in-force", "name", "short", "people",
        "regulator", "applies", "number",
    )  # fmt: skip
    checked = head.day("checked")
    if checked is None:
        raise head.wrong("checked", "missing")
    register = provisions(files, id)
    regulator = _regulator(head.table("regulator"))
    return Law(
        id,
        head.strings("inherits"),
        frozenset(head.strings("covers")),
        frozenset(head.strings("except")),
        head.text("depth"),
        checked,
        head.day("text-as-of"),
        head.day("in-force"),
        head.labels("name"),
        head.labels("short"),
        head.labels("people"),
        *regulator,
        tuple(_applies(row, asked, id, register) for row in head.tables("applies")),
        {name: _number(row, register) for name, row in head.table("number").rows()},
    )


def _regulator(row: Table) -> tuple[Labels, str]:
    """Who watches over a law, and where on the web people reach them; empty where nobody is named."""
    row.only("name", "url")
    url = row.text("url")
    if url and not url.startswith("https://"):
        raise row.wrong("url", "not https://")
    return row.labels("name"), url


def _applies(row: Table, asked: Questionnaire, law: str, register: Mapping[str, Provision]) -> Applies:
    row.only("id", "effect", "when", "cites", "reason", "otherwise", "since", "until")
    if row.text("effect") not in ("in", "out"):
        raise row.wrong("effect", "in / out")
    return Applies(
        row.text("id"),
        row.text("effect"),
        conditions.parse(row.raw.get("when"), asked, row.path, f"{law}/{row.text('id')}"),
        cited(row, register),
        row.labels("reason"),
        row.labels("otherwise"),
        row.day("since"),
        row.day("until"),
    )


def _number(row: Table, register: Mapping[str, Provision]) -> LegalNumber:
    row.only("value", "unit", "cites", "since", "until")
    return LegalNumber(row.number("value"), row.text("unit"), cited(row, register), row.day("since"), row.day("until"))


def provisions(files: DataFiles, id: str) -> Mapping[str, Provision]:
    """The register of what may be cited from a law.

    A provision whose basis is neither primary nor secondary is refused: what nobody has
    read is never printed as law."""
    table = files.toml(f"laws/{id}/provisions.toml")
    urls = {name: row.text("url") for name, row in table.table("source").rows()}
    found: dict[str, Provision] = {}
    for name, row in table.table("provision").rows():
        row.only("source", "pinpoint", "basis", "since", "until")
        basis = _one_of(row, "basis", "", ("primary", "secondary"))
        if row.text("source") not in urls:
            raise row.wrong("source", "no such source")
        since, until = row.day("since"), row.day("until")
        found[name] = Provision(id, name, row.labels("pinpoint"), urls[row.text("source")], basis, since, until)
    return found


def cited(row: Table, register: Mapping[str, Provision], key: str = "cites") -> tuple[Provision, ...]:
    """The provisions named at ``key``; DataError for one that is not in the register."""
    for name in row.strings(key):
        if name not in register:
            raise row.wrong(key, f"{name} is not in provisions.toml")
    return tuple(register[name] for name in row.strings(key))


def imposes(
    files: DataFiles, id: str, document: str, register: Mapping[str, Provision]
) -> Mapping[tuple[str, str], tuple[tuple[Provision, ...], Force]]:
    """(topic, rule) → the provisions by which the law asks for it, and how hard."""
    found: dict[tuple[str, str], tuple[tuple[Provision, ...], Force]] = {}
    for topic, table in files.toml(f"laws/{id}/imposes.toml").table(document).rows():
        for rule, row in table.rows():
            row.only("cites", "force")
            found[(topic, rule)] = (cited(row, register), _one_of(row, "force", "must", FORCES))
    return found


def law_rules(files: DataFiles, asked: Questionnaire, id: str, document: str) -> tuple[Rule, ...]:
    """The law's own rules for a document."""
    topics = [name.split("/")[-2] for name in files.names(f"laws/{id}/{document}", "*/rules.toml")]
    homes = (RuleId(document, topic, "", id) for topic in topics)
    return tuple(rule for home in homes for rule in topic_rules(files, asked, home))
