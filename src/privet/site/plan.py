"""What the plan says that a website can be compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from privet import focus
from privet.answers import Chosen, Ref
from privet.applicability import judge_laws
from privet.compose import compose
from privet.document import Cite, Paragraph, Reason, Run
from privet.errors import UnfinishedError
from privet.facts import Case
from privet.judging import judge
from privet.labels import OTHER, Labeller, locale, lowered
from privet.library import Library
from privet.matching.services import Service, Services, called, services
from privet.notice_lists import folded
from privet.pages import host

FORMS = "forms"
"""The document with the words for forms."""
ON_FORM = "box-on-form"
SECONDARY = "#secondary"
ACTIVITIES, SUPPLIERS = "activities", "suppliers"


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity of the plan."""

    row: str
    label: str
    own_label: str
    """The name that its people gave it; empty where it has that of its template."""
    template: str
    items: frozenset[str]
    own: tuple[str, ...]
    """Items in people's own words, folded."""
    optional: frozenset[str]
    purposes: frozenset[str]
    sources: frozenset[str]
    known: bool
    """Whether its items are known at all."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words beside a box, as the document of forms has them."""

    id: str
    text: str
    language: str

    @property
    def stem(self) -> str:
        """The id without the fingerprint of its words."""
        return self.id.rpartition("-")[0]


class Plan:
    """The plan of one organisation, as a website is compared with it."""

    def __init__(self, library: Library, case: Case, language: str) -> None:
        self.library, self.case, self.answers = library, case, case.answers
        self.labels = Labeller(case.answers, library.words(locale(language, case)))
        self.words = self.labels.words
        self._wordings: dict[str, tuple[Wording, ...] | None] = {}

    @property
    def site(self) -> str:
        """The host of the organisation's site; empty if the plan does not say."""
        return host(self.answers.text("organisation", "website"))

    @cached_property
    def activities(self) -> Mapping[str, Activity]:
        return {row: self._activity(row) for row in self.answers.rows(ACTIVITIES)}

    def _activity(self, row: str) -> Activity:
        def chosen(key: str) -> tuple[Chosen, ...]:
            return self.answers.at(ACTIVITIES, key, row).chosen

        def terms(key: str) -> frozenset[str]:
            return frozenset(value.id for value in chosen(key) if value.id != OTHER)

        return Activity(
            row,
            self.labels.row(ACTIVITIES, row).text,
            self.answers.text(ACTIVITIES, "label", row),
            next(iter(terms("template")), ""),
            terms("items"),
            tuple(folded(value.text) for value in chosen("items") if value.text),
            terms("optional"),
            terms("purposes"),
            terms("sources"),
            self.answers.at(ACTIVITIES, "items", row).state == "known",
        )

    @cached_property
    def items(self) -> frozenset[str]:
        """Every item of any activity."""
        return frozenset(item for activity in self.activities.values() for item in activity.items)

    def item(self, id: str) -> str:
        """An item as it reads inside a sentence."""
        field = self.answers.questionnaire.field(ACTIVITIES, "items")
        return lowered(Run(self.labels.term(field.vocabulary, id))).text

    def named_in(self, wording: Wording, activity: Activity) -> frozenset[str]:
        """The items of an activity that a wording names: a yes to just these."""
        said = folded(wording.text)
        terms = self.answers.questionnaire.vocabularies[
            self.answers.questionnaire.field(ACTIVITIES, "items").vocabulary
        ].terms
        spoken = locale(wording.language, self.case)
        return frozenset(item for item in activity.items if folded(terms[item].label(spoken)) in said)

    # ---- choices

    def says_no_on_form(self, activity: Activity) -> bool:
        """Whether people can say no by a box on the form, to something this activity does."""
        secondary = self.answers.has(ACTIVITIES, "purposes", SECONDARY, activity.row)
        return secondary and self.answers.has("consent", "opt-out", ON_FORM)

    def is_for_itself(self, activity: Activity) -> bool:
        """Whether the activity is nothing but what people say yes to by sending the form, such as a newsletter."""
        field = self.answers.questionnaire.field(ACTIVITIES, "purposes")
        matches = self.answers.questionnaire.matches
        return bool(activity.purposes) and all(matches(field, id, "#marketing") for id in activity.purposes)

    def wordings(self, row: str) -> tuple[Wording, ...] | None:
        """The words beside the boxes of an activity, in every language; None while the plan does not have them."""
        if row not in self._wordings:
            try:
                self._wordings[row] = tuple(self._boxes(row))
            except UnfinishedError:
                self._wordings[row] = None
        return self._wordings[row]

    def _boxes(self, row: str) -> Iterator[Wording]:
        if row not in focus.rows(self.case, ACTIVITIES):
            return
        judged = judge(self.library, focus.narrowed(self.case, ACTIVITIES, row), FORMS)
        for language in self.library.languages:
            document = compose(self.library, judged, language)
            parts = (part for section in document.sections for block in section.blocks for part in block.parts)
            for node in (node for part in parts for node in part.content):
                if isinstance(node, Paragraph) and node.box:
                    yield Wording(node.box, "".join(run.text for run in node.line), language)

    # ---- suppliers

    @cached_property
    def _suppliers(self) -> tuple[str, ...]:
        """What each supplier is called: its id, and its name."""
        rows = self.answers.rows(SUPPLIERS)
        names = (*rows, *(self.answers.text(SUPPLIERS, "name", row) for row in rows))
        return tuple(name.replace("-", " ") for name in names if name)

    @cached_property
    def _named(self) -> frozenset[str]:
        """The services that the suppliers' names name, and all of a company that is named by itself.

        An id is short for a name, so it stands for a company only where there is no name beside it."""
        found: set[str] = set()
        for row in self.answers.rows(SUPPLIERS):
            name, short = self.answers.text(SUPPLIERS, "name", row), row.replace("-", " ")
            found |= self._services.named(short) | self._services.named(name) | self._services.of_company(name or short)
        return frozenset(found)

    @cached_property
    def _services(self) -> Services:
        return services(self.library.files)

    def names(self, service: Service) -> bool:
        """Whether the plan names a service, or the company behind it and nothing more."""
        return service.id in self._named

    def names_host(self, name: str) -> bool:
        """Whether a supplier of the plan is called like the owner of a host."""
        owner = name.split(".")[0] if name.count(".") == 1 else name.rsplit(".", 2)[-2] if "." in name else name
        return len(owner) > len("abc") and any(owner in called(supplier) for supplier in self._suppliers)

    # ---- why, and by what law

    def because(self, *refs: Ref) -> tuple[Reason, ...]:
        """The answers behind a finding."""
        return self.labels.reasons(frozenset(refs)) if refs else ()

    @cached_property
    def _laws(self) -> tuple[str, ...]:
        return tuple(entry.law.id for entry in judge_laws(self.library.laws, self.case) if entry.verdict.holds)

    def cites(self, duties: Iterable[str]) -> tuple[Cite, ...]:
        """The provisions by which the laws that apply ask for any of these duties."""
        found: dict[tuple[str, str], Cite] = {}
        for duty in duties:
            document, topic, name = duty.split("/")
            for law in self._laws:
                for entry in self.library.imposed(law, document).get((topic, name), ()):
                    provision = entry.provision
                    text = self.labels.pick(provision.pinpoint)
                    cite = Cite(provision.law, provision.id, text, provision.url, entry.force)
                    found.setdefault((provision.law, provision.id), cite)
        return tuple(found.values())
