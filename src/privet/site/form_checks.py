"""Forms compared with the activities they belong to: what they ask for, and where they send it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from privet.answers import Chosen, Ref
from privet.fixes import Begin, Drop, Grow, Use
from privet.matching.services import Services
from privet.notice_lists import folded
from privet.questions import UNKNOWN
from privet.residue import masked
from privet.site.addresses import host, shown
from privet.site.elements import HIDDEN, TICKED, Form
from privet.site.looked import Seen
from privet.site.placing import CHOICE, Asked, Placed, labels, spoken
from privet.site.plan import ACTIVITIES, Activity
from privet.site.slips import SHOWN, Looking, Slip, at
from privet.slips import FORBIDDEN
from privet.values import BLANK

UNCLEAR = 8
"""Fields that cannot be told that a message names."""
PICKED = ("select", "range", "color", "number")
"""Fields that say nothing of a person in a form that asks for nothing else about one: sizes, quantities."""
SIGNS = " :*?"
"""What stands behind the name of a field and is no part of it."""
ON_SITE = "web-form"
"""The source of what a form on the site asks for."""


def form_slips(look: Looking, seen: Seen, placed: Placed) -> Iterator[Slip]:
    """What is found of one form; a form that asks for nothing about a person has nothing to be compared."""
    if placed.activity is None and placed.personal:
        if not _all_known(look, placed):
            slots = {"form": look.name(placed), "items": labels(look.plan, placed.items)}
            yield at(seen, placed.form.line, "form-unknown", slots, about=placed.called, fix=_begun(look, placed))
    elif placed.activity:
        told: set[str] = set()
        for entry in placed.asked:
            yield from _field(look, seen, placed, entry, placed.activity, told)
    yield from _unclear(look, seen, placed)


def _all_known(look: Looking, placed: Placed) -> bool:
    """Whether the fields stand in no form, and some activity has each of them."""
    return not placed.form.number and set(placed.items) - {CHOICE} <= look.plan.items


def _begun(look: Looking, placed: Placed) -> Begin:
    """The activity that an unknown form would be: that of the one template its words speak of, else one of its own."""
    form = placed.form
    kinds = spoken(placed.page, form, look.known) & look.plan.answers.questionnaire.templates.keys()
    items = tuple(item for item in placed.items if item != CHOICE)
    asking = look.plan.words.say("site.form-unplaced", name=labels(look.plan, items))  # the same for forms alike
    label = _label(look, form.heading) or asking
    return Begin(next(iter(kinds)) if len(kinds) == 1 else "", label[:SHOWN].strip(), items, ON_SITE)


def _label(look: Looking, heading: str) -> str:
    """A heading as the answers may hold it: no letters that act, no secrets; empty where nothing is left to read."""
    said = masked(" ".join(FORBIDDEN.sub("", heading).split()), look.plan.library.residue)
    reads = any(char.isalnum() and char not in BLANK for char in said[:SHOWN])
    return said if reads and said.casefold() != UNKNOWN else ""


def _field(
    look: Looking, seen: Seen, placed: Placed, asked: Asked, activity: Activity, told: set[str]
) -> Iterator[Slip]:
    """One field: whether its activity knows it, and may ask for it.  An address in six fields is told once."""
    field, plan = asked.field, look.plan
    for item in asked.items:
        ref = Ref(ACTIVITIES, activity.row, "items")
        known = not activity.known or item in activity.items or _is_own(field.called, activity)
        known = known or _is_box_for_news(asked, item, activity)
        if not known and item not in told:
            told.add(item)
            slots = {"form": look.name(placed), "field": field.called[:SHOWN], "item": plan.item(item)}
            yield at(seen, field.line, "field-unknown", slots, ref, about=placed.about(field), fix=Grow(ref, item))
        if item in activity.optional and "required" in field.marks and field.kind not in TICKED:
            slots = {"form": look.name(placed), "field": field.called[:SHOWN], "item": plan.item(item)}
            optional = Ref(ACTIVITIES, activity.row, "optional", Chosen(item))
            about, fix = placed.about(field), Drop(optional.whole, item)
            yield at(seen, field.line, "required-optional", slots, optional, about=about, fix=fix)


def _is_own(called: str, activity: Activity | None) -> bool:
    """Whether the plan names a field in the people's own words."""
    return activity is not None and folded(called).strip(SIGNS) in activity.own


def _is_box_for_news(asked: Asked, item: str, activity: Activity) -> bool:
    """Whether a box only takes down a choice that the activity has to offer."""
    return item == CHOICE and asked.field.kind in TICKED and bool(activity.purposes)


def _unclear(look: Looking, seen: Seen, placed: Placed) -> Iterator[Slip]:
    """Fields that cannot be told, named together; the plan may know them in the people's own words."""
    apart = (HIDDEN, *TICKED) if placed.personal else (HIDDEN, *TICKED, *PICKED)
    fields = [
        entry.field.called[:SHOWN]
        for entry in placed.asked
        if entry.match.certainty == "unknown" and entry.field.kind not in apart
        and not _is_own(entry.field.called, placed.activity)
    ]  # fmt: skip
    if not placed.personal and placed.form.method == "get":
        return
    if fields and placed.form.number:
        slots = {"form": look.name(placed), "fields": "; ".join(dict.fromkeys(fields[:UNCLEAR]))}
        yield at(seen, placed.form.line, "field-unclear", slots, about=f"{placed.called}: {'; '.join(fields)}")


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
            line, slots = look.plan.answers.line(ref), {"activity": activity.label}
            yield Slip("activity-without-form", path, line, slots, (ref,), str(ref))
        elif activity.sources <= look.known.sources:
            asked = {item for placed in own for item in placed.items}
            for item in sorted(activity.items - look.known.never_asked - asked):
                ref = Ref(ACTIVITIES, activity.row, "items", Chosen(item))
                slots = {"item": look.plan.item(item), "activity": activity.label}
                fix = Drop(ref.whole, item)
                yield Slip("item-not-asked", path, look.plan.answers.line(ref), slots, (ref,), f"{ref} {item}", fix)


# ---- where a form goes


def sending_slips(look: Looking, seen: Seen, placed: Placed, services: Services) -> Iterator[Slip]:
    """How and where a form that asks about people sends what they write."""
    form = placed.form
    if not placed.personal or not form.number or form.method == "dialog":
        return
    name = look.name(placed)
    if _lands_in_address(form):
        slots = {"form": name, "items": labels(look.plan, placed.items)}
        yield at(seen, form.line, "sent-in-address", slots, about=placed.called)
    for action in dict.fromkeys((form.action, *form.actions)):
        target = seen.leads(action) if action else seen.address
        if target.casefold().startswith("mailto:"):
            yield at(seen, form.line, "sent-by-mail", {"form": name}, about=placed.called)
        elif target.startswith("http:") and not _is_local(look, target):
            slots = {"form": name, "address": shown(target)}
            yield at(seen, form.line, "sent-in-clear", slots, about=f"{placed.called} {shown(target)}")
        yield from _elsewhere(look, seen, placed, target, services)


def _lands_in_address(form: Form) -> bool:
    """Whether a browser puts what people fill in behind the address; a script that sends the form does not."""
    unsaid = form.method != "post" and form.action and not _is_scripted(form.action)
    return not form.scripted and (form.method == "get" or bool(unsaid))


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
    fix = Use(found[0].service.id) if found else None
    yield at(seen, placed.form.line, "sent-elsewhere", slots, about=f"{placed.called} {name}", fix=fix)
