"""What a page shows for each field: plain things that a template prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from privet.answers import Chosen
from privet.facts import Case
from privet.labels import Labeller
from privet.questions import (
    NONE,
    PART_OF,
    UNKNOWN,
    Choice,
    Choices,
    Day,
    Duration,
    Email,
    Field,
    Keep,
    Link,
    LongText,
    Number,
    Places,
)
from privet.steps import TEMPLATE
from privet.typed import tight
from privet.values import UNITS
from privet.web import shelf
from privet.web.interview.states import State, one, place_name

KINDS = {
    LongText: "long", Email: "email", Link: "link", Day: "day", Number: "number", Choice: "one", Choices: "several",
    Places: "places", Keep: "keep", Duration: "duration",
}  # fmt: skip
MANY = 14
"""A list longer than this shows first what is likely, and the rest when it is asked for."""
SPARE_PLACES = 2
"""Empty boxes for places behind those that are filled in."""


@dataclass(frozen=True, slots=True)
class Option:
    """One box or button."""

    value: str
    label: str
    checked: str = ""
    part: str = ""
    """``on`` or ``off`` where a second box says whether it is in the part list too; else empty."""


@dataclass(frozen=True, slots=True)
class Group:
    """Options that belong together; without a title they need none."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Widget:
    """One field on a page."""

    name: str
    kind: str
    label: str
    values: tuple[str, ...] = ()
    likely: tuple[Option, ...] = ()
    """What is chosen, or usual, or simply all there is."""
    more: tuple[Group, ...] = ()
    """The rest of a long list."""
    own: str = ""
    """``own`` if words of one's own are welcome."""
    own_text: str = ""
    none: str = ""
    """``none`` if there is a box that says there are none."""
    none_checked: str = ""
    unknown_checked: str = ""
    part_name: str = ""
    """The name of the boxes that say which of the chosen ones are in the part list too."""
    parts: dict[str, object] | None = None
    """The pieces of an answer that has several: how long, from when, what then."""
    error: str = ""
    autocomplete: str = ""


def widget(field: Field, form: State, case: Case, labels: Labeller, row: str, error: str) -> Widget:
    """The field as a form shows it."""
    key, kind = field.key, KINDS.get(type(field.kind), "text")
    name = labels.field(field)
    unknown = "on" if one(form, f"{key}.unknown") or UNKNOWN in form.get(key, ()) else ""
    if isinstance(field.kind, Choice | Choices):
        return _choices(field, form, case, labels, row, error)
    if isinstance(field.kind, Keep | Duration):
        parts = _keep(field, form, case, labels, row) if isinstance(field.kind, Keep) else _length(key, form, labels)
        return Widget(key, kind, name, unknown_checked=unknown, parts=parts, error=error)
    values = tuple(form.get(key, ()))
    if isinstance(field.kind, Places):
        none = "checked" if NONE in values else ""
        values = (*(value for value in values if value != NONE), *[""] * SPARE_PLACES)
        return Widget(key, kind, name, values, none="none", none_checked=none, unknown_checked=unknown, error=error)
    complete = AUTOCOMPLETE.get((field.table, key), "off")
    return Widget(key, kind, name, values or ("",), unknown_checked=unknown, error=error, autocomplete=complete)


AUTOCOMPLETE = {
    ("organisation", "name"): "organization", ("organisation", "website"): "url",
    ("organisation", "address"): "street-address", ("contact", "name"): "name", ("contact", "email"): "email",
    ("contact", "phone"): "tel",
}  # fmt: skip
"""What the browser may fill in, by WCAG 1.3.5."""


@lru_cache(maxsize=8)
def places(language: str) -> tuple[str, ...]:
    """Every place by its name in a language, for the browser to offer while somebody types."""
    gazetteer = shelf.gazetteer(language)
    return tuple(sorted((place_name(Chosen(code), gazetteer) for code in gazetteer.terms), key=tight))


# ---- choices


