"""A document as one HTML file: no script, nothing fetched, every text shown as it is."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import sha256
from html import escape
from itertools import groupby
from pathlib import Path

from privet.document import (
    Block,
    Cite,
    Document,
    LawApplied,
    OpenQuestion,
    Part,
    Reason,
    Section,
    Task,
)
from privet.render import lines
from privet.render.markup import bullets, cell, content, inline, literal, plain, table
from privet.words import Words

STYLESHEET = Path(__file__).parents[1] / "data" / "render" / "plan.css"
TASKS, QUESTIONS, LAWS = "document.tasks", "document.questions", "document.laws"
"""Ids of what every document ends with; no section is called ``document``."""


def html(document: Document, words: Words) -> str:
    """The whole document as one self-contained page."""
    sections, annex = lines.parted(document)
    parts = (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n',
        _head(document, words),
        f'<body>\n<a class="skip" href="#document.text">{literal(words.say("html.skip"))}</a>\n',
        _masthead(document, words),
        _contents(document, words),
        '<main id="document.text" tabindex="-1">\n',
        *[_section(section, document, words) for section in sections],
        _tasks(document, words),
        _open_questions(document, words),
        *[_section(section, document, words) for section in annex],
        _laws(document, words),
        "</main>\n</body>\n</html>\n",
    )
    return "".join(parts)


def blocks(document: Document, words: Words) -> dict[str, str]:
    """The markup of each block by its id, for who shows a plan while its answers change."""
    same = _Same(words)
    every = (block for section in document.sections for block in section.blocks)
    return {block.id: _block(block, document.reasons, document.language, same) for block in every}


# Head, masthead, contents.


def _head(document: Document, words: Words) -> str:
    """Title and styles; the policy admits these two styles by their hashes and nothing else."""
    styles = (_stylesheet(), _margins(document, words))
    sources = " ".join(map(_source, styles))
    title = f"{document.title} – {plain(document.organisation)}"
    return (
        '<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src {sources}; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="format-detection" content="telephone=no">\n'
        f"<title>{literal(title)}</title>\n"
        f"{''.join([f'<style>{style}</style>' for style in styles])}\n</head>\n"
    )


@cache
def _stylesheet() -> str:
    """The stylesheet without its comments and indents."""
    return re.sub(r"/\*.*?\*/|^\s+", "", STYLESHEET.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


@lru_cache(maxsize=4)
def _source(style: str) -> str:
    """How the policy names a style."""
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


def _margins(document: Document, words: Words) -> str:
    """What stands in the margins of every printed page."""
    page, pages = "\ue000", "\ue001"
    count = _quoted(words.say("document.page", page=page, pages=pages))
    for mark, counter in ((page, "page"), (pages, "pages")):
        count = count.replace(_quoted(mark)[1:-1], f'" counter({counter}) "')
    name = _quoted(f"{plain(document.organisation)} – {document.title}")
    version = _quoted(f"{words.say('document.version')} {document.version}")
    return (
        f"@page{{@top-left{{content:{name}}}@top-right{{content:{_quoted(document.audience)}}}"
        f"@bottom-left{{content:{version}}}@bottom-right{{content:{count}}}}}"
    )


def _quoted(text: str) -> str:
    """A CSS string in which every character is a number, so that none can mean anything."""
    return '"' + "".join([f"\\{ord(char):x} " for char in text]) + '"'


def _masthead(document: Document, words: Words) -> str:
    """Who, for whom, when, which version, in which language, under which laws."""
    note = words.say("document.version-note", answers=document.answers_hash, data=document.data_hash)
    day = f'<time datetime="{document.on.isoformat()}">{literal(words.day(document.on))}</time>'
    rows = (
        ("document.on", day),
        ("document.version", f"{literal(document.version)}<br><small>{literal(note)}</small>"),
        ("document.languages", _languages(document)),
        ("document.laws-applied", _law_names(document, words)),
    )
    facts = [f"<div><dt>{literal(words.say(key))}</dt><dd>{value}</dd></div>\n" for key, value in rows]
    return (
        f'<header>\n<p class="organisation">{inline(document.organisation)}</p>\n'
        f'<h1>{literal(document.title)}</h1>\n<p class="audience">{literal(document.audience)}</p>\n'
        f"<dl>\n{''.join(facts)}</dl>\n</header>\n"
    )


def _languages(document: Document) -> str:
    """The language and how its texts stand."""
    note = f"<br><small>{literal(document.status_note)}</small>" if document.status_note else ""
    return literal(document.status.name) + note


def _law_names(document: Document, words: Words) -> str:
    """The laws that apply or may apply, linked to how they stand."""
    unknown = f" ({literal(words.say('document.side-unknown'))})"
    link = '<a href="#{}">{}</a>' if document.reasons == "shown" else "{1}"
    names = [
        link.format(_law_id(law), literal(law.short)) + (unknown if law.side == "unknown" else "")
        for law in document.laws
        if law.side != "no"
    ]
    return ", ".join(names) or literal(words.say("document.none"))


def _contents(document: Document, words: Words) -> str:
    """Links to every section and block."""
    title = words.say("document.contents")
    sections, annex = (
        [
            _entry(part.id, part.title, "".join([_entry(block.id, block.title) for block in part.blocks]))
            for part in half
        ]
        for half in lines.parted(document)
    )
    ids = {"tasks": TASKS, "open-questions": QUESTIONS}
    ends = [_entry(ids[name], ending) for name, ending in lines.chapters(document, words)]
    laws = [_entry(LAWS, words.say("document.laws-applied"))] if _tells_laws(document) else []
    return (
        f'<nav aria-label="{escape(title)}">\n<details>\n<summary>{literal(title)}</summary>\n'
        f"<ol>\n{''.join([*sections, *ends, *annex, *laws])}</ol>\n</details>\n</nav>\n"
    )


def _entry(id_: str, title: str, below: str = "") -> str:
    inner = f"\n<ol>\n{below}</ol>\n" if below else ""
    return f'<li><a href="#{escape(id_)}">{literal(title)}</a>{inner}</li>\n'


# Sections, blocks and parts.


def _section(section: Section, document: Document, words: Words) -> str:
    """A section with its blocks."""
    same = _Same(words)
    blocks = [_block(block, document.reasons, document.language, same) for block in section.blocks]
    return _chapter(section.id, section.title, blocks)


def _chapter(id_: str, title: str, inner: Iterable[str]) -> str:
    """A piece of the page under a heading of its own."""
    heading = f"<h2>{literal(title)}</h2>\n"
    return f'<section class="chapter" id="{escape(id_)}">\n{heading}{"".join(inner)}</section>\n'


class _Same:
    """Words as part of a key: equal to themselves only."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def __hash__(self) -> int:
        return id(self.words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.words is self.words


@lru_cache(maxsize=512)
def _block(block: Block, reasons: str, language: str, same: _Same) -> str:
    """A block: heading, badge if its side is not known, parts, and why it is there.

    Remembered, because one changed answer leaves most blocks as they were."""
    words = same.words
    badge = f'<p class="badge">{literal(words.say("document.not-known"))}</p>\n'
    groups = [
        _group(people, [_part(part, language, words) for part in parts])
        for people, parts in groupby(block.parts, lambda part: part.people)
    ]
    return (
        f'<section class="block" id="{escape(block.id)}" data-side="{block.side}">\n'
        f"<h3>{literal(block.title)}</h3>\n{badge if block.side == 'unknown' else ''}"
        f"{''.join(groups)}{_why(block, words) if reasons == 'shown' else ''}</section>\n"
    )


def _group(people: str, parts: Iterable[str]) -> str:
    """Parts for the same people, under their label."""
    inner = "".join(parts)
    return f'<div class="people">\n<h4>{literal(people)}</h4>\n{inner}</div>\n' if people else inner


def _part(part: Part, language: str, words: Words) -> str:
    lang = f' lang="{escape(part.language)}"' if part.language != language else ""
    inner = "".join([content(piece, words) for piece in part.content])
    return f'<div class="part" data-side="{part.side}"{lang}>\n{inner}</div>\n'


# Why a block is there.


def _why(block: Block, words: Words) -> str:
    """The answers and the provisions behind a block."""
    summary = f'{literal(words.say("document.why"))}<span class="unseen">: {literal(block.title)}</span>'
    reasons = "".join([_reasons(part, words) for part in block.parts])
    return f'<details class="why">\n<summary>{summary}</summary>\n{reasons}</details>\n'


def _reasons(part: Part, words: Words) -> str:
    """What stands behind one part."""
    people = f'<p class="for">{literal(part.people)}</p>\n' if part.people else ""
    answers = [_reason(reason, words) for reason in part.because]
    cites = [_cite(cite, words) for cite in part.cites]
    rows = (
        ("document.answers", answers or [literal(words.say("document.no-answers"))]),
        ("document.asked-by", cites or [literal(words.say("document.good-practice"))]),
        ("html.reference", [f"<code>{literal(part.rule)}</code>"]),
    )
    facts = [f"<dt>{literal(words.say(key))}</dt>\n{_values(values)}" for key, values in rows]
    return f'<div class="reasons">\n{people}<dl>\n{"".join(facts)}</dl>\n</div>\n'


def _values(values: Iterable[str]) -> str:
    return "".join([f"<dd>{value}</dd>\n" for value in values])


def _reason(reason: Reason, words: Words) -> str:
    """A question and what it was answered."""
    answer = inline(reason.answer) or literal(words.say("document.not-answered"))
    return f"{literal(reason.question)} <strong>{answer}</strong>{_place(reason.line, reason.ref, words)}"


def _place(line: int, ref: str, words: Words) -> str:
    """Where in the answers file: the line, or the address of what is not there."""
    where = literal(words.say("document.line", line=str(line))) if line else f"<code>{literal(ref)}</code>"
    return f' <small title="{escape(ref)}">({where})</small>'


def _cite(cite: Cite, words: Words) -> str:
    """A provision with its force; linked only to a web address."""
    force = f" <small>({literal(words.say(f'document.force-{cite.force}'))})</small>"
    if not cite.url.startswith(("https://", "http://")):
        return literal(cite.text) + force
    return f'<a href="{escape(cite.url)}" rel="external noreferrer">{literal(cite.text)}</a>{force}'


# What every document ends with.


def _tasks(document: Document, words: Words) -> str:
    """What to do next, in the order of the tree."""
    if not (document.tasks or document.reasons == "shown"):
        return ""
    title = words.say("document.task-list")
    columns = [words.say(f"document.task-{name}") for name in ("what", "why", "law", "priority")]
    rows = [_task(task, words) for task in document.tasks]
    inner = table(title, columns, rows) if rows else f"<p>{literal(words.say('document.task-none'))}</p>\n"
    return _chapter(TASKS, title, [inner])


def _task(task: Task, words: Words) -> tuple[str, ...]:
    """The cells of one task."""
    refs = [f"<code>{literal(ref)}</code>" for ref in task.refs]
    priority = literal(lines.priority(task, words))
    return (
        cell([inline(task.text)]),
        cell([inline(task.reason), *refs]),
        cell([_cite(cite, words) for cite in task.cites]),
        cell([f'<span class="priority" data-priority="{task.priority}">{priority}</span>']),
    )


def _open_questions(document: Document, words: Words) -> str:
    """The questions without an answer."""
    if not (document.open_questions or document.reasons == "shown"):
        return ""
    items = [_question(question, words) for question in document.open_questions]
    inner = bullets(items) if items else f"<p>{literal(words.say('document.none'))}</p>\n"
    return _chapter(QUESTIONS, words.say("document.open-questions"), [inner])


def _question(question: OpenQuestion, words: Words) -> str:
    about = f"<bdi>{literal(question.about)}</bdi>: " if question.about else ""
    state = literal(words.say(f"document.open-{question.state}"))
    place = _place(question.line, question.ref, words)
    return f'{about}{literal(question.question)} <span class="state">{state}</span>{place}'


def _tells_laws(document: Document) -> bool:
    return bool(document.laws) and document.reasons == "shown"


def _laws(document: Document, words: Words) -> str:
    """How every law we looked at stands, in a line each; why, a block of the document says."""
    if not _tells_laws(document):
        return ""
    laws = "".join([_law(law, words) for law in document.laws])
    return _chapter(LAWS, words.say("document.laws-applied"), [f'<ul class="laws">\n{laws}</ul>\n'])


def _law(law: LawApplied, words: Words) -> str:
    """A law, whether it applies, how far we go into it, and when it was looked at."""
    state = literal(words.say(f"lines.law-{law.side}"))
    checked = words.say("lines.checked", day=words.day(law.checked))
    notes = lines.BETWEEN.join([literal(note) for note in (law.depth, checked) if note])
    return (
        f'<li id="{_law_id(law)}" data-side="{law.side}">{literal(law.name)} '
        f'<span class="state">{state}</span> <small>{notes}</small></li>\n'
    )


def _law_id(law: LawApplied) -> str:
    return escape(f"document.law.{law.id}")
