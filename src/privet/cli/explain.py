"""``privet explain``: the answers, rule, provisions and text behind a block."""

from __future__ import annotations

from collections.abc import Iterator

import click

from privet import focus
from privet.checking import plain
from privet.cli import CLEAN, help
from privet.cli.build import day, one
from privet.cli.making import read_case
from privet.cli.session import library, words
from privet.document import Bullets, Flow, Paragraph, Part, Table
from privet.errors import Fault, InputError
from privet.explain import Explanation, Voice, blocks
from privet.explain import explain as account
from privet.facts import Case
from privet.judging import judge
from privet.source import nearest
from privet.vocabulary import Labels
from privet.words import Words


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
    for cite in voice.cites:
        yield said.say("explain.cite", text=cite.text, force=said.say(f"document.force-{cite.force}"), url=cite.url)
    if not voice.cites:
        yield said.say("explain.no-law")
    if voice.part is None:
        yield said.say("explain.silent", side=side)
        return
    yield said.say("explain.file", path=voice.path)
    yield said.say("explain.words", text=_text(voice.part))


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


@click.command(help=help.command("explain"))
@click.argument("block", required=False)
@click.argument("file", default="privacy.toml", type=click.Path())
@click.option("--document", default="plan", show_default=True, help=help.text("explain.document"))
@click.option("--lang", default="", help=help.text("explain.lang"))
@click.option("--on", "on", default=None, metavar="DATE", help=help.text("explain.on"))
def explain(block: str | None, file: str, document: str, lang: str, on: str | None) -> int:
    kind = one(document, library().document_names, "--document")
    language = one(lang or words().language, library().languages, "--lang")
    said = library().words(language)
    judged = judge(library(), _first(read_case(file, day(on)), library().document(kind).each), kind)
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
