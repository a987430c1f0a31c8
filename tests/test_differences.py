"""What differs between two sets of answers: nothing is left out, nothing is invented, in every language."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import answers, case_of, changed, library, line_text

from privet.differences import Difference, differences, sections
from privet.questions import Choices, Places

LANGUAGES = ("en", "fr", "nl")
SHOP = Path(__file__).parent / "bases" / "shop.toml"
Data = dict[str, Any]


@pytest.fixture
def shop() -> Data:
    return tomllib.loads(SHOP.read_text(encoding="utf-8"))


def found(old: Data, new: Data, language: str = "en") -> tuple[Difference, ...]:
    return differences(case_of(old).answers, case_of(new).answers, library().words(language))


def told(old: Data, new: Data, language: str = "en") -> list[str]:
    """The sentences; those of what a new row says follow it."""
    every = found(old, new, language)
    return [line_text(one.sentence) for top in every for one in (top, *top.inside)]


def test_a_value_that_came_is_told_with_its_activity(shop: Data) -> None:
    """In words of its own, in each language."""
    new = copy.deepcopy(shop)
    new["activities"]["orders"]["items"].append("phone")

    assert told(shop, new) == ["For “Online shop” you now collect: phone number."]
    assert told(shop, new, "fr") == [
        "Pour «\u00a0Boutique en ligne\u00a0», vous recueillez maintenant\u00a0: numéro de téléphone."
    ]
    assert told(shop, new, "nl") == ["Voor ‘Webwinkel’ verzamelt u nu: telefoonnummer."]


def test_a_value_that_went_is_told(shop: Data) -> None:
    """Also when nothing is left."""
    new = copy.deepcopy(shop)
    new["activities"]["orders"]["sources"] = []

    assert told(shop, new) == ["For “Online shop” information no longer comes in this way: form on a website."]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("known", "other", "changed"),
        ("known", "unknown", "unknown"),
        ("known", "", "withdrawn"),
        ("unknown", "known", "found"),
        ("unknown", "", "withdrawn"),
        ("", "known", "answered"),
        ("", "unknown", "unknown"),
    ],
)
def test_every_way_from_one_state_to_another_has_its_kind(shop: Data, old: str, new: str, kind: str) -> None:
    """Known, "I don't know yet" and not answered are three states."""
    values = {"known": "The owner", "other": "The manager", "unknown": "unknown"}
    sides = [copy.deepcopy(shop), copy.deepcopy(shop)]
    for side, state in zip(sides, (old, new), strict=True):
        side["breach"] = {**shop["breach"], "who": values[state]} if state else {"deputy": "The manager", "log": "yes"}

    assert [(str(one.ref), one.kind) for one in found(sides[0], sides[1])] == [("breach.who", kind)]


def test_one_choice_for_another_is_a_change(shop: Data) -> None:
    """Not a value that came and one that went: there can be only one."""
    new = copy.deepcopy(shop)
    new["consent"]["refuse"] = "no"

    assert [one.kind for one in found(shop, new)] == ["changed"]


def test_a_new_row_is_told_once_with_what_it_says_inside(shop: Data) -> None:
    """A new activity is one thing that happened; what it collects stands below it."""
    new = copy.deepcopy(shop)
    new["activities"]["newsletter"] = {"template": "newsletter", "items": ["email"], "shared-with": "unknown"}
    (one,) = found(shop, new)

    assert line_text(one.sentence) == "You now also do this with personal information: Newsletter and offers."
    assert [(str(inner.ref), inner.kind) for inner in one.inside] == [
        ("activities[newsletter].items", "added"),
        ("activities[newsletter].shared-with", "unknown"),
    ]


def test_a_list_that_was_not_known_is_found_out(shop: Data) -> None:
    """All of it is the answer; none of it came."""
    new = copy.deepcopy(shop)
    shop["activities"]["orders"]["stored"] = "unknown"

    assert [(str(one.ref), one.kind) for one in found(shop, new)] == [("activities[orders].stored", "found")]


def test_what_a_new_row_is_called_is_said_once(shop: Data) -> None:
    """The company's name is in the sentence about the company."""
    (one,) = found(shop, {**shop, "suppliers": {"post": {"name": "Mailchimp", "country": ["US"]}}})

    assert line_text(one.sentence) == "Somebody new handles information for you: Mailchimp."
    assert [str(inner.ref) for inner in one.inside] == ["suppliers[post].country"]


