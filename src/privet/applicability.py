"""Which laws apply, and why: "does not apply, because …" is worked out with the same care."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from privet.conditions import judge
from privet.facts import Case
from privet.packs import Applies, Law
from privet.rules import side
from privet.verdicts import NO, Verdict, all_of, any_of
from privet.vocabulary import Labels


@dataclass(frozen=True, slots=True)
class LawVerdict:
    """A law judged on a case."""

    law: Law
    verdict: Verdict
    reasons: tuple[Labels, ...]
    """Why it applies, or does not; empty where that is unknown."""
    decided: tuple[Applies, ...]
    """The entries that the reasons come from."""


def judge_laws(laws: Iterable[Law], case: Case) -> tuple[LawVerdict, ...]:
    """Every law judged on the case, those that apply first, then the unknown."""
    found = [judge_law(law, case) for law in laws]
    order = ("yes", "unknown", "no")
    return tuple(sorted(found, key=lambda entry: (order.index(side(entry.verdict)), len(entry.law.inherits))))


def judge_law(law: Law, case: Case) -> LawVerdict:
    """One law: it applies if something brings it in and nothing takes it out."""
    standing = [entry for entry in law.applies if entry.stands(case.on)]
    judged = [(entry, judge(entry.when, case)) for entry in standing]
    brings = [(entry, verdict) for entry, verdict in judged if entry.effect == "in"]
    takes = [(entry, verdict) for entry, verdict in judged if entry.effect == "out"]
    begun = law.begins is None or law.begins <= case.on
    inside = any_of(verdict for _, verdict in brings) if begun else NO
    verdict = all_of([inside, ~any_of(verdict for _, verdict in takes)])
    return LawVerdict(law, verdict, *_why(verdict, brings, takes))


Judged = Sequence[tuple[Applies, Verdict]]


def _why(verdict: Verdict, brings: Judged, takes: Judged) -> tuple[tuple[Labels, ...], tuple[Applies, ...]]:
    if verdict.holds is None:
        return (), ()
    if verdict.holds:
        chosen = [entry for entry, part in brings if part.holds]
        return tuple(entry.reason for entry in chosen), tuple(chosen)
    out = [entry for entry, part in takes if part.holds]
    if out:
        return tuple(entry.reason for entry in out), tuple(out)
    absent = [entry for entry, part in brings if part.holds is False and entry.otherwise]
    return tuple(entry.otherwise for entry in absent), tuple(absent)
