"""The names under which information is asked for, from ``data/matching``, ready to be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from privet.datafiles import DataFiles, Table
from privet.matching.folding import joined, words

FOLDER = "matching"
FILES = ("technical", "en", "fr", "nl")
KEYS = ("language", "item", "apart", "neutral", "words", "tables", "autocomplete", "types", "answers")
LEAST_PIECE = 3
"""Shortest word that a longer one may be taken apart into."""

Weight = Literal["strong", "weak", "always"]


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
    people: frozenset[str]
    autocomplete: Mapping[str, str]
    types: Mapping[str, str]
    ticked: frozenset[str]
    typed: frozenset[str]
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
        for key, phrase, meaning in _phrases(table):
            if phrases.setdefault(phrase, meaning) != meaning:
                raise table.wrong(key, f"{phrase}: said twice, differently")
    technical = tables[0]
    answers = technical.table("answers")
    return Lexicon(
        phrases,
        _set(tables, "neutral", "alone"),
        _set(tables, "words", "beside"),
        _set(tables, "words", "otherwise"),
        _set(tables, "tables", "people"),
        {token: technical.table("autocomplete").text(token) for token in technical.table("autocomplete").raw},
        {kind: technical.table("types").text(kind) for kind in technical.table("types").raw},
        frozenset(answers.strings("ticked")),
        frozenset(answers.strings("typed")),
        max(map(len, phrases)),
    )


def _phrases(table: Table) -> Iterator[tuple[str, str, Meaning]]:
    """Every phrase of a file, with the key it stands under."""
    for item, row in table.table("item").rows():
        row.only("names", "alone")
        yield from ((item, joined(phrase), Meaning(item, "strong")) for phrase in row.strings("names"))
        yield from ((item, joined(phrase), Meaning(item, "weak")) for phrase in row.strings("alone"))
    for phrase in table.table("apart").strings("names"):
        yield "apart", joined(phrase), Meaning("", "strong")
    for phrase in table.table("neutral").strings("always"):
        yield "neutral", joined(phrase), Meaning("", "always")


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
