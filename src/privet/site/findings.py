"""``privet check site``: everything that is found on a site, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from privet import pages
from privet.checking import Found, told
from privet.errors import InputError
from privet.facts import Case
from privet.library import Library
from privet.matching.services import services
from privet.notice_checks import check_notice
from privet.residue import masked
from privet.site.addresses import shown
from privet.site.box_checks import box_slips
from privet.site.form_checks import form_slips, item_slips, sending_slips
from privet.site.lists import lists
from privet.site.looked import Site
from privet.site.notice_links import notice_slips, targets
from privet.site.others import kept_slips, other_slips
from privet.site.placing import place
from privet.site.plan import Plan
from privet.site.slips import Looking, Slip
from privet.site.unlooked import unlooked_slips
from privet.source import visible

MOST = 50
"""Findings of one kind that are told of a site."""
SHOWN = 300
"""Longest piece that a slot is filled with."""


@dataclass(frozen=True, slots=True)
class CheckedSite:
    """What was found, how many things could not be looked at, and what each form was taken for."""

    found: tuple[Found, ...]
    unlooked: int
    forms: tuple[tuple[str, str], ...]
    """Place and name of each form that asks about people."""


def check_site(library: Library, case: Case, site: Site, named: Mapping[str, str], language: str) -> CheckedSite:
    """Every finding about a site, in the order of its pages and their lines."""
    known, plan = lists(library.files), Plan(library, case, language)
    placed = {
        seen.place: tuple(place(seen.page, form, plan, known, named) for form in seen.page.forms) for seen in site.pages
    }
    look = Looking(site, plan, known, placed)
    counted: dict[str, list[Slip]] = {}
    for slip in _slips(look, library):
        counted.setdefault(slip.message, []).append(slip)
    slips = (slip for kind in counted.values() for slip in islice(kind, MOST))
    found = [*(_found(slip, look) for slip in slips), *_notices(look, library)]
    order = {seen.place: number for number, seen in enumerate(site.pages)}
    ordered = sorted(found, key=lambda entry: (order.get(entry.path, len(order)), entry.path, entry.line, entry.code))
    blind = {kind.code for kind in known.kinds.values() if kind.unlooked}
    return CheckedSite(tuple(ordered), sum(entry.code in blind for entry in found), tuple(_forms(look)))


def _slips(look: Looking, library: Library) -> Iterator[Slip]:
    """Everything that is found, kind by kind."""
    every = services(library.files)
    for trouble in look.site.troubles:
        yield _trouble(look, trouble.message, trouble.place, trouble.why, trouble.slots)
    for seen in look.site.pages:
        for entry in look.placed[seen.place]:
            yield from form_slips(look, seen, entry)
            yield from box_slips(look, seen, entry)
            yield from sending_slips(look, seen, entry, every)
        yield from notice_slips(look, seen)
        yield from unlooked_slips(look, seen, every)
    if not look.site.troubles and not look.site.part:
        yield from item_slips(look)
    yield from _wordings(look)
    yield from other_slips(look, every)
    yield from kept_slips(look, every)


def _trouble(look: Looking, message: str, place: str, why: str, slots: Mapping[str, str]) -> Slip:
    return Slip(message, place, 1, {"why": look.plan.words.say(f"site.{why}", **slots)}, about=why)


def _wordings(look: Looking) -> Iterator[Slip]:
    """Activities with a form whose wordings the plan does not have yet."""
    path = look.plan.answers.path
    activities = {
        entry.activity.row: entry.activity for forms in look.placed.values() for entry in forms if entry.activity
    }
    for row, activity in activities.items():
        if look.plan.wordings(row) is None:
            yield Slip("wordings-unknown", path, 1, {"activity": activity.label}, about=row)


def _found(slip: Slip, look: Looking) -> Found:
    """A slip in words.  What a page says is shown without secrets, and without characters that act."""
    kind, words, residue = look.known.kinds[slip.message], look.plan.words, look.plan.library.residue
    slots = {name: visible(masked(" ".join(value.split()), residue))[:SHOWN] for name, value in slip.slots.items()}
    title, text = words.say(f"site.{slip.message}-title"), words.say(f"site.{slip.message}", **slots)
    because = tuple(told(reason, residue) for reason in look.plan.because(*slip.because))
    where = (slip.place, max(slip.line, 1))
    return Found(
        kind.code,
        f"check/site/{slip.message}",
        kind.priority,
        *where,
        title,
        text,
        because,
        look.plan.cites(kind.duties),
        (visible(masked(slip.about, residue))[:SHOWN],),
        slip.fix,
    )


def _notices(look: Looking, library: Library) -> Iterator[Found]:
    """P01 to P10 on every page that links to the notice lead to."""
    wanted = targets(look.site, look.known)
    found: list[pages.Page] = []
    for seen in look.site.pages:
        if seen.address in wanted and seen.address in look.site.raw:
            try:
                found.append(pages.parse(look.site.raw[seen.address], seen.place))
            except InputError as error:
                why = f"site.{error.faults[0].message}"
                yield _found(Slip("page-unread", seen.place, 1, {"why": look.plan.words.say(why)}), look)
    for page in found:
        others = tuple(other for other in found if other.language != page.language)
        yield from check_notice(library, page, look.plan.answers, others, look.plan.words).found


def _forms(look: Looking) -> Iterator[tuple[str, str]]:
    residue = look.plan.library.residue
    for where, entries in look.placed.items():
        yield from (
            (f"{shown(where)}:{entry.form.line}", masked(look.name(entry), residue))
            for entry in entries
            if entry.personal
        )
