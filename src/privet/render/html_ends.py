"""What every document ends with on a page – tasks, open questions, laws – and what its blocks share with that."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from privet.document import Cite, Document, LawApplied, OpenQuestion, Task
from privet.render import lines
from privet.render.markup import bullets, cell, inline, literal, table
from privet.words import Words

TASKS, QUESTIONS, LAWS = "document.tasks", "document.questions", "document.laws"
"""Ids of what every document ends with; no section is called ``document``."""


class Voice:
    """Words, and where answers can be looked at, as part of a key: words are equal to themselves only."""

    def __init__(self, words: Words, at: str) -> None:
        self.words, self.at = words, at

    def __hash__(self) -> int:
        return hash((id(self.words), self.at))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Voice) and other.words is self.words and other.at == self.at


def chapter(id_: str, title: str, inner: Iterable[str]) -> str:
    """A piece of the page under a heading of its own."""
    heading = f"<h2>{literal(title)}</h2>\n"
    return f'<section class="chapter" id="{escape(id_)}">\n{heading}{"".join(inner)}</section>\n'


def place(line: int, ref: str, voice: Voice) -> str:
    """Where the answer is: a link to its question; else its line in the file, or the address of what is not there."""
    words = voice.words
    if voice.at:
        return f' <a href="{escape(voice.at + quote(ref))}">{literal(words.say("html.change"))}</a>'
    where = literal(words.say("document.line", line=str(line))) if line else f"<code>{literal(ref)}</code>"
    return f' <small title="{escape(ref)}">({where})</small>'


def provision(cite: Cite, words: Words) -> str:
    """A provision with its force; linked only to a web address."""
    force = f" <small>({literal(words.say(f'document.force-{cite.force}'))})</small>"
    if not cite.url.startswith(("https://", "http://")):
        return literal(cite.text) + force
    return f'<a href="{escape(cite.url)}" rel="external noreferrer">{literal(cite.text)}</a>{force}'


# What every document ends with.


def tasks(document: Document, words: Words) -> str:
    """What to do next, in the order of the tree."""
    if not (document.tasks or document.reasons == "shown"):
        return ""
    title = words.say("document.task-list")
    columns = [words.say(f"document.task-{name}") for name in ("what", "why", "law", "priority")]
    rows = [_task(task, words) for task in document.tasks]
    inner = table(title, columns, rows) if rows else f"<p>{literal(words.say('document.task-none'))}</p>\n"
    return chapter(TASKS, title, [inner])


def _task(task: Task, words: Words) -> tuple[str, ...]:
    """The cells of one task."""
    refs = [f"<code>{literal(ref)}</code>" for ref in task.refs]
    priority = literal(lines.priority(task, words))
    return (
        cell([inline(task.text)]),
        cell([inline(task.reason), *refs]),
        cell([provision(entry, words) for entry in task.cites]),
        cell([f'<span class="priority" data-priority="{task.priority}">{priority}</span>']),
    )


def open_questions(document: Document, voice: Voice) -> str:
    """The questions without an answer."""
    words = voice.words
    if not (document.open_questions or document.reasons == "shown"):
        return ""
    items = [_question(question, voice) for question in document.open_questions]
    inner = bullets(items) if items else f"<p>{literal(words.say('document.none'))}</p>\n"
    return chapter(QUESTIONS, words.say("document.open-questions"), [inner])


def _question(question: OpenQuestion, voice: Voice) -> str:
    about = f"<bdi>{literal(question.about)}</bdi>: " if question.about else ""
    state = literal(voice.words.say(f"document.open-{question.state}"))
    where = place(question.line, question.ref, voice)
    return f'{about}{literal(question.question)} <span class="state">{state}</span>{where}'


def tells_laws(document: Document) -> bool:
    return bool(document.laws) and document.reasons == "shown"


def laws(document: Document, words: Words) -> str:
    """How every law we looked at stands, in a line each; why, a block of the document says."""
    if not tells_laws(document):
        return ""
    laws = "".join([_law(law, words) for law in document.laws])
    return chapter(LAWS, words.say("document.laws-applied"), [f'<ul class="laws">\n{laws}</ul>\n'])


def _law(law: LawApplied, words: Words) -> str:
    """A law, whether it applies, how far we go into it, and when it was looked at."""
    state = literal(words.say(f"lines.law-{law.side}"))
    checked = words.say("lines.checked", day=words.day(law.checked))
    notes = lines.BETWEEN.join([literal(note) for note in (law.depth, checked) if note])
    return (
        f'<li id="{law_id(law)}" data-side="{law.side}">{literal(law.name)} '
        f'<span class="state">{state}</span> <small>{notes}</small></li>\n'
    )


def law_id(law: LawApplied) -> str:
    return escape(f"document.law.{law.id}")
