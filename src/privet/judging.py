"""Judging: every rule of a document judged on a case, under the laws that apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privet.applicability import LawVerdict, judge_laws
from privet.facts import Case
from privet.library import Library
from privet.packs import DocumentPack, Law
from privet.rules import Finding, Imposed, Rule, find


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
    rule rests on that law alone."""
    laws = judge_laws(library.laws, case)
    applicable = [entry.law for entry in laws if entry.verdict.holds]
    pack = library.document(document)
    findings = [find(rule, case, _imposed(library, rule, applicable)) for rule in _standing(pack.rules, case)]
    for law in applicable:
        own = _standing(library.law_rules(law.id, document), case)
        findings += [find(rule, case, _imposed(library, rule, [law])) for rule in own]
    borrowed = tuple(
        find(rule, case, _imposed(library, rule, applicable))
        for source, topic in pack.tasks_from
        for rule in _standing(library.document(source).rules, case)
        if rule.id.topic == topic
    )
    return Judged(case, pack, laws, tuple(findings), borrowed)


def _standing(rules: Iterable[Rule], case: Case) -> Iterator[Rule]:
    return (rule for rule in rules if rule.in_force(case.on))


def _imposed(library: Library, rule: Rule, laws: Iterable[Law]) -> tuple[Imposed, ...]:
    duty = rule.duty or rule.id
    asked = (duty.topic, duty.name)
    return tuple(entry for law in laws for entry in library.imposed(law.id, duty.document).get(asked, ()))
