"""The laws of loading: what must hold of privet's data, in every language, before it is used.

A rule without a text, a text without a rule, a slot in one language and not in another, a
duty nobody wrote: each is refused here with the file and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from privet import conditions, packs
from privet.compose import FOCUS_SLOTS
from privet.conditions import All, AnyRow, AtLeast, Condition, Either, Fact, Is
from privet.errors import DataError, Fault
from privet.guidance import LIST_SLOTS, Guidance, Text
from privet.library import SOURCE_LANGUAGE, Library
from privet.packs import Law
from privet.rules import Rule, RuleId
from privet.tables import SHOWS
from privet.vocabulary import Labels
from privet.words import SLOT
from privet.words import Text as Word

PLAIN_SLOTS = frozenset(("organisation", "contact", "email", "count", "address", "keep", *FOCUS_SLOTS.values()))
"""Slots that any text may use."""
SIDES = ("", "-otherwise", "-unknown", "-task")
"""Ends of the anchors that belong to a rule."""
CHECKS = "check"


def verify(library: Library) -> None:
    """Raise DataError with every fault in the library's data."""
    faults = [*_documents(library), *_laws(library), *_words(library), *_labels(library)]
    if faults:
        raise DataError(faults)


def stale(library: Library) -> Iterator[Fault]:
    """Texts whose source has changed since they were written, or that were never stamped."""
    for home, _ in _topics(library):
        source = library.guidance(home, SOURCE_LANGUAGE)
        for language in library.languages[1:]:
            for name, text in library.guidance(home, language).texts.items():
                if name in source.texts and text.of != source.texts[name].fingerprint:
                    yield Fault(_path(home, language), text.line, "data-stale", name)


def _topics(library: Library) -> Iterator[tuple[RuleId, tuple[Rule, ...]]]:
    """Every topic with its rules: the documents' own, then those of each law."""
    for name in (*library.document_names, CHECKS):
        pack = library.document(name)
        for topic in pack.topics:
            yield RuleId(name, topic, ""), tuple(rule for rule in pack.rules if rule.id.topic == topic)
        for law in library.laws:
            rules = library.law_rules(law.id, name)
            for topic in dict.fromkeys(rule.id.topic for rule in rules):
                yield RuleId(name, topic, "", law.id), tuple(rule for rule in rules if rule.id.topic == topic)


def _path(home: RuleId, language: str) -> str:
    return f"{packs.folder(home)}/{language}.md"


# ---- rules and texts


def _documents(library: Library) -> Iterator[Fault]:
    codes: dict[str, RuleId] = {}
    for home, rules in _topics(library):
        for rule in rules:
            if rule.shows and rule.shows not in SHOWS:
                yield Fault(packs.folder(home), 0, "data-key", str(rule.id), (("why", rule.shows),))
            if rule.code and codes.setdefault(rule.code, rule.id) != rule.id:
                yield Fault(packs.folder(home), 0, "data-anchor-twice", rule.code)
        source = library.guidance(home, SOURCE_LANGUAGE)
        for language in library.languages:
            yield from _texts(library, home, rules, source, library.guidance(home, language), language)


def _texts(
    library: Library, home: RuleId, rules: Iterable[Rule], source: Guidance, own: Guidance, language: str
) -> Iterator[Fault]:
    path = _path(home, language)
    by_name = {rule.id.name: rule for rule in rules}
    for name in by_name:
        if name not in own.texts:
            yield Fault(path, 0, "data-no-text", name)
    for name in source.texts:
        if name not in own.texts:
            yield Fault(path, 0, "data-no-text", name)
    for name, text in own.texts.items():
        rule = _rule_of(name, by_name)
        if rule is None or name not in source.texts:
            yield Fault(path, text.line, "data-no-rule", name)
            continue
        odd = sorted(text.slots ^ source.texts[name].slots)
        if odd:
            yield Fault(path, text.line, "data-slots", name, (("why", ", ".join(odd)),))
        yield from _slots(library, rule, name, text, path)


def _rule_of(anchor: str, rules: Mapping[str, Rule]) -> Rule | None:
    names = (anchor.removesuffix(side) for side in SIDES if anchor.endswith(side))
    return next((rules[name] for name in names if name in rules), None)


