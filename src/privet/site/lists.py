"""What pages of a website are looked through for: the lists of ``data/site-checks.toml``, ready to search with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from privet.datafiles import DataFiles, Table
from privet.kinds import Kind, kinds
from privet.notice_lists import FILE as NOTICE_FILE
from privet.notice_lists import folded

FILE = "site-checks.toml"
LISTS = (
    "finding", "box", "refer", "answer-yes", "answer-no", "agree", "refuse", "apart", "trap", "changing", "elsewhere",
    "notice", "form", "generic", "never-asked", "cookies",
)  # fmt: skip
TERMS, NOTICE = "terms", "notice"
NO_USE = frozenset((TERMS, NOTICE, "data", "cookies"))
"""Kinds of boxes that are no yes to a use of its own, or to one that is looked at apart."""


@dataclass(frozen=True, slots=True)
class About:
    """What a box to tick can be about, and the purposes of the plan that it may stand for."""

    phrases: re.Pattern[str]
    purposes: frozenset[str]
    names: re.Pattern[str]
    """What programs call such a box."""


@dataclass(frozen=True, slots=True)
class Changing:
    """Forms that change a page and ask nothing about people."""

    phrases: re.Pattern[str]
    items: frozenset[str]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Forms that somebody else's script or frame makes, and pages that are made whole by a script."""

    frames: tuple[str, ...]
    marks: Mapping[str, str]
    """Who leaves each mark."""
    scripts: Mapping[str, str]
    """Who says each of these in a script."""
    roots: frozenset[str]
    least: int


@dataclass(frozen=True, slots=True)
class Lists:
    """Every list, as what finds it in a folded text."""

    kinds: Mapping[str, Kind]
    boxes: Mapping[str, About]
    agree: re.Pattern[str]
    agreeing: re.Pattern[str]
    """What programs call a box for a yes."""
    refuse: re.Pattern[str]
    refer: re.Pattern[str]
    """Words before a notice that is only pointed to."""
    answers: tuple[re.Pattern[str], re.Pattern[str]]
    """A yes, and a no, to what is asked above a box."""
    apart: re.Pattern[str]
    trap: re.Pattern[str]
    changing: Changing
    elsewhere: Elsewhere
    notice: re.Pattern[str]
    paths: tuple[str, ...]
    before: int
    after: int
    forms: Mapping[str, re.Pattern[str]]
    generic: frozenset[str]
    """Words of names of activities that say nothing of a form."""
    never_asked: frozenset[str]
    sources: frozenset[str]
    cookies: tuple[str, ...]
    shared: frozenset[str]
    """Endings of names that many owners share: ``co.uk``."""


def lists(files: DataFiles) -> Lists:
    """The lists in privet's own data; DataError where one is wrong."""
    table = files.toml(FILE)
    table.only(*LISTS)
    notice, never = table.table("notice"), table.table("never-asked")
    return Lists(
        kinds(table),
        {name: _about(row) for name, row in table.table("box").rows()},
        _phrases(table.table("agree")),
        finds(table.table("agree").strings("names")),
        _phrases(table.table("refuse")),
        _phrases(table.table("refer")),
        (_phrases(table.table("answer-yes")), _phrases(table.table("answer-no"))),
        _phrases(table.table("apart")),
        _phrases(table.table("trap")),
        Changing(_phrases(table.table("changing")), frozenset(table.table("changing").strings("items"))),
        _elsewhere(table.table("elsewhere")),
        _phrases(notice),
        notice.strings("paths"),
        notice.number("before"),
        notice.number("after"),
        {name: _phrases(row) for name, row in table.table("form").rows()},
        frozenset(table.table("generic").strings("words")),
        frozenset(never.strings("items")),
        frozenset(never.strings("sources")),
        table.table("cookies").strings("needed"),
        frozenset(files.toml(NOTICE_FILE).table("hosts").strings("shared")),
    )


def _about(row: Table) -> About:
    names = row.strings("names") if "names" in row.raw else ()
    return About(_phrases(row), frozenset(row.strings("purposes")), finds(names))


def _elsewhere(table: Table) -> Elsewhere:
    table.only("frames", "marks", "scripts", "roots", "least")
    marks, scripts = ({key: row.text(key) for key in row.raw} for row in map(table.table, ("marks", "scripts")))
    return Elsewhere(table.strings("frames"), marks, scripts, frozenset(table.strings("roots")), table.number("least"))


def _phrases(table: Table) -> re.Pattern[str]:
    """What finds any phrase of any language as whole words in a folded text."""
    apart = ("purposes", "paths", "before", "after", "names", "items")
    return finds(phrase for language in table.raw if language not in apart for phrase in table.strings(language))


def finds(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds any of the phrases as whole words, the longest first; signs between words may differ."""
    every = sorted({folded(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(phrase) for phrase in every) or '(?!)'})(?!\w)")
