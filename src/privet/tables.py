"""Generated tables and pictures: projections of the answers that a rule may show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from privet import lawfulness, registering, sheets
from privet.answers import Answer, Chosen, Ref, Retention
from privet.applicability import LawVerdict
from privet.document import Bullets, Content, Flow, Line, Paragraph, Run, Stop, StopKind
from privet.facts.bases import INTERESTS, grounds
from privet.facts.case import answer_is
from privet.facts.grounds import Bases, Ground
from privet.facts.sensitive import sensitive
from privet.facts.suppliers import countries
from privet.labels import lowered
from privet.rules import ABOUT_BOXES, ABOUT_ITS_BOXES, BOXES, side
from privet.views import Cell, View

Show = Callable[[View], tuple[Content, ...]]


# ---- the inventory: type, what, who collects, why, who uses, stored, shared

INVENTORY = ("type", "items", "collected-by", "purposes", "used-by", "stored", "shared-with")


def inventory(view: View) -> tuple[Content, ...]:
    """One table an activity, one row a type of information."""
    found: list[Content] = []
    for row in view.activities():
        caption = view.labels.row("activities", row).text
        found += view.table(caption, INVENTORY, _inventory_rows(view, row))
    return tuple(found)


def _inventory_rows(view: View, row: str) -> Iterable[tuple[Cell, ...]]:
    rest = tuple(view.cell(key, row) for key in INVENTORY[2:])
    items = view.case.answers.at("activities", "items", row)
    if items.state != "known" or not items.chosen:
        yield ((view.labels.answer(items),), (view.labels.answer(items),), *rest)
        return
    for group, values in _by_type(view, items):
        yield ((group,), tuple((_item(view, items, value),) for value in values), *rest)


def _by_type(view: View, items: Answer) -> Iterable[tuple[Line, list[Chosen]]]:
    """The items under the types of information they belong to, in the vocabulary's order."""
    terms = view.labels.asked.vocabularies["data-item"].terms
    groups: dict[str, list[Chosen]] = {}
    for value in items.chosen:
        groups.setdefault(terms[value.id].parent if value.id in terms else "", []).append(value)
    order = [*view.labels.asked.vocabularies["data-group"].terms, ""]
    for group in sorted(groups, key=order.index):
        label = view.labels.term("data-group", group) if group else view.say("other-type")
        yield (Run(label),), groups[group]


def _item(view: View, items: Answer, value: Chosen) -> Run:
    return view.labels.chosen(view.labels.asked.field("activities", "items"), value)


# ---- retention


def retention(view: View) -> tuple[Content, ...]:
    """How long each activity's information is kept, counted from what, and what happens then."""
    rows = (_retention_row(view, row) for row in view.activities())
    return view.table(view.say("retention"), ("activity", "keep", "keep-reason", "keep-then"), rows)


def _retention_row(view: View, row: str) -> tuple[Cell, ...]:
    answer = view.case.answers.at("activities", "keep", row)
    keep = answer.value
    name = ((view.labels.row("activities", row),),)
    if not isinstance(keep, Retention):
        unknown = (view.labels.answer(answer),)
        return (name, unknown, unknown, unknown)
    missing = (Run(view.labels.words.say("document.not-answered")),)
    reason = (Run(view.labels.term("keep-reason", keep.reason)),) if keep.reason else missing
    actions = tuple((Run(view.labels.term("keep-action", id)),) for id in keep.actions)
    return (name, ((Run(view.labels.retention(keep)),),), (reason,), actions or (missing,))


# ---- suppliers


def suppliers(view: View) -> tuple[Content, ...]:
    """Each outside party: who, what part it plays, for what, where, and under what contract."""
    answers = view.case.answers
    named = answers.rows("suppliers")
    kinds = {value.id for row in named for value in answers.at("suppliers", "recipient", row).chosen}
    rows = [_supplier_row(view, row) for row in named]
    rows += [_recipient_row(view, value) for value in _recipients(view) if value.id not in kinds or value.text]
    return view.table(view.say("suppliers"), ("party", "role", "for", "country", "contract"), rows)


def _recipients(view: View) -> tuple[Chosen, ...]:
    """Everyone outside that some activity shares with, in the order of the vocabulary."""
    shares = [
        answer_is(view.case, "activities", "shared-with", ["#outside", "other"], row) for row in view.activities()
    ]
    refs = {ref for verdict in shares if verdict.holds for ref in verdict.because}
    order = list(view.labels.asked.vocabularies["recipient"].terms)
    values = {ref.value for ref in refs if ref.value}
    return tuple(
        sorted(values, key=lambda value: (order.index(value.id) if value.id in order else len(order), value.text))
    )


