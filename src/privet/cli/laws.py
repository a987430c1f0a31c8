"""``privet laws``: which laws privet holds, how deep, when they were checked, and as of which day."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date

import click

from privet.cli import CLEAN, help
from privet.cli.build import one
from privet.cli.session import library, speak, words
from privet.library import SOURCE_LANGUAGE
from privet.packs import Law

MOST = 5
"""Places of a law that are all listed."""

Laws = tuple[Law, ...]


def as_text(laws: Laws) -> str:
    """A table for people: one law on a line."""
    say = words().say
    heads = tuple(say(f"laws.{key}") for key in ("name", "places", "depth", "checked", "text-as-of"))
    rows = [heads, *(_row(law) for law in laws)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    depths = dict.fromkeys(law.depth for law in laws)
    notes = (f"{say('lines.label', label=say(f'laws.{depth}'))} {say(f'laws.{depth}-means')}" for depth in depths)
    return "\n".join((*lines, "", *notes)) + "\n"


def _row(law: Law) -> tuple[str, ...]:
    said = words()
    places, out = _listed(law.covers), _listed(law.excepted)
    return (
        law.short[said.language],
        said.say("laws.without", places=places, out=out) if law.excepted else places,
        said.say(f"laws.{law.depth}"),
        law.checked.isoformat(),
        _day(law.text_as_of) or said.say("laws.not-read"),
    )


def _listed(places: frozenset[str]) -> str:
    """Codes of places, the first few where there are many."""
    if len(places) <= MOST:
        return ", ".join(sorted(places)) or "–"
    return words().say("laws.several", places=", ".join(sorted(places)[:3]), count=words().number(len(places)))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def as_json(laws: Laws) -> str:
    """For programs: ``{"schema": "privet.laws/1", "laws": [...]}``."""
    language = words().language
    entries = [
        {
            "id": law.id,
            "name": law.name[language],
            "short": law.short[language],
            "inherits": list(law.inherits),
            "covers": sorted(law.covers),
            "except": sorted(law.excepted),
            "depth": law.depth,
            "checked": _day(law.checked),
            "text-as-of": _day(law.text_as_of) or None,
            "in-force": _day(law.begins) or None,
            "regulator": law.regulator.get(language) or law.regulator.get(SOURCE_LANGUAGE, ""),
            "regulator-url": law.regulator_url,
        }
        for law in laws
    ]
    return json.dumps({"schema": "privet.laws/1", "laws": entries}, ensure_ascii=False, indent=2) + "\n"


PRINTERS: Mapping[str, Callable[[Laws], str]] = {"text": as_text, "json": as_json}


@click.command(help=help.command("laws"))
@click.option("--format", "form", default="text", show_default=True, help=help.text("laws.format"))
@click.option("--lang", default="", help=help.text("laws.lang"))
def laws(form: str, lang: str) -> int:
    printer = one(form, PRINTERS, "--format")
    speak(one(lang or words().language, library().languages, "--lang"))
    click.echo(PRINTERS[printer](library().laws), nl=False)
    return CLEAN
