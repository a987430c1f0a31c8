"""Conditions: nine spellings, three answers, and the answers they rest on."""

from __future__ import annotations

from datetime import date

import pytest

from privet import source
from privet.answers import Chosen, Ref
from privet.conditions import judge, parse
from privet.errors import DataError
from privet.facts import FACTS, Case
from privet.interview import case
from privet.library import Library
from privet.parsing import parse as parse_answers
from privet.verdicts import Verdict

SHOP = """
schema = 1
[organisation]
kind = "shop"
places = ["CA-QC", "FR"]
[people]
groups = ["customer", "employee"]
minors = "no"
[consent]
refuse = "unknown"
[activities.sales]
items = ["name", "card", { other = "Shoe size" }]
purposes = ["complete-sale"]
stored = ["paper-file"]
shared-with = []
[activities.news]
items = ["email"]
purposes = ["send-offers"]
stored = "unknown"
"""


def look(library: Library, text: str = SHOP) -> Case:
    """The answers of a text as a case."""
    answers = parse_answers(source.parse(text.encode(), "privacy.toml"), library.questionnaire)
    return case(answers, library.skips, date(2026, 11, 22), library.covered)


def ask(library: Library, raw: object, text: str = SHOP) -> Verdict:
    """What a condition, as written in TOML, says of the shop."""
    return judge(parse(raw, library.questionnaire, "rules.toml", "a rule"), look(library, text))


@pytest.mark.parametrize(
    ("raw", "holds"),
    [
        ({"always": True}, True),
        ({"answer": "organisation.kind", "is": "shop"}, True),
        ({"answer": "organisation.kind", "is": "#commercial"}, True),
        ({"answer": "organisation.kind", "is": ["club", "shop"]}, True),
        ({"answer": "organisation.kind", "is": "club"}, False),
        ({"answer": "organisation.places", "is": "CA"}, True),
        ({"answer": "organisation.places", "is": "#eea"}, True),
        ({"answer": "people.minors", "is": "no"}, True),
        ({"answer": "consent.refuse", "is": "no"}, None),
        ({"answer": "contact.email", "at-least": 1}, None),
        ({"answer": "people.groups", "at-least": 2}, True),
        ({"answer": "people.groups", "at-least": 3}, False),
        ({"answer": "activities", "at-least": 2}, True),
        ({"answer": "activities", "at-least": 3}, False),
        ({"any": "activities", "items": "#sensitive"}, True),
        ({"any": "activities", "items": "money"}, True),
        ({"any": "activities", "items": "#sensitive", "stored": "#paper"}, True),
        ({"any": "activities", "items": "#sensitive", "purposes": "send-offers"}, False),
        ({"any": "activities", "stored": "#portable"}, None),
        ({"any": "activities", "items": "#special"}, False),
        ({"none": "activities", "items": "#special"}, True),
        ({"not": {"answer": "organisation.kind", "is": "club"}}, True),
        ({"all": [{"always": True}, {"answer": "consent.refuse", "is": "no"}]}, None),
        ({"either": [{"always": True}, {"answer": "consent.refuse", "is": "no"}]}, True),
        ({"fact": "has-paper"}, True),
        ({"any": "activities", "shared-with": "none"}, True),
    ],
    ids=str,
)
def test_each_spelling_says_yes_no_or_unknown(library: Library, raw: object, holds: bool | None) -> None:
    """A value matches a term, an ancestor of the term, or a tag it carries."""
    assert ask(library, raw).holds is holds


def test_a_yes_rests_on_the_values_that_matched(library: Library) -> None:
    """So a text's list cannot disagree with the reason for showing it."""
    verdict = ask(library, {"any": "activities", "items": "#sensitive"})

    assert verdict.because == {Ref("activities", "sales", "items", Chosen("card"))}


def test_a_no_rests_on_the_answers_that_were_looked_at(library: Library) -> None:
    """A plan says on every page what an organisation does not do, and why it thinks so."""
    verdict = ask(library, {"any": "activities", "items": "#special"})

    assert verdict.because == {Ref("activities", "sales", "items"), Ref("activities", "news", "items")}


def test_an_unknown_rests_on_the_answer_that_is_missing(library: Library) -> None:
    """That answer becomes the task."""
    verdict = ask(library, {"any": "activities", "stored": "#portable"})

    assert verdict.because == {Ref("activities", "news", "stored")}


def test_a_question_that_is_not_asked_is_a_no_and_not_an_unknown(library: Library) -> None:
    """Not asked, not answered, unknown and none are four different things."""
    quiet = SHOP.replace('purposes = ["send-offers"]', 'purposes = ["complete-sale"]')

    assert ask(library, {"answer": "consent.marketing", "is": "email"}, quiet).holds is False
    assert ask(library, {"answer": "consent.marketing", "is": "email"}).holds is None


def test_an_answer_out_of_use_does_not_count(library: Library) -> None:
    """A skipped question keeps its old answer in the file, and nothing rests on it."""
    text = SHOP.replace('purposes = ["send-offers"]', 'purposes = ["complete-sale"]').replace(
        "[consent]", '[consent]\nmarketing = ["email"]'
    )

    assert ask(library, {"answer": "consent.marketing", "is": "email"}, text).holds is False


def test_an_empty_table_and_a_missing_table_differ(library: Library) -> None:
    """Nothing is collected; nobody has said what is collected."""
    raw = {"any": "activities", "items": "#sensitive"}

    assert ask(library, raw, "schema = 1\nactivities = []\n").holds is False
    assert ask(library, raw, "schema = 1\n").holds is None
    assert ask(library, raw, 'schema = 1\nactivities = "unknown"\n').holds is None


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"always": False},
        {"answer": "organisation.kind"},
        {"answer": "organisation.kind", "is": "shoop"},
        {"answer": "organisation.kind", "is": "shop", "at-least": 1},
        {"answer": "organisation.nothing", "is": "shop"},
        {"answer": "nowhere.kind", "is": "shop"},
        {"any": "activities"},
        {"any": "contact", "email": "x"},
        {"any": "activities", "items": "#sensitiv"},
        {"fact": "no-such-fact"},
        {"all": []},
        {"xor": []},
        "always",
    ],
    ids=str,
)
def test_a_tenth_spelling_is_refused(library: Library, raw: object) -> None:
    """So is a table, key, term, tag or fact that nothing has."""
    with pytest.raises(DataError) as caught:
        parse(raw, library.questionnaire, "rules.toml", "a rule")

    assert caught.value.faults[0].message == "data-condition"
    assert caught.value.faults[0].key == "a rule"


@pytest.mark.parametrize("name", sorted(FACTS))
def test_every_fact_says_what_it_is_and_answers_an_empty_file(library: Library, name: str) -> None:
    """With nothing answered a fact may say unknown or no; it never fails and never invents a yes."""
    verdict = FACTS[name](look(library, "schema = 1\n"))
    always_open = {
        *("requests-nobody", "breach-nobody", "not-approved", "cleanup-not-planned", "cookies-not-answered"),
        "no-address",
    }

    assert FACTS[name].__doc__
    assert verdict.holds in (None, False) or name in always_open
    assert verdict.because or verdict.holds is False
