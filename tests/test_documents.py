"""Laws of the documents: what holds of every plan and notice, whatever the answers.

They are tried on the examples and on random answers.  A law that fails here is a sentence in
somebody's plan that should not be there, so the message names the part and what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import (
    TODAY,
    Data,
    answers,
    blocks,
    case_of,
    changed,
    content_lines,
    document_of,
    document_text,
    judged_as,
    library,
    line_text,
    part_text,
    parts,
    sentences,
)

from privet import interview, parsing, source
from privet.answers import Ref
from privet.compose import compose
from privet.conditions import All, Condition, Either, Fact, Not
from privet.document import Bullets, Document, Line, Table
from privet.errors import InputError, UnfinishedError
from privet.facts import Case
from privet.guidance import TextList
from privet.judging import Judged
from privet.labels import locale
from privet.rules import Finding, Rule, RuleId
from privet.words import SLOT

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.toml"))
KINDS = ("plan", "notice")
LANGUAGES = library().languages
few = settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

PUBLIC_BLOCKS = (
    *("contact.who", "inventory.table", "inventory.minimise"),
    *("consent.meaning", "consent.express", "consent.implied", "consent.no-refusal", "consent.new-purpose"),
    *("consent.opt-out", "consent.opt-out-how"),
    *("security.access", "security.paper", "security.electronic", "security.portable", "security.sensitive"),
    *("retention.schedule", "retention.purge"),
    *("third-parties.list", "third-parties.review", "third-parties.clauses"),
    *("requests.how", "breach.steps", "laws.apply"),
)
"""Block ids that other programs rely on: renamed never, only replaced."""


@cache
def example(path: Path) -> Case:
    shelf = library()
    found = parsing.parse(source.read(path), shelf.questionnaire)
    return interview.case(found, shelf.skips, TODAY, shelf.covered)


@cache
def documents(path: Path, language: str) -> tuple[Document, ...]:
    """Those documents of an example that can be made: its plan, and its notice if it is finished."""
    return tuple(made(example(path), language))


def made(case: Case, language: str = "en") -> Iterator[Document]:
    for kind in KINDS:
        try:
            yield document_of(case, kind, language)
        except UnfinishedError:
            assert kind == "notice", "a plan is made of any answers"


every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
every_language = pytest.mark.parametrize("language", LANGUAGES)


# ---- examples


@pytest.mark.parametrize("name", ["quebec-shop", "dutch-sports-club", "clinic"])
@every_language
def test_a_complete_example_makes_plan_and_notice(name: str, language: str) -> None:
    path = next(path for path in EXAMPLES if path.stem == name)
    assert [document.kind for document in documents(path, language)] == ["plan", "notice"]


def test_the_examples_between_them_show_every_block_of_the_plan() -> None:
    shown = {block.id for path in EXAMPLES for block in blocks(documents(path, "en")[0])}
    assert {rule.block for rule in library().document("plan").rules} <= shown


@every_example
@every_language
def test_laws_hold_of_the_examples(path: Path, language: str) -> None:
    for document in documents(path, language):
        check_all(document)
    check_pair(documents(path, language))


# ---- random answers


@given(answers())
@few
def test_laws_hold_of_all_answers(data: Data) -> None:
    found = tuple(made(case_of(data)))
    for document in found:
        check_all(document)
    check_pair(found)


def check_all(document: Document) -> None:
    """The laws of one document."""
    check_origin(document)
    check_lists(document)
    check_none(document)
    check_slots(document)


def check_origin(document: Document) -> None:
    """Every part has a rule, every block is one that rules speak in."""
    known = {str(rule.id): rule for rule in every_rule(document.kind)}
    for block in blocks(document):
        assert block.parts, block.id
        for part in block.parts:
            assert known[part.rule].block == block.id
            assert part.content, part.rule


def check_lists(document: Document) -> None:
    """No list is empty, nor is an entry of one, nor a table."""
    for part in parts(document):
        for content in part.content:
            if isinstance(content, Bullets):
                assert content.items and all(map(line_text, content.items)), part.rule
            if isinstance(content, Table):
                assert content.rows and all(len(row) == len(content.columns) for row in content.rows), part.rule


def check_none(document: Document) -> None:
    """None is a state: it is never in a list, and no party is called so."""
    nobody = set(library().questionnaire.vocabularies["recipient"].terms["none"].labels.values())
    nobody |= {library().words(language).say("document.none") for language in LANGUAGES}
    for part in parts(document):
        assert not nobody & set(part.items), part.rule
        for content in part.content:
            entries = content.items if isinstance(content, Bullets) else first_column(content, part.rule)
            assert not nobody & {line_text(line) for line in entries}, part.rule


def first_column(content: object, rule: str) -> Iterable[Line]:
    """Who a table is about; for the table of suppliers only, where a cell may well say none elsewhere."""
    if rule != "plan/third-parties/list" or not isinstance(content, Table):
        return ()
    return [line for row in content.rows for line in row[0]]


def check_slots(document: Document) -> None:
    """No slot is left in what privet says; what people gave may look like one."""
    for part in parts(document):
        for content in part.content:
            for line in content_lines(content):
                said = "".join(run.text for run in line if not run.given)
                assert not SLOT.search(said), f"{part.rule}: {said}"
    for task in document.tasks:
        assert not SLOT.search("".join(run.text for run in task.text if not run.given)), task.id


def check_pair(found: tuple[Document, ...]) -> None:
    """The laws of a plan and its notice."""
    if len(found) == 2:
        plan, notice = found
        assert not sentences(plan) & sentences(notice)
        assert told(notice) == kept(plan)


def test_nobody_is_no_supplier() -> None:
    with pytest.raises(InputError):
        case_of({"suppliers": {"a": {"recipient": "none"}}})


# ---- plan and notice tell the same facts

Row = tuple[str, frozenset[str], frozenset[str], frozenset[str], tuple[str, ...]]
"""What both documents say of an activity: its name, items, purposes, recipients, period."""


def tables(document: Document, rule: str) -> list[Table]:
    return [
        content
        for part in parts(document)
        if part.rule == rule
        for content in part.content
        if isinstance(content, Table)
    ]


def texts(cell: Iterable[Line]) -> frozenset[str]:
    return frozenset(map(line_text, cell))


def kept(plan: Document) -> list[Row]:
    """From the inventory and the schedule of the plan."""
    periods = [tuple(map(line_text, row[1])) for table in tables(plan, "plan/retention/schedule") for row in table.rows]
    found: list[Row] = []
    for table, period in zip(tables(plan, "plan/inventory/table"), periods, strict=True):
        items = frozenset[str]().union(*(texts(row[1]) for row in table.rows))
        found.append((table.caption, items, texts(table.rows[0][3]), texts(table.rows[0][6]), period))
    return found


def told(notice: Document) -> list[Row]:
    """From the tables of the notice; its two say the same of how long."""
    rows = [row for table in tables(notice, "notice/data/table") for row in table.rows]
    schedule = [row for table in tables(notice, "notice/keeping/periods") for row in table.rows]
    assert [texts(row[1]) for row in schedule] == [texts(row[4]) for row in rows]
    return [
        ("".join(map(line_text, row[0])), texts(row[1]), texts(row[2]), texts(row[3]), tuple(map(line_text, row[4])))
        for row in rows
    ]


# ---- what the data says, whatever the answers


def every_rule(kind: str) -> list[Rule]:
    shelf = library()
    return [*shelf.document(kind).rules, *(rule for law in shelf.laws for rule in shelf.law_rules(law.id, kind))]


@pytest.mark.parametrize("block", PUBLIC_BLOCKS)
def test_a_public_block_exists(block: str) -> None:
    assert block in {rule.block for rule in library().document("plan").rules}


def test_a_law_speaks_only_in_blocks_of_the_document() -> None:
    for kind in KINDS:
        assert {rule.block for rule in every_rule(kind)} == {rule.block for rule in library().document(kind).rules}


@every_language
def test_plan_and_notice_share_no_sentence_in_their_texts(language: str) -> None:
    """Not even in texts that no example brings up."""
    plan, notice = (frozenset(written(kind, language)) for kind in KINDS)
    assert not plan & notice


def written(kind: str, language: str) -> Iterator[str]:
    """Every sentence in the texts of a document and of the laws' parts of it."""
    for home in {(rule.id.law, rule.id.topic) for rule in every_rule(kind)}:
        guidance = library().guidance(RuleId(kind, home[1], "", home[0]), language)
        for text in guidance.texts.values():
            pieces = re.split(r"(?<=[.?!:])\s+|\n+(?:- )?", text.source)
            yield from (piece for piece in pieces if re.search(r"\w", SLOT.sub("", piece)))


