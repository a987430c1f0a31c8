"""The lines that every running-text format prints around the texts: facts, reasons, laws.

They are made of runs, so each format shows them with its own one way of showing a run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from privet.document import (
    Block,
    Cite,
    Document,
    LawApplied,
    Line,
    OpenQuestion,
    Part,
    Reason,
    Run,
    Task,
)
from privet.words import Words

BETWEEN = " · "
"""Stands between things in a row: the one separator that every language writes alike."""
DASH = " – "
ISOLATE, POP = "\u2068", "\u2069"
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters but tab and line breaks, halves of letters, and what is no character."""


def plain(line: Line) -> str:
    """The letters of a line, without styles."""
    return "".join(run.text for run in line)


def right_to_left(text: str) -> bool:
    """Whether the text holds a letter of a right-to-left script."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def letters(run: Run) -> str:
    """The letters of a run; given ones are kept from turning the words around them.

    Raises ValueError for a character that neither format can hold; parsing refuses them long before."""
    if unfit := UNFIT.search(run.text):
        raise ValueError(f"U+{ord(unfit.group()):04X}")
    if run.given and right_to_left(run.text):
        return f"{ISOLATE}{run.text}{POP}"
    return run.text


def row(lines: Iterable[Line]) -> Line:
    """Lines one after the other, with a separator between."""
    runs: list[Run] = []
    for line in lines:
        runs += [Run(BETWEEN), *line] if runs else line
    return tuple(runs)


def pair(label: str, value: Line, words: Words) -> Line:
    """``label: value``, the label strong and with the colon its language writes."""
    return (Run(words.say("lines.label", label=label), "strong"), Run(" "), *value)


def facts(document: Document, words: Words) -> tuple[Line, ...]:
    """What stands at the head of a document: whose, for whom, from when, under which laws."""
    note = words.say("document.version-note", answers=document.answers_hash, data=document.data_hash)
    unknown = f" ({words.say('document.side-unknown')})"
    applied = [f"{law.short}{unknown if law.side == 'unknown' else ''}" for law in document.laws if law.side != "no"]
    rows: tuple[tuple[str, Line], ...] = (
        ("lines.organisation", document.organisation),
        ("document.for", (Run(document.audience),)),
        ("document.on", (Run(words.day(document.on)),)),
        ("document.version", (Run(f"{document.version} ({note})"),)),
        ("document.languages", (Run(document.status.name),)),
        ("document.laws-applied", (Run(", ".join(applied) or words.say("document.none")),)),
    )
    return tuple(pair(words.say(key), value, words) for key, value in rows)


def chapters(document: Document, words: Words) -> tuple[tuple[str, str], ...]:
    """Id and title of what follows the sections.

    A plan says that nothing is open; a notice keeps silent about it."""
    silent = document.kind == "notice"
    ends = (
        ("tasks", document.tasks or not silent, "document.task-list"),
        ("open-questions", document.open_questions or not silent, "document.open-questions"),
        ("laws", True, "document.laws-applied"),
    )
    return tuple((name, words.say(key)) for name, there, key in ends if there)


def groups(block: Block) -> tuple[tuple[str, tuple[Part, ...]], ...]:
    """The parts of a block, those for the same people together under their label.

    What is said to everyone comes first: after a label it would read as said to those people only."""
    everyone_first = sorted(block.parts, key=lambda part: bool(part.people))
    grouped = groupby(everyone_first, lambda part: part.people)
    return tuple((people, tuple(parts)) for people, parts in grouped)


def explained(parts: Iterable[Part], document: Document) -> tuple[Part, ...]:
    """The parts whose reasons are told; a notice tells them only where it has some."""
    return tuple(part for part in parts if document.kind != "notice" or part.because or part.cites)


def answers(parts: Sequence[Part], words: Words) -> Line:
    """The answers that put these texts there, each once."""
    because = dict.fromkeys(reason for part in parts for reason in part.because)
    told = row(_answer(reason, words) for reason in because)
    return pair(words.say("document.answers"), told or (Run(words.say("document.no-answers")),), words)


def cites(parts: Sequence[Part]) -> tuple[Cite, ...]:
    """The provisions that ask for these texts, each once."""
    return tuple(dict.fromkeys(cite for part in parts for cite in part.cites))


def asked_by(parts: Sequence[Part], words: Words) -> Line:
    """The label before the provisions that ask for these texts, or that none does."""
    said = () if cites(parts) else (Run(words.say("document.good-practice")),)
    return pair(words.say("document.asked-by"), said, words)


def force(cite: Cite, words: Words) -> str:
    """How strongly a provision asks, in brackets."""
    return f"({words.say(f'document.force-{cite.force}')})"


def priority(task: Task, words: Words) -> str:
    return words.say(f"document.priority-{task.priority}")


def open_question(question: OpenQuestion, words: Words) -> Line:
    """A question that is still open: what it is about, and how it stands."""
    about = (Run(question.about, given=True), Run(DASH)) if question.about else ()
    state = Run(words.say(f"document.open-{question.state}"), "emphasis")
    return (*about, Run(f"{question.question} "), state, _place(question.line, question.ref, words))


def law(applied: LawApplied, words: Words) -> str:
    """A law and whether it applies."""
    return f"{applied.name}{DASH}{words.say(f'lines.law-{applied.side}')}"


def law_known(applied: LawApplied, words: Words) -> str:
    """How far we go into a law, and when it was looked at."""
    checked = words.say("lines.checked", day=words.day(applied.checked))
    return BETWEEN.join(filter(None, (applied.depth, checked)))


def _answer(reason: Reason, words: Words) -> Line:
    answer = reason.answer or (Run(words.say("document.not-answered")),)
    said = (replace(run, style="emphasis") for run in answer)
    return (Run(f"{reason.question} "), *said, _place(reason.line, reason.ref, words))


def _place(line: int, ref: str, words: Words) -> Run:
    """Where in the answers file: the line, or the address of what is not there."""
    return Run(f" ({words.say('document.line', line=str(line)) if line else ref})")
