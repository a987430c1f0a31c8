"""Checking: what ``privet check`` finds in the answers, as findings with stable codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from privet.answers import Answers
from privet.compose import compose
from privet.document import Block, Bullets, Cite, Content, Flow, Line, Paragraph, Part, Priority, Reason, Run, Table
from privet.facts import Case
from privet.fixes import Fix
from privet.judging import judge
from privet.labels import Labeller
from privet.library import Library
from privet.residue import Pattern, Residue, masked, residues
from privet.rules import Rule

CHECKS = "check"
"""The document whose blocks are findings."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: where, what is wrong and what to do, why, and by what law."""

    code: str
    rule: str
    priority: Priority
    path: str
    line: int
    title: str
    text: str
    because: tuple[Reason, ...]
    cites: tuple[Cite, ...]
    about: tuple[str, ...] = ()
    """What it speaks of: answers, a field, a column.  The same in every language, and wherever the line moves."""
    fix: Fix | None = None
    """The change to the answers that would settle it, where there is one."""


def check(library: Library, case: Case, language: str) -> tuple[Found, ...]:
    """Every finding, in the order of the file's lines."""
    judged = judge(library, case, CHECKS)
    rules = {str(finding.rule.id): finding.rule for finding in judged.findings}
    document = compose(library, judged, language)
    blocks = (block for section in document.sections for block in section.blocks)
    found = [
        _found(block, without_secrets(part, library.residue), rules[part.rule], case)
        for block in blocks
        for part in block.parts
        if part.side == "yes"
    ]
    every = (*found, *left(library, case.answers, language))
    return tuple(sorted(every, key=lambda entry: (entry.line, entry.code)))


def left(library: Library, answers: Answers, language: str) -> Iterator[Found]:
    """Words to be replaced, and secrets, that were left in the answers; a secret is not repeated."""
    labels = Labeller(answers, library.words(language))
    return (_left(entry, answers, labels) for entry in residues(answers, library.residue))


def _left(entry: Residue, answers: Answers, labels: Labeller) -> Found:
    pattern, say, line = entry.pattern, labels.words.say, answers.line(entry.ref)
    question = labels.question(entry.ref)
    text = say(f"residue.{pattern.message}", found=entry.found)
    reason = Reason(str(entry.ref), question, (Run(entry.found or say("residue.hidden")),), line)
    priority: Priority = "high" if pattern.secret else "normal"
    title = say(f"residue.{pattern.message}-title")
    what = (pattern.code, f"{CHECKS}/residue/{pattern.message}", priority)
    return Found(*what, answers.path, line, title, text, (reason,), (), (str(entry.ref),))


def without_secrets(part: Part, known: tuple[Pattern, ...]) -> Part:
    """The part, with the secrets taken out that somebody left in an answer it repeats."""

    def content(node: Content) -> Content:
        match node:
            case Paragraph(line):
                return replace(node, line=_bare(line, known))
            case Bullets(items):
                return Bullets(tuple(_bare(item, known) for item in items))
            case Table(caption=caption):
                return replace(node, caption=masked(caption, known))
            case Flow(title=title):
                return replace(node, title=_bare(title, known))
            case _:
                assert_never(node)

    because = tuple(told(reason, known) for reason in part.because)
    return replace(part, content=tuple(map(content, part.content)), because=because)


def told(reason: Reason, known: tuple[Pattern, ...]) -> Reason:
    """An answer as it may be repeated: neither it nor what it is about shows a secret."""
    about = masked(reason.about, known)
    question = reason.question.replace(reason.about, about) if reason.about else reason.question
    return replace(reason, question=question, about=about, answer=_bare(reason.answer, known))


def _bare(line: Line, known: tuple[Pattern, ...]) -> Line:
    return tuple(replace(run, text=masked(run.text, known)) if run.given else run for run in line)


def _found(block: Block, part: Part, rule: Rule, case: Case) -> Found:
    lines = [reason.line for reason in part.because if reason.line]
    where = (rule.code, part.rule, rule.priority, case.answers.path, min(lines, default=1))
    return Found(*where, block.title, _text(part), part.because, part.cites, _about(part.because))


def _about(because: tuple[Reason, ...]) -> tuple[str, ...]:
    """The answers that a finding speaks of: those about rows, where there are any."""
    refs = tuple(dict.fromkeys(reason.ref for reason in because))
    return tuple(ref for ref in refs if "[" in ref) or refs


def _text(part: Part) -> str:
    """The finding in one line."""
    said: list[str] = []
    for node in part.content:
        match node:
            case Paragraph(line):
                said.append(plain(line))
            case Bullets(items):
                said.append("; ".join(plain(item) for item in items) + ".")
            case _:
                continue
    return " ".join(said)


def plain(line: Line) -> str:
    """A line's letters, without styles."""
    return "".join(run.text for run in line)
