"""Forms and pages that a script or somebody else's frame makes: what stands in them cannot be looked at."""

from __future__ import annotations

from collections.abc import Iterator

from privet.matching.services import Services
from privet.site.addresses import host
from privet.site.elements import SitePage
from privet.site.looked import Seen
from privet.site.slips import Looking, Slip, at

FRAME, SCRIPT = "frame", "script"


def unlooked_slips(look: Looking, seen: Seen, services: Services) -> Iterator[Slip]:
    """What of one page cannot be looked at, each kind once."""
    makers = dict(_makers(look, seen, services))
    for name, line in makers.items():
        yield at(seen, line, "form-elsewhere", {"maker": name}, about=name)
    mark = _mark(look, seen.page)
    if mark and not makers:
        yield at(seen, 1, "form-elsewhere", {"maker": mark}, about=mark)
    if is_shell(look, seen.page):
        yield at(seen, 1, "page-scripted", {})


def _makers(look: Looking, seen: Seen, services: Services) -> Iterator[tuple[str, int]]:
    """Who makes the forms in frames, and those that a script will put into the page."""
    kinds = (FRAME,) if look.site.asked else (FRAME, SCRIPT)
    sent = [seen.leads(form.action).partition("//")[2].casefold() for form in seen.page.forms if form.action]
    for resource in reversed(seen.page.resources):  # so that the first of each is kept
        target = seen.leads(resource.address)
        place = target.partition("//")[2].casefold()
        if resource.kind not in kinds:
            continue
        frame = next((frame for frame in look.known.elsewhere.frames if _is_at(place, frame)), "")
        here = resource.kind == SCRIPT and any(_is_at(action, frame) for action in sent)
        if frame and not here:
            yield _called(host(target), place, services), resource.line


def _is_at(place: str, frame: str) -> bool:
    """Whether an address is at a host, or one below it, and begins with a path."""
    name, _, path = frame.partition("/")
    at_host, _, at_path = place.partition("/")
    return (at_host == name or at_host.endswith(f".{name}")) and at_path.startswith(path)


def _called(name: str, place: str, services: Services) -> str:
    found = services.sent_to(name, place.partition("/")[2])
    return found[0].service.name if found else name


def _mark(look: Looking, page: SitePage) -> str:
    """Whose script will make a form, by what it leaves; empty where its fields stand in the page already."""
    if look.site.asked:  # a browser ran the scripts, so what they make stands in the page
        return ""
    if any(form.number and len(form.fields) > 1 and form.method == "post" for form in page.forms):
        return ""
    known = look.known.elsewhere
    marks = (known.marks[mark] for mark in page.traces if mark in known.marks)
    return next(marks, "") or next((known.scripts[word] for word in known.scripts if word in page.scripts), "")


def is_shell(look: Looking, page: SitePage) -> bool:
    """Whether a page is an empty place into which a script puts everything."""
    if look.site.asked:
        return False
    known = look.known.elsewhere
    runs = any(resource.kind == "script" for resource in page.resources) or page.scripts
    empty = page.length < known.least and not any(form.fields for form in page.forms)
    return bool(runs) and empty and not known.roots.isdisjoint(page.traces)
