"""The lines that every running-text format prints around the texts: facts, reasons, laws.

They are made of runs, so each format shows them with its own one way of showing a run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from privet.document import (
    Block,
    Cite,
    Document,
    Force,
    LawApplied,
    Line,
    OpenQuestion,
    Part,
    Reason,
    Run,
    Section,
    Task,
)
from privet.words import Words

BETWEEN = " · "
"""Stands between things in a row: the one separator that every language writes alike."""
DASH = " – "
ANNEX = "later"
"""Id of the section that is printed after all others."""
STRENGTH: tuple[Force, ...] = ("must", "should", "may")
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


def linked(run: Run) -> bool:
    """Whether a run leads to a page: only a web address does."""
    return run.link.startswith(("https://", "http://"))


def row(lines: Iterable[Line]) -> Line:
    """Lines one after the other, with a separator between."""
    runs: list[Run] = []
    for line in lines:
        runs += [Run(BETWEEN), *line] if runs else line
    return tuple(runs)


def pair(label: str, value: Line, words: Words) -> Line:
    """``label: value``, the label strong and with the colon its language writes."""
    return (Run(words.say("lines.label", label=label), "strong"), Run(" "), *value)


def boxed(line: Line, box: str) -> Line:
    """A wording with an empty box before it and its id behind it; a line without a box as it is."""
    return (Run("[\u00a0\u00a0] "), *line, Run(f" [{box}]", "emphasis")) if box else line


def facts(document: Document, words: Words) -> tuple[Line, ...]:
    """What stands at the head of a document: whose, for whom, from when, under which laws."""
    note = words.say("document.version-note", answers=document.answers_hash, data=document.data_hash)
    rows: tuple[tuple[str, Line], ...] = (
        ("lines.organisation", document.organisation),
        ("document.for", (Run(document.audience),)),
        ("document.on", (Run(words.day(document.on)),)),
        *((("document.approval", (Run(document.approved),)),) if document.approved else ()),
        ("document.version", (Run(f"{document.version} ({note})"),)),
        ("document.languages", (Run(document.status.name),)),
        ("document.laws-applied", (Run(applied(document, words)),)),
    )
    return tuple(pair(words.say(key), value, words) for key, value in rows)


def applied(document: Document, words: Words) -> str:
    """The laws that apply or may apply, in a row."""
    unknown = f" ({words.say('document.side-unknown')})"
    laws = [f"{law.short}{unknown if law.side == 'unknown' else ''}" for law in document.laws if law.side != "no"]
    return ", ".join(laws) or words.say("document.none")


def notices(document: Document, words: Words) -> tuple[str, ...]:
    """What a reader should know first: how the texts stand, and how to read the notes below them."""
    parts = [part for section in document.sections for block in section.blocks for part in noted(block, document)]
    reading = words.say("lines.reading") if parts else ""
    return tuple(filter(None, (document.status_note, reading)))


def parted(document: Document) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """The sections, and the annex that comes after everything else."""
    sections = document.sections
    annex = tuple(section for section in sections if section.id == ANNEX)
    return tuple(section for section in sections if section.id != ANNEX), annex


def chapters(document: Document, words: Words) -> tuple[tuple[str, str], ...]:
    """Id and title of what follows the sections.

    Who is told the reasons is also told that nothing is open; the public is not."""
    ends: tuple[tuple[str, Sequence[object], str], ...] = (
        ("tasks", document.tasks, "document.task-list"),
        ("open-questions", document.open_questions, "document.open-questions"),
    )
    return tuple((name, words.say(key)) for name, items, key in ends if items or document.reasons == "shown")


def titles(document: Document, words: Words) -> tuple[tuple[str, str], ...]:
    """Id and title of every chapter, in the order they are printed."""
    sections, annex = ([(f"section_{s.id}", s.title) for s in half] for half in parted(document))
    return (*sections, *chapters(document, words), *annex)


def groups(block: Block) -> tuple[tuple[str, tuple[Part, ...]], ...]:
    """The parts of a block, those for the same people together under their label.

    What is said to everyone comes first: after a label it would read as said to those people only."""
    everyone_first = sorted(block.parts, key=lambda part: bool(part.people))
    grouped = groupby(everyone_first, lambda part: part.people)
    return tuple((people, tuple(parts)) for people, parts in grouped)


def noted(block: Block, document: Document) -> tuple[Part, ...]:
    """The parts whose reasons are told below a block."""
    return block.parts if document.reasons == "shown" else ()


def answers(parts: Sequence[Part], words: Words) -> Line:
    """The answers that put these texts there, each once; a question stands once before its answers."""
    told: dict[str, dict[Line, list[Reason]]] = {}
    for reason in _fullest([reason for part in parts for reason in part.because]):
        told.setdefault(reason.asked or reason.question, {}).setdefault(reason.answer, []).append(reason)
    rows = [
        (Run(f"{question} "), *row(_answer(answer, reasons, words) for answer, reasons in same.items()))
        for question, same in told.items()
    ]
    return pair(words.say("document.answers"), row(rows) or (Run(words.say("document.no-answers")),), words)


def _fullest(reasons: Sequence[Reason]) -> Iterable[Reason]:
    """Each reason once; of an answer and a piece of the same answer, the whole."""
    pieces = {reason: frozenset(run.text for run in reason.answer) for reason in reasons}
    return [
        reason
        for reason, own in pieces.items()
        if not any(other.ref == reason.ref and own < held for other, held in pieces.items())
    ]


def cites(parts: Sequence[Part | Task]) -> tuple[Cite, ...]:
    """The provisions that ask for these texts or tasks: law by law, each once and with all its strength."""
    found: dict[tuple[str, str], Cite] = {}
    for cite in (cite for part in parts for cite in part.cites):
        known = found.setdefault((cite.law, cite.provision), cite)
        if STRENGTH.index(cite.force) < STRENGTH.index(known.force):
            found[cite.law, cite.provision] = cite
    laws = list(dict.fromkeys(law for law, _ in found))
    return tuple(sorted(found.values(), key=lambda cite: laws.index(cite.law)))


def asked_by(parts: Sequence[Part], words: Words) -> Line:
    """The label before the provisions that ask for these texts, or that none does."""
    said = () if cites(parts) else (Run(words.say("document.good-practice")),)
    return pair(words.say("document.asked-by"), said, words)


def force(cite: Cite, words: Words) -> str:
    """How strongly a provision asks, in brackets; a duty goes without saying."""
    return "" if cite.force == "must" else f"({words.say(f'document.force-{cite.force}')})"


def priority(task: Task, words: Words) -> str:
    """How pressing a task is, by when, and whose it is."""
    pressing = words.say(f"document.priority-{task.priority}")
    return BETWEEN.join((pressing, when(task, words))) if task.due else pressing


def when(task: Task, words: Words) -> str:
    """By when a task should be done, and by whom; empty where no day is set."""
    if task.due is None:
        return ""
    day = words.day(task.due)
    return (
        words.say("reminder.by-owner", day=day, owner=plain(task.owner))
        if task.owner
        else words.say("reminder.by", day=day)
    )


def open_questions(document: Document, words: Words) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The questions that are still open, under how they stand."""
    found: dict[str, list[Line]] = {}
    for question in document.open_questions:
        state = words.say(f"document.open-{question.state}")
        found.setdefault(state[:1].upper() + state[1:], []).append(_open_question(question, words))
    return tuple((state, tuple(asked)) for state, asked in found.items())


