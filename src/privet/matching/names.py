"""Which item of the vocabulary a field of a form, or a column of a table, asks for, by what it is called.

What HTML itself says counts most, then what people read, then what programs call it.  A name
that could be anything stays without an item: "cannot tell" is an answer, a guess is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from privet.datafiles import DataFiles
from privet.matching.folding import LONGEST, words
from privet.matching.lexicon import Lexicon, Meaning, lexicon, parted

Certainty = Literal["sure", "likely", "neutral", "unknown"]
"""``neutral`` is a field that asks nothing about a person, ``unknown`` one that cannot be told."""
Source = Literal["", "autocomplete", "type", "label", "name", "id", "placeholder"]
Rows = Literal["", "reachable", "people"]
"""What the other columns of a table say that its rows are: nothing, somebody who can be reached, or people."""

SENTENCE = 6
"""A label of more words is a sentence: a word in it that makes a name something else may speak of other things."""
MOST_WORDS = 60
"""Of a longer label the beginning is read."""
HIDDEN, TEL = "hidden", "tel"
TABLES, TEXTS = 1_000, 10_000
"""Names of tables, and of columns and fields, that are kept in mind."""
MOST, FEWEST = 0.6, 4
"""Part of a table's columns, and how many of them, that must share a word for it to be the table's own."""
ADDRESS_SIGN = "@"
EMAIL, PASSWORD, USERNAME = "email", "password", "username"


@dataclass(frozen=True, slots=True)
class Why:
    """What a match rests on: the kind of evidence, and the phrase in it as letters without spaces."""

    source: Source = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a name asks for; ``item`` is empty where that is nothing, or cannot be told."""

    item: str
    certainty: Certainty
    why: Why
    also: tuple[str, ...] = ()
    """Other items that the same words name: “user name or e-mail address”."""

    def __bool__(self) -> bool:
        return bool(self.item)


UNKNOWN = Match("", "unknown", Why())


@dataclass(frozen=True, slots=True)
class Field:
    """What is known of a field or column."""

    name: str = ""
    label: str = ""
    autocomplete: str = ""
    kind: str = ""
    """The type of an input; a table's columns have none."""
    id: str = ""
    placeholder: str = ""
    table: str = ""
    """The table that a column is in."""
    rows: Rows = ""
    own: frozenset[str] = frozenset()
    """Words that nearly all columns of the table have, and that say nothing of this one."""


@dataclass(frozen=True, slots=True)
class _Span:
    """A phrase found in a text: its first word, the one after its last, its letters, what it says."""

    start: int
    end: int
    phrase: str
    meaning: Meaning


_Read = tuple[tuple[str, ...], list[_Span]]
"""The words of a text, and every phrase in it."""


