"""Which activity of the plan a form belongs to: by what it asks for, and by what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from privet.matching.names import Match, match_name
from privet.notice_lists import folded
from privet.site.boxes import box
from privet.site.elements import HIDDEN, TICKED, TRAP, Field, Form, SitePage
from privet.site.lists import Lists, finds
from privet.site.plan import Activity, Plan
from privet.site.wording import WORD, parted

OTHER = "other"
"""Forms that no template of an activity is about."""
LANGUAGE = "language"
"""The item that a form asks for which only changes the page's language."""
CHOICE = "marketing-choice"
"""The item that a box for news asks for; where such a box is right is looked at apart."""
OWN_WORDS, AROUND = 3.0, 1.0
"""How much it counts that a form itself says what it is for, and that its page does."""
MORE, MOST_WORDS = 0.4, 3
"""How much each other word for the same adds, and how many are counted."""
ENOUGH = 0.5
"""Share of what a form asks for that an activity must know to be taken for it, where nothing else speaks for it."""
AHEAD = 0.15
"""By how much the best must be better than the next."""
LETTERS = 4
"""Shortest word of an activity's label that says something."""

Sure = Literal["named", "sure", "likely", "unknown"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A field and what it asks for."""

    field: Field
    match: Match

    @property
    def items(self) -> tuple[str, ...]:
        return (self.match.item, *self.match.also) if self.match.item else ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A form with what it asks for, and the activity it is taken for."""

    page: SitePage
    form: Form
    asked: tuple[Asked, ...]
    activity: Activity | None
    sure: Sure

    @property
    def items(self) -> tuple[str, ...]:
        """The items it asks for, once each."""
        return tuple(dict.fromkeys(item for entry in self.asked for item in entry.items))

    @property
    def called(self) -> str:
        """What the page calls it, else its number: 0 for fields in no form."""
        return self.form.id or str(self.form.number)

    def about(self, field: Field) -> str:
        """One of its fields, in the page's own words."""
        return f"{self.called}.{field.name or field.id or field.called}"

    @property
    def personal(self) -> bool:
        """Whether it asks for anything about a person."""
        return bool(self.items)


@lru_cache(maxsize=20_000)
def matched(field: Field) -> Match:
    """What a field asks for; the legend above counts where its own words say nothing."""
    kind = field.kind
    found = match_name(
        field.name, label=field.label, autocomplete=field.autocomplete, kind=kind, id=field.id,
        placeholder=field.placeholder,
    )  # fmt: skip
    if found.certainty == "unknown" and field.group and not field.label:
        return match_name(field.name, label=field.group, kind=kind)
    return found


def asked(form: Form) -> tuple[Asked, ...]:
    """The fields of a form that people fill in, or that are filled in for them."""
    ticked = {field.name for field in form.fields if field.kind in TICKED and field.name}
    found = (Asked(field, matched(field)) for field in form.fields if TRAP not in field.marks)
    return tuple(
        entry
        for entry in found
        if entry.field.kind != HIDDEN or (entry.items and entry.field.name not in ticked)  # the no of a box is hidden
    )


def _asked(page: SitePage, form: Form, known: Lists) -> tuple[Asked, ...]:
    """The fields that ask something: no traps, no boxes that are no question, nothing where a form only searches."""
    found = tuple(entry for entry in asked(form) if not _is_no_question(entry.field, known))
    items = {item for entry in found for item in entry.items}
    searches = items <= known.changing.items and known.changing.phrases.search(_said(page, form)[0])
    return () if items == {LANGUAGE} or (searches and (items or form.method != "post")) else found


def _is_no_question(field: Field, known: Lists) -> bool:
    said = folded(field.label)
    if field.kind not in TICKED:
        return bool(known.trap.search(said))
    choice = box(field, known)
    return choice.about == {"cookies"} if choice else bool(known.apart.search(said))


def place(page: SitePage, form: Form, plan: Plan, known: Lists, named: Mapping[str, str]) -> Placed:
    """A form and its activity: the one that is named, else the one that fits best."""
    fields = _asked(page, form, known)
    row = next((named[name] for name in (form.id, str(form.number)) if name in named), "")
    if row:
        return Placed(page, form, fields, plan.activities[row], "named")
    items = {item for entry in fields for item in entry.items} - {CHOICE}
    candidates = [entry for entry in plan.activities.values() if _collects(entry, known)]
    said, kinds = _said(page, form), spoken(page, form, known)
    scores = {entry.row: _score(entry, items, said, known, kinds) for entry in candidates}
    best = max(candidates, key=lambda entry: scores[entry.row], default=None)
    if best is None or not items:
        return Placed(page, form, fields, None, "unknown")
    return Placed(page, form, fields, *_settled(best, items, scores, _speaks(best, said[0], known), kinds))


def spoken(page: SitePage, form: Form, known: Lists) -> frozenset[str]:
    """The templates of activities that a form's own words speak of; if they speak of none, its prompts or its page."""
    own, around = _said(page, form)
    prompts = " ".join(field.placeholder for field in form.fields if field.kind != HIDDEN)
    return _kinds(own, known) or _kinds(folded(prompts), known) or _kinds(around, known)


def _kinds(said: str, known: Lists) -> frozenset[str]:
    return frozenset(name for name, pattern in known.forms.items() if pattern.search(said))


def _settled(
    best: Activity, items: set[str], scores: Mapping[str, float], speaks: float, kinds: frozenset[str]
) -> tuple[Activity | None, Sure]:
    """The best activity, if it is good enough, and how sure that is."""
    covered = _covered(best, items)
    ahead = all(scores[best.row] - score >= AHEAD for row, score in scores.items() if row != best.row)
    if speaks and (covered > 0 or not best.known):
        return best, "sure" if ahead and covered >= ENOUGH else "likely"
    foreign = bool(kinds) and best.template not in kinds
    if not ahead or covered < ENOUGH or (foreign and (best.template or covered < 1)):
        return None, "unknown"
    return best, "likely"


def _collects(activity: Activity, known: Lists) -> bool:
    """Whether an activity may have a form on a site; where nothing is said of its sources it may."""
    return not activity.sources or bool(activity.sources & known.sources)


def _covered(activity: Activity, items: set[str]) -> float:
    return len(items & activity.items) / len(items) if items else 0.0


def _score(activity: Activity, items: set[str], said: tuple[str, str], known: Lists, kinds: frozenset[str]) -> float:
    """What speaks for an activity: its words in the form, its words on the page, the items they share."""
    words = OWN_WORDS * _speaks(activity, said[0], known) + AROUND * _speaks(activity, said[1], known)
    wanted = activity.items - known.never_asked
    back = len(items & wanted) / len(wanted) if wanted else 0.0
    return words + _covered(activity, items) + ENOUGH * back


def _speaks(activity: Activity, said: str, known: Lists) -> float:
    """Whether a text holds words for the activity: those of its template, or of the name its people gave it."""
    pattern = known.forms.get(activity.template)
    if pattern and (found := set(pattern.findall(said))):
        return 1.0 + MORE * (min(len(found), MOST_WORDS) - 1)
    return 1.0 if _own_words(activity.own_label, known.generic).search(said) else 0.0


@lru_cache(maxsize=1_000)
def _own_words(label: str, generic: frozenset[str]) -> re.Pattern[str]:
    return finds(word for word in WORD.findall(folded(label)) if len(word) >= LETTERS and word not in generic)


def _said(page: SitePage, form: Form) -> tuple[str, str]:
    """What the form says of itself, and what its page says."""
    own = " ".join((form.said, form.id, form.heading))
    around = " ".join((page.title, page.canonical))
    return parted(own), parted(around)


def labels(plan: Plan, items: Iterable[str]) -> str:
    """Items as they read inside a sentence."""
    return plan.words.join([plan.item(item) for item in items])
