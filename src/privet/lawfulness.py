"""What allows each purpose, as readers see it: the usual basis, or the organisation's own with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from privet.answers import Chosen
from privet.document import Line, Run
from privet.facts.bases import BASES, INTERESTS, grounds
from privet.facts.grounds import Bases, Ground
from privet.labels import lowered
from privet.packs import Law
from privet.views import Cell, View

DASH = Run(" – ")


def wanting(view: View) -> tuple[tuple[Law, Bases], ...]:
    """The laws that apply and want a lawful basis, with the bases they know."""
    applies = (entry.law for entry in view.laws if entry.verdict.holds)
    found = ((law, view.library.bases(law.id)) for law in applies)
    return tuple((law, bases) for law, bases in found if bases)


def allowing(view: View, purpose: Chosen) -> tuple[Ground, ...]:
    """What allows the purpose, under each law that wants a basis."""
    return tuple(ground for _, bases in wanting(view) for ground in grounds(bases, view.case, purpose))


def lawful(view: View, row: str) -> Cell:
    """What allows each purpose, under each law that asks; empty where none does."""
    purposes = view.case.answers.at("activities", "purposes", row)
    if not wanting(view):
        return ()
    if not purposes.chosen:
        return (view.labels.answer(purposes),)
    return tuple(line for purpose in purposes.chosen for line in _lawful(view, purpose))


def _lawful(view: View, purpose: Chosen) -> Iterator[Line]:
    """One line, or one for each group of channels, with the reason where the basis is the organisation's own."""
    grouped: dict[tuple[Chosen, ...], list[tuple[Law, Ground]]] = {}
    for law, bases in wanting(view):
        for ground in grounds(bases, view.case, purpose):
            grouped.setdefault(ground.channels, []).append((law, ground))
    for channels, found in grouped.items():
        said = view.labels.words.join([_ground(view, law, ground) for law, ground in found])
        own = next((ground.own for _, ground in found if ground.own), "")
        why = (DASH, *reason(view, own)) if own else ()
        yield (*through(view, purpose, channels), DASH, Run(said), *why)


def _ground(view: View, law: Law, ground: Ground) -> str:
    """E.g. ``contract (GDPR, Art. 6(1)(b))``."""
    basis, pick = ground.basis, view.labels.pick
    label = pick(basis.label) if basis else view.labels.words.say("document.not-known")
    by = pick(basis.cites[0].pinpoint) if basis and basis.cites else pick(law.short)
    return view.labels.words.say("register.ground", basis=label, law=by)


def through(view: View, purpose: Chosen, channels: Iterable[Chosen]) -> Line:
    """The purpose, with the channels that are spoken of where they have a basis of their own."""
    asked = view.labels.asked
    name = view.labels.chosen(asked.field("activities", "purposes"), purpose)
    ways = [lowered(view.labels.chosen(asked.field("consent", "marketing"), way)) for way in channels]
    return (name, Run(view.say("by-channel")), *view.labels.listed(ways)) if ways else (name,)


def reason(view: View, own: str) -> Line:
    """Why the organisation names that basis, in its own words."""
    return view.labels.answer(view.case.answers.at(BASES, "reason", own))


def interests(view: View, row: str) -> Cell:
    """The interest behind each purpose that rests on one."""
    named = (
        reason(view, ground.own) if ground.own else (Run(view.labels.pick(bases.interests[value.id])),)
        for value in view.case.answers.at("activities", "purposes", row).chosen
        for _, bases in wanting(view)
        for ground in grounds(bases, view.case, value)
        if ground.basis and ground.basis.id == INTERESTS
    )
    return tuple(dict.fromkeys(named))
