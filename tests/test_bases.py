"""What allows each purpose: every document tells the same basis, and the one the organisation names counts."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from strategies import TODAY, Data, block_text, blocks, case_of, document_text, judged_as, laid_over, library, line_text
from test_register import export, opened, records

from privet import parsing, source
from privet.checking import Found, check
from privet.compose import compose
from privet.document import Document, Paragraph, Table
from privet.exports import EXPORTS
from privet.facts import Case
from privet.facts.bases import NEWS
from privet.focus import narrowed
from privet.interview import case as asked_case
from privet.judging import judge

BASES = Path(__file__).parent / "bases"
LANGUAGES = ("en", "fr", "nl")
LAWS = {"IE": "eu-gdpr", "GB": "uk-gdpr"}
REASON = "Because we say so, with a reason of our own."
TERMS = tuple(library().questionnaire.vocabularies["lawful-basis"].terms)
PURPOSES = tuple(library().questionnaire.vocabularies["purpose"].terms)


def shop(place: str, purposes: list[object], bases: Data | None = None, consent: Data | None = None) -> Case:
    """A shop with one activity that has these purposes."""
    base = tomllib.loads((BASES / "shop.toml").read_text(encoding="utf-8"))
    over: Data = {
        "organisation": {"places": [place]},
        "people": {"places": [place]},
        "activities": {"orders": {"purposes": purposes}},
        "consent": {"opt-out": ["contact-us"], **(consent or {})},
        "bases": bases or {},
    }
    return case_of(laid_over(base, over))


def named(purpose: object, basis: str) -> Data:
    return {"own": {"purposes": [purpose], "basis": basis, "reason": REASON}}


def told(case: Case, document: str, language: str = "en") -> Document:
    case = narrowed(case, "activities", "orders") if document == "forms" else case
    return compose(library(), judge(library(), case, document), language)


def grounds(document: Document) -> dict[str, tuple[str, str]]:
    """The rows of the table of bases: purpose → basis, and why."""
    tables = (node for block in blocks(document) for part in block.parts for node in part.content)
    every = [node for node in tables if isinstance(node, Table) and len(node.columns) == 3]
    return {
        "".join(map(line_text, row[0])): (line_text(row[1][0]), " ".join(map(line_text, row[2])))
        for table in every
        for row in table.rows
        if table.columns == every[0].columns
    }


# ---- the documents agree


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", LAWS)
def test_every_document_tells_the_basis_that_the_organisation_names(place: str, language: str) -> None:
    known = library().bases(LAWS[place])
    assert known
    words = library().words(language)
    for purpose, basis in (("statistics", "consent"), ("deliver", "legitimate-interests"), ("show-ads", "contract")):
        case = shop(place, ["complete-sale", purpose], named(purpose, basis))
        label = known.bases[basis].label[language]
        for document in ("plan", "notice", "forms"):
            found = [entry for entry in grounds(told(case, document, language)).values() if REASON in entry[1]]
            assert [entry[0] for entry in found] == [label], (document, purpose)
        register = document_text(told(case, "register", language))
        assert f"{label} (" in register and REASON in register
        row = records(opened(export(case, "xlsx", language)))[0]
        assert f"{label} (" in row["Article 6 lawful basis for processing personal data"]
        assert REASON in row["Article 6 lawful basis for processing personal data"]
        interest = row["Legitimate interests for the processing (if applicable)"]
        assert (REASON in interest) == (basis == "legitimate-interests")
        objects = words.say("register.right-object") in row["Rights available to individuals"]
        assert objects == (basis == "legitimate-interests")
        linked = json.loads(EXPORTS["dpv"].make(library(), judged_as(case, "plan"), language))
        assert {"@type": known.bases[basis].iris[0], "dct:description": REASON} in reasoned(linked)


def reasoned(thing: object) -> list[object]:
    """Every object below that gives a reason."""
    if isinstance(thing, dict):
        own = [thing] if "dct:description" in thing else []
        return [*own, *(node for value in thing.values() for node in reasoned(value))]
    return [node for value in thing for node in reasoned(value)] if isinstance(thing, list) else []


@pytest.mark.parametrize("basis", TERMS)
@pytest.mark.parametrize("place", LAWS)
def test_boxes_and_lists_follow_the_basis_of_every_purpose(place: str, basis: str) -> None:
    """A box for a yes stands where the table says consent; the right to object where it says interests."""
    known = library().bases(LAWS[place])
    assert known
    rests = known.bases.get(basis)
    for purpose in PURPOSES:
        if purpose in NEWS:
            continue  # their boxes are those of the rules on messages, whatever the basis
        case = shop(place, [purpose], named(purpose, basis))
        expected = rests.id if rests else known.purposes[purpose]
        label = known.bases[expected].label["en"]
        form, notice, plan = (told(case, document) for document in ("forms", "notice", "plan"))
        assert {entry[0] for entry in grounds(form).values()} == {label}, purpose
        assert grounds(form) == grounds(notice) == grounds(plan), purpose
        assert boxes(form) == (1 if expected == "consent" else 0), purpose
        weighed = any(part.rule.endswith("why/interests") for block in blocks(notice) for part in block.parts)
        assert weighed == (expected == "legitimate-interests"), purpose
        implied = [
            part for block in blocks(plan) for part in block.parts if part.rule.endswith("gdpr:plan/consent/implied")
        ]
        assert [part.side for part in implied] == ["yes" if expected == "contract" else "no"], purpose


def boxes(document: Document) -> int:
    content = (node for block in blocks(document) for part in block.parts for node in part.content)
    return sum(1 for node in content if isinstance(node, Paragraph) and node.box)


def test_letters_may_be_objected_to_where_the_table_says_so() -> None:
    """Each channel has its line, and each line what belongs to it."""
    both: Data = {"marketing": ["email", "post"], "marketing-proof": ["ticked-box"]}
    case = shop("IE", ["send-news"], consent=both)
    assert {name: basis for name, (basis, _) in grounds(told(case, "notice")).items()} == {
        "Sending news: e-mail": "consent",
        "Sending news: letter by post": "legitimate interests",
    }
    form = document_text(told(case, "forms"))
    assert "Yes, send me your news by e-mail" in form
    assert "No, send me nothing of the kind by post" in form
    assert "Yes, you may write to me by post" not in form
    record = document_text(told(case, "register"))
    assert "Sending news: letter by post – legitimate interests (GDPR, Art. 6(1)(f))" in record


# ---- which basis counts


def test_each_law_that_knows_the_basis_follows_it_and_the_other_keeps_the_usual_one() -> None:
    base = tomllib.loads((BASES / "shop.toml").read_text(encoding="utf-8"))
    both: Data = {
        "organisation": {"places": ["IE"]},
        "people": {"places": ["IE", "GB"]},
        "bases": named("deliver", "recognised-interest"),
    }
    case = case_of(laid_over(base, both))
    (european, british) = (
        next(
            part
            for block in blocks(told(case, "notice"))
            for part in block.parts
            if part.rule == f"{law}:notice/why/bases"
        )
        for law in LAWS.values()
    )
    assert "recognised" not in str(european.content)
    assert "recognised legitimate interest" in str(british.content)
    assert [found.code for found in odd(case)] == ["PV221"]


def test_a_basis_that_is_not_law_yet_does_not_count_before_its_day() -> None:
    on = date(2026, 2, 4)
    case = shop("GB", ["deliver"], named("deliver", "recognised-interest"))
    before = Case(case.answers, on, case.covered, case.not_asked)
    assert grounds(told(case, "plan"))["Arranging a delivery"][0] == "recognised legitimate interest"
    assert grounds(told(before, "plan"))["Arranging a delivery"][0] == "contract"


# ---- what is odd is found, with its line

FOUND = {
    "PV219": 'purposes = ["loyalty"]\nbasis = "consent"\nreason = "r"\n',
    "PV220": 'purposes = ["deliver"]\nbasis = "consent"\nreason = "r"\n'
    '[bases.two]\npurposes = ["deliver"]\nbasis = "consent"\nreason = "r"\n',
    "PV221": 'purposes = ["deliver"]\nbasis = "recognised-interest"\nreason = "r"\n',
    "PV112": 'purposes = ["deliver"]\nbasis = "consent"\n',
    "PV324": 'purposes = ["send-news"]\nbasis = "legitimate-interests"\nreason = "r"\n',
}
LINES = {"PV219": 19, "PV220": 23, "PV221": 20, "PV112": 18, "PV324": 19}
HEAD = """schema = 1
[organisation]
places = ["IE"]
commercial = "yes"
[people]
places = ["IE"]
groups = ["customer"]
[activities.orders]
items = ["email"]
optional = []
purposes = ["deliver", "send-news"]
[consent]
marketing = ["email"]
marketing-proof = ["ticked-box"]
opt-out = ["link-in-mail"]
#
#
[bases.one]
"""


def written(text: str) -> Case:
    shelf = library()
    answers = parsing.parse(source.parse(text.encode(), "privacy.toml"), shelf.questionnaire)
    return asked_case(answers, shelf.skips, TODAY, shelf.covered)


def odd(case: Case) -> list[Found]:
    return [found for found in check(library(), case, "en") if "basis" in found.rule]


@pytest.mark.parametrize("code", FOUND)
def test_what_is_odd_about_a_named_basis_is_found_at_its_line(code: str) -> None:
    assert [(found.code, found.line) for found in odd(written(HEAD + FOUND[code]))] == [(code, LINES[code])]


def test_a_named_basis_that_is_in_order_is_no_finding() -> None:
    assert not odd(written(HEAD + 'purposes = ["deliver"]\nbasis = "consent"\nreason = "r"\n'))


def test_offers_to_customers_who_bought_need_no_other_yes() -> None:
    text = HEAD.replace("ticked-box", "customers")
    assert not odd(written(text + FOUND["PV324"]))


def test_where_no_law_wants_a_basis_the_named_one_changes_nothing() -> None:
    base = shop("CA-ON", ["complete-sale", "statistics"])
    own = shop("CA-ON", ["complete-sale", "statistics"], named("statistics", "consent"))
    assert [found.code for found in odd(own)] == ["PV222"]
    for document in ("notice", "forms", "register"):
        assert document_text(told(own, document)) == document_text(told(base, document)), document
    assert [*map(block_text, blocks(told(own, "plan")))] == [*map(block_text, blocks(told(base, "plan")))]


def test_a_purpose_in_own_words_waits_for_a_basis() -> None:
    case = shop("IE", ["deliver", {"other": "Draw lots"}])
    assert [(found.code, "Draw lots" in found.text) for found in odd(case)] == [("PV111", True)]
    assert grounds(told(case, "plan"))["Draw lots"] == ("Not known yet", "")
    mended = shop("IE", ["deliver", {"other": "Draw lots"}], named({"other": "Draw lots"}, "contract"))
    assert not odd(mended)
    assert grounds(told(mended, "notice"))["Draw lots"][0] == "contract"


# ---- the data


def test_every_basis_that_a_law_knows_can_be_named_and_every_channel_is_one() -> None:
    channels = set(library().questionnaire.vocabularies["marketing-channel"].terms)
    every = [known for law in library().laws if (known := library().bases(law.id))]
    assert {id for known in every for id in known.bases} == set(TERMS)
    for known in every:
        assert set(known.channels) <= channels
        assert {purpose for named in known.channels.values() for purpose in named} <= set(PURPOSES)
