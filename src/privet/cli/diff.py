"""``privet diff``: what changed between two sets of answers, and what follows from it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import click

from privet import source
from privet.cli import CLEAN, FINDINGS, help
from privet.cli.build import day, one
from privet.cli.making import read_case
from privet.cli.session import library, words
from privet.consequences import Consequence, consequences
from privet.differences import Difference, Section, differences, sections
from privet.document import Line, Run
from privet.errors import Fault, InputError
from privet.facts import Case
from privet.interview import case
from privet.labels import locale
from privet.parsing import parse
from privet.render import md
from privet.source import visible
from privet.words import Words

RANGE = ".."
"""Between two revisions, as git writes them."""


@dataclass(frozen=True, slots=True)
class Told:
    """Everything there is to say, in one language."""

    words: Words
    sections: tuple[Section, ...]
    follows: tuple[Consequence, ...]


@click.command(help=help.command("diff"))
@click.argument("compared", nargs=-1)
@click.option("--file", "file", default="privacy.toml", show_default=True, help=help.text("diff.file"))
@click.option("--format", "form", default="text", show_default=True, help=help.text("diff.format"))
@click.option("--lang", default="", help=help.text("diff.lang"))
@click.option("--on", "on", default=None, metavar="DATE", help=help.text("diff.on"))
def diff(compared: tuple[str, ...], file: str, form: str, lang: str, on: str | None) -> int:
    """The help is in the words."""
    printer = PRINTERS[one(form, PRINTERS, "--format")]
    language = one(lang or words().language, library().languages, "--lang")
    told = compare(*_cases(compared, file, day(on)), language)
    click.echo(printer(told), nl=False)
    return FINDINGS if told.sections else CLEAN


def compare(old: Case, new: Case, language: str) -> Told:
    """What changed between two sets of answers, and what follows from it."""
    spoken = library().words(locale(language, new))
    found = differences(old.answers, new.answers, spoken)
    follows = consequences(library(), old, new, found, language, spoken) if found else ()
    return Told(spoken, sections(found, new.answers, spoken), follows)


# ---- what is compared


def _cases(compared: tuple[str, ...], file: str, on: date) -> tuple[Case, Case]:
    """The two sets of answers: two files, or one file in two revisions."""
    if len(compared) == 2:
        old, new = compared
        return read_case(old, on), read_case(new, on)
    if len(compared) != 1 or RANGE not in compared[0]:
        raise InputError([Fault("privet diff", 0, "diff-needs-two")])
    before, _, after = compared[0].partition(RANGE)
    return _in_revision(before or "HEAD", file, on), _in_revision(after.lstrip(".") or "HEAD", file, on)


def _in_revision(revision: str, file: str, on: date) -> Case:
    """The answers as git holds them in a revision."""
    name = _git(("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"))
    if name is None:
        raise InputError([Fault("privet diff", 0, "no-such-revision", "", (("value", visible(revision)[:60]),))])
    path = f"./{Path(file).as_posix()}" if not Path(file).is_absolute() else file
    raw = _git(("show", f"{name.decode().strip()}:{path}"))
    if raw is None:
        slots = (("value", visible(revision)[:60]),)
        raise InputError([Fault("privet diff", 0, "not-in-revision", visible(file), slots)])
    shelf = library()
    answers = parse(source.parse(raw, f"{file}@{revision}"), shelf.questionnaire)
    return case(answers, shelf.skips, on, shelf.covered)


def _git(arguments: tuple[str, ...]) -> bytes | None:
    """What git prints; None where it says no."""
    try:
        done = subprocess.run(("git", *arguments), capture_output=True, check=False)  # noqa: S603, S607 - git as the user has it
    except OSError:
        raise InputError([Fault("privet diff", 0, "no-git")]) from None
    return done.stdout if done.returncode == 0 else None


# ---- how it is printed


def as_text(told: Told) -> str:
    """For people at a terminal."""
    return "".join(f"{line}\n" for line in _lines(told, ("", ""), "  - ", _plain))


def as_markdown(told: Told) -> str:
    """For a comment on a pull request."""
    return "".join(f"{line}\n" for line in _lines(told, ("## ", "**"), "- ", _escaped))


def _lines(told: Told, marks: tuple[str, str], item: str, said: Callable[[Line], str]) -> Iterator[str]:
    """Headings, what changed, and what follows."""
    head, strong = marks
    if not told.sections:
        yield told.words.say("diff.same")
        return
    yield f"{head}{told.words.say('diff.title')}"
    for section in told.sections:
        yield from ("", f"{strong}{section.title}{strong}", *([""] if strong else []))
        for entry in section.differences:
            yield f"{item}{said(entry.sentence)}"
            yield from (f"  {item}{said(inner.sentence)}" for inner in entry.inside)
    yield from ("", f"{head}{told.words.say('diff.follows')}")
    if not told.follows:
        yield from ("", told.words.say("diff.nothing-follows"))
    for kind, together in groupby(told.follows, key=lambda entry: entry.kind):
        yield from ("", f"{strong}{told.words.say(f'diff.head.{kind}')}{strong}", *([""] if strong else []))
        yield from (f"{item}{said(_run(entry.text))}" for entry in together)


def _run(text: str) -> Line:
    return (Run(text, given=True),)


def _plain(line: Line) -> str:
    return visible("".join(run.text for run in line))


def _escaped(line: Line) -> str:
    """Words that people gave us mean nothing to Markdown."""
    return md.running(line)


def as_json(told: Told) -> str:
    """For programs: ``{"schema": "privet.diff/1", "differences": [...], "consequences": [...]}``."""
    entries = [_entry(entry, section.id) for section in told.sections for entry in section.differences]
    follows = [{"kind": entry.kind, "id": entry.id, "text": entry.text} for entry in told.follows]
    whole = {"schema": "privet.diff/1", "differences": entries, "consequences": follows}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _entry(entry: Difference, section: str) -> dict[str, object]:
    return {
        "ref": str(entry.ref),
        "section": section,
        "kind": entry.kind,
        "before": "".join(run.text for run in entry.before),
        "after": "".join(run.text for run in entry.after),
        "text": "".join(run.text for run in entry.sentence),
        "inside": [_entry(inner, section) for inner in entry.inside],
    }


PRINTERS: Mapping[str, Callable[[Told], str]] = {"text": as_text, "md": as_markdown, "json": as_json}
"""Every way to print what changed."""
