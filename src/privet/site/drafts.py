"""Forms in the making: what is noted while a page is read, and how a field gets its name at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from privet.site.elements import HIDDEN, REQUIRED, TICKED, TICKED_ALREADY, TRAP, Field, Form
from privet.site.signs import Attributes, is_required, is_scripted, is_ticked, is_trap

WORDS, LABEL, ADDRESS, PROSE = 200, 600, 2_000, 6_000
"""Longest name, label, address and text of a form that is kept, in characters."""
NEAR = 90
"""Longest text that can be the name of a field beside it."""
MOST_VALUES = 10
"""Values in the tag of a box, and buttons of a form, that are kept."""
MOST_HEADS = 3
"""Headings of a form that are kept."""
STAR = "*"
"""What stands beside the label of a field that must be filled in."""
SAYING = ("id", "name", "class", "action", "aria-label", "title", "data-form-type")
"""Attributes of a form that say what it is for."""

Pointed = Callable[[str], str]
"""The text of the elements with these ids."""


@dataclass
class LabelDraft:
    """A label that is open or done."""

    target: str
    met: int = 0
    """Fields that stand before it."""
    text: list[str] = field(default_factory=list)
    fields: list[int] = field(default_factory=list)
    next: int | None = None
    """The field that follows it, where nothing says whose name it is."""


@dataclass
class FormDraft:
    """A form in the making."""

    attributes: Attributes
    number: int
    line: int
    start: int
    heading: str
    end: int = 0
    heads: list[str] = field(default_factory=list)
    """What its own headings say, and the legend at its beginning."""
    begun: str = ""
    """``begun`` once a field that people see was met."""
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
    within: str = ""
    """The tag around it that nobody sees; empty where people see it."""
    after: list[str] = field(default_factory=list)


def finished(
    forms: Sequence[FormDraft], fields: Sequence[FieldDraft], labels: Sequence[LabelDraft], pointed: Pointed
) -> tuple[Form, ...]:
    """Every form with its fields; one in no form only if fields are."""
    names = _names(fields, labels)
    asked = _questions(fields)
    owners = {form.attributes["id"]: place for place, form in enumerate(forms) if form.attributes.get("id")}
    inner: dict[int, list[Field]] = {}
    for number, made in enumerate(fields):
        home = owners.get(made.attributes.get("form", ""), made.form)
        inner.setdefault(home, []).append(_field(made, names.get(number, ""), asked, pointed))
    found = (_form(form, tuple(inner.get(place, ()))) for place, form in enumerate(forms))
    return tuple(form for form in found if form.fields or form.number)


def _names(fields: Sequence[FieldDraft], labels: Sequence[LabelDraft]) -> Mapping[int, str]:
    """The label of each field that has one: by its id, around it, or just before it."""
    ids: dict[str, list[int]] = {}
    for place, made in enumerate(fields):
        if id := made.attributes.get("id", ""):
            ids.setdefault(id, []).append(place)
    names: dict[int, list[str]] = {}
    loose: list[LabelDraft] = []
    for label in labels:
        number = _owner(label, ids.get(label.target, ()))
        if number is None:
            loose.append(label)
        elif " ".join(label.text) not in " ".join(names.get(number, ())):  # a copy says the same again
            names.setdefault(number, []).extend(label.text)
    for label in loose:
        if label.next is not None and label.next not in names and fields[label.next].kind not in TICKED:
            names[label.next] = label.text
    return {number: " ".join(words)[:LABEL] for number, words in names.items()}


def _owner(label: LabelDraft, named: Sequence[int]) -> int | None:
    """Whose name a label is: of the fields with its id the next, because forms are copied with their ids."""
    if label.target and named:
        return next((number for number in named if number >= label.met), named[-1])
    return label.fields[0] if label.fields else None


Asked = Mapping[tuple[int, str], str]
"""What is asked before boxes that share a name: by their form and that name."""


def _questions(fields: Iterable[FieldDraft]) -> Asked:
    found: dict[tuple[int, str], str] = {}
    for made in fields:
        if made.kind in TICKED and made.attributes.get("name"):
            found.setdefault((made.form, made.attributes["name"]), made.before)
    return found


def _form(form: FormDraft, fields: tuple[Field, ...]) -> Form:
    get = form.attributes.get
    said = " ".join([*(get(key, "")[:WORDS] for key in SAYING), *form.heads[:MOST_HEADS], *form.buttons[:MOST_VALUES]])
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
        "scripted" if is_scripted(form.attributes) else "",
    )


def _field(made: FieldDraft, name: str, asked: Asked, pointed: Pointed) -> Field:
    get = made.attributes.get
    beside = " ".join(made.after) if made.kind in TICKED else ""
    label = name or get("aria-label", "") or pointed(get("aria-labelledby", ""))
    label = label or get("title", "") or beside
    if not label and not get("placeholder", "") and made.kind != HIDDEN:
        label = made.before
    question = asked.get((made.form, get("name", "")), made.before) if made.kind in TICKED else ""
    return Field(
        made.kind[:20],
        get("name", "")[:WORDS],
        get("id", "")[:WORDS],
        " ".join(label.split())[:LABEL],
        get("placeholder", "")[:LABEL],
        get("autocomplete", "")[:WORDS],
        question or made.group,
        made.line,
        tuple(_marks(made, label)),
        tuple(_tokens(made.attributes)) if made.kind in TICKED else (),
    )


def _marks(made: FieldDraft, label: str) -> list[str]:
    starred = label.rstrip(" :")[-1:] == STAR or label.lstrip()[:1] == STAR
    required = starred or is_required(made.kind, made.attributes)
    trap = is_trap(made.kind, made.attributes, made.within)
    return [REQUIRED] * required + [TICKED_ALREADY] * is_ticked(made.kind, made.attributes) + [TRAP] * trap


def _tokens(attributes: Attributes) -> list[str]:
    """Words in a tag where the id of a wording may stand."""
    known = [value for key, value in attributes.items() if key in ("id", "name", "value") or key.startswith("data-")]
    return [value[:WORDS] for value in known[:MOST_VALUES] if value]
