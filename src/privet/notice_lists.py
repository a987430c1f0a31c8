"""What published notices are looked through for: the lists of ``data/notice-checks.toml``, ready to search with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from privet.datafiles import DataFiles, Table
from privet.kinds import Kind, kinds

FILE = "notice-checks.toml"
AROUND = " \t\n.,:;!?…_*#\"'“”«»()[]{}<>-–—/•·"
"""Signs around a phrase that do not make it another."""
BRACKETS = r"(?<!\w)(?:\[([^\[\]\n]{2,80})\]|\{{1,2}([^{}\n]{2,80})\}{1,2}|<([^<>\n]{2,80})>|«(\w[\w -]{0,40}\w)»)"
DAY_FIRST = r"(?:\b\d{{1,2}}(?:er|e|st|nd|rd|th)?(?: of| de)? )?\b(?:{0})\.?,? \d{{4}}\b"
MONTH_FIRST = r"\b(?:{0}) \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b"
IN_DIGITS = r"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b"
DATES = f"{IN_DIGITS}|{DAY_FIRST}|{MONTH_FIRST}"
"""Ways to write a day, to be filled with the names of the months."""


@dataclass(frozen=True, slots=True)
class Modals:
    """Words by which a text says what must, may and may not be, by language."""

    phrases: Mapping[str, Mapping[str, re.Pattern[str]]]
    most: int
    few: int


@dataclass(frozen=True, slots=True)
class Lists:
    """Every list, as what finds it in a folded text."""

    kinds: Mapping[str, Kind]
    mailboxes: frozenset[str]
    authorities: frozenset[str]
    shared: frozenset[str]
    owner_addressed: re.Pattern[str]
    brackets: re.Pattern[str]
    fillable: re.Pattern[str]
    spared: frozenset[str]
    instructions: re.Pattern[str]
    announcing: re.Pattern[str]
    openers: frozenset[str]
    none: frozenset[str]
    parties: frozenset[str]
    needs: Mapping[str, tuple[str, ...]]
    dated: re.Pattern[str]
    versioned: re.Pattern[str]
    dates: re.Pattern[str]
    row: int
    percent: int
    least: int
    modals: Modals
    frequent: Mapping[str, frozenset[str]]


def folded(text: str) -> str:
    """A text as phrases are looked for in it: small letters, one kind of apostrophe, single spaces."""
    return " ".join(text.replace("’", "'").replace("‘", "'").casefold().split())


def bare(text: str) -> str:
    """A folded text without the signs around it."""
    return folded(text).strip(AROUND)


def lists(files: DataFiles) -> Lists:
    """The lists in privet's own data; DataError where one is wrong."""
    table = files.toml(FILE)
    hosts, left, likeness = table.table("hosts"), table.table("left-over"), table.table("likeness")
    announcing, nobody, dated = table.table("announcing"), table.table("nobody"), table.table("dated")
    none, parties = (frozenset(map(bare, nobody.strings(key))) for key in ("none", "parties"))
    months = "|".join(sorted(map(re.escape, dated.strings("months")), key=len, reverse=True))
    return Lists(
        kinds(table),
        frozenset(hosts.strings("mailboxes")),
        frozenset(hosts.strings("authorities")),
        frozenset(hosts.strings("shared")),
        _every_language(table.table("owner-addressed")),
        re.compile(BRACKETS),
        _phrases(left.strings("words")),
        frozenset(map(bare, left.strings("except"))),
        _phrases(left.strings("phrases")),
        _phrases(announcing.strings("phrases")),
        frozenset(announcing.strings("openers")),
        none | parties,
        parties,
        {name: table.table("needs").strings(name) for name in table.table("needs").raw},
        _phrases(dated.strings("words")),
        _phrases(dated.strings("version")),
        re.compile(DATES.format(months)),
        likeness.number("words"),
        likeness.number("percent"),
        likeness.number("least"),
        _modals(table.table("modals")),
        {language: frozenset(table.table("frequent").strings(language)) for language in table.table("frequent").raw},
    )


def _every_language(table: Table) -> re.Pattern[str]:
    return _phrases(phrase for language in table.raw for phrase in table.strings(language))


def _phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds any of the phrases as whole words in a folded text, the longest first."""
    every = sorted({folded(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, every))})(?!\w)")


def _modals(table: Table) -> Modals:
    kinds = {
        name: {language: _phrases(row.strings(language)) for language in row.raw}
        for name, row in ((name, table.table(name)) for name in table.raw if name not in ("most", "few"))
    }
    return Modals(kinds, table.number("most"), table.number("few"))
