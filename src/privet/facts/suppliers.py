"""Facts about who else gets the information."""

from __future__ import annotations

from collections.abc import Callable

from privet.answers import Chosen, Ref
from privet.facts.case import FACTS, Case, FactFunction, answer_is, fact, in_activities, known, rows, value_where
from privet.questions import NONE
from privet.verdicts import Verdict, all_of, any_of


@fact("has-vendors")
def has_vendors(case: Case) -> Verdict:
    """A company handles information for the organisation."""
    return any_of([in_activities(case, "shared-with", "#vendor"), in_activities(case, "stored", "#vendor")])


@fact("unnamed-suppliers")
def unnamed_suppliers(case: Case) -> Verdict:
    """Information goes to a kind of supplier of which no company is named yet."""
    shared = in_activities(case, "shared-with", "#vendor")
    if not shared.holds:
        return shared
    answers = case.answers
    named = {
        value.id for row in answers.rows("suppliers") for value in answers.at("suppliers", "recipient", row).chosen
    }
    missing = frozenset(ref for ref in shared.because if ref.value and ref.value.id not in named)
    return Verdict(bool(missing), missing or shared.because)


def suppliers_where(case: Case, key: str, *wanted: str) -> Verdict:
    """Whether some supplier's answer is one of ``wanted``; rests on the suppliers' rows."""
    return rows(case, "suppliers", lambda row: _row_of(answer_is(case, "suppliers", key, wanted, row)))


def _row_of(verdict: Verdict) -> Verdict:
    """The same verdict resting on whole answers, so that a list names rows."""
    return Verdict(verdict.holds, frozenset(ref.whole for ref in verdict.because))


@fact("contract-missing")
def contract_missing(case: Case) -> Verdict:
    """There is no contract with some supplier."""
    return suppliers_where(case, "contract", NONE)


@fact("clauses-missing")
def clauses_missing(case: Case) -> Verdict:
    """Some supplier's contract lacks one of the terms that privet knows."""

    def lacks(row: str) -> Verdict:
        answer = case.answers.at("suppliers", "clauses", row)
        asked = case.answers.questionnaire.vocabularies["clause"].terms
        short = len(answer.chosen) < len([id for id in asked if id != NONE])
        return Verdict(short if answer.state == "known" else None, frozenset((answer.ref,)))

    return rows(case, "suppliers", lacks)


def supplier_places(case: Case, outside: Callable[[Chosen], bool]) -> Verdict:
    """Whether some supplier keeps or sees information in a place for which ``outside`` holds."""

    def row_verdict(row: str) -> Verdict:
        verdict = value_where(case, "suppliers", "country", row, lambda _, value: bool(value and outside(value)))
        return _row_of(verdict)

    return rows(case, "suppliers", row_verdict)


def countries(case: Case, table: str = "organisation") -> frozenset[str]:
    """Countries (without provinces or states) of the places in ``table``."""
    return frozenset(value.id.split("-")[0] for value in case.answers.at(table, "places").chosen)


@fact("abroad")
def abroad(case: Case) -> Verdict:
    """Some supplier keeps or sees the information outside the organisation's own country."""
    home = countries(case)
    sent = supplier_places(case, lambda value: value.id.split("-")[0] not in home)
    return sent if home or not sent.holds else Verdict(None, known(case, "organisation", "places").because)


def taken_out_of(area: str) -> FactFunction:
    """The fact that information goes out of an area: the term of a country, or a tag of several."""

    def function(case: Case) -> Verdict:
        """Some supplier keeps or sees information outside the area; rests on the suppliers.

        With an organisation that is nowhere in the area, information does not leave it by
        staying in the organisation's own country."""
        places = case.answers.questionnaire.vocabularies["place"]
        inside = case.answers.has("organisation", "places", area)
        home = frozenset[str]() if inside else countries(case)

        def outside(value: Chosen) -> bool:
            return not places.matches(value.id, area) and value.id.split("-")[0] not in home

        return supplier_places(case, outside)

    return function


