"""The interview: which questions are asked, given what is answered so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from privet.answers import Answers, Ref
from privet.conditions import Condition, judge
from privet.facts import Case
from privet.questions import Question

Skips = Mapping[str, Condition]
"""Per question that is not always asked, when it is."""


@dataclass(frozen=True, slots=True)
class Page:
    """One question as it is put: about the whole organisation, or about one row."""

    question: Question
    row: str = ""


def case(answers: Answers, skips: Skips, on: date, covered: frozenset[str]) -> Case:
    """The answers on a day, with the questions marked that are not asked.

    Questions are taken in order, so a skipped one counts as not asked for those after it.
    One that may or may not be asked, because what decides it is unknown, counts as asked."""
    found = Case(answers, on, covered)
    for question in answers.questionnaire.questions:
        condition = skips.get(question.id)
        if condition is None:
            continue
        verdict = judge(condition, found)
        if verdict.holds is False:
            found = _without(found, question, verdict.because)
    return found


def _without(found: Case, question: Question, because: frozenset[Ref]) -> Case:
    keys = [field.key for field in question.fields] or [""]
    fields = {(question.table, key): because for key in keys}
    return replace(found, not_asked={**found.not_asked, **fields})


def pages(found: Case) -> Iterator[Page]:
    """Every question that is asked, in order; those about rows once for each row."""
    for question in found.answers.questionnaire.questions:
        keys = [field.key for field in question.fields] or [""]
        if question.unasked or all((question.table, key) in found.not_asked for key in keys):
            continue
        if question.each:
            yield from (Page(question, row) for row in found.answers.rows(question.each))
        else:
            yield Page(question)