def test_a_text_that_lists_is_only_said_when_the_verdict_is_yes() -> None:
    for kind in KINDS:
        for rule in every_rule(kind):
            found = library().guidance(rule.id, "en").texts
            for anchor in (f"{rule.id.name}-otherwise", f"{rule.id.name}-unknown"):
                nodes = found[anchor].nodes if anchor in found else ()
                assert not any(isinstance(node, TextList) for node in nodes), f"{rule.id}: {anchor}"


def test_every_purpose_has_a_ground_and_a_named_interest_where_it_needs_one() -> None:
    purposes = set(library().questionnaire.vocabularies["purpose"].terms)
    for law in library().laws:
        known = library().bases(law.id)
        if known:
            assert set(known.purposes) == purposes
            every = [*known.purposes.items(), *(entry for named in known.channels.values() for entry in named.items())]
            assert {basis for _, basis in every} <= set(known.bases)
            weighed = {id for id, basis in every if basis == "legitimate-interests"}
            assert set(known.interests) == weighed


# ---- each law speaks its own language of consent

CANADIAN = {
    "en": ("implied consent", "opt-out consent"),
    "fr": ("consentement implicite", "option de retrait"),
    "nl": ("impliciete toestemming", "stilzwijgende toestemming", "opt-outtoestemming"),
}
EUROPEAN = {
    "en": ("legitimate interest",),
    "fr": ("intérêts légitimes", "intérêt légitime"),
    "nl": ("gerechtvaardigd belang", "gerechtvaardigde belang"),
}
EUROPE: Data = {"organisation": {"places": ["IE"]}, "people": {"places": ["IE", "NL"]}}
CANADA: Data = {"organisation": {"places": ["CA-ON"]}, "people": {"places": ["CA"]}}


