"""The plan as linked data: every term is one that the DPV has, and the facts are the plan's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from strategies import Data, answers, case_of, judged_as, library
from test_documents import EXAMPLES, every_example, every_language, example
from test_register import SHOP

from privet.exports import EXPORTS
from privet.facts import Case

Node = dict[str, object]

PLAIN = (
    *("dpv:DataController", "dpv:DataProcessingRecord", "dpv:DataProtectionAuthority", "dpv:DataProtectionOfficer"),
    *("dpv:DataSource", "dpv:DataSubject", "dpv:Duration", "dpv:Law", "dpv:Organisation", "dpv:OrganisationalUnit"),
    *("dpv:PersonalData", "dpv:PrivacyNotice", "dpv:Process", "dpv:Purpose", "dpv:Recipient", "dpv:StorageCondition"),
    *("dpv:StorageDeletion", "dpv:StorageDuration", "dpv:TechnicalOrganisationalMeasure", "dpv:NoticeGenerated"),
    *("dpv:Optional", "dpv:Required", "dpv:NotApplicable", "dpv:NotAvailable", "dpv:UnknownApplicability"),
    *("dpv:hasAddress", "dpv:hasApplicability", "dpv:hasApplicableLaw", "dpv:hasAuthority", "dpv:hasContact"),
    *("dpv:hasDataController", "dpv:hasDataProtectionOfficer", "dpv:hasDataSource", "dpv:hasDataSubject"),
    *(
        "dpv:LegalBasis",
        "dpv:hasDuration",
        "dpv:hasJurisdiction",
        "dpv:hasLegalBasis",
        "dpv:hasLocation",
        "dpv:hasName",
    ),
    *("dpv:hasNecessity", "dpv:hasNotice", "dpv:hasNoticeStatus", "dpv:hasOrganisationalUnit", "dpv:hasPersonalData"),
    *("dpv:hasProcess", "dpv:hasProcessingCondition", "dpv:hasPurpose", "dpv:hasRecipient", "dpv:hasRight"),
    *("dpv:hasStorageCondition", "dpv:hasTechnicalOrganisationalMeasure", "dpv:hasThirdCountry"),
    *(f"eu-gdpr:A{article}" for article in range(13, 23)),
)
"""Terms of DPV 2.3 that the export uses besides those in vocabularies and bases: looked up in 2.3/dpv/dpv.csv,
in its modules notice, context, jurisdiction, process and entities_authority, and in `standards.md`."""
COMMON = (
    *("dct:title", "dct:language", "dct:issued", "dct:identifier", "dct:conformsTo", "dct:description", "rdf:value"),
    *("skos:Concept", "skos:prefLabel", "skos:exactMatch", "skos:closeMatch", "skos:broadMatch"),
    *("xsd:date", "xsd:duration"),
)
KEYWORDS = {"@context", "@graph", "@id", "@type", "@value", "@language", "@base"}


def linked(case: Case, language: str = "en") -> Node:
    found = json.loads(EXPORTS["dpv"].make(library(), judged_as(case, "plan"), language))
    assert isinstance(found, dict)
    return found


def nodes(thing: object) -> Iterator[Node]:
    """Every object below, the outermost first."""
    if isinstance(thing, dict):
        yield thing
        yield from (node for value in thing.values() for node in nodes(value))
    elif isinstance(thing, list):
        yield from (node for value in thing for node in nodes(value))


def listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def iris(graph: object) -> Iterator[str]:
    """Everything that stands where JSON-LD expects a term or an address."""
    for node in nodes(graph):
        yield from (key for key in node if not key.startswith("@"))
        for key in ("@id", "@type"):
            yield from (str(value) for value in listed(node.get(key, [])))


def known() -> set[str]:
    """Every term the export may use that is not privet's own."""
    vocabularies = library().questionnaire.vocabularies
    terms = {iri for words in vocabularies.values() for term in words.terms.values() for iri in term.iris}
    bases = [library().bases(law.id) for law in library().laws]
    usual = {iri for every in bases if every for basis in every.bases.values() for iri in basis.iris}
    return {*PLAIN, *COMMON, *terms, *usual, *(f"loc:{id}" for id in vocabularies["place"].terms)}


def by_id(graph: Node) -> dict[str, Node]:
    return {str(node["@id"]): node for node in listed(graph["@graph"]) if isinstance(node, dict)}


