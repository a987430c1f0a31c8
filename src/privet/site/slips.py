"""What is found on a site, before it is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from privet.answers import Ref
from privet.fixes import Fix
from privet.site.lists import Lists
from privet.site.looked import Seen, Site
from privet.site.placing import Placed
from privet.site.plan import Plan

SHOWN = 80
"""Longest piece of a page that a finding repeats."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Something found: the message, where, and what its text is filled with."""

    message: str
    place: str
    line: int
    slots: Mapping[str, str] = field(default_factory=dict)
    because: tuple[Ref, ...] = ()
    about: str = ""
    """What it speaks of, in the page's own words: the same in every language, and wherever the line moves."""
    fix: Fix | None = None
    """The change to the answers that would settle it."""


@dataclass(frozen=True)
class Looking:
    """All that the checks look at."""

    site: Site
    plan: Plan
    known: Lists
    placed: Mapping[str, tuple[Placed, ...]]
    """The forms of each page, by its place."""

    def name(self, entry: Placed) -> str:
        """What a message calls a form, with its activity and how sure that is."""
        say, form = self.plan.words.say, entry.form
        if not form.number:
            return say("site.outside")
        name = form.id[:SHOWN] or str(form.number)
        if entry.activity is None:
            return say("site.form-unplaced", name=name)
        key = "site.form-likely" if entry.sure == "likely" else "site.form"
        return say(key, name=name, activity=entry.activity.label)


def at(
    seen: Seen,
    line: int,
    message: str,
    slots: Mapping[str, str],
    *because: Ref,
    about: str = "",
    fix: Fix | None = None,
) -> Slip:
    """Something found at a line of a page."""
    return Slip(message, seen.place, line, slots, because, about, fix)
