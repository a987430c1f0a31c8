"""Contracts and form wordings: the same in every language, and boxes that are separate and empty."""

from __future__ import annotations

import re

import pytest
from strategies import blocks, case_of, document_text, judged_as, library, part_text, parts
from test_cases import CASES, Example, data_of, judged_of, made

from privet.compose import compose
from privet.document import Document, Paragraph
from privet.focus import narrowed, rows
from privet.render.html import html

WORDINGS = [case for _, case in CASES if case.document in ("clauses", "forms") and not case.refused]
SHOP = ("shop", "newsletter")


def said(base: tuple[str, ...], answers: str, row: str, language: str, kind: str = "forms") -> Document:
    """The wordings for one activity, or the contract with one supplier."""
    case = case_of(data_of(Example("wordings", answers=answers, base=base)))
    table = library().document(kind).each
    return compose(library(), judged_as(narrowed(case, table, row), kind), language)


def shape(document: Document) -> list[tuple[object, ...]]:
    """What does not depend on the language: parts, sides, kinds of content, and how many boxes."""
    return [
        (part.rule, part.side, [type(node).__name__ for node in part.content], len(boxes_of(part.content)))
        for part in parts(document)
    ]


def boxes_of(content: tuple[object, ...]) -> list[Paragraph]:
    return [node for node in content if isinstance(node, Paragraph) and node.box]


def all_boxes(document: Document) -> list[Paragraph]:
    return [box for part in parts(document) for box in boxes_of(part.content)]


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_case_says_the_same_in_every_language(language: str) -> None:
    for case in WORDINGS:
        other = compose(library(), judged_of(case), language)
        assert shape(other) == shape(made(case)), case.name
        wordings = [
            (one.rule, part_text(one), part_text(two)) for one, two in zip(parts(made(case)), parts(other), strict=True)
        ]
        same = [rule for rule, one, two in wordings if one == two and len(one.split()) > 5]
        assert not same, f"{case.name}: still in English"


def test_french_sets_its_spaces() -> None:
    for case in WORDINGS:
        text = document_text(compose(library(), judged_of(case), "fr"))
        wrong = re.search(r"[^\s\u00a0\u202f](?:[;?!»](?=\s)|:(?=\s))| [;:?!»]|« |'", text)
        assert not wrong, f"{case.name}: {text[max(0, wrong.start() - 40) : wrong.end() + 10]!r}"


NO_WAY = '[consent]\nopt-out = ["none"]'
NO_END = '[activities.orders]\nkeep = { from = "no-end" }'
STORED = '[activities.orders]\nstored = ["cloud-drive"]'
SWISS = '[organisation]\nplaces = ["CH"]\n\n[people]\nplaces = ["CH"]\n\n[activities.news]\npurposes = ["show-ads"]'


@pytest.mark.parametrize(
    ("language", "base", "answers", "row", "phrase"),
    [
        ("fr", (*SHOP, "in-netherlands"), NO_WAY, "news", "Il n’y a pas encore de moyen prévu"),
        ("nl", (*SHOP, "in-netherlands"), NO_WAY, "news", "Er is nog geen vaste manier"),
        ("fr", ("shop", "in-netherlands"), NO_END, "orders", "Nous n’avons fixé aucun jour"),
        ("nl", ("shop", "in-netherlands"), NO_END, "orders", "Wij hebben geen dag gekozen"),
        ("fr", ("shop", "in-netherlands"), STORED, "orders", "Une autre entreprise le conserve pour nous"),
        ("nl", ("shop", "in-netherlands"), STORED, "orders", "Een ander bedrijf bewaart het voor ons"),
        ("fr", (*SHOP, "in-quebec"), "", "news", "est elle-même un message qui demande d’abord votre oui"),
        ("nl", (*SHOP, "in-canada"), "", "news", "is die vraag zelf al een bericht waarvoor eerst uw ja nodig is"),
        ("fr", SHOP, SWISS, "news", "Non, n’utilisez pas ce que vous savez de moi"),
        ("nl", SHOP, SWISS, "news", "Nee, gebruik wat u van mij weet niet"),
    ],
)  # fmt: skip
def test_what_is_said_in_french_and_dutch(
    language: str, base: tuple[str, ...], answers: str, row: str, phrase: str
) -> None:
    assert phrase in document_text(said(base, answers, row, language))


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        ("fr", ["Cette annexe lie The Corner Shop", "hors de l’Espace économique européen", "Pour Goodhost"]),
        ("nl", ["Deze bijlage", "buiten de Europese Economische Ruimte", "Voor Goodhost"]),
    ],
)
def test_a_contract_in_french_and_dutch(language: str, phrases: list[str]) -> None:
    base = ("shop", "supplier", "supplier-in-us", "in-netherlands")
    text = document_text(said(base, "", "host", language, "clauses"))
    assert [phrase for phrase in phrases if phrase not in text] == []