for _name, _area in (("abroad-from-eea", "#eea"), ("abroad-from-uk", "GB"), ("abroad-from-switzerland", "CH")):
    FACTS[_name] = taken_out_of(_area)


@fact("office-eea")
def office_eea(case: Case) -> Verdict:
    """The organisation has a place in the European Economic Area."""
    return answer_is(case, "organisation", "places", ["#eea"])


@fact("outside-eea-targeting")
def outside_eea_targeting(case: Case) -> Verdict:
    """The organisation is outside the European Economic Area, and people are in it."""
    return all_of([~office_eea(case), answer_is(case, "people", "places", ["#eea"])])


STORING = ("cloud-storage", "business-software", "email-service")
"""Kinds of supplier that an activity may use for storage without sharing in so many words."""


@fact("unused-suppliers")
def unused_suppliers(case: Case) -> Verdict:
    """A supplier is named that no activity shares with."""
    stores = in_activities(case, "stored", "#vendor").holds

    def row_verdict(row: str) -> Verdict:
        kinds = case.answers.at("suppliers", "recipient", row).chosen
        here = frozenset((Ref("suppliers", row, "recipient"),))
        if not kinds or (stores and kinds[0].id in STORING):
            return Verdict(False, here)
        return Verdict((~in_activities(case, "shared-with", kinds[0].id)).holds, here)

    return any_of(row_verdict(row) for row in case.answers.rows("suppliers"))


@fact("transfer-safeguard-missing")
def transfer_safeguard_missing(case: Case) -> Verdict:
    """Nothing is known that makes sending information abroad to a supplier lawful."""
    sent = abroad(case)
    if not sent.holds:
        return sent
    lacking = frozenset(
        ref for ref in sent.because if not _has_safeguard(case.answers.at("suppliers", "safeguard", ref.row).chosen)
    )
    return Verdict(bool(lacking), lacking or sent.because)


def _has_safeguard(chosen: tuple[Chosen, ...]) -> bool:
    return bool(chosen) and chosen != (Chosen(NONE),)


def leaves(place: str) -> FactFunction:
    """The fact that some supplier keeps or sees information outside a place."""

    def function(case: Case) -> Verdict:
        """Some supplier keeps or sees information outside the place; rests on the suppliers."""
        places = case.answers.questionnaire.vocabularies["place"]
        return supplier_places(case, lambda value: not places.matches(value.id, place))

    return function


for _name, _code in (("leaves-quebec", "CA-QC"), ("leaves-canada", "CA")):
    FACTS[_name] = leaves(_code)


@fact("leaves-quebec-not-assessed")
def leaves_quebec_not_assessed(case: Case) -> Verdict:
    """Information leaves Quebec to a supplier without an assessment beforehand."""
    sent = FACTS["leaves-quebec"](case)
    if not sent.holds:
        return sent

    def lacks(ref: Ref) -> Verdict:
        found = answer_is(case, "suppliers", "safeguard", ["privacy-assessment"], ref.row)
        return Verdict(None if found.holds is None else not found.holds, frozenset((ref,)))

    return any_of(lacks(ref) for ref in sent.because)


@fact("supplier-countries")
def supplier_countries(case: Case) -> Verdict:
    """It is known where suppliers keep or see information; rests on the places."""

    def row_verdict(row: str) -> Verdict:
        return value_where(case, "suppliers", "country", row, lambda _, value: value is not None)

    return rows(case, "suppliers", row_verdict)


@fact("countries-outside-switzerland")
def countries_outside_switzerland(case: Case) -> Verdict:
    """Suppliers keep or see information outside Switzerland; rests on the countries."""

    def row_verdict(row: str) -> Verdict:
        return value_where(case, "suppliers", "country", row, lambda _, value: value is not None and value.id != "CH")

    return rows(case, "suppliers", row_verdict)
