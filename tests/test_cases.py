"""The cases beside rules and laws: small answers, and what a document has to make of them.

Each ``cases.toml`` is written by somebody who knows the law and need not know Python.
How to write one is told in ``docs/data-format.md``; this file reads and runs them all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from strategies import (
    TODAY,
    Data,
    block_text,
    blocks,
    case_of,
    document_text,
    judged_as,
    laid_over,
    library,
    part_text,
)

from privet import source
from privet.compose import compose
from privet.document import Document, Part, Side
from privet.errors import UnfinishedError
from privet.focus import narrowed, rows
from privet.guidance import Guidance
from privet.judging import Judged
from privet.packs import Law
from privet.rules import Rule, RuleId, side

HERE = Path(__file__).parent
DATA = HERE.parent / "src" / "privet" / "data"
SIDES = ("yes", "no", "unknown", "absent")


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One case as it is written; a key it does not know is an error."""

    name: str
    answers: str = ""
    """The answers, as in ``privacy.toml`` but without ``schema``."""
    base: str | tuple[str, ...] = ()
    """Files in ``tests/bases`` that the answers are laid over, each over the one before."""
    without: tuple[str, ...] = ()
    """Answers or rows of the base to leave out: ``consent.marketing``, ``suppliers.web``."""
    trap: str = ""
    """Id in ``law-traps.md``."""
    awaits: str = ""
    """What has to be built before the case can hold; when it does hold, this line goes."""
    document: str = ""
    """Default: the document of the folder; the plan for a law."""
    row: str = ""
    """The supplier or activity, for a document that has one of its own for each; default: the only one."""
    on: date = TODAY
    laws: Mapping[str, object] | None = None
    """``{ yes = […], no = […], unknown = […] }``: which laws apply."""
    refused: tuple[str, ...] = ()
    """The document is not made, and these answers are what it waits for."""
    block: str = ""
    """The block that the rest speaks of; without it, of the whole document."""
    part: str = ""
    """One part of the block, by its rule: ``express``, or ``eu-gdpr:express`` for a law's own."""
    side: str = ""
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    items: tuple[str, ...] | None = None
    cites: tuple[str, ...] = ()
    never_cites: tuple[str, ...] = ()
    force: str = ""
    """How hard the part asks: must, should, may."""
    tasks: tuple[str, ...] = ()
    no_tasks: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """Full id of the rule of ``part``."""
        law, _, name = self.part.rpartition(":")
        topic = self.block.partition(".")[0]
        return str(RuleId(self.document, topic, name, law))


def read(path: Path) -> Iterator[Example]:
    """The cases of a file."""
    home = path.relative_to(DATA).parts
    document = home[1] if home[0] == "documents" else "plan"
    for raw in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
        yield example(raw, document, path)


