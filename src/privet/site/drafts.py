"""Forms in the making: what is noted while a page is read, and how a field gets its name at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from privet.site.elements import HIDDEN, TICKED, Field, Form

WORDS, LABEL, ADDRESS, PROSE = 200, 600, 2_000, 6_000
"""Longest name, label, address and text of a form that is kept, in characters."""
NEAR = 90
"""Longest text that can be the name of a field beside it."""
MOST_VALUES = 10
"""Values in the tag of a box, and buttons of a form, that are kept."""
SAYING = ("id", "name", "class", "action", "aria-label", "title", "data-form-type")
"""Attributes of a form that say what it is for."""

Attributes = Mapping[str, str]
Pointed = Callable[[str], str]
"""The text of the elements with these ids."""


@dataclass
class LabelDraft:
    """A label that is open or done."""

    target: str
    text: list[str] = field(default_factory=list)
    fields: list[int] = field(default_factory=list)


@dataclass
class FormDraft:
    """A form in the making."""

    attributes: Attributes
    number: int
    line: int
    start: int
    heading: str
    end: int = 0
    buttons: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    room: int = PROSE


@dataclass
class FieldDraft:
    """A field in the making, with whatever could be its name."""

    kind: str
    attributes: Attributes
    line: int
    form: int
    group: str
    before: str
    after: list[str] = field(default_factory=list)


def finished(
    forms: Sequence[FormDraft], fields: Sequence[FieldDraft], labels: Sequence[LabelDraft], pointed: Pointed
) -> tuple[Form, ...]:
    """Every form with its fields; one in no form only if fields are."""
    names = _names(fields, labels)
    owners = {form.attributes["id"]: place for place, form in enumerate(forms) if form.attributes.get("id")}
    inner: dict[int, list[Field]] = {}
    for number, made in enumerate(fields):
        home = owners.get(made.attributes.get("form", ""), made.form)
        inner.setdefault(home, []).append(_field(made, names.get(number, ""), pointed))
    found = (_form(form, tuple(inner.get(place, ()))) for place, form in enumerate(forms))
    return tuple(form for form in found if form.fields or form.number)


def _names(fields: Sequence[FieldDraft], labels: Sequence[LabelDraft]) -> Mapping[int, str]:
    """The label of each field that has one: by its id, or around it."""
    ids = {made.attributes.get("id", ""): number for number, made in reversed(list(enumerate(fields)))}
    ids.pop("", None)
    names: dict[int, list[str]] = {}
    for label in labels:
        target = ids.get(label.target) if label.target else None
        number = target if target is not None else label.fields[0] if label.fields else None
        if number is not None:
            names.setdefault(number, []).extend(label.text)
    return {number: " ".join(words)[:LABEL] for number, words in names.items()}


def _form(form: FormDraft, fields: tuple[Field, ...]) -> Form:
    get = form.attributes.get
    said = " ".join([*(get(key, "")[:WORDS] for key in SAYING), *form.buttons[:MOST_VALUES]])
    return Form(
        (get("id", "") or get("name", ""))[:WORDS],
        form.number,
        get("action", "").strip()[:ADDRESS],
        get("method", "").strip().casefold()[:MOST_VALUES],
        form.line or (fields[0].line if fields else 0),
        form.start,
        form.end,
        form.heading,
        said,
        " ".join(form.text),
        fields,
        tuple(form.actions[:MOST_VALUES]),
    )


def _field(made: FieldDraft, name: str, pointed: Pointed) -> Field:
    get = made.attributes.get
    beside = " ".join(made.after) if made.kind in TICKED else ""
    label = name or get("aria-label", "") or pointed(get("aria-labelledby", ""))
    label = label or get("title", "") or beside
    if not label and not get("placeholder", "") and made.kind != HIDDEN:
        label = made.before
    return Field(
        made.kind[:20],
        get("name", "")[:WORDS],
        get("id", "")[:WORDS],
        " ".join(label.split())[:LABEL],
        get("placeholder", "")[:LABEL],
        get("autocomplete", "")[:WORDS],
        made.group,
        made.line,
        tuple(_marks(made)),
        tuple(_tokens(made.attributes)) if made.kind in TICKED else (),
    )


def _marks(made: FieldDraft) -> list[str]:
    required = "required" in made.attributes or made.attributes.get("aria-required", "") == "true"
    ticked = "checked" in made.attributes and made.kind in TICKED
    return ["required"] * required + ["checked"] * ticked


def _tokens(attributes: Attributes) -> list[str]:
    """Words in a tag where the id of a wording may stand."""
    known = [value for key, value in attributes.items() if key in ("id", "name", "value") or key.startswith("data-")]
    return [value[:WORDS] for value in known[:MOST_VALUES] if value]
