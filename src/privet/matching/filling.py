"""What choosing a service changes in the answers: a supplier, its activity, cookies, ways to send news."""

from __future__ import annotations

from collections.abc import Iterable

from privet.answers import Answers, Changes, Chosen, Ref
from privet.matching.services import OUTSIDE, Service

SUPPLIERS, ACTIVITIES, CONSENT = "suppliers", "activities", "consent"
AUTOMATIC = "automatic"
"""Who collects, where nobody asks: then what is collected is what the service collects, and no more."""


def fill(service: Service, answers: Answers) -> Changes:
    """The changes that the choice of a service means; empty where the answers say all of it already.

    What people do not know yet, and what they have said, stays: lists only grow."""
    changes: dict[Ref, object] = {}
    if service.recipient != OUTSIDE:
        changes |= _supplier(service, answers)
    if service.fills.template:
        changes |= _activity(service, answers)
    for key, terms in (("cookies", service.fills.cookies), ("marketing", service.fills.marketing)):
        changes |= _grown(answers, Ref(CONSENT, "", key), terms)
    return changes


def _supplier(service: Service, answers: Answers) -> Changes:
    """A row for the supplier; one that is there without a name is given it."""
    places: dict[str, object] = {"country": list(service.countries)} if service.countries else {}
    for row in answers.rows(SUPPLIERS):
        if answers.text(SUPPLIERS, "name", row).casefold() == service.name.casefold():
            return _missing(answers, row, places)
    for row in answers.rows(SUPPLIERS):
        nameless = answers.at(SUPPLIERS, "name", row).state == "missing"
        if nameless and answers.has(SUPPLIERS, "recipient", service.recipient, row):
            return _missing(answers, row, {"name": service.name, **places})
    id = free_id(service.id, answers.rows(SUPPLIERS))
    return {Ref(SUPPLIERS, id): {"recipient": service.recipient, "name": service.name, **places}}


def _missing(answers: Answers, row: str, values: Changes | dict[str, object]) -> Changes:
    """Those of the values that a supplier's row has no answer for."""
    return {
        Ref(SUPPLIERS, row, str(key)): value
        for key, value in values.items()
        if answers.at(SUPPLIERS, str(key), row).state == "missing"
    }


def _activity(service: Service, answers: Answers) -> Changes:
    """The activity of the service's template: added where there is none, else its lists grow."""
    template = service.fills.template
    row = next((row for row in answers.rows(ACTIVITIES) if answers.has(ACTIVITIES, "template", template, row)), "")
    if not row:
        return {Ref(ACTIVITIES, free_id(template, answers.rows(ACTIVITIES))): _record(service, answers)}
    grown: dict[Ref, object] = {}
    added = {"items": service.items, "purposes": service.fills.purposes or (), "shared-with": _shared(service)}
    for key, terms in added.items():
        grown |= _grown(answers, Ref(ACTIVITIES, row, key), terms)
    return grown


def _record(service: Service, answers: Answers) -> dict[str, object]:
    """A new activity as its template has it, with what the service says; what neither knows is left to be asked."""
    usual = answers.questionnaire.templates[service.fills.template].answers
    lists = {key: [str(term) for term in value] for key, value in usual.items() if isinstance(value, list)}
    items = [] if lists.get("collected-by") == [AUTOMATIC] else lists["items"]
    lists["items"] = [*items, *(item for item in service.items if item not in items)]
    lists["optional"] = [item for item in lists["optional"] if item in lists["items"]]
    lists["shared-with"] = [*_shared(service)]
    if service.fills.purposes is not None:
        lists["purposes"] = [*service.fills.purposes]
    asked = {key for key in ("shared-with", "purposes") if not lists[key]}
    return {"template": service.fills.template, **{key: terms for key, terms in lists.items() if key not in asked}}


def _shared(service: Service) -> tuple[str, ...]:
    return (service.recipient,) if service.recipient != OUTSIDE else ()


def _grown(answers: Answers, ref: Ref, terms: Iterable[str]) -> Changes:
    """A list with the terms that it lacks; one that says there are none is empty."""
    answer = answers.at(ref.table, ref.field, ref.row)
    fresh = [Chosen(term) for term in terms if Chosen(term) not in answer.chosen]
    if not fresh or answer.state == "unknown":
        return {}
    return {ref: [raw(value) for value in (*answer.chosen, *fresh)]}


def raw(value: Chosen) -> object:
    """A value as the answers file holds it."""
    return {value.id: value.text} if value.text else value.id


def free_id(id: str, taken: Iterable[str]) -> str:
    """An id that no row has."""
    used = set(taken)
    return next(name for name in (id, *(f"{id}-{n}" for n in range(2, len(used) + 3))) if name not in used)
