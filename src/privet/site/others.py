"""Others who learn of a visit: what pages load from elsewhere, and what is kept on a device before any choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from privet.fixes import Use
from privet.matching.services import Service, Services
from privet.site.addresses import host
from privet.site.elements import SitePage
from privet.site.looked import Kept
from privet.site.slips import SHOWN, Looking, Slip

NAMED = "named"
"""What a script only speaks of: worth a finding where a service is known by it."""
REQUEST = "request"
CHUNK = 20
"""Marks of a page that are looked up at a time."""
SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Loaded:
    """Something that a page loads from a host, or that gives a service away."""

    what: str
    host: str
    path: str
    place: str
    line: int


def other_slips(look: Looking, services: Services) -> Iterator[Slip]:
    """Every service and every unknown host that the plan does not name, each where it is first met."""
    told: set[str] = set()
    for loaded in _loaded(look):
        for slip, key in _slips(look, services, loaded):
            if key not in told:
                told.add(key)
                yield slip
    for seen in look.site.pages:
        for service, line in _by_marks(seen.page, services):
            if service.id not in told and service.kind == SUPPLIER and not look.plan.names(service):
                told.add(service.id)
                slots = {"service": service.name, "host": _usual(service)}
                yield Slip("supplier-unnamed", seen.place, line, slots, about=service.id, fix=Use(service.id))


def _loaded(look: Looking) -> Iterator[Loaded]:
    """What the pages load from elsewhere, and what a browser asked for while it showed them."""
    for seen in look.site.pages:
        for resource in seen.page.resources:
            target = seen.leads(resource.address)
            name = host(target)
            if name and not look.site.is_own(name, (look.plan.site,), look.known.shared):
                yield Loaded(resource.kind, name, urlsplit(target).path, seen.place, resource.line)
    for asked in look.site.asked:
        name = host(asked.address)
        if name and not look.site.is_own(name, (look.plan.site,), look.known.shared):
            yield Loaded(REQUEST, name, urlsplit(asked.address).path, asked.place, 1)


def _slips(look: Looking, services: Services, loaded: Loaded) -> Iterator[tuple[Slip, str]]:
    """What is told of one thing that is loaded, with a key by which it is told once."""
    found = [trace for trace in services.recognise(loaded.host, loaded.path) if trace.evidence == "host"]
    for trace in found:
        if not look.plan.names(trace.service):
            slots = {"service": trace.service.name, "host": loaded.host}
            id = trace.service.id
            yield Slip("supplier-unnamed", loaded.place, loaded.line, slots, about=id, fix=Use(id)), id
    if not found and loaded.what != NAMED and not look.plan.names_host(loaded.host):
        what = look.plan.words.say(f"site.what-{loaded.what}")
        slots = {"what": what, "host": loaded.host}
        yield Slip("host-unknown", loaded.place, loaded.line, slots, about=loaded.host), loaded.host


def _by_marks(page: SitePage, services: Services) -> Iterator[tuple[Service, int]]:
    """Services that give themselves away by names of classes, or in the page's own scripts."""
    if page.scripts:
        yield from (
            (trace.service, 1) for trace in services.recognise("", "", page.scripts) if trace.evidence == "global"
        )
    for start in range(0, len(page.traces), CHUNK):
        words = " ".join(word.replace('"', "") for word in page.traces[start : start + CHUNK])
        found = services.recognise("", "", f'class="{words}"')
        yield from ((trace.service, 1) for trace in found if trace.evidence == "class")


def _usual(service: Service) -> str:
    """A host that a service is known by."""
    return next((name.partition("/")[0] for name in service.traces.hosts), service.name)


# ---- cookies


def kept_slips(look: Looking, services: Services) -> Iterator[Slip]:
    """What was kept on the device before any choice, each once."""
    for kept in {(entry.sort, entry.name, entry.host): entry for entry in reversed(look.site.kept)}.values():
        if not kept.name.casefold().startswith(look.known.cookies):
            yield _kept(look, kept, services)


def _kept(look: Looking, kept: Kept, services: Services) -> Slip:
    """A cookie of a known service, or of another site, waits for a choice; of others it cannot be told."""
    say = look.plan.words.say
    found = services.cookie(kept.name)
    name = say(f"site.kept-{kept.sort}", name=kept.name[:SHOWN])
    slots = {"cookie": name, "host": kept.host}
    if found or not look.site.is_own(kept.host.lstrip("."), (look.plan.site,), look.known.shared):
        known = say("site.hosted", host=kept.host, name=found[0].name) if found else kept.host
        fix = Use(found[0].id) if found else None
        return Slip("cookie-before-choice", kept.place, 1, {**slots, "host": known}, about=kept.name, fix=fix)
    return Slip("cookie-unclear", kept.place, 1, slots, about=kept.name)
