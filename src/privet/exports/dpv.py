"""The whole plan as linked data: JSON-LD in the terms of the W3C Data Privacy Vocabulary.

Each answer is a thing of its own kind: ``privet:data-item-email``, and beside it the DPV term
where that is the same or wider.  The kinds that are used stand at the end of the file with
their labels and how they fit, so nothing is lost where the DPV has no word.
``data/exports/dpv.toml`` has the prefixes and the classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from json import dumps

from privet.answers import Answer, Chosen, Period, Retention
from privet.datafiles import Table
from privet.exports.sheets import view
from privet.facts.bases import BASES
from privet.facts.grounds import Ground
from privet.judging import Judged
from privet.lawfulness import allowing
from privet.library import Library
from privet.packs import Law
from privet.registering import MEDIA, Party, abroad, controller, has_officer, name, parties
from privet.views import Cell
from privet.vocabulary import Term

LAYOUT = "exports/dpv.toml"
TYPED = ("exact", "broad")
"""Matches that let a thing of ours be called a thing of the DPV's."""
STATES = {"unknown": "dpv:UnknownApplicability", "missing": "dpv:NotAvailable", "known": "dpv:NotApplicable"}
"""What stands where an answer has no value; a known answer without one is none."""
SIMPLE = (
    ("dpv:hasDataSubject", "people"),
    ("dpv:hasDataSource", "sources"),
    ("dpv:hasOrganisationalUnit", "used-by"),
)
OWN = "privet:"
CONTACT = ("email", "phone", "website")

Json = str | int | Sequence["Json"] | dict[str, "Json"]


def dpv(library: Library, judged: Judged, language: str) -> bytes:
    """The plan, its organisation, each activity as a process, and the kinds of things in them."""
    graph = _Graph(library, judged, language).whole()
    return (dumps(graph, ensure_ascii=False, indent=2) + "\n").encode()


