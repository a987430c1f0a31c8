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
    Document,
    Part,
    Reason,
    Section,
)
from privet.render import lines
from privet.render.html_ends import (
    LAWS,
    QUESTIONS,
    TASKS,
    Voice,
    chapter,
    law_id,
    laws,
    open_questions,
    place,
    provision,
    tasks,
    tells_laws,
)
from privet.render.markup import content, inline, literal, plain
from privet.words import Words

STYLESHEET = Path(__file__).parents[1] / "data" / "render" / "plan.css"


def html(document: Document, words: Words) -> str:
    """The whole document as one self-contained page."""
    parts = (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n',
        _head(document, words),
        f'<body>\n<a class="skip" href="#document.text">{literal(words.say("html.skip"))}</a>\n',
        masthead(document, words),
        contents(document, words),
        f'<main id="document.text" tabindex="-1">\n{main(document, words)}</main>\n</body>\n</html>\n',
    )
    return "".join(parts)


def main(document: Document, words: Words, at: str = "") -> str:
    """The text of the document, for a page that others lay out.

    ``at`` is what the address of an answer begins with, where answers can be looked at."""
    sections, annex = lines.parted(document)
    voice = Voice(words, at)
    parts = (
        *[_section(section, document, voice) for section in sections],
        tasks(document, words),
        open_questions(document, voice),
        *[_section(section, document, voice) for section in annex],
        laws(document, words),
    )
    return "".join(parts)


def blocks(document: Document, words: Words, at: str = "") -> dict[str, str]:
    """The markup of each block by its id, for who shows a plan while its answers change."""
    voice = Voice(words, at)
    every = (block for section in document.sections for block in section.blocks)
    return {block.id: _block(block, document.reasons, document.language, voice) for block in every}


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


def masthead(document: Document, words: Words) -> str:
    """Who, for whom, when, which version, in which language, under which laws."""
    note = words.say("document.version-note", answers=document.answers_hash, data=document.data_hash)
    day = f'<time datetime="{document.on.isoformat()}">{literal(words.day(document.on))}</time>'
    rows = (
        ("document.on", day),
        *([("document.approval", literal(document.approved))] if document.approved else []),
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
        link.format(law_id(law), literal(law.short)) + (unknown if law.side == "unknown" else "")
        for law in document.laws
        if law.side != "no"
    ]
    return ", ".join(names) or literal(words.say("document.none"))


def contents(document: Document, words: Words) -> str:
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
    laws = [_entry(LAWS, words.say("document.laws-applied"))] if tells_laws(document) else []
    return (
        f'<nav aria-label="{escape(title)}">\n<details>\n<summary>{literal(title)}</summary>\n'
        f"<ol>\n{''.join([*sections, *ends, *annex, *laws])}</ol>\n</details>\n</nav>\n"
    )


def _entry(id_: str, title: str, below: str = "") -> str:
    inner = f"\n<ol>\n{below}</ol>\n" if below else ""
    return f'<li><a href="#{escape(id_)}">{literal(title)}</a>{inner}</li>\n'


# Sections, blocks and parts.


def _section(section: Section, document: Document, voice: Voice) -> str:
    """A section with its blocks."""
    blocks = [_block(block, document.reasons, document.language, voice) for block in section.blocks]
    return chapter(section.id, section.title, blocks)


@lru_cache(maxsize=512)
def _block(block: Block, reasons: str, language: str, voice: Voice) -> str:
    """A block: heading, badge if its side is not known, parts, and why it is there.

    Remembered, because one changed answer leaves most blocks as they were."""
    words = voice.words
    badge = f'<p class="badge">{literal(words.say("document.not-known"))}</p>\n'
    groups = [
        _group(people, [_part(part, language, words) for part in parts])
        for people, parts in groupby(block.parts, lambda part: part.people)
    ]
    return (
        f'<section class="block" id="{escape(block.id)}" data-side="{block.side}">\n'
        f"<h3>{literal(block.title)}</h3>\n{badge if block.side == 'unknown' else ''}"
        f"{''.join(groups)}{_why(block, voice) if reasons == 'shown' else ''}</section>\n"
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


def _why(block: Block, voice: Voice) -> str:
    """The answers and the provisions behind a block."""
    summary = f'{literal(voice.words.say("document.why"))}<span class="unseen">: {literal(block.title)}</span>'
    reasons = "".join([_reasons(part, voice) for part in block.parts])
    return f'<details class="why">\n<summary>{summary}</summary>\n{reasons}</details>\n'


def _reasons(part: Part, voice: Voice) -> str:
    """What stands behind one part."""
    words = voice.words
    people = f'<p class="for">{literal(part.people)}</p>\n' if part.people else ""
    answers = [_reason(reason, voice) for reason in part.because]
    cites = [provision(entry, words) for entry in part.cites]
    rows = (
        ("document.answers", answers or [literal(words.say("document.no-answers"))]),
        ("document.asked-by", cites or [literal(words.say("document.good-practice"))]),
        ("html.reference", [f"<code>{literal(part.rule)}</code>"]),
    )
    facts = [f"<dt>{literal(words.say(key))}</dt>\n{_values(values)}" for key, values in rows]
    return f'<div class="reasons">\n{people}<dl>\n{"".join(facts)}</dl>\n</div>\n'


def _values(values: Iterable[str]) -> str:
    return "".join([f"<dd>{value}</dd>\n" for value in values])


def _reason(reason: Reason, voice: Voice) -> str:
    """A question and what it was answered."""
    answer = inline(reason.answer) or literal(voice.words.say("document.not-answered"))
    return f"{literal(reason.question)} <strong>{answer}</strong>{place(reason.line, reason.ref, voice)}"
