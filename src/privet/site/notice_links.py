"""Links to the privacy notice: on every page, beside every form that asks about people, and leading somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from privet.notice_lists import folded
from privet.site.addresses import host, shown
from privet.site.elements import Link
from privet.site.lists import Lists
from privet.site.looked import Seen, Site, folder_address
from privet.site.placing import Placed, labels
from privet.site.slips import SHOWN, Looking, Slip, at
from privet.site.unlooked import is_shell

RELATION = "privacy-policy"
"""How a link says by itself that it leads to a notice."""
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".avif", ".ico", ".mp4", ".webm")
"""Endings of addresses that no notice has, whatever they are called."""
WORDS = 9
"""A link of more words is a sentence or a headline, not the name of a notice."""


def notice_slips(look: Looking, seen: Seen) -> Iterator[Slip]:
    """What is found of the links to the notice on one page."""
    links = notices(seen, look.known)
    for link in {seen.leads(link.href): link for link in reversed(links)}.values():
        yield from _target(look, seen, link)
    asking = [placed for placed in look.placed.get(seen.place, ()) if placed.personal]
    live = [link for link in links if not _dead(look, seen, link)]
    for placed in asking if live or not links else ():  # that its only link is dead is told
        yield from _beside(look, seen, placed, live)
    if not asking and not links and not is_notice(seen, look) and not is_shell(look, seen.page):
        yield at(seen, 1, "notice-not-linked", {})


def notices(seen: Seen, known: Lists) -> list[Link]:
    """The links of a page that lead to a notice: by their relation, their words, or their address."""
    return [link for link in seen.page.links if _is_notice_link(link, known)]


def _is_notice_link(link: Link, known: Lists) -> bool:
    if RELATION in link.rel.split():
        return True
    text = folded(link.text)
    if known.notice.search(text) and len(text.split()) <= WORDS:
        return True
    path = unquote(urlsplit(link.href).path).casefold() if link.href[:1] != "#" else ""
    if path.endswith(PICTURES):
        return False
    words = path.replace("_", "-").replace(".", "-").split("/")
    return any(
        part in (word, *word.split("-")) or (len(part) > WORDS and part in word)
        for word in words
        for part in known.paths
    )


def is_notice(seen: Seen, look: Looking) -> bool:
    """Whether a page is one that links to the notice lead to."""
    return seen.address in targets(look.site, look.known)


def targets(site: Site, known: Lists) -> frozenset[str]:
    """The address of every page that links to the notice lead to."""
    pairs = ((seen, link) for seen in site.pages for link in notices(seen, known))
    found = (seen.leads(link.href) for seen, link in pairs if link.href[:1] != "#")
    return frozenset(site.aliases.get(target, target) for target in found)


def _beside(look: Looking, seen: Seen, placed: Placed, links: Sequence[Link]) -> Iterator[Slip]:
    form, known = placed.form, look.known
    if not links:
        slots = {"form": look.name(placed), "items": labels(look.plan, placed.items)}
        yield at(seen, form.line, "notice-missing", slots, about=placed.called)
    elif not any(form.start - known.before <= link.start <= form.end + known.after for link in links):
        yield at(seen, form.line, "notice-not-near", {"form": look.name(placed)}, about=placed.called)


def _dead(look: Looking, seen: Seen, link: Link) -> bool:
    """Whether a link leads nowhere: to no address, or to a page of the site that is not there."""
    href = link.href.strip()
    if link.opens and href[1:] not in seen.page.traces:
        return False
    if not href or href.casefold().startswith("javascript:"):
        return True
    if href.startswith("#"):
        return href[1:] not in seen.page.traces
    return seen.leads(href) in look.site.gone


def _target(look: Looking, seen: Seen, link: Link) -> Iterator[Slip]:
    """Where one link leads."""
    target = seen.leads(link.href)
    name = link.text[:SHOWN] or link.href[:SHOWN]
    if _dead(look, seen, link):
        led = "" if link.href[:1] == "#" else shown(target).removeprefix(folder_address("", "").rstrip("/"))
        address = led or link.href[:SHOWN] or "#"
        yield at(seen, link.line, "notice-dead", {"link": name, "address": address}, about=address)
    elif link.opens and link.href[1:] not in seen.page.traces:  # a window that a script opens
        yield at(seen, link.line, "notice-unread", {"link": name, "address": link.href[:SHOWN] or "#"}, about="#")
    elif target in look.site.other:
        address = shown(target).removeprefix(folder_address("", "").rstrip("/"))
        yield at(seen, link.line, "notice-unread", {"link": name, "address": address}, about=address)
    elif not look.site.is_own(host(target), (look.plan.site,), look.known.shared):
        yield at(seen, link.line, "notice-elsewhere", {"link": name, "host": host(target)}, about=host(target))
