"""Facts about particular places whose laws ask for more than an answer says by itself."""

from __future__ import annotations

from privet.facts.case import FACTS, Case, answer_is, fact, in_activities, value_where
from privet.facts.suppliers import leaves
from privet.verdicts import Verdict, any_of

FACTS["abroad-from-brazil"] = leaves("BR")


@fact("reaches-california")
def reaches_california(case: Case) -> Verdict:
    """People in California are among those whose information is kept."""
    named = answer_is(case, "people", "places", ["US-CA"])
    if named.holds is not False:
        return named
    country = value_where(case, "people", "places", "", lambda _, value: value is not None and value.id == "US")
    if not country.holds:
        return named
    based = answer_is(case, "organisation", "places", ["US-CA"])
    return Verdict(True if based.holds else None, country.because | based.because)


@fact("for-profit")
def for_profit(case: Case) -> Verdict:
    """It is run for profit: by its kind, or because it says so where the kind leaves it open."""
    kind = answer_is(case, "organisation", "kind", ["#commercial"])
    return any_of([kind, answer_is(case, "organisation", "for-profit", ["yes"])])


@fact("sells-or-shares")
def sells_or_shares(case: Case) -> Verdict:
    """It sells information about people, hands it on, or shares it for ads across websites."""
    return any_of(
        [
            FACTS["sells-lists"](case),
            in_activities(case, "shared-with", "ad-network"),
            answer_is(case, "consent", "cookies", ["ads"]),
            answer_is(case, "consent", "marketing", ["social-ads"]),
        ]
    )
