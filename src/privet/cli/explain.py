"""``privet explain``: the answers, rule, provisions and text behind a block; what a finding means."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from privet import focus
from privet.accepting import check_all
from privet.checking import CHECKS, plain
from privet.cli import CLEAN, help
from privet.cli.build import day, one
from privet.cli.making import read_case
from privet.cli.session import library, words
from privet.code_pages import FOUND_BY, CodePage, Said, page, spoken
from privet.codes import Code, codes
from privet.document import Bullets, Cite, Flow, Paragraph, Part, Table
from privet.errors import Fault, InputError
from privet.explain import Explanation, Voice, blocks
from privet.explain import explain as account
from privet.facts import Case
from privet.judging import judge
from privet.source import nearest, visible
from privet.vocabulary import Labels
from privet.words import Words

ANSWERS = "privacy.toml"
"""The answers file that is looked at where none is named."""
CODE = re.compile(r"[a-z]{1,3}-?\d\w{0,4}", re.I)
"""What can only be meant as the code of a finding: the id of a block has a dot."""
NARROWEST, WIDEST = 40, 88
"""Shortest and longest line of a page, whatever the terminal's width."""


def lines(found: Explanation, document: str, said: Words) -> Iterator[str]:
    """The account of a block, line by line."""
    yield said.say("explain.heading", block=found.block, title=found.title)
    yield said.say("explain.present" if found.present else "explain.absent", document=document)
    for voice in found.voices:
        yield ""
        yield from _voice(voice, said)
    for entry in found.silent_laws:
        yield ""
        if entry.verdict.holds is None:
            yield said.say("explain.law-unknown", law=_pick(entry.law.short, said))
        else:
            reasons = " ".join(_pick(reason, said) for reason in entry.reasons)
            yield said.say("explain.law-out", law=_pick(entry.law.short, said), reason=reasons)


def _pick(labels: Labels, said: Words) -> str:
    return labels.get(said.language, labels.get("en", ""))


def _voice(voice: Voice, said: Words) -> Iterator[str]:
    side = said.say(f"document.side-{voice.side}")
    yield said.say("explain.rule", rule=voice.rule, side=side)
    for reason in voice.because:
        line = said.say("explain.line", line=str(reason.line)) if reason.line else ""
        yield said.say("explain.because", question=reason.question, answer=plain(reason.answer), line=line)
    if not voice.because:
        yield said.say("explain.always")
    yield from _cites(voice.cites, said)
    if not voice.cites:
        yield said.say("explain.no-law")
    if voice.part is None:
        yield said.say("explain.silent", side=side)
        return
    yield said.say("explain.file", path=voice.path)
    yield said.say("explain.words", text=_text(voice.part))


def _cites(cites: tuple[Cite, ...], said: Words) -> Iterator[str]:
    for cite in cites:
        yield said.say("explain.cite", text=cite.text, force=said.say(f"document.force-{cite.force}"), url=cite.url)


def _text(part: Part) -> str:
    """What a part says, in one paragraph; tables and pictures by their names."""
    said: list[str] = []
    for node in part.content:
        match node:
            case Paragraph(line):
                said.append(plain(line))
            case Bullets(items):
                said.append("; ".join(plain(item) for item in items))
            case Table(caption=caption):
                said.append(f"[{caption}]")
            case Flow(title=title):
                said.append(f"[{plain(title)}]")
    return " ".join(said)


def _first(found: Case, each: str) -> Case:
    """The case itself; for a document about one supplier or activity, narrowed to the first."""
    rows = focus.rows(found, each) if each else ()
    return focus.narrowed(found, each, rows[0]) if rows else found


# ---- findings


def code_lines(found: CodePage, said: Words) -> Iterator[str]:
    """The page of a finding, line by line."""
    yield from _wrapped(said.say("explain.code-heading", code=found.code.code, title=found.title))
    yield ""
    for kind in found.said:
        yield from _kind(kind, said) if len(found.said) == 1 else (kind.title, *_kind(kind, said), "")
    yield from _wrapped(said.say("explain.code-commands", commands=", ".join(FOUND_BY[found.code.group])))
    for node in found.content:
        yield ""
        match node:
            case Paragraph(line):
                yield from _wrapped(plain(line))
            case Bullets(items):
                for item in items:
                    yield from _wrapped(f"- {plain(item)}", "  ")
    if found.example:
        for key, text in (("gives", found.example.gives), ("mended", found.example.mended)):
            yield from ("", said.say(f"explain.code-{key}"), "", textwrap.indent(text, "    "))