class Names:
    """Looks names up in a lexicon."""

    def __init__(self, known: Lexicon) -> None:
        self.known = known
        self._held = lru_cache(maxsize=TABLES)(self._said_of)
        self._read_of = lru_cache(maxsize=TEXTS)(self._read_text)

    def match(self, field: Field) -> Match:
        """What a field asks for."""
        kind, said = field.kind.casefold(), field.autocomplete.casefold().split()
        spans: dict[Source, _Read] = {
            "label": self._spans(field.label),
            "name": self._spans(field.name),
            "id": self._spans(field.id),
            "placeholder": self._spans(field.placeholder),
        }
        for source, (_, found) in spans.items():
            for span in found:
                if span.meaning.weight == "always":
                    return Match("", "neutral", Why(source, span.phrase))
        token = next((token for token in said if self._is_meant(token, kind)), "")
        if token:
            return _declared(self.known.autocomplete[token], "autocomplete", token)
        declared = self.known.types.get(kind)
        if declared is not None and kind != TEL:
            return self._labelled(field, _declared(declared, "type", kind), spans)
        read = self._read(field, kind, spans)
        if declared and not read.item:
            return Match(declared, "likely", Why("type", kind))
        return read

    def _is_meant(self, token: str, kind: str) -> bool:
        """Whether a browser is told what to fill in, and not only what to leave alone or where people log in."""
        item = self.known.autocomplete.get(token)
        if item == PASSWORD:
            return kind in ("", PASSWORD)
        return item is not None and (item, kind) != (USERNAME, EMAIL)

    def _labelled(self, field: Field, match: Match, spans: Mapping[Source, _Read]) -> Match:
        """A type that says one thing while the label plainly asks for another: then it is both."""
        read = self._told(field, "", "label", *spans["label"])
        told = {read.item, *read.also}
        if match.item and match.item not in told and read.item in self.known.typed:
            return replace(match, also=(read.item,))
        return match

    def _read(self, field: Field, kind: str, spans: Mapping[Source, _Read]) -> Match:
        """What the words say: the first that is known; one that asks nothing gives way only to one that is sure."""
        quiet = UNKNOWN
        for source, (told, found) in spans.items():
            if kind == HIDDEN and source != "name":
                continue
            match = self._told(field, kind, source, told, found)
            if match.certainty == "sure" or (match.why.phrase and not quiet.why.phrase):
                if match.certainty != "neutral":
                    return match
                quiet = match
        if ADDRESS_SIGN in field.placeholder and not quiet.why.phrase and kind not in self.known.ticked:
            return Match(EMAIL, "likely", Why("placeholder", ADDRESS_SIGN))
        return quiet

    def _told(self, field: Field, kind: str, source: Source, told: tuple[str, ...], found: list[_Span]) -> Match:
        """What one text says of a field."""
        found = self._meant(field, kind, source, told, found)
        strong = [span for span in found if span.meaning.weight == "strong"]
        best = max(strong, key=_rank, default=None)
        if best and self._fits(told, best):
            also = dict.fromkeys(s.meaning.item for s in strong if s.start >= best.end or s.end <= best.start)
            others = tuple(item for item in also if item not in ("", best.meaning.item))
            plain = source == "label" or all(self._says_nothing(word, field) for word in _rest(told, best))
            certainty: Certainty = "unknown" if not best.meaning.item else "sure" if plain else "likely"
            return Match(best.meaning.item, certainty, Why(source, best.phrase), others)
        weak = max((span for span in found if span.meaning.weight in ("weak", "picked")), key=_rank, default=None)
        alone = weak and not best and kind != HIDDEN and self._stands_alone(field, told, weak, found)
        if weak and alone and (self._is_people(field) or weak.phrase in self.known.notes):
            return Match(weak.meaning.item, "likely", Why(source, weak.phrase))
        return self._neutral(told, source)

    def _meant(self, field: Field, kind: str, source: Source, told: tuple[str, ...], found: list[_Span]) -> list[_Span]:
        """The phrases that can be meant: nobody ticks an address, a column of notes holds no letters."""
        known = self.known
        flag = source in ("name", "id") and len(told) > 1 and told[0] in known.flags
        if kind in known.ticked or flag:
            found = [span for span in found if span.meaning.item not in known.typed]
        if kind in known.written:
            found = [span for span in found if span.meaning.item not in known.chosen]
        if field.own and len(told) > 1:
            found = [span for span in found if span.meaning.weight != "weak" or not _is_made_of(field.own, told, span)]
        if field.table and not self._holds(field.table, known.letters):
            found = [span for span in found if span.phrase not in known.notes]
        if field.table and field.rows != "people" and self._holds(field.table, known.things):
            found = [span for span in found if span.phrase not in known.of_things]
        if kind in known.picked:
            return found
        return [span for span in found if span.meaning.weight != "picked"]

    def _fits(self, told: tuple[str, ...], span: _Span) -> bool:
        """Whether no word beside a phrase makes it something else."""
        rest = _rest(told, span)
        return len(told) > SENTENCE or not any(
            word in self.known.otherwise and word not in self.known.beside for word in rest
        )

    def _says_nothing(self, word: str, field: Field) -> bool:
        """Whether a word beside a phrase changes nothing."""
        return word in self.known.beside or word in field.own

    def _stands_alone(self, field: Field, told: tuple[str, ...], span: _Span, found: list[_Span]) -> bool:
        """Whether beside a phrase there are only words that change nothing, or phrases of their own."""
        meant = {place for other in found for place in range(other.start, other.end)}
        return all(
            place in meant or self._says_nothing(told[place], field)
            for place in range(len(told))
            if not span.start <= place < span.end
        )

    def _is_people(self, field: Field) -> bool:
        """Whether a table is one of people; forms are filled in by them."""
        if not field.table or field.rows == "people":
            return True
        if self._holds(field.table, self.known.things):
            return False
        return field.rows == "reachable" or self._holds(field.table, self.known.people)

    def _holds(self, table: str, what: frozenset[str]) -> bool:
        """Whether a table is one of these, by the last word of its name that says what it holds."""
        return self._held(table) in what

    def columns(self, table: str, names: Iterable[str], personal: frozenset[str]) -> Mapping[str, Match]:
        """What the columns of a table are, read together; ``personal`` is what only people have."""
        every = tuple(names)
        own = _shared(every)
        found = {name: self.match(Field(name, table=table, own=own)) for name in every}
        sure = {match.item for match in found.values() if match.certainty == "sure"} & personal
        if not sure:
            return found
        rows: Rows = "people" if sure - self.known.reachable else "reachable"
        return {name: self.match(Field(name, table=table, rows=rows, own=own)) for name in every}

    def _neutral(self, told: tuple[str, ...], source: Source) -> Match:
        for start, end in _places(told):
            phrase = "".join(told[start:end])
            if phrase in self.known.neutral:
                return Match("", "neutral", Why(source, phrase))
        return UNKNOWN

    def _spans(self, text: str) -> _Read:
        """The words of a text, and every phrase in it."""
        return self._read_of(text[:LONGEST])

    def _read_text(self, text: str) -> _Read:
        told = parted(text, self.known)[:MOST_WORDS]
        return told, list(self._found(told))

    def _found(self, told: tuple[str, ...]) -> Iterator[_Span]:
        for start, end in _places(told):
            phrase = "".join(told[start:end])
            if phrase in self.known.phrases:
                yield _Span(start, end, phrase, self.known.phrases[phrase])

    def _said_of(self, table: str) -> str:
        """The last word of a table's name that says what it holds."""
        known = self.known
        said = (word for word in reversed(parted(table, known)) if word in known.people | known.things | known.letters)
        return next(said, "")