def moved(data: Data, places: Data) -> Data:
    """The same organisation somewhere else."""
    found = dict(data)
    for table, record in places.items():
        below = data.get(table)
        assert isinstance(record, dict)
        found[table] = {**below, **record} if isinstance(below, dict) else record
    return found


@given(answers())
@few
def test_each_law_speaks_its_own_language_of_consent(data: Data) -> None:
    for places, foreign in ((EUROPE, CANADIAN), (CANADA, EUROPEAN)):
        for document in made(case_of(moved(data, places))):
            check_absent(document, foreign["en"])


@pytest.mark.parametrize(("name", "foreign"), [("dutch-sports-club", CANADIAN), ("clinic", CANADIAN)])
@every_language
def test_a_dutch_plan_is_not_a_translated_canadian_one(
    name: str, foreign: Mapping[str, tuple[str, ...]], language: str
) -> None:
    path = next(path for path in EXAMPLES if path.stem == name)
    for document in documents(path, language):
        check_absent(document, foreign[language])


def check_absent(document: Document, phrases: tuple[str, ...]) -> None:
    text = document_text(document).casefold()
    for phrase in phrases:
        at = text.find(phrase)
        assert at < 0, f"{document.kind}: …{text[max(0, at - 60) : at + 60]}…"


# ---- a refused notice says everything that is missing


@given(answers(knows=6))
@few
def test_a_refused_notice_lists_every_must_have(data: Data) -> None:
    case = case_of(data)
    missing = set(must_haves(case))
    judged = judged_as(case, "notice")
    try:
        compose(library(), judged, "en")
        named: set[str] = set()
    except UnfinishedError as error:
        named = {fault.key for fault in error.faults}
    assert named == missing


def must_haves(case: Case) -> Iterator[str]:
    """What the public must be told and is not known, worked out from the answers alone."""
    known = case.answers
    for table, key in (("organisation", "name"), ("contact", "name"), ("contact", "email"), ("people", "groups")):
        if known.at(table, key).state != "known":
            yield f"{table}.{key}"
    places = [known.at(table, "places") for table in ("people", "organisation")]
    if not any(answer.chosen for answer in places):
        yield from (str(answer.ref) for answer in places if answer.state != "known")
    if not known.rows("activities") and known.states.get("activities", "missing") != "known":
        yield "activities"
    for row in known.rows("activities"):
        for key in ("items", "purposes", "shared-with"):
            if known.at("activities", key, row).state != "known":
                yield f"activities[{row}].{key}"
        if not period_known(case, row):
            yield f"activities[{row}].keep"


def period_known(case: Case, row: str) -> bool:
    """True for a period, a day, or for ever: a moment to count from is not enough."""
    value = case.answers.at("activities", "keep", row).value
    return value is not None and any(
        (getattr(value, "period", None), getattr(value, "until", None), getattr(value, "trigger", "") == "no-end")
    )


