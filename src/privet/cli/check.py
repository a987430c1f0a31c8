"""``privet check``: gaps, contradictions, risks and stale answers, as findings with codes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import click

from privet import source
from privet.accepting import Baseline, baseline, check_all, gone, stated
from privet.checking import Found
from privet.cli import CLEAN, FINDINGS, UNLOOKED, help
from privet.cli.build import day, one
from privet.cli.check_notice import NOTICE, Compared, check_pages, only_for_notices
from privet.cli.findings import PRINTERS, news
from privet.cli.fixing import only_for_fixing, propose
from privet.cli.making import read_case
from privet.cli.session import library, say, speak, tell, words
from privet.cli.sites import SITE, Asked, only_for_sites
from privet.facts import Case

DATA = "data"
"""First argument of ``privet check`` for databases and files; a file of that name is ``./data``."""
ANSWERS = "privacy.toml"
LARGEST = 20_000_000
"""Largest baseline in bytes."""


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
@click.option("--baseline", "before", default=None, type=click.Path(), help=help.text("check.baseline"))
@click.option("--fix", "fix", flag_value="ask", default="", help=help.text("check.fix"))
@click.option("--yes", "sure", flag_value="yes", default="", help=help.text("check.yes"))
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
    before: str | None,
    fix: str,
    sure: str,
) -> int:
    printer = one(form, PRINTERS, "--format")
    speak(one(lang or words().language, library().languages, "--lang"))
    known = baseline(source.raw(before, LARGEST), before) if before else Baseline()
    wanted = Wanted(day(on), Compared(answers, against), Asked(browser, private, activities, pages, depth), sure or fix)
    look = {SITE: _site, DATA: _data, NOTICE: _notice}.get(files[0] if files else "", _answers)
    looked = look(files if look is _answers else files[1:], wanted)
    return _told(looked, known, printer, wanted)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and how."""

    on: date
    compared: Compared
    asked: Asked
    fix: str
    """``ask`` to propose changes to the answers, ``yes`` to make them."""

    @property
    def answers(self) -> str:
        """The answers file that something else is compared with."""
        return self.compared.answers or ANSWERS


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at, with everything that was found."""

    place: str
    case: Case | None
    """The answers it was compared with, and in which it is said what was accepted."""
    found: tuple[Found, ...]
    unlooked: str = ""
    """What could not be looked at, in words: no pass, whatever was found."""


def _answers(files: tuple[str, ...], wanted: Wanted) -> list[Looked]:
    """Answers files, each by itself."""
    only_for_sites(wanted.asked)
    only_for_notices(wanted.compared)
    only_for_fixing(wanted.fix)
    looked: list[Looked] = []
    for path in files or (ANSWERS,):
        case = read_case(path, wanted.on)
        looked.append(Looked(path, case, check_all(library(), case, words().language)))
    return looked


def _notice(files: tuple[str, ...], wanted: Wanted) -> list[Looked]:
    """Published pages, with the answers they should come from where they are named."""
    only_for_sites(wanted.asked)
    only_for_fixing(wanted.fix)
    case = read_case(wanted.compared.answers, wanted.on) if wanted.compared.answers else None
    return [Looked(", ".join(files), case, tuple(check_pages(files, case, wanted.compared.against)))]


def _site(files: tuple[str, ...], wanted: Wanted) -> list[Looked]:
    """A website."""
    from privet.cli.check_site import check_site  # it brings what reads pages

    only_for_notices(replace(wanted.compared, answers=None))
    case = read_case(wanted.answers, wanted.on)
    checked = check_site(files, case, wanted.asked)
    unlooked = words().count("site.unlooked", checked.unlooked) if checked.unlooked else ""
    return [Looked(", ".join(files), case, checked.found, unlooked)]


def _data(files: tuple[str, ...], wanted: Wanted) -> list[Looked]:
    """Databases and files."""
    from privet.cli.check_data import check_data  # it brings what reads them

    only_for_notices(replace(wanted.compared, answers=None))
    only_for_sites(replace(wanted.asked, activities=()))
    case = read_case(wanted.answers, wanted.on)
    checked = check_data(files, case, wanted.asked.activities)
    unlooked = words().count("data.unlooked", checked.unlooked) if checked.unlooked else ""
    return [Looked(", ".join(checked.places), case, checked.found, unlooked)]


def _told(looked: list[Looked], known: Baseline, printer: str, wanted: Wanted) -> int:
    """Print the findings; their numbers, and how to mend them, for whoever is watching."""
    every = tuple(entry for each in looked for entry in stated(library(), each.case, each.found, known))
    click.echo(PRINTERS[printer](every), nl=False)
    for each in looked:
        if not each.found:
            say("cli.check-clean", path=each.place)
    fresh = news(every)
    counts = {
        "findings": len(fresh),
        "accepted": sum(entry.state == "accepted" for entry in every),
        "known": sum(entry.state == "known" for entry in every),
        "gone": gone(known, (entry.found for entry in every)),
    }
    for key, count in counts.items():
        if count:
            tell(words().count(f"cli.check-{key}", count))
    if fresh:
        say("cli.check-more", code=fresh[0].code)
    left = propose(fresh, wanted.answers, wanted.on, wanted.fix) if wanted.fix else len(fresh)
    unlooked = [each.unlooked for each in looked if each.unlooked]
    for line in unlooked:
        tell(line)
    return UNLOOKED if unlooked else FINDINGS if left else CLEAN