class _Graph:
    """One plan in the making; it remembers which kinds of things it has named."""

    def __init__(self, library: Library, judged: Judged, language: str) -> None:
        self.view, self.judged = view(library, judged, language), judged
        self.layout: Table = library.files.toml(LAYOUT)
        self.at = judged.case.answers.at
        self.language = self.view.labels.words.tag
        self.kinds: dict[str, dict[str, Json]] = {}

    def whole(self) -> Json:
        answers = self.judged.case.answers
        base = self.layout.text("base").replace("{plan}", answers.digest[:12])
        context: dict[str, Json] = {
            **{key: self.layout.table("prefix").text(key) for key in self.layout.table("prefix").raw},
            "@base": base,
        }
        processes = [self.process(row) for row in self.view.activities()]
        named = [self.supplier(row) for row in answers.rows("suppliers")]
        head = [self.plan(), self.notice(), self.organisation()]
        laws = [self.law(law) for law in self.judged.applicable]
        return {"@context": context, "@graph": [*head, *processes, *named, *laws, *self.kinds.values()]}

    # ---- the plan, the notice, the organisation, the laws

    def plan(self) -> Json:
        """The record of everything, in which version of the vocabulary, of which day."""
        return _full(
            {
                "@id": "#plan",
                "@type": "dpv:DataProcessingRecord",
                "dct:title": self.label(self.view.labels.pick(self.judged.pack.title)),
                "dct:conformsTo": _id(self.layout.text("version")),
                "dct:identifier": self.judged.case.answers.digest[:12],
                "dct:issued": {"@type": "xsd:date", "@value": self.judged.case.on.isoformat()},
                "dpv:hasDataController": _id("#controller"),
                "dpv:hasProcess": [_id(f"#activity-{row}") for row in self.view.activities()],
                "dpv:hasNotice": _id("#notice"),
                "dpv:hasApplicableLaw": [_id(f"privet:law-{law.id}") for law in self.judged.applicable],
            }
        )

    def notice(self) -> Json:
        """What people are told, in the terms of ISO/IEC TS 27560 that the DPV gives them."""
        rights = (self.layout.table("rights").strings(law.id) for law in self.judged.applicable)
        places = self.at("people", "places").chosen
        return _full(
            {
                "@id": "#notice",
                "@type": "dpv:PrivacyNotice",
                "dct:language": self.language,
                "dpv:hasNoticeStatus": _id("dpv:NoticeGenerated"),
                "dpv:hasDataController": _id("#controller"),
                "dpv:hasJurisdiction": [_id(f"loc:{place.id}") for place in places],
                "dpv:hasRight": [_id(right) for every in rights for right in every],
                "dpv:hasAuthority": [
                    _id(f"privet:authority-{law.id}") for law in self.judged.applicable if law.regulator
                ],
            }
        )

    def organisation(self) -> Json:
        known = dict(controller(self.view))
        told: dict[str, Json] = {
            "@id": "#controller",
            "@type": ["dpv:DataController", *self.types("organisation-kind", self.at("organisation", "kind").chosen)],
            "dpv:hasName": self.text("organisation", "name"),
            "dpv:hasAddress": ", ".join(_plain(known["address"])) if self.text("organisation", "address") else "",
            "dpv:hasLocation": [_id(f"loc:{place.id}") for place in self.at("organisation", "places").chosen],
            "dpv:hasContact": self.contact(),
        }
        if has_officer(self.view):
            officer = {"dpv:hasName": self.text("contact", "name"), "dpv:hasContact": self.contact()}
            told["dpv:hasDataProtectionOfficer"] = _full({"@type": "dpv:DataProtectionOfficer", **officer})
        return _full(told)

    def contact(self) -> Json:
        table = {"website": "organisation"}
        return [text for key in CONTACT if (text := self.text(table.get(key, "contact"), key))]

    def law(self, law: Law) -> Json:
        pick, regulator = self.view.labels.pick, self.view.labels.pick(law.regulator)
        authority: dict[str, Json] = {
            "@id": f"privet:authority-{law.id}",
            "@type": "dpv:DataProtectionAuthority",
            "dpv:hasName": self.label(regulator),
        }
        return _full(
            {
                "@id": f"privet:law-{law.id}",
                "@type": "dpv:Law",
                "dct:title": self.label(pick(law.name)),
                "dpv:hasAuthority": authority if regulator else "",
            }
        )

    # ---- one activity

    def process(self, row: str) -> Json:
        told: dict[str, Json] = {
            "@id": f"#activity-{row}",
            "@type": "dpv:Process",
            "dct:title": self.view.labels.row("activities", row).text,
            "dpv:hasDataController": _id("#controller"),
            "dpv:hasPersonalData": self.data(row),
        }
        for key, field in SIMPLE:
            told[key] = self.things(self.at("activities", field, row))
        told["dpv:hasPurpose"] = self.purposes(row)
        told["dpv:hasLegalBasis"] = self.legal_bases(self.at("activities", "purposes", row).chosen)
        told["dpv:hasRecipient"] = self.recipients(row)
        told["dpv:hasThirdCountry"] = self.third_countries(row)
        told["dpv:hasStorageCondition"] = [*self.things(self.at("activities", "stored", row)), self.kept(row)]
        told["dpv:hasTechnicalOrganisationalMeasure"] = [*self.measures(row), _id("#notice")]
        return _full(told)

    def data(self, row: str) -> list[Json]:
        """Each item, with whether people have to give it."""
        items, optional = self.at("activities", "items", row), self.at("activities", "optional", row)
        if not items.chosen or optional.state != "known":
            return self.things(items)
        need = {value: "dpv:Optional" if value in optional.chosen else "dpv:Required" for value in items.chosen}
        return [{**self.thing("data-item", value), "dpv:hasNecessity": _id(need[value])} for value in items.chosen]

    def purposes(self, row: str) -> list[Json]:
        """Each purpose, with what allows it."""
        answer = self.at("activities", "purposes", row)
        told = (
            _full({**self.thing("purpose", value), "dpv:hasLegalBasis": self.legal_bases([value])})
            for value in answer.chosen
        )
        return [*told] or self.things(answer)

    def legal_bases(self, purposes: Iterable[Chosen]) -> list[Json]:
        """What allows the purposes, in the terms of each law that wants a basis."""
        found = (ground for purpose in purposes for ground in allowing(self.view, purpose) if ground.basis)
        told = {(basis, ground.own): None for ground in found for basis in self.named(ground)}
        return [self.reasoned(basis, own) for basis, own in told]

    def named(self, ground: Ground) -> tuple[str, ...]:
        """The terms for a basis; the widest one for a basis of the organisation's that has no term."""
        terms = ground.basis.iris if ground.basis else ()
        return terms or ((self.layout.table("class").text("lawful-basis"),) if ground.own else ())

    def reasoned(self, basis: str, own: str) -> Json:
        """The basis, and why, where the organisation names it."""
        reason = self.at(BASES, "reason", own) if own else None
        if reason is None or not isinstance(reason.value, str):
            return _id(basis)
        return {"@type": basis, "dct:description": reason.value}

    def recipients(self, row: str) -> Json:
        answer = self.at("activities", "shared-with", row)
        found = [self.recipient(party) for party in parties(self.view, row)]
        return found if found and answer.state == "known" else [*found, *self.things(answer)]

    def recipient(self, party: Party) -> Json:
        """The company, which has a place of its own in the file; else the kind of recipient."""
        if party.supplier:
            return _id(f"#supplier-{party.supplier}")
        return self.thing("recipient", party.kind)

    def third_countries(self, row: str) -> Json:
        places = (place for party in parties(self.view, row) for place in abroad(self.view, party))
        return [_id(f"loc:{place}") for place in dict.fromkeys(places)]

    def supplier(self, row: str) -> Json:
        kinds = self.at("suppliers", "recipient", row).chosen
        return _full(
            {
                "@id": f"#supplier-{row}",
                "@type": [self.layout.table("class").text("recipient"), *self.types("recipient", kinds)],
                "dpv:hasName": name(self.view, Party(kinds[0] if kinds else Chosen(row), row)).text,
                "dpv:hasLocation": [_id(f"loc:{place.id}") for place in self.at("suppliers", "country", row).chosen],
                "privet:transferSafeguard": [
                    _id(iri)
                    for iri in self.types("transfer-safeguard", self.at("suppliers", "safeguard", row).chosen)
                    if iri.startswith(OWN)
                ],
            }
        )

    def kept(self, row: str) -> Json:
        """How long, counted from what, and what happens then."""
        answer = self.at("activities", "keep", row)
        keep = answer.value
        if not isinstance(keep, Retention):
            return {"@type": "dpv:StorageDuration", "dpv:hasApplicability": _id(STATES[answer.state])}
        end: Json = {"@type": "xsd:duration", "@value": _duration(keep.period)} if keep.period else ""
        end = {"@type": "xsd:date", "@value": keep.until.isoformat()} if keep.until else end
        then: list[Json] = [self.thing("keep-action", Chosen(id)) for id in keep.actions]
        duration = {**self.thing("keep-trigger", Chosen(keep.trigger)), "rdf:value": end}
        told: dict[str, Json] = {"@type": "dpv:StorageDuration", "dpv:hasDuration": _full(duration)}
        return _full({**told, "dpv:hasProcessingCondition": then})

    def measures(self, row: str) -> list[Json]:
        used = [medium for medium in MEDIA if self.judged.case.answers.has("activities", "stored", f"#{medium}", row)]
        return [
            self.thing(f"{medium}-safeguard", value)
            for medium in used
            for value in self.at("safeguards", medium).chosen
        ]

    # ---- things and their kinds

    def things(self, answer: Answer) -> list[Json]:
        """The values of an answer; one thing that says why there is none, where there is none."""
        vocabulary = self.view.labels.asked.field(answer.ref.table, answer.ref.field).vocabulary
        if not answer.chosen:
            empty = _id(STATES[answer.state])
            return [{"@type": self.layout.table("class").text(vocabulary), "dpv:hasApplicability": empty}]
        return [self.thing(vocabulary, value) for value in answer.chosen]

    def thing(self, vocabulary: str, value: Chosen) -> dict[str, Json]:
        own = self.layout.table("class").text(vocabulary)
        told: dict[str, Json] = {"@type": list(dict.fromkeys((own, *self.types(vocabulary, [value]))))}
        return {**told, "dct:title": value.text} if value.text else told

    def types(self, vocabulary: str, values: Iterable[Chosen]) -> Iterator[str]:
        """The kind of ours, and the DPV's where each of ours is one of its; none for people's own words."""
        for value in values:
            term = self.view.labels.asked.vocabularies[vocabulary].terms.get(value.id)
            if term:
                yield self.kind(vocabulary, term)
                yield from term.iris if term.match in TYPED else ()

    def kind(self, vocabulary: str, term: Term) -> str:
        """The IRI of a kind, which is then told of at the end."""
        iri = f"privet:{vocabulary}-{term.id}"
        fits: list[Json] = [_id(fit) for fit in term.iris]
        told: dict[str, Json] = {
            "@id": iri,
            "@type": "skos:Concept",
            "skos:prefLabel": self.label(self.view.labels.term(vocabulary, term.id)),
        }
        if fits:
            told[self.layout.table("match").text(term.match)] = fits
        self.kinds.setdefault(iri, told)
        return iri

    def label(self, text: str) -> dict[str, Json]:
        return {"@language": self.language, "@value": text}

    def text(self, table: str, key: str) -> str:
        return self.judged.case.answers.text(table, key)


def _id(iri: str) -> dict[str, Json]:
    return {"@id": iri}


def _full(told: dict[str, Json]) -> dict[str, Json]:
    """Without the keys that hold nothing."""
    return {key: value for key, value in told.items() if value not in ("", [], ())}


def _plain(cell: Cell) -> list[str]:
    return ["".join(run.text for run in line) for line in cell]


def _duration(period: Period) -> str:
    """ISO 8601; months stay months."""
    return f"P{period.amount}{period.unit[0].upper()}"
