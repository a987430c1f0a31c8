"""Verdicts: yes, no or unknown, together with the answers that settled it.

Strong Kleene logic (K3) that carries its reasons: a conjunction that fails rests on the
parts that failed, one that holds rests on all of them; a disjunction is its De Morgan
twin, and negation keeps the reasons.  So why a text is in a plan is not recorded beside
the evaluation: it is the value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from privet.answers import Ref


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something holds, and because of which answers."""

    holds: bool | None
    """None: not answered, or answered "I don't know"."""
    because: frozenset[Ref] = frozenset()

    def __invert__(self) -> Verdict:
        return Verdict(None if self.holds is None else not self.holds, self.because)


YES = Verdict(True)
"""Holds whatever the answers."""
NO = Verdict(False)
"""Fails whatever the answers."""


def all_of(parts: Iterable[Verdict]) -> Verdict:
    """No, resting on the parts that failed; else unknown, resting on the unknown parts;
    else yes, resting on every part.  Yes for no parts."""
    return _first((False, None, True), tuple(parts), empty=YES)


def any_of(parts: Iterable[Verdict]) -> Verdict:
    """Yes, resting on the parts that hold; else unknown, resting on the unknown parts;
    else no, resting on every part.  No for no parts."""
    return _first((True, None, False), tuple(parts), empty=NO)


def _first(order: tuple[bool | None, ...], parts: tuple[Verdict, ...], empty: Verdict) -> Verdict:
    for holds in order:
        chosen = [part.because for part in parts if part.holds is holds]
        if chosen:
            return Verdict(holds, frozenset[Ref]().union(*chosen))
    return empty
