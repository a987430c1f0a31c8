"""What pages of a website are looked through for: the lists of ``data/site-checks.toml``, ready to search with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from privet.datafiles import DataFiles, Table
from privet.document import Priority
from privet.notice_lists import FILE as NOTICE_FILE
from privet.notice_lists import PRIORITIES, folded

FILE = "site-checks.toml"
LISTS = ("finding", "box", "agree", "refuse", "apart", "notice", "form", "generic", "never-asked", "cookies")

BESIDE_TERMS = frozenset(("terms", "notice"))
"""Kinds that one box may join: neither is a yes to a use of its own."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding: its code, how pressing it is, the rules whose provisions ask for it."""

    code: str
    priority: Priority
    duties: tuple[str, ...]
    unlooked: str
    """``unlooked`` if it says that something could not be looked at."""


@dataclass(frozen=True, slots=True)
class About:
    """What a box to tick can be about, and the purposes of the plan that it may stand for."""

    phrases: re.Pattern[str]
    purposes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lists:
    """Every list, as what finds it in a folded text."""

    kinds: Mapping[str, Kind]
    boxes: Mapping[str, About]
    agree: re.Pattern[str]
    refuse: re.Pattern[str]
    apart: re.Pattern[str]
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
        {name: kind(row) for name, row in table.table("finding").rows()},
        {name: About(_phrases(row), frozenset(row.strings("purposes"))) for name, row in table.table("box").rows()},
        _phrases(table.table("agree")),
        _phrases(table.table("refuse")),
        _phrases(table.table("apart")),
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


def kind(row: Table) -> Kind:
    """One kind of finding, as its data file has it.  Raises DataError for a key or priority that there is not."""
    row.only("code", "priority", "duties", "unlooked")
    if row.text("priority") not in PRIORITIES:
        raise row.wrong("priority", " / ".join(PRIORITIES))
    return Kind(row.text("code"), PRIORITIES[row.text("priority")], row.strings("duties"), row.flag("unlooked"))


def _phrases(table: Table) -> re.Pattern[str]:
    """What finds any phrase of any language as whole words in a folded text."""
    apart = ("purposes", "paths", "before", "after")
    return finds(phrase for language in table.raw if language not in apart for phrase in table.strings(language))


def finds(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds any of the phrases as whole words, the longest first; signs between words may differ."""
    every = sorted({folded(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(phrase) for phrase in every) or '(?!)'})(?!\w)")