MOST_PARTS = 8
"""Words of the longest phrase."""


def _places(told: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for start in range(len(told)):
        yield from ((start, end) for end in range(start + 1, min(len(told), start + MOST_PARTS) + 1))


def _rank(span: _Span) -> tuple[int, int]:
    """The longest phrase says most; of two as long, the first."""
    return len(span.phrase), -span.start


def _is_made_of(own: frozenset[str], told: tuple[str, ...], span: _Span) -> bool:
    return own.issuperset(told[span.start : span.end])


def _rest(told: tuple[str, ...], span: _Span) -> tuple[str, ...]:
    return told[: span.start] + told[span.end :]


def _shared(names: tuple[str, ...]) -> frozenset[str]:
    """Words that nearly all names begin or end with: ``cli_nom``, ``cli_tel``."""
    told = [said for name in names if len(said := words(name)) > 1]
    ends = Counter(end for said in told for end in {said[0], said[-1]})
    return frozenset(word for word, count in ends.items() if count >= max(FEWEST, MOST * len(names)))


def _declared(item: str, source: Source, word: str) -> Match:
    return Match(item, "sure" if item else "neutral", Why(source, word))


@cache
def _own() -> Names:
    return Names(lexicon(DataFiles()))


def match_name(
    name: str,
    *,
    label: str = "",
    autocomplete: str = "",
    kind: str = "",
    id: str = "",
    placeholder: str = "",
    table: str = "",
) -> Match:
    """What a field or column asks for, by privet's own lexicon."""
    return _own().match(Field(name, label, autocomplete, kind, id, placeholder, table))


def match_columns(table: str, names: Iterable[str], personal: frozenset[str]) -> Mapping[str, Match]:
    """What the columns of one table are: beside a date of birth a bare “name” is a person's."""
    return _own().columns(table, names, personal)
