"""Tables for sheets that people use at work: who uses what, and what is kept where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from privet.answers import Chosen
from privet.document import Content, Run
from privet.views import Cell, View

Rows = tuple[str, ...]


def staff_roles(view: View) -> tuple[Content, ...]:
    """One row for each role: the activities it uses information for."""
    rows = (
        (role, (view.labels.listed([view.labels.row("activities", row) for row in found]),))
        for role, found in _by_value(view, "used-by")
    )
    return view.table(view.say("staff-roles"), ("staff-role", "staff-work"), rows)


def breach_places(view: View) -> tuple[Content, ...]:
    """One row for each place where something is kept: whose it is, and what."""
    columns = ("breach-place", "activity", "breach-people", "breach-items")
    rows = (
        (place, _names(view, found), _values(view, "people", found), _values(view, "items", found))
        for place, found in _by_value(view, "stored")
    )
    return view.table(view.say("breach-places"), columns, rows)


def _by_value(view: View, key: str) -> Iterator[tuple[Cell, Rows]]:
    """Activities by a value they have at ``key``: in the vocabulary's order, then people's own
    words, then those that do not say."""
    field = view.labels.asked.field("activities", key)
    order = list(view.labels.asked.vocabularies[field.vocabulary].terms)
    found: dict[Chosen, list[str]] = {}
    silent: list[str] = []
    for row in view.activities():
        answer = view.case.answers.at("activities", key, row)
        if answer.state != "known":
            silent.append(row)
        for value in answer.chosen:
            found.setdefault(value, []).append(row)
    for value in sorted(found, key=lambda one: (order.index(one.id) if one.id in order else len(order), one.text)):
        yield ((view.labels.chosen(field, value),),), tuple(found[value])
    if silent:
        yield ((Run(view.labels.words.say("document.not-known")),),), tuple(silent)


def _names(view: View, rows: Rows) -> Cell:
    return tuple((view.labels.row("activities", row),) for row in rows)


def _values(view: View, key: str, rows: Rows) -> Cell:
    """What the activities hold at ``key``, each once.  One that does not say whose information
    it is, is about all the people named."""
    answers = [view.case.answers.at("activities", key, row) for row in rows]
    everyone = view.case.answers.at("people", "groups")
    told = [everyone if key == "people" and answer.state == "missing" else answer for answer in answers]
    return tuple(dict.fromkeys(line for answer in told for line in view.lines(answer)))


SHOWS: Mapping[str, Callable[[View], tuple[Content, ...]]] = {
    "staff-roles": staff_roles,
    "breach-places": breach_places,
}