def _supplier_row(view: View, row: str) -> tuple[Cell, ...]:
    answers = view.case.answers
    kind = answers.at("suppliers", "recipient", row).chosen
    name: Cell = ((view.labels.row("suppliers", row),),)
    if kind and answers.text("suppliers", "name", row):
        name += ((view.labels.chosen(view.labels.asked.field("suppliers", "recipient"), kind[0]),),)
    used = _activities_with(view, kind[0]) if kind else ()
    return (
        name,
        _role(view, kind[0].id if kind else ""),
        used or ((Run(view.labels.words.say("document.not-known")),),),
        view.lines(answers.at("suppliers", "country", row)),
        view.lines(answers.at("suppliers", "contract", row)),
    )


def _recipient_row(view: View, value: Chosen) -> tuple[Cell, ...]:
    field = view.labels.asked.field("activities", "shared-with")
    missing: Cell = ((Run(view.labels.words.say("document.not-answered")),),)
    name: Cell = ((view.labels.chosen(field, value),),)
    return (name, _role(view, value.id), _activities_with(view, value), missing, missing)


def _activities_with(view: View, value: Chosen) -> Cell:
    rows = (row for row in view.activities() if value in view.case.answers.at("activities", "shared-with", row).chosen)
    return tuple((view.labels.row("activities", row),) for row in rows)


ROLES = ("processor", "joint", "controller", "authority", "public")


def _role(view: View, recipient: str) -> Cell:
    """What part a recipient plays, as far as its kind tells."""
    words = view.labels.asked.vocabularies["recipient"]
    played = [role for role in ROLES if words.matches(recipient, f"#{role}")]
    key = "-or-".join(played[:2]) if played else "role-unknown"
    return ((Run(view.say(key if not played else f"role-{key}")),),)


# ---- laws


def laws(view: View) -> tuple[Content, ...]:
    """Every law that privet knows, whether it applies, and why."""
    rows = (_law_row(view, entry) for entry in view.laws)
    return view.table(view.say("laws"), ("law", "applies", "because"), rows)


def _law_row(view: View, entry: LawVerdict) -> tuple[Cell, ...]:
    pick = view.labels.pick
    reasons: Cell = tuple((Run(pick(reason)),) for reason in entry.reasons)
    if not reasons:
        asked = [reason.question for reason in view.labels.reasons(entry.verdict.because)]
        reasons = tuple((Run(text),) for text in (view.say("law-unknown"), *dict.fromkeys(asked)))
    return (((Run(pick(entry.law.name)),),), ((Run(view.say(f"applies-{side(entry.verdict)}")),),), reasons)


# ---- the notice


def notice_table(view: View) -> tuple[Content, ...]:
    """For the public: what, why, who gets it, how long."""
    keys = ("items", "purposes", "shared-with", "keep")
    columns = ("notice-activity", "notice-items", "notice-purposes", "notice-shared-with", "notice-keep")
    rows = (
        (((view.labels.row("activities", row),),), *(view.cell(key, row) for key in keys)) for row in view.activities()
    )
    return view.table(view.say("notice"), columns, rows)


def notice_retention(view: View) -> tuple[Content, ...]:
    """For the public: when the information of each activity goes."""
    rows = ((((view.labels.row("activities", row),),), view.cell("keep", row)) for row in view.activities())
    return view.table(view.say("notice-retention"), ("notice-activity", "notice-keep"), rows)


def notice_laws(view: View) -> tuple[Content, ...]:
    """For the public: the laws that protect them."""
    applies = [entry.law for entry in view.laws if entry.verdict.holds]
    lines = tuple((Run(view.labels.pick(law.name)),) for law in applies)
    return (Bullets(lines),) if lines else ()


def regulator(view: View) -> tuple[Content, ...]:
    """Where on the web people reach the regulator of the law whose part shows it."""
    url = view.law.regulator_url if view.law else ""
    if not url:
        return ()
    shown = Run(url.removeprefix("https://").rstrip("/"), link=url)
    return (Paragraph((Run(f"{view.say('on-the-web')} "), shown)),)


def optional(view: View) -> tuple[Content, ...]:
    """What may be left out, activity by activity: one may do without what another needs."""
    lines = tuple(_optional_line(view, row) for row in view.activities() if _left_free(view, row))
    return (Bullets(lines),) if lines else ()


def _left_free(view: View, row: str) -> tuple[Chosen, ...]:
    return view.case.answers.at("activities", "optional", row).chosen


def _optional_line(view: View, row: str) -> Line:
    items = view.labels.asked.field("activities", "items")
    named = [lowered(view.labels.chosen(items, value)) for value in _left_free(view, row)]
    colon = Run(f"{view.labels.words.say('lines.label', label='')} ")
    apart = [piece for run in named for piece in (Run(", "), run)][1:]
    return (view.labels.row("activities", row), colon, *apart)


