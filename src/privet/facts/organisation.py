"""Facts about what the organisation is."""

from __future__ import annotations

from privet.answers import Answer, Chosen
from privet.facts.case import FACTS, Case, FactFunction, answer_is, chosen_but, fact, known, value_where
from privet.facts.suppliers import supplier_places
from privet.verdicts import Verdict, all_of, any_of


@fact("has-website")
def has_website(case: Case) -> Verdict:
    """There is a website."""
    return known(case, "organisation", "website")


@fact("has-staff")
def has_staff(case: Case) -> Verdict:
    """Information on staff, volunteers or applicants is kept."""
    return answer_is(case, "people", "groups", ["#staff"])


@fact("commercial")
def commercial(case: Case) -> Verdict:
    """It does business: by its kind, or because it says so."""
    kind = answer_is(case, "organisation", "kind", ["#commercial"])
    return any_of([kind, answer_is(case, "organisation", "commercial", ["yes"])])


@fact("sells-lists")
def sells_lists(case: Case) -> Verdict:
    """It sells, rents or trades information about people."""
    return answer_is(case, "consent", "other-uses", ["sell", "trade"])


@fact("children")
def children(case: Case) -> Verdict:
    """Information on people under 18 is kept, or may be."""
    return chosen_but(case, "people", "minors", "no")


@fact("large")
def large(case: Case) -> Verdict:
    """Many people's information, or a large staff."""
    scale = answer_is(case, "organisation", "scale", ["10000-99999", "100000-plus"])
    return any_of([scale, answer_is(case, "organisation", "staff", ["250-plus"])])


@fact("places-without-law")
def places_without_law(case: Case) -> Verdict:
    """Some place that was named is one that no law of privet speaks for."""

    def uncovered(answer: Answer, value: Chosen | None) -> bool:
        return value is not None and value.id not in case.covered

    named = [value_where(case, table, "places", "", uncovered) for table in ("organisation", "people")]
    return any_of(named)


def _only_in(place: str) -> FactFunction:
    def function(case: Case) -> Verdict:
        """The organisation, all its people and its suppliers are in that one province."""
        parts = []
        for table in ("organisation", "people"):
            here = answer_is(case, table, "places", [place])
            parts.append(all_of([here, ~chosen_but(case, table, "places", place)]))
        places = case.answers.questionnaire.vocabularies["place"]
        parts.append(~supplier_places(case, lambda value: not places.matches(value.id, place)))
        return all_of(parts)

    return function


for _name, _code in (("quebec", "CA-QC"), ("alberta", "CA-AB"), ("british-columbia", "CA-BC")):
    FACTS[f"only-{_name}"] = _only_in(_code)


@fact("public-body")
def public_body(case: Case) -> Verdict:
    """It is a public body; an unknown kind is taken not to be one."""
    found = answer_is(case, "organisation", "kind", ["#public"])
    return Verdict(bool(found.holds), found.because)