# ---- change one answer, and only the texts bound to it change (T-37)

TABLES_SHOWN = {
    "inventory": ("activities",),
    "retention": ("activities",),
    "bases": ("activities",),
    "notice-table": ("activities",),
    "notice-retention": ("activities",),
    "suppliers": ("activities", "suppliers"),
    "flows": ("activities", "suppliers", "people", "organisation", "sensitive"),
    "laws": ("organisation", "people", "activities", "consent", "suppliers"),
}
"""Which tables of answers a generated table or picture is a projection of."""
NAMES = ("label", "template", "name", "recipient")
"""Answers that a row is called by, wherever it is listed."""
SPOKEN = (("organisation", "name"), ("contact", "name"), ("contact", "email"))
"""Answers that any text may speak by name."""
LOOKS_AT = {
    "paper-items": {("activities", "stored")},
    "electronic-items": {("activities", "stored")},
    "portable-items": {("activities", "stored")},
    "sensitive": {("sensitive", "sensitive")},
    "sensitive-not-asked": {("sensitive", "sensitive"), ("sensitive", "asked")},
    "single-safeguard": {("sensitive", "sensitive")},
    "unnamed-suppliers": {("suppliers", "recipient")},
    "abroad": {("organisation", "places")},
}
"""Facts that look at answers which they do not give as reasons: gaps to close, and no more to come."""


def facts_of(condition: Condition) -> Iterator[str]:
    """Names of the facts that a condition rests on."""
    match condition:
        case Fact(name):
            yield name
        case Not(part):
            yield from facts_of(part)
        case All(inner) | Either(inner):
            yield from (name for part in inner for name in facts_of(part))


def rests_on(refs: Iterable[Ref], address: Ref) -> bool:
    """True if the address is one of the answers, in one of the rows, or what such a row is called by."""
    for ref in refs:
        same_row = ref.table == address.table and ref.row in ("", address.row)
        if same_row and ref.field in ("", address.field):
            return True
        if (ref.table, ref.row) == (address.table, address.row) and address.field in NAMES:
            return True
    return False


def bound(finding: Finding, judged: Judged, address: Ref) -> bool:
    """True if the finding, and so its text, may change with the answer at the address."""
    rule = finding.rule
    place = (address.table, address.field)
    law = next((entry for entry in judged.laws if entry.law.id == rule.id.law), None)
    return (
        rests_on(finding.verdict.because, address)
        or place in SPOKEN
        or address.table in TABLES_SHOWN.get(rule.shows, ())
        or any(place in LOOKS_AT.get(name, ()) for name in facts_of(rule.when))
        or (law is not None and rests_on(law.verdict.because, address))
    )


def said(judged: Judged) -> dict[str, str]:
    """What each rule says: its part's text, without its citations."""
    document = compose(library(), judged, "en")
    return {part.rule: f"{part.side} {part_text(part)}" for part in parts(document)}


Change = tuple[Data, Data, tuple[str, str, str]]


def change_of(before: st.SearchStrategy[Data]) -> st.SearchStrategy[Change]:
    """Answers, the same with one of them changed, and where."""
    return before.flatmap(lambda data: changed(data).map(lambda pair: (data, *pair)))


def as_data(path: Path) -> Data:
    """The answers of an example as plain data."""
    return {table: rows for table, rows in source.read(path).data.items() if table != "schema"}


@given(change_of(answers()))
@settings(few, max_examples=20)
def test_a_changed_answer_changes_only_what_rests_on_it(found: Change) -> None:
    before, after, place = found
    check_change(before, after, Ref(*place))


@given(change_of(st.sampled_from(EXAMPLES).map(as_data)))
@settings(few, max_examples=20)
def test_a_changed_answer_of_an_example_changes_only_what_rests_on_it(found: Change) -> None:
    before, after, place = found
    check_change(before, after, Ref(*place))


def check_change(before: Data, after: Data, address: Ref) -> None:
    judged = [judged_as(case_of(data), "plan") for data in (before, after)]
    assume(locale("en", judged[0].case) == locale("en", judged[1].case))
    texts_before, texts_after = said(judged[0]), said(judged[1])
    changed_rules = {rule for rule in {*texts_before, *texts_after} if texts_before.get(rule) != texts_after.get(rule)}
    may = {str(finding.rule.id) for side in judged for finding in side.findings if bound(finding, side, address)}
    assert changed_rules <= may, f"{address}: {sorted(changed_rules - may)}"
