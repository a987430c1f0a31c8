"""A site in a real browser, without a screen: what its scripts make of a page, whom they call, what they keep.

The browser reaches the network only through a proxy of ours, which judges every address as fetching does.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, sync_playwright
from playwright.sync_api import Error as BrowserError

from privet import __version__
from privet.site.addresses import host
from privet.site.elements import SitePage
from privet.site.fetching import AGENT, Door
from privet.site.folder import Watched
from privet.site.gate import Gate
from privet.site.looked import Asked, Kept, Seen, Site, Trouble, same_site
from privet.site.room import Room

OPENING = 20_000
SETTLING = 4_000
"""Milliseconds that a page may take to open, and that are waited for what its scripts do then."""
MOST_PAGES = 20
"""Pages that are shown: each takes seconds, and what comes from elsewhere is much the same on all of them."""
MOST_ASKED = 5_000
SIZE = 4_000_000
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--proxy-bypass-list=<-loopback>",
)
STORED = "() => Object.keys(localStorage).concat(Object.keys(sessionStorage)).slice(0, 200)"
SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Browsers that a system may have by itself."""


def browse(site: Site, door: Door, room: Room, watched: Watched) -> Site:
    """The site with what a browser saw of its pages; a page that it could not show is told."""
    troubles, asked, kept = list(site.troubles), list[Asked](), list[Kept]()
    pages = list(site.pages)
    try:
        with Gate(door) as gate, sync_playwright() as playwright, _browser(playwright, gate.address) as browser:
            for number, seen in enumerate(pages[:MOST_PAGES]):
                watched(number, seen.place)
                with _visit(browser, seen, asked) as (context, page):
                    found = _look(page, context, seen, room, site.host, kept)
                if isinstance(found, SitePage):
                    pages[number] = replace(seen, page=found)
                else:
                    troubles.append(Trouble("page-unread", seen.place, found))
    except BrowserError:
        troubles.append(Trouble("page-unread", site.host, "browser-failed"))
    if len(pages) > MOST_PAGES:
        troubles.append(Trouble("pages-left", pages[MOST_PAGES].place, "too-many-pages", {"limit": str(MOST_PAGES)}))
    return replace(site, pages=tuple(pages), troubles=tuple(troubles), asked=tuple(asked), kept=tuple(kept))


@contextmanager
def _browser(playwright: Playwright, proxy: str) -> Iterator[Browser]:
    """Chromium, the system's or else one that Playwright has, in its sandbox where it may have one."""
    sandbox = hasattr(os, "geteuid") and os.geteuid() != 0
    path = next((found for name in SYSTEM if (found := shutil.which(name))), None)
    browser = playwright.chromium.launch(
        executable_path=path, chromium_sandbox=sandbox, args=[*FLAGS], proxy={"server": proxy}
    )
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def _visit(browser: Browser, seen: Seen, asked: list[Asked]) -> Iterator[tuple[BrowserContext, Page]]:
    """A visitor who was never here before, and what they ask for."""

    def note(request: Request) -> None:
        if len(asked) < MOST_ASKED and request.url.startswith("http"):
            asked.append(Asked(request.url, seen.place))

    agent = f"Mozilla/5.0 (compatible; {AGENT}/{__version__})"
    context = browser.new_context(accept_downloads=False, service_workers="block", user_agent=agent)
    try:
        page = context.new_page()
        page.on("request", note)
        page.on("dialog", lambda dialog: dialog.dismiss())
        yield context, page
    finally:
        context.close()


def _look(page: Page, context: BrowserContext, seen: Seen, room: Room, own: str, kept: list[Kept]) -> SitePage | str:
    """The page as it is after a while, and what was kept on the device by then; nothing on it was touched."""
    try:
        page.goto(seen.address, timeout=OPENING, wait_until="domcontentloaded")
        page.wait_for_timeout(SETTLING)
        if not same_site(page.url, seen.address):
            return "leads-away"
        kept += [
            Kept("cookie", _word(cookie, "name"), _word(cookie, "domain"), seen.place) for cookie in _cookies(context)
        ]
        kept += [Kept("storage", str(name), host(page.url) or own, seen.place) for name in page.evaluate(STORED)]
        content = page.content().encode()
    except BrowserError:
        return "browser-failed"
    found = room.read(content[:SIZE], "utf-8")
    return found if isinstance(found, SitePage) else found.why


def _cookies(context: BrowserContext) -> list[Mapping[str, object]]:
    return [dict(cookie) for cookie in context.cookies()]


def _word(cookie: Mapping[str, object], key: str) -> str:
    return str(cookie.get(key, ""))