def _choices(field: Field, form: State, case: Case, labels: Labeller, row: str, error: str) -> Widget:
    """A list of terms, the likely ones first where it is long."""
    vocabulary = case.answers.questionnaire.vocabularies[field.vocabulary]
    chosen = tuple(form.get(field.key, ()))
    part, marked = _part(field, form)
    options = [
        Option(id, labels.term(field.vocabulary, id), "checked" if id in chosen else "", _mark(part, id in marked))
        for id in _terms(field, case)
    ]
    likely = [option for option in options if option.value in {*chosen, *_usual(field, case, row)}]
    if len(options) <= MANY:
        likely, rest = options, []
    else:
        rest = [option for option in options if option not in likely]
    own = "" if not vocabulary.other else "own"
    alone = any(term.exclusive for term in vocabulary.terms.values())
    several = isinstance(field.kind, Choices)
    return Widget(
        field.key,
        KINDS[type(field.kind)],
        labels.field(field),
        likely=tuple(likely),
        more=tuple(_grouped(rest, field, labels, case)),
        own=own,
        own_text="\n".join(form.get(f"{field.key}.other", ())),
        none="none" if several and (not alone or (NONE in chosen and NONE not in vocabulary.terms)) else "",
        none_checked="checked" if NONE in chosen else "",
        unknown_checked="on" if UNKNOWN in chosen else "",
        part_name=part,
        error=error,
    )


def _mark(part: str, marked: object) -> str:
    return "" if not part else "on" if marked else "off"


def _terms(field: Field, case: Case) -> Iterator[str]:
    """The ids that may be chosen, in the order of the list."""
    vocabulary = case.answers.questionnaire.vocabularies[field.vocabulary]
    only = field.kind.only if isinstance(field.kind, Choice | Choices) else ""
    for id, term in vocabulary.terms.items():
        if not term.replaced_by and (not only or vocabulary.matches(id, only)):
            yield id


def _usual(field: Field, case: Case, row: str) -> Sequence[str]:
    """What the row's template holds in this field."""
    templates = case.answers.questionnaire.templates
    found: list[str] = []
    for value in case.answers.at(field.table, TEMPLATE, row).chosen if row else ():
        usual = templates[value.id].answers.get(field.key) if value.id in templates else None
        found += [id for id in usual if isinstance(id, str)] if isinstance(usual, list) else []
    return found


def _part(field: Field, form: State) -> tuple[str, frozenset[str]]:
    """The part list that goes with this one, and what is in it."""
    part = next((key for (table, key), whole in PART_OF.items() if (table, whole) == (field.table, field.key)), "")
    return part, frozenset(form.get(part, ())) if part else frozenset()


def _grouped(options: Sequence[Option], field: Field, labels: Labeller, case: Case) -> Iterator[Group]:
    """The options under the groups that their vocabulary knows."""
    asked = case.answers.questionnaire
    terms = asked.vocabularies[field.vocabulary].terms
    order = list(dict.fromkeys(term.parent for term in terms.values()))
    ranked = sorted(options, key=lambda option: order.index(terms[option.value].parent))
    for parent, together in groupby(ranked, key=lambda option: terms[option.value].parent):
        yield Group(_group_title(parent, labels, case), tuple(together))


def _group_title(parent: str, labels: Labeller, case: Case) -> str:
    """What a group is called: the term of whichever list the parents are in."""
    lists = case.answers.questionnaire.vocabularies
    home = next((name for name, found in lists.items() if parent in found.terms and name.endswith("-group")), "")
    return labels.term(home, parent) if home else ""


# ---- lengths of time


def _length(key: str, form: State, labels: Labeller) -> dict[str, object]:
    unit = one(form, f"{key}.unit") or "months"
    units = tuple(
        Option(name, labels.words.say(f"interview.unit-{name}"), "selected" if name == unit else "") for name in UNITS
    )
    return {"amount": one(form, f"{key}.amount"), "units": units}


def _keep(field: Field, form: State, case: Case, labels: Labeller, row: str) -> dict[str, object]:
    """From when, how long, what then and why."""
    key = field.key
    begin = one(form, f"{key}.from") or _template_start(field, case, row)
    return {
        **_length(key, form, labels),
        "from": _named("keep-trigger", (begin,), labels, case, "selected"),
        "until": one(form, f"{key}.until"),
        "then": _named("keep-action", form.get(f"{key}.then", ()), labels, case, "checked"),
        "reason": _named("keep-reason", (one(form, f"{key}.reason"),), labels, case, "selected"),
    }


def _template_start(field: Field, case: Case, row: str) -> str:
    """What the row's template counts from; a proposal, shown and not yet kept."""
    templates = case.answers.questionnaire.templates
    for value in case.answers.at(field.table, TEMPLATE, row).chosen if row else ():
        usual = templates[value.id].answers.get(field.key) if value.id in templates else None
        return str(usual.get("from", "")) if isinstance(usual, dict) else ""
    return ""


def _named(name: str, chosen: Sequence[str], labels: Labeller, case: Case, mark: str) -> tuple[Option, ...]:
    terms = case.answers.questionnaire.vocabularies[name].terms
    return tuple(Option(id, labels.term(name, id), mark if id in chosen else "") for id in terms)
