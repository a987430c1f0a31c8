"""Facts that decide which wordings a form or a contract needs."""

from __future__ import annotations

from collections.abc import Callable

from privet.answers import Answer, Chosen
from privet.facts.case import FACTS, Case, FactFunction, answer_is, fact, in_activities, matches, rows, value_where
from privet.facts.sensitive import is_sensitive
from privet.verdicts import Verdict, any_of

SALE = (
    "provide-service", "complete-sale", "special-order", "deliver", "process-return", "take-payment", "bookings-events",
)  # fmt: skip
"""Purposes by which somebody becomes a customer."""
AGREED = frozenset(("ticked-box", "double", "spoken"))
"""Ways of agreeing to news that are more than having bought something."""

GIVEN = ("web-form", "sign-up", "email", "phone", "in-person", "paper-form", "app")
"""Sources where people themselves give what is collected, and can be asked."""
FILMED = "camera-video"
"""The item that a camera takes: what stands beside it is a sign, and nobody ticks a box on a sign."""

Test = Callable[[Answer, Chosen | None], bool]


@fact("works-for-us")
def works_for_us(case: Case) -> Verdict:
    """A supplier handles information for the organisation; one of no known kind is taken to."""

    def row_verdict(row: str) -> Verdict:
        found = answer_is(case, "suppliers", "recipient", ["#processor", "other"], row)
        return Verdict(found.holds is not False, found.because)

    return any_of(row_verdict(row) for row in case.answers.rows("suppliers"))


def _by_consent(test: Callable[[Case], Test]) -> FactFunction:
    def function(case: Case) -> Verdict:
        """Some such item is collected because people say yes, and not because a law requires it."""
        found = test(case)

        def holds(answer: Answer, value: Chosen | None) -> bool:
            if value is None or value.id == FILMED or not found(answer, value):
                return False
            asked = case.answers.at("sensitive", "asked", value.id)
            return not (asked.state == "known" and {way.id for way in asked.chosen} == {"law-requires-it"})

        return rows(case, "activities", lambda row: value_where(case, "activities", "items", row, holds))

    return function


def _is_special(case: Case) -> Test:
    return lambda answer, value: value is not None and matches(answer, value, ("#special",), case)


FACTS["sensitive-by-consent"] = _by_consent(is_sensitive)
FACTS["special-by-consent"] = _by_consent(_is_special)


@fact("optional-here")
def optional_here(case: Case) -> Verdict:
    """People who are asked for something may keep some of it to themselves; rests on those items."""

    def row_verdict(row: str) -> Verdict:
        asked = answer_is(case, "activities", "sources", GIVEN, row)
        free = value_where(case, "activities", "optional", row, lambda _, value: value is not None)
        return free if asked.holds is not False else asked

    return rows(case, "activities", row_verdict)


@fact("no-address")
def no_address(case: Case) -> Verdict:
    """No postal address of the organisation is known."""
    answer = case.answers.at("organisation", "address")
    return Verdict(answer.state != "known", frozenset((answer.ref,)))


@fact("counts-on-purchase")
def counts_on_purchase(case: Case) -> Verdict:
    """News go to customers who were not asked, and this is where people become customers."""
    proof = case.answers.at("consent", "marketing-proof")
    ways = {way.id for way in proof.chosen}
    if "customers" not in ways or ways & AGREED:
        return Verdict(False, frozenset((proof.ref,)))
    sale = in_activities(case, "purposes", *SALE)
    return Verdict(bool(sale.holds), sale.because | {proof.ref})


@fact("opt-out-ways")
def opt_out_ways(case: Case) -> Verdict:
    """There is something to say no to here, and it is known how; rests on the ways."""
    use = in_activities(case, "purposes", "#secondary")
    return value_where(case, "consent", "opt-out", "", lambda _, value: value is not None) if use.holds else use
