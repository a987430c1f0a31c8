"""Vocabularies: the options that answers may use, as data with a life cycle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Labels = Mapping[str, str]
"""A text per language: ``{"en": …, "fr": …, "nl": …}``; regions as ``fr-CA``."""


@dataclass(frozen=True, slots=True)
class Term:
    """One option.  Its id is for ever; what people read are its labels."""

    id: str
    labels: Labels
    parent: str = ""
    tags: tuple[str, ...] = ()
    iris: tuple[str, ...] = ()
    """W3C DPV 2.3 terms, prefixed (``pd:Name``)."""
    match: str = "none"
    """How well the IRI fits: exact, close, broad or none."""
    fides: str = ""
    cnil: str = ""
    exclusive: str = ""
    """``exclusive`` if choosing this term clears all others."""
    suggests: tuple[str, ...] = ()
    """Activity templates that usually go with it."""
    added: str = ""
    replaced_by: str = ""

    def label(self, locale: str) -> str:
        """The label for ``fr_CA``: the region's own, else the language's."""
        language = locale.split("_")[0]
        return self.labels.get(locale.replace("_", "-")) or self.labels.get(language, self.id)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of one list, in the order people see them."""

    name: str
    terms: Mapping[str, Term]
    other: str = ""
    """``other`` if people may add words of their own."""
    kin: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Per term, everything a condition may call it by: itself, its ancestors, ``#tag``."""

    def matches(self, term: str, wanted: str) -> bool:
        """True if ``term`` is ``wanted``, descends from it, or carries the tag ``#wanted``."""
        return wanted in self.kin.get(term, frozenset((term,)))

    def knows(self, wanted: str) -> bool:
        """True if a condition may ask it of this vocabulary: a term, an ancestor, or ``#tag``."""
        return wanted in self.kin or any(wanted in own for own in self.kin.values())

    def names(self) -> frozenset[str]:
        """Everything a condition may ask of this vocabulary."""
        return frozenset[str]().union(*self.kin.values()) if self.kin else frozenset()


def build(name: str, terms: Mapping[str, Term], parents: Mapping[str, Term], other: str) -> Vocabulary:
    """A vocabulary with its kinship worked out; ``parents`` may hold terms of another list."""
    every = {**parents, **terms}

    def kin(term: Term) -> frozenset[str]:
        own = frozenset((term.id, *(f"#{tag}" for tag in term.tags)))
        above = every.get(term.parent)
        return own | kin(above) if above else own

    return Vocabulary(name, terms, other, {id: kin(term) for id, term in terms.items()})