def _open_question(question: OpenQuestion, words: Words) -> Line:
    """A question, and before it what it is about."""
    about = (Run(question.about, given=True), Run(DASH)) if question.about else ()
    return (*about, Run(question.question), _places([(question.line, question.ref)], words))


def laws(document: Document, words: Words) -> tuple[Line, ...]:
    """How each law stands and how far we go into it, those looked at on the same day in one line."""
    if document.reasons == "hidden":
        return ()
    days: dict[date, list[Line]] = {}
    for entry in document.laws:
        days.setdefault(entry.checked, []).append((Run(_standing(entry, words)),))
    return tuple(pair(words.say("lines.checked", day=words.day(day)), row(days[day]), words) for day in sorted(days))


def _standing(law: LawApplied, words: Words) -> str:
    depth = law.depth if law.side != "no" else ""
    return f"{law.short} ({DASH.join(filter(None, (words.say(f'lines.law-{law.side}'), depth)))})"


def _answer(answer: Line, reasons: Sequence[Reason], words: Words) -> Line:
    """What was answered, about what, and every place in the answers file that says so."""
    said = answer or (Run(words.say("document.not-answered")),)
    places = _places([(reason.line, reason.ref) for reason in reasons], words)
    about = ", ".join(dict.fromkeys(reason.about for reason in reasons if reason.about))
    named = (Run(about, given=True), Run(DASH)) if about else ()
    return (*named, *(replace(run, style="emphasis") for run in said), places)


def _places(places: Iterable[tuple[int, str]], words: Words) -> Run:
    """Where in the answers file: the lines, and the addresses of what is not there."""
    found = dict.fromkeys(places)
    rows = list(dict.fromkeys(str(line) for line, _ in found if line))
    one, several = words.say("document.line", line="".join(rows[:1])), words.say("lines.lines", lines=", ".join(rows))
    named = [several if len(rows) > 1 else one] if rows else []
    return Run(f" ({', '.join([*named, *(ref for line, ref in found if not line)])})")