def _kind(kind: Said, said: Words) -> Iterator[str]:
    """What privet says; what stands for something in it as three dots."""
    yield from _wrapped(said.say("explain.code-what", text=spoken(kind.what)))
    yield from _wrapped(said.say("explain.code-remedy", text=spoken(kind.remedy)))
    yield said.say("explain.code-priority", priority=said.say(f"document.priority-{kind.priority}"))


def _wrapped(text: str, hang: str = "") -> list[str]:
    width = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)
    return textwrap.wrap(text, width, subsequent_indent=hang, break_on_hyphens=False, break_long_words=False)


def _here(code: Code, found: Case, said: Words) -> Iterator[str]:
    """Whether the answers bring the finding, and by what articles the laws that apply ask for it."""
    yield from ("", said.say("explain.code-here", path=visible(found.answers.path)))
    told = [entry for entry in check_all(library(), found, said.language) if entry.code == code.code]
    for entry in told:
        yield said.say("explain.code-found", line=str(entry.line), text=entry.text)
    if not told:
        yield said.say("explain.code-not-found")
    judged = judge(library(), found, CHECKS)
    rules = {str(finding.rule.id): finding.rule.block for finding in judged.findings}
    for block in dict.fromkeys(rules[name] for name in code.rules if name in rules):
        for voice in account(library(), judged, block, said.language).voices:
            yield from _cites(voice.cites, said)


def _explain_code(wanted: str, file: str | None, said: Words, on: str | None) -> None:
    """Print the page of a finding; what the answers say of it only where there are any."""
    known = codes(library())
    code = known.get(wanted.upper())
    if code is None:
        raise _unknown(wanted, known)
    click.echo("\n".join(code_lines(page(library(), code, said.language), said)))
    if code.group == "answers" and (file or Path(ANSWERS).is_file()):
        click.echo("\n".join(_here(code, read_case(file or ANSWERS, day(on)), said)))


def _unknown(wanted: str, known: Mapping[str, Code]) -> InputError:
    near = nearest(wanted.upper(), known)
    slots = (("value", wanted[:60]), ("nearest", near or ""))
    return InputError([Fault("privet explain", 0, "no-code" if near else "no-code-plain", "", slots)])


def _begun(_context: click.Context, _param: click.Parameter, begun: str) -> list[str]:
    """The codes and the blocks of the plan that begin like this, for the shell."""
    own = (rule.block for rule in library().document("plan").rules)
    return [name for name in dict.fromkeys((*codes(library()), *own)) if name.lower().startswith(begun.lower())]


@click.command(help=help.command("explain"))
@click.argument("block", required=False, shell_complete=_begun)
@click.argument("file", required=False, type=click.Path())
@click.option("--document", default="plan", show_default=True, help=help.text("explain.document"))
@click.option("--lang", default="", help=help.text("explain.lang"))
@click.option("--on", "on", default=None, metavar="DATE", help=help.text("explain.on"))
def explain(block: str | None, file: str | None, document: str, lang: str, on: str | None) -> int:
    kind = one(document, library().document_names, "--document")
    language = one(lang or words().language, library().languages, "--lang")
    said = library().words(language)
    if block and CODE.fullmatch(block):
        _explain_code(block, file, said, on)
        return CLEAN
    judged = judge(library(), _first(read_case(file or ANSWERS, day(on)), library().document(kind).each), kind)
    known = blocks(library(), judged)
    if block is None:
        click.echo("\n".join((said.say("explain.known-blocks", document=kind), *(f"  {name}" for name in known))))
        return CLEAN
    if block not in known:
        near = nearest(block, known)
        slots = (("value", block[:60]), ("document", kind), ("nearest", near or ""))
        raise InputError([Fault("privet explain", 0, "no-block" if near else "no-block-plain", "", slots)])
    click.echo("\n".join(lines(account(library(), judged, block, language), kind, said)))
    return CLEAN
