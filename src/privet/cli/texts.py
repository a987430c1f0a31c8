"""``privet texts``: texts that are missing in a language, or older than the English they were written from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import click

from privet.cli import CLEAN, FINDINGS, help
from privet.cli.build import one
from privet.cli.session import library, line, say, speak, tell, words
from privet.errors import DataError, Fault
from privet.verifying import stale, verify

STALE = "data-stale"
"""Message of a text whose source has changed since; every other is something missing or wrong."""

Faults = tuple[Fault, ...]


def as_text(faults: Faults) -> str:
    """A line for each: file, line, what is wrong, what to do."""
    return "".join(f"{line(fault)}\n" for fault in faults)


def as_json(faults: Faults) -> str:
    """For programs: ``{"schema": "privet.texts/1", "texts": [...]}``."""
    entries = [
        {
            "state": "stale" if fault.message == STALE else "missing",
            "path": fault.path,
            "line": fault.line,
            "text": fault.key,
            "message": line(fault),
        }
        for fault in faults
    ]
    return json.dumps({"schema": "privet.texts/1", "texts": entries}, ensure_ascii=False, indent=2) + "\n"


PRINTERS: Mapping[str, Callable[[Faults], str]] = {"text": as_text, "json": as_json}


def _faults() -> Faults:
    """What the laws of loading find, and every text that is stale: those need all texts to be there."""
    try:
        verify(library())
    except DataError as error:
        return error.faults
    return tuple(stale(library()))


@click.command(help=help.command("texts"))
@click.option("--format", "form", default="text", show_default=True, help=help.text("texts.format"))
@click.option("--lang", default="", help=help.text("texts.lang"))
def texts(form: str, lang: str) -> int:
    printer = one(form, PRINTERS, "--format")
    speak(one(lang or words().language, library().languages, "--lang"))
    faults = _faults()
    click.echo(PRINTERS[printer](faults), nl=False)
    if faults:
        tell(words().count("texts.found", len(faults)))
    else:
        say("texts.clean", languages=words().join(library().languages))
    return FINDINGS if faults else CLEAN
