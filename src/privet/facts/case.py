"""A case, and what every condition and fact is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from privet.answers import Answer, Answers, Chosen, Ref
from privet.facts.grounds import Bases
from privet.questions import NONE
from privet.verdicts import Verdict, all_of, any_of


@dataclass(frozen=True, slots=True)
class Case:
    """One organisation's answers, looked at on one day."""

    answers: Answers
    on: date
    covered: frozenset[str] = frozenset()
    """Places that some law of privet speaks for."""
    not_asked: Mapping[tuple[str, str], frozenset[Ref]] = field(default_factory=dict)
    """(table, key) of the questions that the interview skips, with the answers that say so;
    (table, ``""``) where it does not ask for the table's rows."""
    focus: tuple[str, str] = ("", "")
    """(table, row) of what a document is about, where that is one supplier or activity."""
    bases: tuple[Bases, ...] = ()
    """What allows each purpose, under each law that it is looked at by; ``NO_BASES`` for one that does not say."""
    whole: Case | None = None
    """The case that this one was narrowed from; None where it is the whole itself."""


FactFunction = Callable[[Case], Verdict]
FACTS: dict[str, FactFunction] = {}
"""Every fact by the name that rules use."""


def fact(name: str) -> Callable[[FactFunction], FactFunction]:
    """Register a function as the fact of that name."""

    def register(function: FactFunction) -> FactFunction:
        FACTS[name] = function
        return function

    return register


def known(case: Case, table: str, key: str, row: str = "") -> Verdict:
    """Whether there is a known answer; unknown otherwise; no if the question is not asked."""
    skipped = case.not_asked.get((table, key))
    if skipped is not None:
        return Verdict(False, skipped)
    answer = case.answers.at(table, key, row)
    return Verdict(True if answer.state == "known" else None, frozenset((answer.ref,)))


def answer_is(case: Case, table: str, key: str, wanted: Iterable[str], row: str = "") -> Verdict:
    """Whether one of the answer's values is, descends from, or is tagged as one of ``wanted``.

    ``none`` is wanted of an empty list.  Yes rests on the values that match."""
    return value_where(case, table, key, row, lambda answer, value: matches(answer, value, tuple(wanted), case))


def matches(answer: Answer, value: Chosen | None, wanted: tuple[str, ...], case: Case) -> bool:
    """True if a value of the answer is one of ``wanted``; None stands for the empty list."""
    if value is None:
        return NONE in wanted
    asked = case.answers.questionnaire.field(answer.ref.table, answer.ref.field)
    return any(case.answers.questionnaire.matches(asked, value.id, name) for name in wanted)


def value_where(case: Case, table: str, key: str, row: str, holds: Callable[[Answer, Chosen | None], bool]) -> Verdict:
    """Whether ``holds`` for one of the answer's values; it is asked once, with None, of an empty list."""
    there = known(case, table, key, row)
    if not there.holds:
        return there
    answer = case.answers.at(table, key, row)
    if answer.value == ():
        return Verdict(holds(answer, None), there.because)
    hits = frozenset(_value_ref(answer, value) for value in answer.chosen if holds(answer, value))
    return Verdict(bool(hits), hits or there.because)


def _value_ref(answer: Answer, value: Chosen) -> Ref:
    return Ref(answer.ref.table, answer.ref.row, answer.ref.field, value)


def rows(case: Case, table: str, judge: Callable[[str], Verdict]) -> Verdict:
    """Whether some row of the table is judged yes; no for a table known to be empty."""
    answers = case.answers
    if (table, "") in case.not_asked:
        return Verdict(False, case.not_asked[(table, "")])
    if not answers.rows(table):
        known_empty = answers.states.get(table, "missing") == "known"
        return Verdict(False if known_empty else None, frozenset((Ref(table),)))
    return any_of(judge(row) for row in answers.rows(table))


def in_activities(case: Case, key: str, *wanted: str) -> Verdict:
    """Whether some activity's answer at ``key`` is one of ``wanted``."""
    return rows(case, "activities", lambda row: answer_is(case, "activities", key, wanted, row))


def values_of(case: Case, verdict: Verdict, key: str) -> Verdict:
    """The same verdict; a yes rests on all values at ``key`` of the rows it rested on.

    Unknown if one of those answers is."""
    if not verdict.holds:
        return verdict
    touched = sorted({(ref.table, ref.row) for ref in verdict.because})
    every = [value_where(case, table, key, row, lambda _, value: value is not None) for table, row in touched]
    return any_of(every) if any(part.holds for part in every) else all_of(every)


def chosen_but(case: Case, table: str, key: str, *excluded: str) -> Verdict:
    """Whether the answer has a value that is none of ``excluded``; rests on those values."""

    def counts(answer: Answer, value: Chosen | None) -> bool:
        return value is not None and not matches(answer, value, excluded, case)

    return value_where(case, table, key, "", counts)


def not_chosen(case: Case, table: str, key: str) -> Verdict:
    """Whether a choice leaves terms of its vocabulary out; rests on the terms left out."""
    there = known(case, table, key)
    if not there.holds:
        return there
    asked = case.answers.questionnaire.field(table, key)
    chosen = {value.id for value in case.answers.at(table, key).chosen}
    terms = case.answers.questionnaire.vocabularies[asked.vocabulary].terms
    missing = frozenset(Ref(table, "", key, Chosen(id)) for id in terms if id not in chosen and id != NONE)
    return Verdict(bool(missing), missing or there.because)