def check(graph: Node) -> None:
    """Well-formed: prefixes declared, terms known, keys JSON-LD's or terms, nothing empty, every reference there."""
    assert set(graph) == {"@context", "@graph"}
    context = graph["@context"]
    assert isinstance(context, dict)
    assert all(str(value).endswith(("#", "/")) for key, value in context.items() if key != "@base")
    found = set(iris(graph["@graph"]))
    plain = {iri for iri in found if not iri.startswith(("#", "privet:"))} - {"https://w3id.org/dpv/2.3"}
    assert not plain - known(), sorted(plain - known())
    assert {iri.partition(":")[0] for iri in found if ":" in iri and "//" not in iri} <= set(context)
    assert all(re.fullmatch(r"(#|privet:)[a-zA-Z0-9-]+", iri) for iri in found - plain if "//" not in iri)
    for node in nodes(graph["@graph"]):
        assert {key for key in node if key.startswith("@")} <= KEYWORDS
        assert not [key for key, value in node.items() if value in ("", [], {}) and not key.startswith("@")]
    ids = {str(node["@id"]) for node in nodes(graph["@graph"]) if len(node) > 1 and "@id" in node}
    pointed = {iri for iri in found if iri.startswith(("#", "privet:")) and iri != "privet:transferSafeguard"}
    assert pointed <= ids, sorted(pointed - ids)


# ---- form


@every_example
@every_language
def test_an_example_uses_terms_that_there_are(path: Path, language: str) -> None:
    check(linked(example(path), language))


@given(answers())
@settings(max_examples=12, deadline=None, derandomize=True)
def test_all_answers_use_terms_that_there_are(data: Data) -> None:
    check(linked(case_of(data)))


def test_no_answers_at_all_make_a_graph() -> None:
    check(linked(case_of({})))


@every_language
def test_the_same_answers_give_the_same_bytes(language: str) -> None:
    judged = judged_as(example(EXAMPLES[0]), "plan")
    one, other = (EXPORTS["dpv"].make(library(), judged, language) for _ in range(2))

    assert one == other and one.endswith(b"}\n")


def test_what_people_typed_is_a_value_and_never_a_term() -> None:
    """A name that looks like a keyword or an address of the graph stays a string."""
    graph = linked(case_of({**SHOP, "organisation": {"name": "@id", "places": ["NL"], "kind": "shop"}}))
    check(graph)

    assert by_id(graph)["#controller"]["dpv:hasName"] == "@id"


def test_the_version_of_the_vocabulary_is_named() -> None:
    plan = by_id(linked(case_of(SHOP)))["#plan"]

    assert plan["dct:conformsTo"] == {"@id": "https://w3id.org/dpv/2.3"}


# ---- facts


def typed(things: object, prefix: str) -> set[str]:
    """Ids of privet's own that things are of."""
    found = (str(kind) for node in listed(things) if isinstance(node, dict) for kind in listed(node.get("@type", [])))
    return {kind.removeprefix(f"privet:{prefix}-") for kind in found if kind.startswith(f"privet:{prefix}-")}


def chosen(case: Case, row: str, key: str) -> set[str]:
    """The terms of an answer that privet has; what people call it themselves is no term."""
    words = library().questionnaire.vocabularies[library().questionnaire.field("activities", key).vocabulary]
    return {value.id for value in case.answers.at("activities", key, row).chosen} & set(words.terms)


@every_example
def test_each_activity_is_a_process_with_the_answers(path: Path) -> None:
    case = example(path)
    graph = by_id(linked(case))

    for row in case.answers.rows("activities"):
        process = graph[f"#activity-{row}"]
        assert process["@type"] == "dpv:Process"
        assert typed(process["dpv:hasPersonalData"], "data-item") == chosen(case, row, "items")
        assert typed(process["dpv:hasPurpose"], "purpose") == chosen(case, row, "purposes")
        assert typed(process["dpv:hasDataSubject"], "subject") == chosen(case, row, "people")
        assert recipients(graph, process["dpv:hasRecipient"]) == chosen(case, row, "shared-with")


def recipients(graph: dict[str, Node], things: object) -> set[str]:
    """The kinds of recipients, whether they are told here or are companies of their own."""
    here = [node for node in listed(things) if isinstance(node, dict)]
    named = [graph[str(node["@id"])] for node in here if "@id" in node]
    return typed([*here, *named], "recipient")


def test_a_shop_in_the_netherlands_has_the_bases_of_the_gdpr() -> None:
    process = by_id(linked(case_of(SHOP)))["#activity-orders"]
    purposes = [node for node in listed(process["dpv:hasPurpose"]) if isinstance(node, dict)]

    assert process["dpv:hasLegalBasis"] == [{"@id": "eu-gdpr:A6-1-b"}, {"@id": "eu-gdpr:A6-1-a"}]
    assert purposes[0]["dpv:hasLegalBasis"] == [{"@id": "eu-gdpr:A6-1-b"}]
    assert "dpv:hasLegalBasis" not in purposes[2]


def test_a_shop_in_canada_has_no_bases() -> None:
    graph = linked(case_of({**SHOP, "organisation": {"places": ["CA-ON"]}, "people": {"places": ["CA-ON"]}}))

    assert not [node for node in nodes(graph) if "dpv:hasLegalBasis" in node or "dpv:hasRight" in node]