def example(raw: Mapping[str, object], document: str, path: Path) -> Example:
    """A case from its table; fails by name for a key that no case has."""
    keys = {field.name.replace("_", "-"): field.name for field in fields(Example)}
    wrong = sorted(set(raw) - set(keys))
    assert not wrong, f"{path}: {raw.get('name')}: no case has the key {', '.join(wrong)}"
    found = {keys[key]: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    made = Example(**{"document": document, **found})  # type: ignore[arg-type]  # TOML gives plain values
    assert made.side in ("", *SIDES), f"{path}: {made.name}: side is one of {', '.join(SIDES)}"
    assert made.block or not (made.part or made.side or made.cites), f"{path}: {made.name}: name the block"
    return made


FOUND = sorted([*DATA.glob("documents/*/*/cases.toml"), *DATA.glob("laws/*/cases.toml")])
FILES = [path for path in FOUND if not path.parent.name.startswith("_")]
"""Every file of cases; a law whose folder starts with ``_`` is being written and does not apply yet."""
CASES = [(path, case) for path in FILES for case in read(path)]


# ---- the answers of a case


def left_out(data: Mapping[str, object], places: tuple[str, ...]) -> Data:
    """The data without these tables, rows or answers."""
    found: Data = dict(data)
    for place in places:
        table, _, rest = place.partition(".")
        below = found.pop(table)
        if rest:
            assert isinstance(below, dict), place
            found[table] = left_out(below, (rest,))
    return found


def data_of(example: Example) -> Data:
    """All answers of a case, read as privet reads a file."""
    base: Data = {}
    for name in (example.base,) if isinstance(example.base, str) else example.base:
        base = laid_over(base, tomllib.loads((HERE / "bases" / f"{name}.toml").read_text(encoding="utf-8")))
    own = source.parse(f"schema = 1\n{example.answers}".encode(), f"case: {example.name}").data
    return laid_over(left_out(base, example.without), own)


@cache
def judged_of(example: Example) -> Judged:
    """The case of an example, judged on its day, for its row where each row has a document."""
    case = case_of(data_of(example), example.on, example.name)
    each = library().document(example.document).each
    if each:
        case = narrowed(case, each, row_of(example, rows(case, each)))
    return judged_as(case, example.document)


def row_of(example: Example, every: tuple[str, ...]) -> str:
    """The row that an example is about: the one it names, or the only one."""
    if example.row:
        return example.row
    assert len(every) == 1, f"{example.name}: name the row, one of {', '.join(every) or 'none'}"
    return every[0]


@cache
def made(example: Example) -> Document:
    """The document of an example, in English."""
    return compose(library(), judged_of(example), "en")


# ---- what is expected


def check_laws(example: Example, judged: Judged) -> None:
    for wanted, laws in (example.laws or {}).items():
        found = {entry.law.id for entry in judged.laws if side(entry.verdict) == wanted}
        assert isinstance(laws, list) and set(laws) <= found, f"{wanted}: {sorted(found)}"


def check_refused(example: Example, judged: Judged) -> None:
    with pytest.raises(UnfinishedError) as refused:
        compose(library(), judged, "en")
    assert {fault.key for fault in refused.value.faults} == set(example.refused)


def text_and_parts(example: Example, document: Document) -> tuple[str, tuple[Part, ...], str]:
    """What the case speaks of: its text, its parts and its side; the whole document without a block."""
    block = next((block for block in blocks(document) if block.id == example.block), None)
    if not example.block:
        return document_text(document), (), ""
    if block is None:
        return "", (), "absent"
    if not example.part:
        return block_text(block), block.parts, block.side
    part = next((part for part in block.parts if part.rule == example.rule), None)
    return (part_text(part), (part,), part.side) if part else ("", (), "absent")


def check_block(example: Example, judged: Judged, document: Document) -> None:
    text, parts, found = text_and_parts(example, document)
    rules = {str(finding.rule.id) for finding in judged.findings} | {""}
    assert not example.part or example.rule in rules or example.side == "absent", f"no rule {example.rule}"
    assert found == (example.side or found)
    for phrase in example.says:
        assert phrase.casefold() in text.casefold(), f"does not say {phrase!r}: {text}"
    for phrase in example.never:
        assert phrase.casefold() not in text.casefold(), f"says {phrase!r}: {text}"
    cites = {f"{cite.law}:{cite.provision}" for part in parts for cite in part.cites}
    assert set(example.cites) <= cites, sorted(cites)
    assert not set(example.never_cites) & cites
    if example.items is not None:
        assert tuple(dict.fromkeys(item for part in parts for item in part.items)) == example.items
    if example.force:
        assert {part.force for part in parts} == {example.force}


def check_tasks(example: Example, document: Document) -> None:
    ids = {task.id for task in document.tasks}
    assert set(example.tasks) <= ids, sorted(ids)
    assert not set(example.no_tasks) & ids


def param(path: Path, case: Example) -> ParameterSet:
    """A case as a test; one that still waits for something is expected to fail, and must."""
    marks = [pytest.mark.xfail(reason=case.awaits, strict=True)] if case.awaits else []
    return pytest.param(case, id=f"{path.relative_to(DATA).parent}: {case.name}", marks=marks)


@pytest.mark.parametrize("example", [param(path, case) for path, case in CASES])
def test_case(example: Example) -> None:
    judged = judged_of(example)
    check_laws(example, judged)
    if example.refused:
        check_refused(example, judged)
        return
    check_block(example, judged, made(example))
    check_tasks(example, made(example))


# ---- the cases as a whole


def test_every_file_has_cases_with_names_of_their_own() -> None:
    for path in FILES:
        names = [case.name for home, case in CASES if home == path]
        assert names and len(names) == len(set(names)), path


def rules() -> Iterator[tuple[Rule, Guidance]]:
    """Every rule of the plan, the notice and the laws, with its texts."""
    shelf = library()
    for kind in shelf.document_names:
        every = [*shelf.document(kind).rules, *(rule for law in shelf.laws for rule in shelf.law_rules(law.id, kind))]
        yield from ((rule, shelf.guidance(rule.id, "en")) for rule in every)


def wanted(rule: Rule, texts: Guidance) -> frozenset[tuple[str, Side]]:
    """The sides of a rule that have a text, and so want a case."""
    name = rule.id.name
    anchors: dict[str, Side] = {name: "yes", f"{name}-otherwise": "no", f"{name}-unknown": "unknown"}
    return frozenset((str(rule.id), side) for anchor, side in anchors.items() if anchor in texts.texts)


def spoken(example: Example) -> Iterator[tuple[str, Side]]:
    """The sides of rules that a case speaks of: its part, or all parts of its block."""
    if not example.block or example.refused:
        return
    _, parts, _ = text_and_parts(example, made(example))
    yield from ((part.rule, part.side) for part in parts)


def test_every_text_of_every_rule_has_a_case() -> None:
    """A text that no case brings up is one that nobody has seen in a document."""
    every = frozenset[tuple[str, Side]]().union(*(wanted(rule, texts) for rule, texts in rules()))
    seen = frozenset(pair for _, case in CASES for pair in spoken(case))
    assert not sorted(every - seen)


def test_every_reason_of_every_law_has_a_case() -> None:
    """Each entry of ``applies`` decides in some case, both ways where it has words for both."""
    seen = {
        (entry.law.id, decided.id, side(entry.verdict))
        for _, case in CASES
        for entry in judged_of(case).laws
        for decided in entry.decided
    }
    assert not sorted({wish for law in library().laws for wish in decisions(law)} - seen)


def decisions(law: Law) -> Iterator[tuple[str, str, str]]:
    """The ways in which a law's entries can decide."""
    for entry in law.applies:
        if entry.effect == "in":
            yield law.id, entry.id, "yes"
        if entry.effect == "out" or entry.otherwise:
            yield law.id, entry.id, "no"


TRAPS = (
    *("T01", "T03", "T04", "T05", "T12", "T14", "T17", "T18", "T24", "T25", "T26", "T29", "T30", "T32", "T33", "T37"),
    *("T38", "T40", "T41", "T43", "T44", "T45", "T51", "T53", "T54", "T55", "T57", "T58", "T59", "T61", "T62", "T64"),
    *("T69", "T71", "T72", "T73"),
    *(
        "T07",
        "T08",
        "T20",
        "T22",
        "T34",
        "T35",
        "T65",
        "T68",
        "T10",
        "T28",
        "T50",
        "T67",
        "T15",
        "T47",
        "T48",
        "T11",
        "T21",
    ),
)
"""The traps of ``law-traps.md`` that touch the laws privet holds."""


@pytest.mark.parametrize("trap", TRAPS)
def test_every_trap_has_a_case(trap: str) -> None:
    assert any(case.trap == trap for _, case in CASES)


def test_answers_are_laid_over_row_by_row() -> None:
    base = {
        "contact": {"name": "A", "email": "a@b.example"},
        "activities": {"one": {"items": ["name"], "keep": "unknown"}},
    }
    over = {"contact": {"name": "B"}, "activities": {"one": {"items": ["email"]}, "two": {}}}
    assert laid_over(base, over) == {
        "contact": {"name": "B", "email": "a@b.example"},
        "activities": {"one": {"items": ["email"], "keep": "unknown"}, "two": {}},
    }


def test_a_key_that_no_case_has_is_named() -> None:
    with pytest.raises(AssertionError, match="no case has the key blok"):
        example({"name": "x", "blok": "consent.meaning"}, "plan", Path("cases.toml"))
