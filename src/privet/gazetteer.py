"""Places by the names people give them, in every language of privet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from privet.answers import Chosen
from privet.library import Library
from privet.questions import PLACE
from privet.source import nearest
from privet.typed import Misread, tight

NAMES = "place-names."
"""Beginning of the keys of other names for a place: ``place-names.GB``."""


class Gazetteer:
    """Finds the codes that names mean."""

    def __init__(self, library: Library, language: str) -> None:
        self.library = library
        others = [code for code in library.languages if code != language]
        self.languages = (language, *others)
        self.terms = library.questionnaire.vocabularies[PLACE].terms

    @cached_property
    def names(self) -> Mapping[str, frozenset[str]]:
        """Folded name → codes; a name may be a country's and a state's."""
        found: dict[str, set[str]] = {}
        for language in self.languages:
            words = self.library.words(language)
            for code, term in self.terms.items():
                label = term.label(language) if term.labels else words.place(code)
                others = words.strings.get(f"{NAMES}{code}", "")
                for name in (label, label.split("(")[0], *str(others).split(",")):
                    found.setdefault(tight(name), set()).add(code)
        found.pop("", None)
        for code in self.terms:
            found.setdefault(tight(code.split("-")[-1]), set()).add(code)
        return {name: frozenset(codes) for name, codes in found.items()}

    def label(self, code: str) -> str:
        term = self.terms.get(code)
        language = self.languages[0]
        return term.label(language) if term and term.labels else self.library.words(language).place(code)

    def several(self, typed: str) -> list[Chosen]:
        """The places in a list; names apart by commas or "and", codes by spaces as well."""
        every = [
            place for piece in re.split("[,;/+\n]", typed) if piece.strip() for place in self._piece(piece.strip())
        ]
        return [Chosen(code) for code in dict.fromkeys(every)]

    def _piece(self, piece: str) -> list[str]:
        if tight(piece) in self.names or piece.upper() in self.terms:
            return [self.one(piece)]
        joined = "|".join(re.escape(self.library.words(code).say("init.and")) for code in self.languages)
        parts = [part for part in re.split(rf"\s+(?:{joined}|&)\s+", piece) if part]
        if len(parts) == 1 and all(len(part) == 2 or "-" in part for part in piece.split()):
            parts = piece.split()
        return [self.one(part) for part in parts]

    def one(self, typed: str) -> str:
        """The code of one place.  Raises Misread with the nearest name."""
        if typed.upper() in self.terms:
            return typed.upper()
        codes = self._exact(tight(typed))
        if len(codes) == 1:
            return next(iter(codes))
        if codes:
            raise Misread(
                "several-places", value=typed, choices=", ".join(f"{code} {self.label(code)}" for code in sorted(codes))
            )
        near = nearest(tight(typed), self.names)
        if near:
            code = min(self.names[near])
            raise Misread("near-place", value=typed, nearest=self.label(code), code=code)
        raise Misread("no-place", value=typed)

    def _exact(self, wanted: str) -> frozenset[str]:
        return self.names.get(wanted, frozenset())