def test_a_row_that_went_has_the_name_it_had(shop: Data) -> None:
    """Nobody can look it up any more."""
    new = copy.deepcopy(shop)
    shop["activities"]["parties"] = {"label": "Birthday parties"}

    assert told(shop, new) == ["You no longer do this with personal information: Birthday parties."]


def test_no_rows_and_not_knowing_which_are_told_too(shop: Data) -> None:
    """A table of rows has a state of its own."""
    none, unknown = {**shop, "suppliers": []}, {**shop, "suppliers": "unknown"}

    assert [(str(one.ref), one.kind) for one in found(shop, none)] == [("suppliers", "answered")]
    assert [(str(one.ref), one.kind) for one in found(none, unknown)] == [("suppliers", "unknown")]
    assert [(str(one.ref), one.kind) for one in found(unknown, none)] == [("suppliers", "found")]


def test_why_something_is_kept_may_be_all_that_changed(shop: Data) -> None:
    """The sentence does not say that a thing became itself."""
    new = copy.deepcopy(shop)
    new["activities"]["orders"]["keep"]["reason"] = "law-says-so"
    (sentence,) = told(shop, new)

    assert sentence.startswith("For “Online shop”, something changed")


def test_the_order_of_values_makes_no_difference(shop: Data) -> None:
    """They are the same answers."""
    new = copy.deepcopy(shop)
    new["activities"]["orders"]["items"].reverse()

    assert found(shop, new) == ()


def test_differences_stand_under_the_sections_of_the_questions(shop: Data) -> None:
    """In their order, each with its title."""
    new = copy.deepcopy(shop)
    new["approval"]["languages"] = ["en", "nl"]
    new["organisation"]["name"] = "The Other Shop"
    old_answers, new_answers, words = case_of(shop).answers, case_of(new).answers, library().words("nl")
    grouped = sections(differences(old_answers, new_answers, words), new_answers, words)

    assert [(group.title, len(group.differences)) for group in grouped] == [
        ("Uw organisatie", 1),
        ("Controleren en goedkeuren", 1),
    ]
    assert told(shop, new)[-1] == "Your documents are now also made in: Dutch."  # a name keeps its capital


def test_what_people_wrote_stays_marked_as_theirs(shop: Data) -> None:
    """It is shown letter for letter, and is never taken for a slot of ours."""
    new = copy.deepcopy(shop)
    new["organisation"]["name"] = "{old} \\ <b>"
    (one,) = found(shop, new)

    assert [run.text for run in one.sentence if run.given] == ["The Corner Shop", "{old} \\ <b>"]


# ---- for all answers


@settings(max_examples=30, deadline=None)
@given(answers(knows=6), answers(knows=6))
def test_two_sets_differ_where_their_digests_do(old: Data, new: Data) -> None:
    """And everything that differs can be said, whatever it is."""
    one, other = case_of(old).answers, case_of(new).answers
    between = differences(one, other, library().words("en"))

    assert bool(between) == (one.digest != other.digest)
    assert differences(one, one, library().words("en")) == ()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_changed_answer_is_one_answer_told(data: st.DataObject) -> None:
    """At its own address and at no other, in every language."""
    old = data.draw(answers())
    new, (table, row, key) = data.draw(changed(old))
    for language in LANGUAGES:
        between = [one for top in found(old, new, language) for one in (top, *top.inside)]

        assert {(one.ref.table, one.ref.row, one.ref.field) for one in between} <= {(table, row, key)}
        assert all(line_text(one.sentence).strip() and "\0" not in line_text(one.sentence) for one in between)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_their_own_belong_to_answers_that_there_are(language: str) -> None:
    """A key that nothing looks up is a sentence that nobody reads."""
    tables = library().questionnaire.tables
    lists = {"added", "removed"}
    for key in library().words(language).strings:
        parts = key.split(".")
        if parts[0] != "difference" or parts[1] in ("any", "row"):
            continue
        _, table, field, kind = parts
        if field == "row":
            assert tables[table].rows, key
            assert kind in {"new", "gone"}, key
        else:
            is_list = isinstance(tables[table].fields[field].kind, Choices | Places)
            assert is_list or kind not in lists, key
