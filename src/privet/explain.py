"""Explain: why a block is in a document, and why it is not."""

from __future__ import annotations

from dataclasses import dataclass

from privet.applicability import LawVerdict
from privet.checking import told, without_secrets
from privet.compose import anchor, compose
from privet.document import Block, Cite, Part, Reason, Side
from privet.errors import UnfinishedError
from privet.judging import Judged
from privet.labels import Labeller, locale
from privet.library import Library
from privet.packs import folder
from privet.residue import Pattern
from privet.rules import Finding


@dataclass(frozen=True, slots=True)
class Voice:
    """One rule of the block: how it was judged, on what, and the text it brought."""

    rule: str
    side: Side
    because: tuple[Reason, ...]
    cites: tuple[Cite, ...]
    path: str
    """File and anchor of its text."""
    part: Part | None
    """What it says in the document; None if it says nothing."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one block."""

    block: str
    title: str
    present: Block | None
    voices: tuple[Voice, ...]
    silent_laws: tuple[LawVerdict, ...]
    """Laws that would speak in this block and do not apply, or may not."""


def blocks(library: Library, judged: Judged) -> tuple[str, ...]:
    """Ids of every block that the document could have, under any law."""
    own = [rule.block for rule in judged.pack.rules]
    law = [rule.block for entry in library.laws for rule in library.law_rules(entry.id, judged.pack.id)]
    return tuple(dict.fromkeys((*own, *law)))


def explain(library: Library, judged: Judged, block: str, language: str) -> Explanation:
    """Why the block is in the document, or is not; KeyError if there is no such block."""
    if block not in blocks(library, judged):
        raise KeyError(block)
    present = _present(library, judged, block, language)
    findings = [finding for finding in judged.findings if finding.rule.block == block]
    speaking = {part.rule: part for part in present.parts} if present else {}
    labels = Labeller(judged.case.answers, library.words(locale(language, judged.case)))
    voices = tuple(_voice(finding, speaking, labels, language, library.residue) for finding in findings)
    silent = tuple(
        entry
        for entry in judged.laws
        if not entry.verdict.holds
        and any(rule.block == block for rule in library.law_rules(entry.law.id, judged.pack.id))
    )
    return Explanation(block, present.title if present else block, present, voices, silent)


def _present(library: Library, judged: Judged, block: str, language: str) -> Block | None:
    try:
        document = compose(library, judged, language)
    except UnfinishedError:
        return None
    found = (entry for section in document.sections for entry in section.blocks if entry.id == block)
    return next(found, None)


def _voice(
    finding: Finding, speaking: dict[str, Part], labels: Labeller, language: str, known: tuple[Pattern, ...]
) -> Voice:
    rule = finding.rule
    path = f"{folder(rule.id)}/{language}.md#{anchor(rule.id.name, finding.side)}"
    reasons = tuple(told(reason, known) for reason in labels.reasons(finding.verdict.because))
    cites = tuple(
        Cite(
            entry.provision.law,
            entry.provision.id,
            labels.pick(entry.provision.pinpoint),
            entry.provision.url,
            entry.force,
        )
        for entry in finding.imposed
    )
    part = speaking.get(str(rule.id))
    return Voice(str(rule.id), finding.side, reasons, cites, path, without_secrets(part, known) if part else None)