def test_what_is_optional_is_optional() -> None:
    case = case_of({"activities": {"a": {"items": ["name", "email"], "optional": ["email"]}}})
    data = listed(by_id(linked(case))["#activity-a"]["dpv:hasPersonalData"])

    assert [node["dpv:hasNecessity"] for node in data if isinstance(node, dict)] == [
        {"@id": "dpv:Required"},
        {"@id": "dpv:Optional"},
    ]


@pytest.mark.parametrize(
    ("told", "term"),
    [("unknown", "dpv:UnknownApplicability"), (None, "dpv:NotAvailable"), ([], "dpv:NotApplicable")],
)
def test_unknown_not_answered_and_none_are_three_things(told: object, term: str) -> None:
    activity: Data = {"items": ["name"]} if told is None else {"items": ["name"], "shared-with": told}
    process = by_id(linked(case_of({"activities": {"a": activity}})))["#activity-a"]

    assert [node.get("dpv:hasApplicability") for node in nodes(process["dpv:hasRecipient"])][:1] == [{"@id": term}]


KEEPS = (
    ({"from": "order-done", "months": 18, "then": ["erase"]}, "dpv:UntilEventDuration", "P18M"),
    ({"from": "collected", "days": 30, "then": ["erase"]}, "privet:keep-trigger-collected", "P30D"),
    ({"from": "no-end"}, "dpv:EndlessDuration", None),
)


@pytest.mark.parametrize(("keep", "kind", "value"), KEEPS)
def test_how_long_is_a_duration(keep: Data, kind: str, value: str | None) -> None:
    process = by_id(linked(case_of({"activities": {"a": {"keep": keep}}})))["#activity-a"]
    kept = [node for node in nodes(process["dpv:hasStorageCondition"]) if node.get("@type") == "dpv:StorageDuration"]
    duration = next(node for node in nodes(kept[0]["dpv:hasDuration"]))

    assert kind in listed(duration["@type"])
    assert duration.get("rdf:value") == ({"@type": "xsd:duration", "@value": value} if value else None)


def test_a_third_country_is_a_place() -> None:
    graph = by_id(linked(case_of(SHOP)))

    assert graph["#activity-orders"]["dpv:hasThirdCountry"] == [{"@id": "loc:US"}]
    assert graph["#supplier-host"]["dpv:hasLocation"] == [{"@id": "loc:US"}]


# ---- privet's own kinds


def concepts(graph: Node) -> Iterable[Node]:
    return (node for node in by_id(graph).values() if node.get("@type") == "skos:Concept")


@every_example
def test_every_kind_says_how_it_fits(path: Path) -> None:
    """By the vocabulary's `match`, and with a label in the language of the document."""
    vocabularies = library().questionnaire.vocabularies
    terms = {f"privet:{name}-{id}": term for name, words in vocabularies.items() for id, term in words.terms.items()}

    for concept in concepts(linked(example(path), "fr")):
        term = terms[str(concept["@id"])]
        fits = {key.removeprefix("skos:").removesuffix("Match"): concept[key] for key in concept if "Match" in key}
        assert fits == ({term.match: [{"@id": iri} for iri in term.iris]} if term.iris else {})
        assert isinstance(concept["skos:prefLabel"], dict) and str(concept["skos:prefLabel"]["@language"])[:2] == "fr"


def test_only_the_same_or_a_wider_term_is_a_type() -> None:
    """A term that is merely close is a link, never what a thing is."""
    case = case_of({"activities": {"a": {"items": ["email", "family"], "optional": []}}})
    terms = library().questionnaire.vocabularies["data-item"].terms
    things = listed(by_id(linked(case))["#activity-a"]["dpv:hasPersonalData"])

    for id, node in zip(("email", "family"), things, strict=True):
        assert isinstance(node, dict)
        typed_as = set(listed(node["@type"])) & set(terms[id].iris)
        assert typed_as == (set(terms[id].iris) if terms[id].match in ("exact", "broad") else set())


def test_an_officer_is_told_with_the_controller() -> None:
    controller = by_id(linked(case_of(SHOP)))["#controller"]

    assert controller["dpv:hasDataProtectionOfficer"] == {
        "@type": "dpv:DataProtectionOfficer",
        "dpv:hasName": "@Ann",
        "dpv:hasContact": ["ann@shop.example", "+31 20 555 0101"],
    }


def test_the_plan_names_the_laws_and_who_watches_over_them() -> None:
    graph = by_id(linked(case_of(SHOP)))
    laws = [str(node["@id"]) for node in listed(graph["#plan"]["dpv:hasApplicableLaw"]) if isinstance(node, dict)]

    assert "privet:law-eu-gdpr" in laws
    assert all(graph[law]["@type"] == "dpv:Law" for law in laws)
    assert len(listed(graph["#notice"]["dpv:hasRight"])) == 10
