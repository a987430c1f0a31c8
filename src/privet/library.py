"""The library: all of privet's data, each part read when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from privet import catalogue, conditions, packs, residue
from privet.datafiles import HOME, DataFiles, Table
from privet.errors import DataError, Fault
from privet.facts.grounds import Bases, Basis
from privet.guidance import Guidance, read
from privet.interview import Skips
from privet.packs import DocumentPack, Law
from privet.provisions import Provision
from privet.questions import Questionnaire
from privet.rules import Imposed, Rule, RuleId
from privet.words import Words

SOURCE_LANGUAGE = "en"
"""The language whose texts the others are written from."""


class Library:
    """Vocabularies, questions, documents, laws, texts and words under one folder."""

    def __init__(self, root: Path = HOME) -> None:
        self.files = DataFiles(root)
        self._documents: dict[str, DocumentPack] = {}
        self._guidance: dict[str, Guidance] = {}
        self._words: dict[str, Words] = {}
        self._provisions: dict[str, Mapping[str, Provision]] = {}
        self._rules: dict[tuple[str, str], tuple[Rule, ...]] = {}
        self._imposed: dict[tuple[str, str], Mapping[tuple[str, str], tuple[Imposed, ...]]] = {}
        self._bases: dict[str, Bases | None] = {}
        self._digests: dict[tuple[str, ...], str] = {}

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return catalogue.questionnaire(self.files)

    @cached_property
    def skips(self) -> Skips:
        """When each question that is not always asked is asked."""
        raw = catalogue.skips(self.files)
        return {id: conditions.parse(when, self.questionnaire, "questions", id) for id, when in raw.items()}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages that documents can be made in; the source language first."""
        return tuple(sorted(self.files.folders("words"), key=lambda code: (code != SOURCE_LANGUAGE, code)))

    @cached_property
    def document_names(self) -> tuple[str, ...]:
        """Documents that can be built; what ``privet check`` says is not one of them."""
        heads = self.files.names("documents", "[!_]*/document.toml")
        return tuple(name.split("/")[1] for name in heads if self.files.toml(name).text("voice") != "check")

    @cached_property
    def residue(self) -> tuple[residue.Pattern, ...]:
        """What people leave in an answer by mistake, and how to find it."""
        return residue.patterns(self.files)

    @cached_property
    def laws(self) -> tuple[Law, ...]:
        return tuple(packs.law(self.files, self.questionnaire, id) for id in packs.law_ids(self.files))

    @cached_property
    def covered(self) -> frozenset[str]:
        """Places that some law speaks for, provinces and states one by one."""
        places = self.questionnaire.vocabularies["place"]
        return frozenset(
            place
            for law in self.laws
            for place in places.terms
            if places.kin[place] & law.covers and not places.kin[place] & law.excepted
        )

    def document(self, name: str) -> DocumentPack:
        if name not in self._documents:
            self._documents[name] = packs.document(self.files, self.questionnaire, name)
        return self._documents[name]

    def provisions(self, law: str) -> Mapping[str, Provision]:
        if law not in self._provisions:
            self._provisions[law] = packs.provisions(self.files, law)
        return self._provisions[law]

    def law_rules(self, law: str, document: str) -> tuple[Rule, ...]:
        """The law's own rules for a document."""
        if (law, document) not in self._rules:
            self._rules[(law, document)] = packs.law_rules(self.files, self.questionnaire, law, document)
        return self._rules[(law, document)]

    def imposed(self, law: str, document: str) -> Mapping[tuple[str, str], tuple[Imposed, ...]]:
        """(topic, rule) → what the law asks by."""
        key = (law, document)
        if key not in self._imposed:
            raw = packs.imposes(self.files, law, document, self.provisions(law))
            self._imposed[key] = {
                duty: tuple(Imposed(provision, force) for provision in cites) for duty, (cites, force) in raw.items()
            }
        return self._imposed[key]

    def bases(self, law: str) -> Bases | None:
        """The law's lawful bases; None where the law does not know the idea."""
        if law not in self._bases:
            name = f"laws/{law}/bases.toml"
            self._bases[law] = _bases(self.files.toml(name), self.provisions(law)) if self.files.has(name) else None
        return self._bases[law]

    def guidance(self, home: RuleId, language: str) -> Guidance:
        """The texts of a topic in a language; DataError if there are none."""
        return self.texts(f"{packs.folder(home)}/{language}.md")

    def texts(self, name: str) -> Guidance:
        """The texts of a file, wherever they belong; DataError if there are none."""
        if name not in self._guidance:
            self._guidance[name] = read(self.files, name)
        return self._guidance[name]

    def words(self, locale: str) -> Words:
        """Short strings for ``fr`` or ``fr_CA``."""
        if locale not in self._words:
            language = locale.split("_")[0]
            if language not in self.languages:
                raise DataError([Fault("words", 0, "data-no-language", language)])
            self._words[locale] = Words(language, locale, catalogue.strings(self.files, language))
        return self._words[locale]

    def digest(self, document: str, laws: tuple[str, ...]) -> str:
        """SHA-256 over all data that a document is made of, in every language: questions, texts,
        when each law applies, and all of the ``laws`` that do."""
        if (document, *laws) not in self._digests:
            others = {f"documents/{name}" for name, _ in self.document(document).tasks_from}
            heads = {f"laws/{law.id}/law.toml" for law in self.laws}
            own = {f"laws/{law}" for law in laws}
            folders = (
                "vocabulary",
                "questions",
                "words",
                "templates.toml",
                f"documents/{document}",
                *others,
                *heads,
                *own,
            )
            self._digests[(document, *laws)] = self.files.digest(*folders)
        return self._digests[(document, *laws)]


def _bases(table: Table, register: Mapping[str, Provision]) -> Bases:
    table.only("basis", "purpose", "channel", "interest")
    return Bases(
        {id: _basis(id, row, register) for id, row in table.table("basis").rows()},
        {purpose: table.table("purpose").text(purpose) for purpose in table.table("purpose").raw},
        {purpose: table.table("interest").labels(purpose) for purpose in table.table("interest").raw},
        {channel: {name: row.text(name) for name in row.raw} for channel, row in table.table("channel").rows()},
    )


def _basis(id: str, row: Table, register: Mapping[str, Provision]) -> Basis:
    row.only("label", "explain", "cites", "iri")
    cites = packs.cited(row, register)
    return Basis(id, row.labels("label"), row.labels("explain"), cites, row.strings("iri"))
