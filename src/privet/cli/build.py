"""``privet build``: documents from answers."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from privet.cli import CLEAN, FINDINGS, UNUSABLE, help
from privet.cli.fleet import make_all, targets
from privet.cli.making import Order, Outcome
from privet.cli.output import sweep
from privet.cli.session import library, report, say, tell, today, words
from privet.errors import Fault, InputError
from privet.exports import EXPORTS
from privet.render import FORMATS


def listed(value: str, known: Iterable[str], option: str) -> tuple[str, ...]:
    """The names in ``a,b``; InputError with the list of known ones for a name that is none."""
    names = [part.strip() for part in value.split(",") if part.strip()]
    return tuple(dict.fromkeys(one(name, known, option) for name in names or [value]))


def one(value: str, known: Iterable[str], option: str) -> str:
    """A known name; InputError with the list of known ones where it is none."""
    choices = tuple(known)
    if value not in choices:
        slots = (("option", option), ("value", value[:60]), ("choices", ", ".join(choices)))
        raise InputError([Fault(f"privet {option}", 0, "not-an-option", "", slots)])
    return value


def day(value: str | None) -> date:
    """``--on``: a day as 2027-01-31; today where there is none."""
    if value is None:
        return today()
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError([Fault("privet --on", 0, "not-a-day", "", (("value", value[:60]),))]) from None


def refuse_foreign(order: Order) -> None:
    """InputError for an export that one of the documents does not offer."""
    faults = [
        Fault("privet --format", 0, "not-of-document", "", (("value", form), ("document", name)))
        for name in order.documents
        for form in order.formats
        if form in EXPORTS and form not in library().document(name).exports
    ]
    if faults:
        raise InputError(faults)


@click.command(help=help.command("build"))
@click.argument("files", nargs=-1, type=click.Path())
@click.option("--document", default="plan", show_default=True, help=help.text("build.document"))
@click.option("--lang", default="", help=help.text("build.lang"))
@click.option("--format", "formats", default="html", show_default=True, help=help.text("build.format"))
@click.option("--on", "on", default=None, metavar="DATE", help=help.text("build.on"))
@click.option("-o", "--out", default=".", show_default=True, type=click.Path(), help=help.text("build.out"))
@click.option("--jobs", default=0, type=click.IntRange(0, 256), help=help.text("build.jobs"))
def build(files: tuple[str, ...], document: str, lang: str, formats: str, on: str | None, out: str, jobs: int) -> int:
    order = Order(
        listed(document, library().document_names, "--document"),
        listed(lang, library().languages, "--lang") if lang else (),
        listed(formats, (*FORMATS, *EXPORTS), "--format"),
        day(on),
        Path(out),
    )
    refuse_foreign(order)
    fleet = targets(files or ("privacy.toml",))
    sweep(order.out)
    outcomes = [_told(outcome, len(fleet)) for outcome in make_all(fleet, order, jobs or os.cpu_count() or 1)]
    return _summary(outcomes)


def _told(outcome: Outcome, count: int) -> Outcome:
    """Report one outcome: paths on standard output, talk on standard error."""
    report(outcome.faults)
    if outcome.faults:
        say("cli.nothing-written", path=outcome.target.path)
    elif not outcome.written:
        say("cli.nothing-to-make", path=outcome.target.path)
    for entry in outcome.left:
        place, question = f"{entry.path}:{entry.line}", entry.because[0].question
        say("residue.warning", place=place, code=entry.code, text=entry.text, question=question)
    for path in outcome.written:
        click.echo(path)
    for text in outcome.readings:
        above = text.grade > text.goal
        if above or count == 1:
            slots = {"grade": str(text.grade), "goal": str(text.goal), "formula": text.formula}
            say(f"reading.{'above' if above else 'grade'}", document=text.document, **slots)
    if outcome.tasks and count == 1:
        tell(words().count("cli.tasks-open", outcome.tasks, high=words().number(outcome.pressing)))
    return outcome


def _summary(outcomes: list[Outcome]) -> int:
    failed = [outcome for outcome in outcomes if outcome.faults]
    if len(outcomes) > 1:
        tell(words().count("cli.fleet-done", len(outcomes) - len(failed)))
        if failed:
            tell(words().count("cli.fleet-failed", len(failed)))
            for outcome in failed:
                say("cli.fleet-failed-one", path=outcome.target.path)
    if any(outcome.unusable for outcome in failed):
        return UNUSABLE
    return FINDINGS if failed else CLEAN
