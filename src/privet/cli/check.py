"""``privet check``: gaps, contradictions, risks and stale answers, as findings with codes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import click

from privet import __version__
from privet.checking import Found, plain
from privet.checking import check as find
from privet.cli import CLEAN, FINDINGS, UNLOOKED, help
from privet.cli.build import day, one
from privet.cli.check_notice import NOTICE, Compared, check_pages, only_for_notices
from privet.cli.junit import as_junit
from privet.cli.making import read_case
from privet.cli.session import library, say, speak, tell, words
from privet.cli.sites import SITE, Asked, only_for_sites
from privet.source import visible

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
DATA = "data"
"""First argument of ``privet check`` for databases and files; a file of that name is ``./data``."""
LEVELS = {"high": "error", "normal": "warning", "low": "note"}

Findings = tuple[Found, ...]


def as_text(found: Findings) -> str:
    """For people: place, code and text; below it the answers and the law."""
    return "".join(f"{line}\n" for entry in found for line in _lines(entry))


def _lines(entry: Found) -> list[str]:
    say_it = words().say
    lines = [say_it("cli.finding", place=f"{visible(entry.path)}:{entry.line}", code=entry.code, text=entry.text)]
    reasons = "; ".join(f"{reason.question} {plain(reason.answer)}" for reason in entry.because)
    if reasons:
        lines.append(say_it("cli.finding-because", reasons=reasons))
    if entry.cites:
        lines.append(say_it("cli.finding-law", cites="; ".join(cite.text for cite in entry.cites)))
    return lines


def as_json(found: Findings) -> str:
    """For programs: ``{"schema": "privet.findings/1", "findings": [...]}``."""
    entries = [
        {
            "code": entry.code,
            "rule": entry.rule,
            "priority": entry.priority,
            "path": entry.path,
            "line": entry.line,
            "title": entry.title,
            "text": entry.text,
            "because": [
                {"ref": r.ref, "question": r.question, "answer": plain(r.answer), "line": r.line} for r in entry.because
            ],
            "cites": [
                {"law": c.law, "provision": c.provision, "text": c.text, "url": c.url, "force": c.force}
                for c in entry.cites
            ],
        }
        for entry in found
    ]
    return json.dumps({"schema": "privet.findings/1", "findings": entries}, ensure_ascii=False, indent=2) + "\n"


def as_sarif(found: Findings) -> str:
    """SARIF 2.1.0, as code hosts read it."""
    rules = {entry.code: entry for entry in found}
    driver = {
        "name": "privet",
        "version": __version__,
        "rules": [
            {"id": code, "name": entry.rule, "shortDescription": {"text": entry.title}} for code, entry in rules.items()
        ],
    }
    results = [
        {
            "ruleId": entry.code,
            "level": LEVELS[entry.priority],
            "message": {"text": entry.text},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": entry.path}, "region": {"startLine": entry.line}}}
            ],
        }
        for entry in found
    ]
    run = {"tool": {"driver": driver}, "results": results}
    return json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def as_github(found: Findings) -> str:
    """Workflow commands, which GitHub shows beside the lines they speak of."""
    names = {"high": "error", "normal": "warning", "low": "notice"}
    return "".join(
        f"::{names[entry.priority]} file={_property(entry.path)},line={entry.line},title={entry.code}"
        f"::{_message(entry.text)}\n"
        for entry in found
    )


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


PRINTERS: Mapping[str, Callable[[Findings], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
    "junit": as_junit,
}
"""Every way to print findings."""


@click.command(help=help.command("check"))
@click.argument("files", nargs=-1, type=click.Path())
@click.option("--format", "form", default="text", show_default=True, help=help.text("check.format"))
@click.option("--lang", default="", help=help.text("check.lang"))
@click.option("--on", "on", default=None, metavar="DATE", help=help.text("check.on"))
@click.option("--answers", default=None, type=click.Path(), help=help.text("check.answers"))
@click.option("--against", multiple=True, type=click.Path(), help=help.text("check.against"))
@click.option("--browser", flag_value="browser", default="", help=help.text("check.browser"))
@click.option("--allow-private", "private", flag_value="private", default="", help=help.text("check.allow-private"))
@click.option("--activity", "activities", multiple=True, metavar="FORM=ACTIVITY", help=help.text("check.activity"))
@click.option("--pages", default=None, type=click.IntRange(1, 100_000), help=help.text("check.pages"))
@click.option("--depth", default=None, type=click.IntRange(0, 100), help=help.text("check.depth"))
def check(
    files: tuple[str, ...],
    form: str,
    lang: str,
    on: str | None,
    answers: str | None,
    against: tuple[str, ...],
    browser: str,
    private: str,
    activities: tuple[str, ...],
    pages: int | None,
    depth: int | None,
) -> int:
    printer = one(form, PRINTERS, "--format")
    language = one(lang or words().language, library().languages, "--lang")
    speak(language)
    compared = Compared(answers, against)
    asked = Asked(browser, private, activities, pages, depth)
    if files[:1] == (SITE,):
        only_for_notices(Compared(None, against))
        return _site(files[1:], answers, asked, day(on), printer)
    if files[:1] == (DATA,):
        only_for_notices(Compared(None, against))
        only_for_sites(replace(asked, activities=()))
        return _data(files[1:], answers, activities, day(on), printer)
    only_for_sites(asked)
    if files[:1] == (NOTICE,):
        return _told(check_pages(files[1:], compared, day(on)), printer)
    only_for_notices(compared)
    found: list[Found] = []
    for path in files or ("privacy.toml",):
        own = find(library(), read_case(path, day(on)), language)
        found += own
        if not own:
            say("cli.check-clean", path=path)
    return _told(found, printer)


def _site(places: tuple[str, ...], answers: str | None, asked: Asked, on: date, printer: str) -> int:
    """A website; what could not be looked at is no pass, whatever was found."""
    from privet.cli.check_site import check_site  # it brings what reads pages

    checked = check_site(places, answers, asked, on)
    code = _told(list(checked.found), printer)
    if checked.unlooked:
        tell(words().count("site.unlooked", checked.unlooked))
    return UNLOOKED if checked.unlooked else code


def _data(places: tuple[str, ...], answers: str | None, activities: tuple[str, ...], on: date, printer: str) -> int:
    """Databases and files; what could not be looked at is no pass, whatever was found."""
    from privet.cli.check_data import check_data  # it brings what reads them

    checked = check_data(places, answers, activities, on)
    code = _told(list(checked.found), printer)
    if checked.unlooked:
        tell(words().count("data.unlooked", checked.unlooked))
    return UNLOOKED if checked.unlooked else code


def _told(found: list[Found], printer: str) -> int:
    """Print the findings, and their number for whoever is watching."""
    click.echo(PRINTERS[printer](tuple(found)), nl=False)
    if found:
        tell(words().count("cli.check-findings", len(found)))
    return FINDINGS if found else CLEAN
