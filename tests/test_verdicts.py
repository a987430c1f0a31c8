"""Verdicts are the jewel: truth tables, De Morgan, and reasons that are never lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.answers import Ref
from privet.verdicts import NO, YES, Verdict, all_of, any_of

A, B = Ref("organisation", "", "kind"), Ref("people", "", "groups")
REFS = st.builds(Ref, st.sampled_from("abcd"), st.just(""), st.sampled_from("xyz"))
VERDICTS = st.builds(Verdict, st.sampled_from([True, False, None]), st.frozensets(REFS, max_size=3))
MANY = st.lists(VERDICTS, max_size=5)

TRUTH = [
    # left, right, all of them, one of them
    (True, True, True, True),
    (True, False, False, True),
    (True, None, None, True),
    (False, False, False, False),
    (False, None, False, None),
    (None, None, None, None),
]


@pytest.mark.parametrize(("left", "right", "every", "some"), TRUTH)
def test_the_truth_table_of_three_values(
    left: bool | None, right: bool | None, every: bool | None, some: bool | None
) -> None:
    """Kleene's strong tables, both ways round."""
    for pair in ((left, right), (right, left)):
        parts = [Verdict(holds) for holds in pair]

        assert all_of(parts).holds is every
        assert any_of(parts).holds is some


@pytest.mark.parametrize(("holds", "opposite"), [(True, False), (False, True), (None, None)])
def test_negation_turns_the_answer_and_keeps_the_reasons(holds: bool | None, opposite: bool | None) -> None:
    """ "Not unknown" is unknown."""
    assert ~Verdict(holds, frozenset((A,))) == Verdict(opposite, frozenset((A,)))


def test_a_conjunction_that_fails_rests_on_what_failed() -> None:
    """Who has no paper need not hear that a sensitive item was named."""
    verdict = all_of([Verdict(True, frozenset((A,))), Verdict(False, frozenset((B,)))])

    assert verdict == Verdict(False, frozenset((B,)))


def test_an_unknown_rests_on_the_questions_that_are_open() -> None:
    """What is known already is not asked again."""
    assert all_of([Verdict(True, frozenset((A,))), Verdict(None, frozenset((B,)))]) == Verdict(None, frozenset((B,)))
    assert any_of([Verdict(False, frozenset((A,))), Verdict(None, frozenset((B,)))]) == Verdict(None, frozenset((B,)))


@given(MANY)
def test_de_morgan_holds_with_its_reasons(parts: list[Verdict]) -> None:
    """Not all is some not; not one is all not; and the reasons are the same."""
    assert ~all_of(parts) == any_of(~part for part in parts)
    assert ~any_of(parts) == all_of(~part for part in parts)


@given(VERDICTS)
def test_negation_undoes_itself(verdict: Verdict) -> None:
    """Twice turned is unturned."""
    assert ~~verdict == verdict


@given(VERDICTS)
def test_yes_and_no_are_neutral(verdict: Verdict) -> None:
    """All of nothing holds, one of nothing does not; each adds nothing to the other."""
    assert all_of([verdict, YES]).holds is verdict.holds
    assert any_of([verdict, NO]).holds is verdict.holds
    assert all_of([]) == YES
    assert any_of([]) == NO


@given(MANY)
def test_the_order_of_parts_changes_nothing(parts: list[Verdict]) -> None:
    """Neither the answer nor the reasons depend on who was asked first."""
    other = sorted(parts, key=lambda part: (str(part.holds), len(part.because)), reverse=True)

    assert all_of(parts) == all_of(other)
    assert any_of(parts) == any_of(other)


@given(MANY, MANY)
def test_nesting_changes_nothing(left: list[Verdict], right: list[Verdict]) -> None:
    """Associativity: groups of parts may be judged first."""
    if left and right:
        assert all_of([all_of(left), all_of(right)]) == all_of([*left, *right])
        assert any_of([any_of(left), any_of(right)]) == any_of([*left, *right])


@given(MANY)
def test_every_reason_comes_from_a_part_that_answered_the_same(parts: list[Verdict]) -> None:
    """A verdict rests on all parts of its own answer and on nothing else."""
    for verdict in (all_of(parts), any_of(parts)):
        if parts:
            assert verdict.because == frozenset().union(*(p.because for p in parts if p.holds is verdict.holds))
