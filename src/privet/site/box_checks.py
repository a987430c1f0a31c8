"""The choices that a form gives, compared with those of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from privet.answers import Ref
from privet.likeness import WORD
from privet.notice_lists import folded
from privet.site.boxes import Box, box, boxes
from privet.site.elements import Field
from privet.site.looked import Seen
from privet.site.placing import Placed
from privet.site.plan import ACTIVITIES, Activity, Wording
from privet.site.slips import SHOWN, Looking, Slip, at

ID = re.compile(r"[a-z][a-z0-9-]{1,80}-[a-z]{2}-[0-9a-f]{8}")
"""The id of a wording: its name, its language, the fingerprint of its words."""


def box_slips(look: Looking, seen: Seen, placed: Placed) -> Iterator[Slip]:
    """What is found of the boxes of one form."""
    found = boxes(placed.form, look.known)
    for entry in found:
        slots = {"form": look.name(placed), "field": entry.called[:SHOWN]}
        if entry.side == "yes" and "checked" in entry.field.marks:
            yield at(seen, entry.field.line, "pre-ticked", slots, about=placed.about(entry.field))
        if entry.bundled and entry.side == "yes":
            yield at(seen, entry.field.line, "bundled", slots, about=placed.about(entry.field))
        if placed.activity and entry.forced and not look.plan.is_for_itself(placed.activity):
            yield at(seen, entry.field.line, "box-forced", slots, about=placed.about(entry.field))
    if placed.activity and placed.form.number:
        wordings = look.plan.wordings(placed.activity.row)
        if wordings is not None:
            yield from _compared(look, seen, placed, found, wordings)
        if look.plan.says_no_on_form(placed.activity) and not _may_say_no(look, placed.activity, found):
            refs = (Ref("consent", "", "opt-out"), Ref(ACTIVITIES, placed.activity.row, "purposes"))
            slots = {"form": look.name(placed)}
            yield at(seen, placed.form.line, "no-way-to-say-no", slots, *refs, about=placed.called)


def _may_say_no(look: Looking, activity: Activity, found: Sequence[Box]) -> bool:
    """Whether there is a box for a yes or a no to a use; what is nothing but such a use is not sent by who says no."""
    return look.plan.is_for_itself(activity) or any(entry.for_a_use for entry in found)


def _compared(
    look: Looking, seen: Seen, placed: Placed, found: Sequence[Box], wordings: tuple[Wording, ...]
) -> Iterator[Slip]:
    """Each box with the wording it stands for; then the wordings for which there is no box."""
    form, language = look.name(placed), _language(seen, look, wordings)
    met: set[str] = set()
    for entry in found:
        slots, about = {"form": form, "field": entry.called[:SHOWN]}, placed.about(entry.field)
        said = {_bare(text) for text in (entry.field.label, entry.question, entry.called)}
        same = [wording for wording in wordings if _bare(wording.text) in said]
        old = [id for token in entry.field.tokens for id in ID.findall(token) if not _current(id, wordings)]
        met |= {wording.stem.rpartition("-")[0] for wording in same}
        if old:
            yield at(seen, entry.field.line, "wording-old", {"form": form, "id": old[0]}, about=about)
        if same or not entry.for_a_use or entry.side == "no":
            continue
        near = [wording for wording in wordings if wording.language == language and _is_about(look, wording, entry)]
        met |= {wording.stem.rpartition("-")[0] for wording in near}
        if near:
            yield at(seen, entry.field.line, "wording-differs", {**slots, "wording": near[0].text}, about=about)
        elif entry.about:
            yield at(seen, entry.field.line, "box-unknown", slots, about=about)
    if placed.activity and not look.plan.is_for_itself(placed.activity):
        for wording in wordings:
            named = look.plan.named_in(wording, placed.activity)
            elsewhere = named and not named & set(placed.items)  # a yes to what this form does not ask for
            if wording.language == language and not elsewhere and wording.stem.rpartition("-")[0] not in met:
                ref = Ref(ACTIVITIES, placed.activity.row, "purposes")
                slots, which = {"form": form, "wording": wording.text}, f"{placed.called} {wording.stem}"
                yield at(seen, placed.form.line, "box-missing", slots, ref, about=which)


def _language(seen: Seen, look: Looking, wordings: tuple[Wording, ...]) -> str:
    """The language of the page, if the plan has words in it; else the one that findings are told in."""
    known = {wording.language for wording in wordings}
    return seen.page.language if seen.page.language in known else look.plan.words.language


def _current(id: str, wordings: tuple[Wording, ...]) -> bool:
    """Whether an id is one of the plan's; one that only looks like it is none of ours."""
    stems = {wording.stem for wording in wordings}
    return id.rpartition("-")[0] not in stems or any(wording.id == id for wording in wordings)


def _is_about(look: Looking, wording: Wording, entry: Box) -> bool:
    """Whether a wording is about what a box is about."""
    said = box(_spoken(entry.field, wording.text), look.known)
    return said.about & entry.about != frozenset() or said.about == entry.about if said else not entry.about


def _spoken(field: Field, text: str) -> Field:
    """A field with these words, whatever its own are."""
    return replace(field, kind="checkbox", label=text, placeholder="")


def _bare(text: str) -> str:
    """A wording without what makes no difference: capitals, signs, spaces, the star of a required field."""
    return " ".join(WORD.findall(folded(text)))
