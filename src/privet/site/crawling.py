"""A site on the web, page by page: politely, within the site, and with limits on everything."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from privet.site.addresses import Refused, allowed, host, is_ip, plain, shown
from privet.site.elements import SitePage
from privet.site.fetching import AGENT, Answer, Door, fetch
from privet.site.folder import Watched
from privet.site.lists import Lists
from privet.site.looked import Seen, Site, Trouble, same_site
from privet.site.notice_links import notices
from privet.site.robots import Robots, parse
from privet.site.room import Room

PAUSE = 1.0
"""Seconds between two requests; a site on one's own machine needs none."""
MOST_PAGES, MOST_DEPTH, MOST_SECONDS = 50, 4, 600
MOST_WAITING = 10_000
"""Addresses that are kept in mind at most."""
VARIANTS = 20
"""Pages of one path that are looked at, whatever stands behind ``?``: calendars have no end."""
PAGES = frozenset(("text/html", "application/xhtml+xml"))
FILES = (
    ".pdf", ".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".avif", ".ico", ".mp4", ".webm", ".mp3", ".zip", ".gz",
    ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".css", ".js", ".json", ".xml", ".rss", ".atom",
    ".ics", ".csv", ".txt", ".woff", ".woff2", ".ttf", ".exe", ".dmg", ".apk", ".epub",
)  # fmt: skip
"""Endings of addresses that are no pages."""
GONE = frozenset((404, 410))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a site is looked at."""

    pages: int = MOST_PAGES
    depth: int = MOST_DEPTH
    seconds: float = MOST_SECONDS
    pause: float = PAUSE


@dataclass
class _Crawl:
    """A visit in the making."""

    start: str
    door: Door
    limits: Limits
    room: Room
    known: Lists
    robots: Robots = field(default_factory=Robots)
    pages: list[Seen] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    raw: dict[str, bytes] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    other: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    variants: dict[str, int] = field(default_factory=dict)
    waiting: deque[tuple[str, int]] = field(default_factory=deque)
    last: float = 0.0
    left: dict[str, list[str]] = field(default_factory=dict)
    """Addresses that were left out, by why."""

    def trouble(self, message: str, place: str, why: str, **slots: str) -> None:
        self.troubles.append(Trouble(message, shown(place), why, slots))

    def leave(self, why: str, address: str) -> None:
        """Not looked at, on purpose: told once for all of the same kind."""
        self.left.setdefault(why, []).append(address)

    def wait(self) -> None:
        """Not sooner than the pause after the last request."""
        pause = max(self.limits.pause, self.robots.pause)
        if self.last:
            time.sleep(max(0.0, self.last + pause - time.monotonic()))
        self.last = time.monotonic()


def crawl(start: str, door: Door, limits: Limits, room: Room, known: Lists, watched: Watched) -> Site:
    """The pages of a site that links lead to from its first page, with what could not be looked at."""
    visit = _Crawl(start, door, limits, room, known)
    try:
        allowed(start, door.private)
        visit.robots = _robots(visit, start)
    except Refused as error:
        visit.trouble("page-unread", start, error.why)
        return _site(visit)
    if is_ip(host(start)) and door.private:
        visit.limits = Limits(limits.pages, limits.depth, limits.seconds, 0.0)
    _queue(visit, plain(start), 0)
    end = time.monotonic() + limits.seconds
    while visit.waiting:
        if len(visit.pages) >= limits.pages:
            visit.trouble("pages-left", start, "too-many-pages", limit=str(limits.pages))
            break
        if time.monotonic() > end:
            visit.trouble("pages-left", start, "time-is-up", limit=str(int(limits.seconds)))
            break
        address, depth = visit.waiting.popleft()
        watched(len(visit.pages), shown(address))
        _visit(visit, address, depth)
    return _site(visit)


def _site(visit: _Crawl) -> Site:
    for why, left in visit.left.items():
        visit.trouble("pages-left", left[0], why, count=str(len(left)), limit=str(visit.limits.depth))
    first = visit.pages[0].address if visit.pages else visit.start
    gone, other = frozenset(visit.gone), frozenset(visit.other)
    return Site(host(first), tuple(visit.pages), tuple(visit.troubles), visit.raw, visit.aliases, gone, other)


def _robots(visit: _Crawl, start: str) -> Robots:
    """What the site asks; nothing where it has no such file.  Refused where that cannot be told."""
    parts = urlsplit(plain(start))
    try:
        answer = fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", visit.door)
    except Refused as error:
        if error.why == "leads-away":  # another site's file says nothing of this one
            return Robots()
        raise
    if answer.status >= 500 or answer.status == 429:
        raise Refused("robots-unread")
    return parse(answer.body.decode("utf-8", "replace"), AGENT) if answer.status < 300 else Robots()


def _visit(visit: _Crawl, address: str, depth: int) -> None:
    """One page, and the pages it leads to."""
    parts = urlsplit(address)
    if not visit.robots.allows(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"):
        visit.leave("robots-forbid", address)
        return
    visit.wait()
    try:
        answer = fetch(address, visit.door)
    except Refused as error:
        visit.trouble("page-unread", address, error.why)
        return
    if answer.address != address:
        visit.aliases[address] = answer.address
    if answer.address in visit.raw:
        return
    visit.met.add(answer.address)
    if page := _page(visit, address, answer):
        seen = Seen(shown(answer.address), answer.address, page)
        visit.pages.append(seen)
        visit.raw[answer.address] = answer.body
        _follow(visit, seen, depth)


def _page(visit: _Crawl, address: str, answer: Answer) -> SitePage | None:
    """The page in an answer; None where there is none."""
    if answer.status in GONE and visit.pages:
        visit.gone.add(address)
        return None
    if not 200 <= answer.status < 300:
        visit.trouble("page-unread", address, "status", code=str(answer.status))
        return None
    if answer.kind not in PAGES:
        if not visit.pages:
            visit.trouble("page-unread", address, "page-not-html")
        visit.other |= {address, answer.address}
        return None
    page = visit.room.read(answer.body, answer.charset)
    if not isinstance(page, SitePage):
        visit.trouble("page-unread", address, page.why)
        return None
    if page.cut:
        visit.trouble("page-cut", address, f"cut-{page.cut}")
    return page


def _follow(visit: _Crawl, seen: Seen, depth: int) -> None:
    """The links of a page wait their turn, those to the notice before the others."""
    first = {id(link) for link in notices(seen, visit.known)}
    for link in sorted(seen.page.links, key=lambda link: id(link) not in first):
        target = plain(seen.leads(link.href))
        if target.startswith("http") and same_site(target, visit.pages[0].address):
            _queue(visit, target, depth + 1, _ahead if id(link) in first else _behind)


Place = Callable[["deque[tuple[str, int]]", tuple[str, int]], None]


def _ahead(waiting: deque[tuple[str, int]], entry: tuple[str, int]) -> None:
    waiting.appendleft(entry)


def _behind(waiting: deque[tuple[str, int]], entry: tuple[str, int]) -> None:
    waiting.append(entry)


def _queue(visit: _Crawl, address: str, depth: int, put: Place = _behind) -> None:
    """An address waits, if it is new, is no file, and there is still room."""
    path = urlsplit(address).path
    if path.casefold().endswith(FILES):
        visit.other.add(address)
        return
    if address in visit.met:
        return
    if len(visit.met) > MOST_WAITING:
        visit.left.setdefault("too-many-addresses", [address])
        return
    visit.met.add(address)
    visit.variants[path] = visit.variants.get(path, 0) + 1
    if visit.variants[path] > VARIANTS:
        visit.leave("too-many-variants", address)
    elif depth > visit.limits.depth:
        visit.leave("too-deep", address)
    else:
        put(visit.waiting, (address, depth))
