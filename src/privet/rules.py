"""Rules: a condition, where its text goes, and how hard it asks.  Findings: a rule judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from privet.conditions import Condition, judge
from privet.document import Force, Priority, Side
from privet.facts import Case
from privet.provisions import Provision, in_force
from privet.verdicts import Verdict

Shows = str
"""Name of a generated table or picture; empty for none."""
BOXES: tuple[Shows, ...] = ("box", "opt-out-box")
"""What a rule shows whose text is the label of a box to tick: the box stands before the text."""
ABOUT_BOXES: Shows = "about-boxes"
"""What a rule shows whose text speaks of the boxes of the document: without one it is silent."""
ABOUT_ITS_BOXES: Shows = "about-its-boxes"
"""The same of a text that speaks of the boxes of its own block."""


@dataclass(frozen=True, slots=True)
class RuleId:
    """Where a rule stands: its document, topic and name, and the law if it is a law's own."""

    document: str
    topic: str
    name: str
    law: str = ""

    def __str__(self) -> str:
        prefix = f"{self.law}:" if self.law else ""
        return f"{prefix}{self.document}/{self.topic}/{self.name}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a document may say, and when."""

    id: RuleId
    block: str
    """Public id of the block it speaks in, e.g. ``consent.express``."""
    when: Condition
    force: Force
    """How hard it asks as good practice, where no applicable law asks."""
    shows: Shows = ""
    priority: Priority = "normal"
    code: str = ""
    """Stable code of a finding of ``privet check``, e.g. ``PV101``."""
    must_know: str = ""
    """``must-know`` if the document may not be printed while the verdict is unknown."""
    since: date | None = None
    until: date | None = None
    duty: RuleId | None = None
    """The rule whose provisions ask for this one too; None: its own."""
    later: str = ""
    """``later`` if its block goes to the end of the document while all of it is a no."""

    def in_force(self, on: date) -> bool:
        """True if the rule speaks on that day."""
        return in_force(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class Imposed:
    """A provision that asks for what a rule says, and how hard."""

    provision: Provision
    force: Force


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule judged against answers, with the provisions that ask for it.

    A block of a document is built from findings and cannot be built without."""

    rule: Rule
    verdict: Verdict
    imposed: tuple[Imposed, ...]

    @property
    def side(self) -> Side:
        """The verdict in a word."""
        return side(self.verdict)

    @property
    def force(self) -> Force:
        """The hardest that an applicable law asks; else the force as good practice."""
        asked: tuple[Force, ...] = ("must", "should", "may")
        forces = [imposed.force for imposed in self.imposed]
        return next((force for force in asked if force in forces), self.rule.force)


def side(verdict: Verdict) -> Side:
    """yes, no or unknown."""
    if verdict.holds is None:
        return "unknown"
    return "yes" if verdict.holds else "no"


def find(rule: Rule, case: Case, imposed: tuple[Imposed, ...]) -> Finding:
    """The rule judged on the case; provisions not in force on its day fall away."""
    standing = tuple(entry for entry in imposed if entry.provision.in_force(case.on))
    return Finding(rule, judge(rule.when, case), standing)
