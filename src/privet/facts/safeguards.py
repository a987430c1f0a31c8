"""Facts about how information is protected."""

from __future__ import annotations

from collections.abc import Callable

from privet.facts.case import FACTS, Case, FactFunction, chosen_but, fact, known, not_chosen, value_where
from privet.facts.inventory import has_electronic, has_paper, has_portable
from privet.facts.sensitive import sensitive
from privet.verdicts import Verdict, all_of, any_of


@fact("unneeded-roles")
def unneeded_roles(case: Case) -> Verdict:
    """Somebody can see information without needing it: roles where they are named, else how."""
    how = chosen_but(case, "safeguards", "unneeded-access", "no")
    roles = value_where(case, "safeguards", "roles", "", lambda _, value: value is not None)
    if not (how.holds and roles.holds):
        return how
    others = frozenset(ref for ref in how.because if ref.value and ref.value.id != "some-roles")
    return Verdict(True, others | roles.because)


def _safeguards(medium: FactFunction, key: str, judge: Callable[[Case, str, str], Verdict]) -> FactFunction:
    def function(case: Case) -> Verdict:
        """What protects this medium, or does not yet, where anything is kept on it."""
        there = medium(case)
        return judge(case, "safeguards", key) if there.holds is not False else there

    return function


def _in_place(case: Case, table: str, key: str) -> Verdict:
    return value_where(case, table, key, "", lambda _, value: value is not None)


for _key, _medium in (("paper", has_paper), ("electronic", has_electronic), ("portable", has_portable)):
    FACTS[f"{_key}-in-place"] = _safeguards(_medium, _key, _in_place)
    FACTS[f"{_key}-missing"] = _safeguards(_medium, _key, not_chosen)


@fact("single-safeguard")
def single_safeguard(case: Case) -> Verdict:
    """Sensitive information is kept somewhere that has fewer than two safeguards."""
    found = sensitive(case)
    if not found.holds:
        return found
    parts = [found]
    media = [(has_paper(case), "paper"), (has_electronic(case), "electronic")]
    thin = any_of(all_of([medium, _fewer_than_two(case, key)]) for medium, key in media)
    return all_of([*parts, thin]) if thin.holds is not True else Verdict(True, found.because)


def _fewer_than_two(case: Case, key: str) -> Verdict:
    there = known(case, "safeguards", key)
    if not there.holds:
        return there
    return Verdict(len(case.answers.at("safeguards", key).chosen) < 2, there.because)