# ---- boxes


EVERY_BOX = """
[organisation]
places = ["NL", "CA-ON", "CA-QC", "CH", "GB"]

[people]
places = ["NL", "CA-ON", "CA-QC", "CH", "GB"]

[activities.news]
purposes = ["send-news", "send-offers", "show-ads", "statistics"]

[consent]
marketing = ["email", "sms", "phone", "post"]
"""


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_boxes_are_separate_and_empty_and_need_no_script(language: str) -> None:
    document = said(SHOP, EVERY_BOX, "news", language)
    page = html(document, library().words(language))
    inputs = re.findall(r"<input[^>]*>", page)
    assert len(inputs) == len(all_boxes(document)) > 10
    assert all('type="checkbox"' in found and "checked" not in found for found in inputs)
    assert "<script" not in page
    assert all(len(re.findall("<input", label)) == 1 for label in re.findall(r"<label>.*?</label>", page))


def test_a_box_is_named_after_its_very_words() -> None:
    """The same words have the same name; other words, another."""
    names: dict[str, set[str]] = {}
    for box in all_boxes(said(SHOP, EVERY_BOX, "news", "en")):
        names.setdefault(box.box, set()).add("".join(run.text for run in box.line))
    assert all(len(words) == 1 for words in names.values())
    assert all(re.fullmatch(r"[a-z-]+-en-[0-9a-f]{8}", name) for name in names)


def test_words_about_boxes_stand_exactly_where_there_is_a_box() -> None:
    for case in WORDINGS:
        if case.document == "forms":
            here = {
                block.id for block in blocks(made(case)) if boxes_of(tuple(n for p in block.parts for n in p.content))
            }
            spoken = [block for block in blocks(made(case)) if block.id == "consent.boxes"]
            assert bool(spoken) == bool(here), f"{case.name}: {here}"
            sensitive = [block for block in blocks(made(case)) if block.id == "consent.sensitive"]
            assert not sensitive or "consent.sensitive" in here, case.name


# ---- a case narrowed to one supplier or one activity


def test_an_activity_that_collects_nothing_has_no_form() -> None:
    case = case_of(data_of(Example("nothing", answers="[activities.news]\nitems = []", base=(*SHOP, "in-netherlands"))))
    assert rows(case, "activities") == ("orders",)


def test_a_supplier_that_does_not_store_gets_nothing_that_nobody_shares_with_it() -> None:
    answers = (
        '[activities.orders]\nstored = ["cloud-drive"]\n\n'
        '[suppliers.cloud]\nrecipient = "cloud-storage"\n\n[suppliers.courier]\nrecipient = "delivery-company"'
    )
    case = case_of(data_of(Example("stored", answers=answers, base=(*SHOP, "in-netherlands"))))
    assert narrowed(case, "suppliers", "cloud").answers.rows("activities") == ("orders",)
    assert narrowed(case, "suppliers", "courier").answers.rows("activities") == ()
    assert narrowed(case, "activities", "orders").answers.rows("suppliers") == ("cloud",)