def bases(view: View) -> tuple[Content, ...]:
    """What allows each use, under the law whose part shows it."""
    known = view.library.bases(view.law.id) if view.law else None
    if known is None:
        return ()
    rows = (
        _basis_row(view, known, purpose, ground)
        for purpose in _purposes(view)
        for ground in grounds(known, view.case, purpose)
    )
    return view.table(view.say("bases"), ("purpose", "basis", "basis-why"), rows)


def _basis_row(view: View, known: Bases, purpose: Chosen, ground: Ground) -> tuple[Cell, ...]:
    """A purpose, its basis, and what that means: the interest or what the basis is, and the organisation's reason."""
    basis, pick = ground.basis, view.labels.pick
    label = pick(basis.label) if basis else view.labels.words.say("document.not-known")
    interest = known.interests.get(purpose.id) if basis and basis.id == INTERESTS and not ground.own else None
    why = pick(interest or (basis.explain if basis else {}))
    told: Cell = ((Run(why),),) if why else ()
    own: Cell = (lawfulness.reason(view, ground.own),) if ground.own else ()
    return ((lawfulness.through(view, purpose, ground.channels),), ((Run(label),),), (*told, *own) or ((),))


def _purposes(view: View) -> tuple[Chosen, ...]:
    order = list(view.labels.asked.vocabularies["purpose"].terms)
    every = {value for row in view.activities() for value in view.case.answers.at("activities", "purposes", row).chosen}
    return tuple(
        sorted(every, key=lambda value: (order.index(value.id) if value.id in order else len(order), value.text))
    )


# ---- data-flow pictures

STOPS: tuple[tuple[StopKind, str], ...] = (
    ("people", "people"),
    ("source", "sources"),
    ("user", "used-by"),
    ("storage", "stored"),
    ("recipient", "shared-with"),
    ("end", "keep"),
)


def flows(view: View) -> tuple[Content, ...]:
    """One picture an activity: from people to the bin, with its text equivalent."""
    sensitive_rows = {ref.row for ref in _sensitive_refs(view)}
    return tuple(_flow(view, row, sensitive_rows) for row in view.activities())


def _flow(view: View, row: str, sensitive_rows: Set[str]) -> Flow:
    stops = tuple(_stop(view, row, kind, key, sensitive_rows) for kind, key in STOPS)
    text = " ".join(_told(view, stop) for stop in stops)
    return Flow(row, (view.labels.row("activities", row),), stops, text)


def _told(view: View, stop: Stop) -> str:
    """A stop in words, as the picture's text equivalent."""
    lines = [lowered(Run(line, given=stop.given)).text for line in stop.lines]
    return view.labels.words.say("flow.stop", heading=stop.heading, list=view.labels.words.join(lines))


def _stop(view: View, row: str, kind: StopKind, key: str, sensitive_rows: Set[str]) -> Stop:
    answers = view.case.answers
    answer = answers.at("activities", key, row)
    if kind == "people" and answer.state == "missing":
        answer = answers.at("people", "groups")
    cell = view.lines(answer)
    lines = tuple("".join(run.text for run in line) for line in cell)
    return Stop(
        kind,
        view.labels.words.say(f"flow.{kind}"),
        lines,
        kind == "storage" and row in sensitive_rows,
        kind == "recipient" and _leaves(view, answer),
        any(run.given for line in cell for run in line),
    )


def _sensitive_refs(view: View) -> frozenset[Ref]:
    verdict = sensitive(view.case)
    return verdict.because if verdict.holds else frozenset()


def _leaves(view: View, answer: Answer) -> bool:
    """True if a named supplier of this kind keeps or sees it outside the organisation's countries."""
    home = countries(view.case)
    answers = view.case.answers
    for supplier in answers.rows("suppliers"):
        kinds = answers.at("suppliers", "recipient", supplier).chosen
        places = {value.id.split("-")[0] for value in answers.at("suppliers", "country", supplier).chosen}
        if set(kinds) & set(answer.chosen) and places - home:
            return True
    return False


def _nothing(_: View) -> tuple[Content, ...]:
    return ()


SHOWS: dict[str, Show] = {
    "inventory": inventory,
    "retention": retention,
    "suppliers": suppliers,
    "laws": laws,
    "flows": flows,
    "notice-table": notice_table,
    "notice-retention": notice_retention,
    "notice-laws": notice_laws,
    "bases": bases,
    "regulator": regulator,
    "optional": optional,
    **dict.fromkeys((*BOXES, ABOUT_BOXES, ABOUT_ITS_BOXES), _nothing),
    **registering.SHOWS,
    **sheets.SHOWS,
}
"""What a rule's ``shows`` may name."""
