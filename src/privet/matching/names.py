"""Which item of the vocabulary a field of a form, or a column of a table, asks for, by what it is called.

What HTML itself says counts most, then what people read, then what programs call it.  A name
that could be anything stays without an item: "cannot tell" is an answer, a guess is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from privet.datafiles import DataFiles
from privet.matching.lexicon import Lexicon, Meaning, lexicon, parted

Certainty = Literal["sure", "likely", "neutral", "unknown"]
"""``neutral`` is a field that asks nothing about a person, ``unknown`` one that cannot be told."""
Source = Literal["", "autocomplete", "type", "label", "name", "id", "placeholder"]

SENTENCE = 6
"""A label of more words is a sentence: a word in it that makes a name something else may speak of other things."""
MOST_WORDS = 60
"""Of a longer label the beginning is read."""
HIDDEN = "hidden"
ADDRESS_SIGN = "@"
EMAIL = "email"


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
        token = said[-1] if said else ""
        if token in self.known.autocomplete:
            return _declared(self.known.autocomplete[token], "autocomplete", token)
        declared = self.known.types.get(kind)
        if declared is not None and kind != "tel":
            return _declared(declared, "type", kind)
        read = self._read(field, kind, spans)
        if declared and read.certainty != "sure":
            return Match(declared, "likely", Why("type", kind))
        return read

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
        if kind in self.known.ticked:
            found = [span for span in found if span.meaning.item not in self.known.typed]
        strong = [span for span in found if span.meaning.weight == "strong"]
        best = max(strong, key=_rank, default=None)
        if best and self._fits(told, best):
            also = dict.fromkeys(s.meaning.item for s in strong if s.start >= best.end or s.end <= best.start)
            others = tuple(item for item in also if item not in ("", best.meaning.item))
            plain = source == "label" or all(word in self.known.beside for word in _rest(told, best))
            certainty: Certainty = "unknown" if not best.meaning.item else "sure" if plain else "likely"
            return Match(best.meaning.item, certainty, Why(source, best.phrase), others)
        weak = max((span for span in found if span.meaning.weight == "weak"), key=_rank, default=None)
        if weak and not best and kind != HIDDEN and self._stands_alone(told, weak, found) and self._is_people(field):
            return Match(weak.meaning.item, "likely", Why(source, weak.phrase))
        return self._neutral(told, source)

    def _fits(self, told: tuple[str, ...], span: _Span) -> bool:
        """Whether no word beside a phrase makes it something else."""
        rest = _rest(told, span)
        return len(told) > SENTENCE or not any(
            word in self.known.otherwise and word not in self.known.beside for word in rest
        )

    def _stands_alone(self, told: tuple[str, ...], span: _Span, found: list[_Span]) -> bool:
        """Whether beside a phrase there are only words that change nothing, or phrases of their own."""
        meant = {place for other in found for place in range(other.start, other.end)}
        return all(
            place in meant or told[place] in self.known.beside
            for place in range(len(told))
            if not span.start <= place < span.end
        )

    def _is_people(self, field: Field) -> bool:
        """Whether a table is one of people; forms are filled in by them."""
        return not field.table or any(word in self.known.people for word in parted(field.table, self.known))

    def _neutral(self, told: tuple[str, ...], source: Source) -> Match:
        for start, end in _places(told):
            phrase = "".join(told[start:end])
            if phrase in self.known.neutral:
                return Match("", "neutral", Why(source, phrase))
        return UNKNOWN

    def _spans(self, text: str) -> _Read:
        """The words of a text, and every phrase in it."""
        told = parted(text, self.known)[:MOST_WORDS]
        return told, list(self._found(told))

    def _found(self, told: tuple[str, ...]) -> Iterator[_Span]:
        for start, end in _places(told):
            phrase = "".join(told[start:end])
            if phrase in self.known.phrases:
                yield _Span(start, end, phrase, self.known.phrases[phrase])


MOST_PARTS = 8
"""Words of the longest phrase."""


def _places(told: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for start in range(len(told)):
        yield from ((start, end) for end in range(start + 1, min(len(told), start + MOST_PARTS) + 1))


def _rank(span: _Span) -> tuple[int, int]:
    """The longest phrase says most; of two as long, the first."""
    return len(span.phrase), -span.start


def _rest(told: tuple[str, ...], span: _Span) -> tuple[str, ...]:
    return told[: span.start] + told[span.end :]


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