def _slots(library: Library, rule: Rule, name: str, text: Text, path: str) -> Iterator[Fault]:
    """Only slots that can be filled; lists only where the verdict is yes and names values."""
    law = next((law for law in library.laws if law.id == rule.id.law), None)
    numbers = frozenset(_numbers(library, law)) if law else frozenset[str]()
    for slot in sorted(text.slots - PLAIN_SLOTS - numbers):
        yes_text = name in (rule.id.name, f"{rule.id.name}-task")
        if slot not in LIST_SLOTS or not yes_text or not _names_values(rule.when):
            yield Fault(path, text.line, "data-slot", name, (("why", slot),))


def _numbers(library: Library, law: Law) -> Iterator[str]:
    yield from law.numbers
    for above in library.laws:
        if above.id in law.inherits:
            yield from above.numbers


def _names_values(condition: Condition) -> bool:
    """Whether a yes of this condition rests on values or rows that a text can list."""
    match condition:
        case Is() | AtLeast() | AnyRow() | Fact():
            return True
        case All(parts) | Either(parts):
            return any(_names_values(part) for part in parts)
        case conditions.Not(part):
            return _names_values(part)
        case _:
            return False


# ---- laws


def _laws(library: Library) -> Iterator[Fault]:
    names = (*library.document_names, CHECKS)
    common = {(name, rule.id.topic, rule.id.name) for name in names for rule in library.document(name).rules}
    blocks = {(name, rule.block) for name in names for rule in library.document(name).rules}
    for law in library.laws:
        own = {(name, r.id.topic, r.id.name) for name in names for r in library.law_rules(law.id, name)}
        for name in names:
            for topic, rule in library.imposed(law.id, name):
                if (name, topic, rule) not in common | own:
                    yield Fault(f"laws/{law.id}/imposes.toml", 0, "data-imposes", f"{name}.{topic}.{rule}")
            for entry in library.law_rules(law.id, name):
                if (name, entry.block) not in blocks:
                    yield Fault(f"laws/{law.id}/{name}", 0, "data-imposes", entry.block)
        yield from _law_labels(library, law)
        library.bases(law.id)


def _law_labels(library: Library, law: Law) -> Iterator[Fault]:
    path = f"laws/{law.id}/law.toml"
    for labels in (law.name, law.short, law.people):
        yield from _complete(library, labels, path, "name")
    for entry in law.applies:
        yield from _complete(library, entry.reason, path, entry.id)
        if entry.effect == "in":
            yield from _complete(library, entry.otherwise, path, entry.id)
    for provision in library.provisions(law.id).values():
        yield from _complete(library, provision.pinpoint, f"laws/{law.id}/provisions.toml", provision.id)


def _complete(library: Library, labels: Labels, path: str, key: str) -> Iterator[Fault]:
    for language in library.languages:
        if not labels.get(language):
            yield Fault(path, 0, "data-no-text", f"{key} ({language})")


# ---- labels and words


def _labels(library: Library) -> Iterator[Fault]:
    asked = library.questionnaire
    for vocabulary in asked.vocabularies.values():
        for term in vocabulary.terms.values():
            if term.labels and vocabulary.name != "cnil-row":
                yield from _complete(library, term.labels, f"vocabulary/{vocabulary.name}.toml", term.id)
    for question in asked.questions:
        yield from _complete(library, question.title, "questions", question.id)
        yield from _complete(library, question.why, "questions", question.id)
        for field in question.fields:
            yield from _complete(library, field.labels, "questions", f"{question.id}.{field.key}")


def _words(library: Library) -> Iterator[Fault]:
    """Every language has the same words with the same slots."""
    source = library.words(SOURCE_LANGUAGE).strings
    for language in library.languages[1:]:
        own = library.words(language).strings
        for key in sorted(source.keys() ^ own.keys()):
            yield Fault(f"words/{language}", 0, "data-no-text", key)
        for key in source.keys() & own.keys():
            odd = _word_slots(source[key]) ^ _word_slots(own[key])
            if odd - {"n"}:
                yield Fault(f"words/{language}", 0, "data-slots", key, (("why", ", ".join(sorted(odd))),))


def _word_slots(text: Word) -> frozenset[str]:
    every = (text,) if isinstance(text, str) else tuple(text.values())
    return frozenset(slot for one in every for slot in SLOT.findall(one))
