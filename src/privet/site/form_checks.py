"""Forms compared with the activities they belong to: what they ask for, and where they send it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from privet.answers import Chosen, Ref
from privet.matching.services import Services
from privet.notice_lists import folded
from privet.site.addresses import host, shown
from privet.site.elements import HIDDEN, TICKED
from privet.site.looked import Seen
from privet.site.placing import CHOICE, Asked, Placed, labels
from privet.site.plan import ACTIVITIES, Activity
from privet.site.slips import SHOWN, Looking, Slip, at

UNCLEAR = 8
"""Fields that cannot be told that a message names."""


def form_slips(look: Looking, seen: Seen, placed: Placed) -> Iterator[Slip]:
    """What is found of one form; a form that asks for nothing about a person has nothing to be compared."""
    if placed.activity is None and placed.personal:
        if not _all_known(look, placed):
            slots = {"form": look.name(placed), "items": labels(look.plan, placed.items)}
            yield at(seen, placed.form.line, "form-unknown", slots)
    elif placed.activity:
        for entry in placed.asked:
            yield from _field(look, seen, placed, entry, placed.activity)
    yield from _unclear(look, seen, placed)


def _all_known(look: Looking, placed: Placed) -> bool:
    """Whether the fields stand in no form, and some activity has each of them."""
    return not placed.form.number and set(placed.items) <= look.plan.items


def _field(look: Looking, seen: Seen, placed: Placed, asked: Asked, activity: Activity) -> Iterator[Slip]:
    """One field: whether its activity knows it, and may ask for it."""
    field, plan = asked.field, look.plan
    for item in asked.items:
        ref = Ref(ACTIVITIES, activity.row, "items")
        if activity.known and item not in activity.items and not _is_box_for_news(asked, item, activity):
            slots = {"form": look.name(placed), "field": field.called[:SHOWN], "item": plan.item(item)}
            yield at(seen, field.line, "field-unknown", slots, ref)
        if item in activity.optional and "required" in field.marks and field.kind not in TICKED:
            slots = {"form": look.name(placed), "field": field.called[:SHOWN], "item": plan.item(item)}
            optional = Ref(ACTIVITIES, activity.row, "optional", Chosen(item))
            yield at(seen, field.line, "required-optional", slots, optional)


def _is_box_for_news(asked: Asked, item: str, activity: Activity) -> bool:
    """Whether a box only takes down a choice that the activity has to offer."""
    return item == CHOICE and asked.field.kind in TICKED and bool(activity.purposes)


def _unclear(look: Looking, seen: Seen, placed: Placed) -> Iterator[Slip]:
    """Fields that cannot be told, named together; the plan may know them in the people's own words."""
    own = placed.activity.own if placed.activity else ()
    fields = [
        entry.field.called[:SHOWN]
        for entry in placed.asked
        if entry.match.certainty == "unknown" and entry.field.kind not in (HIDDEN, *TICKED)
        and folded(entry.field.called).strip(" :*?") not in own
    ]  # fmt: skip
    if fields and placed.form.number:
        slots = {"form": look.name(placed), "fields": "; ".join(dict.fromkeys(fields[:UNCLEAR]))}
        yield at(seen, placed.form.line, "field-unclear", slots)


# ---- the plan, item by item


def item_slips(look: Looking) -> Iterator[Slip]:
    """What the plan says that forms ask for, and none does; and activities for which there is no form."""
    forms = [placed for entries in look.placed.values() for placed in entries if placed.activity]
    for activity in look.plan.activities.values():
        if not activity.sources & look.known.sources:
            continue
        own = [placed for placed in forms if placed.activity == activity]
        path = look.plan.answers.path
        if not own:
            ref = Ref(ACTIVITIES, activity.row, "sources")
            yield Slip("activity-without-form", path, look.plan.answers.line(ref), {"activity": activity.label}, (ref,))
        elif activity.sources <= look.known.sources:
            asked = {item for placed in own for item in placed.items}
            for item in sorted(activity.items - look.known.never_asked - asked):
                ref = Ref(ACTIVITIES, activity.row, "items", Chosen(item))
                slots = {"item": look.plan.item(item), "activity": activity.label}
                yield Slip("item-not-asked", path, look.plan.answers.line(ref), slots, (ref,))


# ---- where a form goes


def sending_slips(look: Looking, seen: Seen, placed: Placed, services: Services) -> Iterator[Slip]:
    """How and where a form that asks about people sends what they write."""
    form = placed.form
    if not placed.personal or not form.number or form.method == "dialog":
        return
    name = look.name(placed)
    if form.method == "get" or (form.method != "post" and form.action and not _is_scripted(form.action)):
        slots = {"form": name, "items": labels(look.plan, placed.items)}
        yield at(seen, form.line, "sent-in-address", slots)
    for action in dict.fromkeys((form.action, *form.actions)):
        target = seen.leads(action) if action else seen.address
        if target.casefold().startswith("mailto:"):
            yield at(seen, form.line, "sent-by-mail", {"form": name})
        elif target.startswith("http:") and not _is_local(look, target):
            yield at(seen, form.line, "sent-in-clear", {"form": name, "address": shown(target)})
        yield from _elsewhere(look, seen, placed, target, services)


def _is_scripted(action: str) -> bool:
    """Whether a script sends the form and its address leads nowhere."""
    return action.startswith("#") or action.casefold().startswith("javascript:")


def _is_local(look: Looking, target: str) -> bool:
    """Whether a site is looked at on the machine it is made on, where there is no certificate."""
    return host(target) == look.site.host and look.site.host in ("localhost", "127.0.0.1", "::1")


def _elsewhere(look: Looking, seen: Seen, placed: Placed, target: str, services: Services) -> Iterator[Slip]:
    name = host(target)
    if not target.startswith("http") or look.site.is_own(name, (look.plan.site,), look.known.shared):
        return
    found = services.sent_to(name, urlsplit(target).path)
    if any(look.plan.names(trace.service) for trace in found) or (not found and look.plan.names_host(name)):
        return
    known = look.plan.words.say("site.hosted", host=name, name=found[0].service.name) if found else name
    slots = {"form": look.name(placed), "host": known}
    yield at(seen, placed.form.line, "sent-elsewhere", slots)
