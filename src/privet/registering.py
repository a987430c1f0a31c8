"""The record of processing activities: what it says of each, for readers and for spreadsheets.

An entry is named once, in ``ENTRIES``.  The readable table and the columns of the regulators'
templates are made of the same entries, so they cannot tell different facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from privet.answers import Answer, Chosen, Retention
from privet.document import Content, Line, Run, Table
from privet.facts.suppliers import countries
from privet.lawfulness import DASH, interests, lawful
from privet.views import Cell, View

MEDIA = ("paper", "electronic", "portable")
"""Tags of storage; what protects each is asked under the same name."""
NAMED = ("special", "criminal")
"""Tags of items that want a ground of their own."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who gets an activity's information: a kind of recipient, and the company if it is named."""

    kind: Chosen
    supplier: str = ""


# ---- the organisation itself


def controller(view: View) -> tuple[tuple[str, Cell], ...]:
    """Whose record it is, and how to reach them: name of each line, and what it says."""
    at = view.case.answers.at
    places = view.lines(at("organisation", "places"))
    return (
        ("name", view.lines(at("organisation", "name"))),
        ("address", _split(view, at("organisation", "address"))),
        ("place", places),
        ("website", view.lines(at("organisation", "website"))),
        ("contact", view.lines(at("contact", "name"))),
        ("email", view.lines(at("contact", "email"))),
        ("phone", view.lines(at("contact", "phone"))),
        ("officer", view.lines(at("contact", "officer"))),
    )


def has_officer(view: View) -> str:
    """``officer`` if the contact is a data protection officer."""
    return "officer" if view.case.answers.has("contact", "officer", "yes") else ""


def _split(view: View, answer: Answer) -> Cell:
    """A text of several lines, one under the other."""
    if not isinstance(answer.value, str):
        return view.lines(answer)
    return tuple((Run(line.strip(), given=True),) for line in answer.value.splitlines() if line.strip())


# ---- who gets it, and where


def parties(view: View, row: str) -> Iterator[Party]:
    """Everyone an activity shares with, each company by itself."""
    answers = view.case.answers
    for kind in answers.at("activities", "shared-with", row).chosen:
        named = [supplier for supplier in answers.rows("suppliers") if kind in _kinds(view, supplier)]
        yield from (Party(kind, supplier) for supplier in named or [""])


def _kinds(view: View, supplier: str) -> tuple[Chosen, ...]:
    return view.case.answers.at("suppliers", "recipient", supplier).chosen


def kind(view: View, party: Party) -> Run:
    """The kind of recipient as people call it."""
    return view.labels.chosen(view.labels.asked.field("activities", "shared-with"), party.kind)


def name(view: View, party: Party) -> Run:
    """The company; its kind where none is named."""
    return view.labels.row("suppliers", party.supplier) if party.supplier else kind(view, party)


def _told(view: View, row: str, lines: Iterable[Line]) -> Cell:
    """The lines on an activity's recipients; the word for not known or not answered; the word for none."""
    answer = view.case.answers.at("activities", "shared-with", row)
    open_still = () if answer.state == "known" else (view.labels.answer(answer),)
    return (*lines, *open_still) or _none(view)


def _none(view: View) -> Cell:
    return ((Run(view.labels.words.say("document.none")),),)


def recipients(view: View, row: str) -> Cell:
    """Every kind of recipient, with the companies that are named."""
    by_kind: dict[Run, list[Run]] = {}
    for party in parties(view, row):
        named = by_kind.setdefault(kind(view, party), [])
        named += [name(view, party)] if party.supplier and name(view, party) != kind(view, party) else []
    lines = ((run, DASH, *view.labels.listed(named)) if named else (run,) for run, named in by_kind.items())
    return _told(view, row, lines)


def joint(view: View, row: str) -> Cell:
    """Those who decide together with the organisation; empty where nobody does."""
    words = view.labels.asked.vocabularies["recipient"]
    found = (party for party in parties(view, row) if words.matches(party.kind.id, "#joint"))
    return tuple((name(view, party),) for party in found)


def contracts(view: View, row: str) -> Cell:
    """What is agreed with each named company."""
    named = (party for party in parties(view, row) if party.supplier)
    return tuple(
        (name(view, party), DASH, *view.labels.answer(view.case.answers.at("suppliers", "contract", party.supplier)))
        for party in named
    )


def outside(view: View, place: str) -> str:
    """The place if it is in another country than the organisation, else empty.

    Inside the European Economic Area the whole of it is home."""
    words = view.labels.asked.vocabularies["place"]
    together = view.case.answers.has("organisation", "places", "#eea") and words.matches(place, "#eea")
    return "" if together or place.split("-")[0] in countries(view.case) else place


def abroad(view: View, party: Party) -> tuple[str, ...]:
    """The other countries where a company keeps or sees the information."""
    told = view.case.answers.at("suppliers", "country", party.supplier).chosen if party.supplier else ()
    return tuple(value.id for value in told if outside(view, value.id))


def transfers(view: View, row: str) -> Cell:
    """Each other country and who is there; each company of which that is not known yet."""
    return _told(view, row, (line for party in parties(view, row) for line in _places(view, party)))


