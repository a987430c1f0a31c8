"""Judging: every rule of a document judged on a case, under the laws that apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from privet.applicability import LawVerdict, judge_laws
from privet.facts import Case
from privet.facts.grounds import NO_BASES, Bases
from privet.library import Library
from privet.packs import DocumentPack, Law
from privet.rules import ABOUT_BOXES, ABOUT_ITS_BOXES, BOXES, Finding, Imposed, Rule, find
from privet.verdicts import all_of, any_of

ADDITIONS = "additions"
"""The depth of a law that only adds to others."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A case judged for one document: which laws apply, and every finding."""

    case: Case
    pack: DocumentPack
    laws: tuple[LawVerdict, ...]
    findings: tuple[Finding, ...]
    borrowed: tuple[Finding, ...] = ()
    """Findings of other documents that become tasks of this one."""

    @property
    def applicable(self) -> tuple[Law, ...]:
        return tuple(entry.law for entry in self.laws if entry.verdict.holds)


def judge(library: Library, case: Case, document: str) -> Judged:
    """Every rule of a document judged: its own, then those of each law that applies.

    A rule's provisions are those by which the applicable laws ask for it; a law's own
    rule rests on that law alone.  Which laws apply is a matter of the whole organisation,
    also where the document is about one supplier or one activity."""
    laws = judge_laws(library.laws, case.whole or case)
    applicable = [entry.law for entry in laws if entry.verdict.holds]
    pack = library.document(document)
    every = replace(case, bases=_bases(library, applicable))
    findings = [find(rule, every, _imposed(library, rule, applicable)) for rule in _standing(pack.rules, case)]
    for law in applicable:
        alone = replace(case, bases=_bases(library, [law, *_above(library, law)]))
        own = _standing(library.law_rules(law.id, document), case)
        findings += [find(rule, alone, _imposed(library, rule, [law])) for rule in own]
    borrowed = tuple(
        find(rule, every, _imposed(library, rule, applicable))
        for source, topic in pack.tasks_from
        for rule in _standing(library.document(source).rules, case)
        if rule.id.topic == topic
    )
    adding = frozenset(law.id for law in applicable if law.depth == ADDITIONS)
    return Judged(case, pack, laws, tuple(_about_boxes(findings, adding)), borrowed)


def _bases(library: Library, laws: Iterable[Law]) -> tuple[Bases, ...]:
    """What allows each purpose under these laws; a law that only adds to others leaves it to them."""
    found = ((law, library.bases(law.id)) for law in laws)
    return tuple(bases or NO_BASES for law, bases in found if bases or law.depth != ADDITIONS)


def _above(library: Library, law: Law) -> Iterator[Law]:
    """The laws that this one adds to."""
    return (above for above in library.laws if above.id in law.inherits)


def _about_boxes(findings: list[Finding], adding: frozenset[str]) -> Iterator[Finding]:
    """Words about boxes stand where there is a box to tick, and rest on what brings it.

    Which boxes there are depends on the laws that apply, so no condition can say it."""
    boxes = [finding for finding in findings if finding.rule.shows in BOXES]
    for finding in findings:
        if finding.rule.shows in (ABOUT_BOXES, ABOUT_ITS_BOXES):
            near = any_of(box.verdict for box in boxes if _speaks_of(finding.rule, box.rule, adding))
            finding = replace(finding, verdict=all_of([finding.verdict, near]))
        yield finding


def _speaks_of(rule: Rule, box: Rule, adding: frozenset[str]) -> bool:
    """Whether a rule about boxes is about this one; a law's is not about what another law asks for by itself."""
    if rule.shows == ABOUT_ITS_BOXES:
        return rule.block == box.block
    return not rule.id.law or box.id.law in ("", rule.id.law, *adding)


def _standing(rules: Iterable[Rule], case: Case) -> Iterator[Rule]:
    return (rule for rule in rules if rule.in_force(case.on))


def _imposed(library: Library, rule: Rule, laws: Iterable[Law]) -> tuple[Imposed, ...]:
    duty = rule.duty or rule.id
    asked = (duty.topic, duty.name)
    return tuple(entry for law in laws for entry in library.imposed(law.id, duty.document).get(asked, ()))
