"""``privet check site``: a website, in a folder or on the web, compared with the plan."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from privet.answers import Answers
from privet.cli.session import library, say, tell, words
from privet.cli.sites import Asked
from privet.errors import Fault, InputError
from privet.facts import Case

try:
    from privet.site import crawling, folder
    from privet.site.fetching import Door
    from privet.site.findings import CheckedSite
    from privet.site.findings import check_site as compare
    from privet.site.lists import lists
    from privet.site.looked import Site
    from privet.site.plan import Plan
    from privet.site.room import Room
except ModuleNotFoundError as error:
    slots = (("module", error.name or ""), ("extra", "site"))
    raise InputError([Fault("privet check site", 0, "site-extra", "", slots)]) from None

WEB = ("http://", "https://")
QUIET = 5.0
"""Seconds of work after which people are told how far it is."""
MOST_FORMS = 40
"""Forms that are named with the activity they were taken for."""


def check_site(places: tuple[str, ...], case: Case, asked: Asked) -> CheckedSite:
    """Everything that is found on the site; on standard error, what each form was taken for."""
    place = _one(places)
    named = _named(asked.activities, case.answers)
    with Room() as room:
        own = Plan(library(), case, words().language).site
        site = _web(place, asked, room) if place.casefold().startswith(WEB) else _folder(place, own, asked, room)
    if asked.browser:
        site = _shown(site, asked)
    checked = compare(library(), case, site, named, words().language)
    for where, form in checked.forms[:MOST_FORMS]:
        say("site.placed", place=where, form=form)
    tell(words().count("site.looked", len(site.pages)))
    return checked


def _one(places: tuple[str, ...]) -> str:
    if len(places) != 1:
        message = "one-site" if places else "no-site"
        raise InputError([Fault("privet check site", 0, message, "", (("count", str(len(places))),))])
    return places[0]


def _named(pairs: tuple[str, ...], answers: Answers) -> Mapping[str, str]:
    """Activities by the forms that were named with them."""
    rows = answers.rows("activities")
    named: dict[str, str] = {}
    for pair in pairs:
        form, _, row = pair.rpartition("=")
        if not form or row not in rows:
            slots = (("value", pair[:60]), ("choices", ", ".join(rows)))
            raise InputError([Fault("privet --activity", 0, "not-an-activity", "", slots)])
        named[form] = row
    return named


def _web(address: str, asked: Asked, room: Room) -> Site:
    usual = crawling.Limits()
    limits = crawling.Limits(
        usual.pages if asked.pages is None else asked.pages, usual.depth if asked.depth is None else asked.depth
    )
    return crawling.crawl(address, Door(asked.private), limits, room, lists(library().files), _Watch())


def _folder(path: str, own: str, asked: Asked, room: Room) -> Site:
    root = Path(path)
    if asked.browser:
        raise InputError([Fault("privet --browser", 0, "browser-only-web")])
    if not root.exists():
        raise InputError([Fault(path, 0, "site-not-there")])
    if root.is_dir() and not folder.page_files(root):
        raise InputError([Fault(path, 0, "site-no-pages")])
    return folder.look(root, own, room, _Watch())


def _shown(site: Site, asked: Asked) -> Site:
    """The site as a browser shows it."""
    try:
        from privet.site.browsing import browse
    except ModuleNotFoundError as error:
        slots = (("module", error.name or ""), ("extra", "browser"))
        raise InputError([Fault("privet --browser", 0, "site-extra", "", slots)]) from None
    with Room() as room:
        return browse(site, Door(asked.private), room, _Watch())


class _Watch:
    """Tells now and then how far the work is."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def __call__(self, count: int, page: str) -> None:
        if time.monotonic() - self.last > QUIET:
            self.last = time.monotonic()
            say("site.looking", count=str(count), page=page)