def _places(view: View, party: Party) -> Iterator[Line]:
    words = view.labels.asked.vocabularies["recipient"]
    answer = view.case.answers.at("suppliers", "country", party.supplier)
    if answer.state != "known":
        if party.supplier or words.matches(party.kind.id, "#vendor"):
            yield (*view.labels.answer(answer), DASH, name(view, party))
        return
    yield from ((Run(view.labels.place(id), given=True), DASH, name(view, party)) for id in abroad(view, party))


def guarantees(view: View, row: str) -> Cell:
    """What makes each of those transfers lawful."""
    sent = (party for party in parties(view, row) if abroad(view, party))
    at = view.case.answers.at
    return tuple(
        (*view.labels.answer(at("suppliers", "safeguard", party.supplier)), DASH, name(view, party)) for party in sent
    )


# ---- what is protected more


def named_kinds(view: View, row: str) -> Cell:
    """Each item that wants a ground of its own, with how people are asked for it."""
    items, at = view.labels.asked.field("activities", "items"), view.case.answers.at
    words = view.labels.asked.vocabularies["data-item"]
    found = (
        value
        for value in at("activities", "items", row).chosen
        if any(words.matches(value.id, f"#{tag}") for tag in NAMED)
    )
    return tuple(
        (view.labels.chosen(items, value), DASH, *view.labels.answer(at("sensitive", "asked", value.id)))
        for value in found
    )


# ---- how long, and how it is protected


def then(view: View, row: str) -> Cell:
    """What happens when the time is over."""
    keep = view.case.answers.at("activities", "keep", row).value
    actions = keep.actions if isinstance(keep, Retention) else ()
    return tuple((Run(view.labels.term("keep-action", id)),) for id in actions)


def measures(view: View, row: str) -> Cell:
    """What protects the places where an activity's information is kept."""
    stored = view.case.answers.at("activities", "stored", row)
    if stored.state != "known":
        return (view.labels.answer(stored),)
    used = [medium for medium in MEDIA if view.case.answers.has("activities", "stored", f"#{medium}", row)]
    lines = (line for medium in used for line in view.lines(view.case.answers.at("safeguards", medium)))
    return tuple(dict.fromkeys(lines)) or _none(view)


def people(view: View, row: str) -> Cell:
    """Whom an activity is about; the organisation's people where that is not told."""
    own = view.case.answers.at("activities", "people", row)
    return view.lines(own if own.state != "missing" else view.case.answers.at("people", "groups"))


def _answer(key: str) -> Entry:
    def entry(view: View, row: str) -> Cell:
        return view.cell(key, row)

    return entry


def _label(view: View, row: str) -> Cell:
    return ((view.labels.row("activities", row),),)


Entry = Callable[[View, str], Cell]

ENTRIES: Mapping[str, Entry] = {
    "activity": _label,
    "purposes": _answer("purposes"),
    "lawful": lawful,
    "interests": interests,
    "people": people,
    "items": _answer("items"),
    "special": named_kinds,
    "sources": _answer("sources"),
    "used-by": _answer("used-by"),
    "stored": _answer("stored"),
    "recipients": recipients,
    "joint": joint,
    "contracts": contracts,
    "transfers": transfers,
    "guarantees": guarantees,
    "keep": _answer("keep"),
    "then": then,
    "measures": measures,
}
"""Everything the record can say of one activity."""
TOLD = (
    *("purposes", "lawful", "people", "items", "special", "recipients"),
    *("joint", "transfers", "guarantees", "stored", "keep", "then", "measures"),
)
"""The entries of the readable record, in the order of Art. 30(1) of the GDPR."""


# ---- the tables of the readable record


def _table(view: View, caption: str, rows: Iterable[tuple[str, Cell]]) -> Table:
    """Two columns: what is told, and what it is."""
    say = view.labels.words.say
    told = tuple((((Run(say(f"register.{key}")),),), cell) for key, cell in rows if cell)
    return Table(caption, (say("register.column-entry"), say("register.column-content")), told)


def show_controller(view: View) -> tuple[Content, ...]:
    """Whose record it is."""
    return (_table(view, view.labels.words.say("register.controller"), controller(view)),)


def show_activities(view: View) -> tuple[Content, ...]:
    """One table an activity."""
    return tuple(
        _table(view, view.labels.row("activities", row).text, ((key, ENTRIES[key](view, row)) for key in TOLD))
        for row in view.activities()
    )


def show_measures(view: View) -> tuple[Content, ...]:
    """What protects paper, computers and what is carried about, where they are used."""
    answers = view.case.answers
    used = (
        medium
        for medium in MEDIA
        if any(answers.has("activities", "stored", f"#{medium}", row) for row in view.activities())
    )
    rows = tuple((f"medium-{medium}", view.lines(answers.at("safeguards", medium))) for medium in used)
    return (_table(view, view.labels.words.say("register.safeguards"), rows),) if rows else ()


SHOWS: Mapping[str, Callable[[View], tuple[Content, ...]]] = {
    "register-controller": show_controller,
    "register-activities": show_activities,
    "register-safeguards": show_measures,
}
"""What a rule's ``shows`` may name."""
