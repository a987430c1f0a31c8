"""The names under which information is asked for, from ``data/matching``, ready to be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from privet.datafiles import DataFiles, Table
from privet.matching.folding import joined, words

FOLDER = "matching"
FILES = ("technical", "en", "fr", "nl")
KEYS = ("language", "item", "apart", "neutral", "words", "roles", "tables", "autocomplete", "types", "answers")
NAME, ROLE = "name", "*"
"""The item that people's names are, and the place of a role among the words for one."""
LEAST_PIECE = 3
"""Shortest word that a longer one may be taken apart into."""

SHORTER: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(" ?nummer$"), (" nr",)),
    (re.compile(" number$"), (" no", " nr", " num")),
    (re.compile("^numero "), ("no ", "n ", "num ")),
    (re.compile("^numero( de| d) "), ("numero ", "no ", "n ", "num ")),
)
"""Ends and beginnings of phrases that people also write shorter."""

Weight = Literal["strong", "weak", "picked", "always"]
"""``weak`` only by itself, ``picked`` only where it is chosen from a list, ``always`` before all else."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says: an item of the vocabulary, or that there is none."""

    item: str
    weight: Weight


@dataclass(frozen=True)
class Lexicon:
    """Every phrase with its meaning, and the words that stand beside phrases."""

    phrases: Mapping[str, Meaning]
    """By the phrase's letters, without spaces."""
    neutral: frozenset[str]
    beside: frozenset[str]
    otherwise: frozenset[str]
    flags: frozenset[str]
    """Words that names of columns with yes or no begin with."""
    notes: frozenset[str]
    """Phrases that say something else of a column: notes are made by the owner."""
    people: frozenset[str]
    things: frozenset[str]
    letters: frozenset[str]
    of_things: frozenset[str]
    reachable: frozenset[str]
    autocomplete: Mapping[str, str]
    types: Mapping[str, str]
    ticked: frozenset[str]
    typed: frozenset[str]
    picked: frozenset[str]
    written: frozenset[str]
    chosen: frozenset[str]
    longest: int = field(default=0)
    """Letters of the longest phrase."""

    @cached_property
    def pieces(self) -> frozenset[str]:
        """What a word without spaces may be made of: ``klanttel``, ``custname``."""
        every = (*self.phrases, *self.beside, *self.otherwise)
        return frozenset(piece for piece in every if len(piece) >= LEAST_PIECE)


def lexicon(files: DataFiles) -> Lexicon:
    """The lexicon in privet's own data; DataError where a file is wrong or two files disagree."""
    tables = [files.toml(f"{FOLDER}/{name}.toml") for name in FILES]
    phrases: dict[str, Meaning] = {}
    for table in tables:
        table.only(*KEYS)
        for key, text, meaning in _phrases(table):
            phrase = joined(text)
            if phrases.setdefault(phrase, meaning) != meaning:
                raise table.wrong(key, f"{phrase}: said twice, differently")
    for _, text, meaning in (entry for table in tables for entry in _phrases(table)):
        for shorter in _shorter(text):
            phrases.setdefault(joined(shorter), meaning)
    technical = tables[0]
    for table in tables:
        for phrase in _somebody(table.table("roles")):
            phrases.setdefault(phrase, Meaning(NAME, "strong"))
    answers, kept = technical.table("answers"), technical.table("tables")
    return Lexicon(
        phrases,
        _set(tables, "neutral", "alone"),
        _set(tables, "words", "beside"),
        _set(tables, "words", "otherwise"),
        _set(tables, "words", "flags"),
        _set(tables, "words", "notes"),
        _set(tables, "tables", "people"),
        _set(tables, "tables", "things"),
        _set(tables, "tables", "letters"),
        _set(tables, "tables", "of-things"),
        frozenset(kept.strings("reachable")),
        {token: technical.table("autocomplete").text(token) for token in technical.table("autocomplete").raw},
        {kind: technical.table("types").text(kind) for kind in technical.table("types").raw},
        frozenset(answers.strings("ticked")),
        frozenset(answers.strings("typed")),
        frozenset(answers.strings("picked")),
        frozenset(answers.strings("written")),
        frozenset(answers.strings("chosen")),
        max(map(len, phrases)),
    )


def _phrases(table: Table) -> Iterator[tuple[str, str, Meaning]]:
    """Every phrase of a file, with the key it stands under."""
    for item, row in table.table("item").rows():
        row.only("names", "alone", "picked")
        yield from ((item, phrase, Meaning(item, "strong")) for phrase in row.strings("names"))
        yield from ((item, phrase, Meaning(item, "weak")) for phrase in row.strings("alone"))
        yield from ((item, phrase, Meaning(item, "picked")) for phrase in row.strings("picked"))
    for phrase in table.table("apart").strings("names"):
        yield "apart", phrase, Meaning("", "strong")
    for phrase in table.table("neutral").strings("always"):
        yield "neutral", phrase, Meaning("", "always")


def _somebody(roles: Table) -> Iterator[str]:
    """The names of people by what they do: ``owner name``, ``naam eigenaar``."""
    roles.only("words", "names")
    for pattern in roles.strings("names"):
        yield from (joined(pattern.replace(ROLE, word)) for word in roles.strings("words"))


def _shorter(phrase: str) -> Iterator[str]:
    """Other ways to write a phrase with a number in it: ``klantnr``, ``customer no``, ``n° client``."""
    for pattern, ways in SHORTER:
        if pattern.search(phrase):
            yield from (pattern.sub(way, phrase) for way in ways)


def _set(tables: Iterable[Table], key: str, part: str) -> frozenset[str]:
    """The phrases of one list in every file."""
    return frozenset(joined(phrase) for table in tables for phrase in table.table(key).strings(part))


def parted(name: str, known: Lexicon) -> tuple[str, ...]:
    """The words of a name; a word that is none is taken apart where all its pieces are known."""
    return tuple(piece for word in words(name) for piece in _apart(word, known))


def _apart(word: str, known: Lexicon) -> tuple[str, ...]:
    """One word in pieces, the fewest that there are; whole where it is known, or cannot be taken apart."""
    if word in known.phrases or word in known.beside or not 2 * LEAST_PIECE <= len(word) <= 2 * known.longest:
        return (word,)
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(LEAST_PIECE, len(word) + 1):
        for start in range(max(0, end - known.longest), end - LEAST_PIECE + 1):
            way = (*best[start], word[start:end]) if start in best and word[start:end] in known.pieces else None
            if way and (end not in best or len(way) < len(best[end])):
                best[end] = way
    return best.get(len(word), (word,))
