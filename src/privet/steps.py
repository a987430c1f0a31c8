"""The interview in steps: what is put to people at once, in which order, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from privet.facts import Case
from privet.interview import pages
from privet.questions import Field, Question

TEMPLATE, NAME = "template", "label"
"""The key that says a row came from a template, and the one that its name may stay without."""


class Step(NamedTuple):
    """Something put to the user at once."""

    question: Question
    row: str = ""
    check: str = ""
    """``check`` if it is a whole row, filled in from a template, to look through."""

    @property
    def name(self) -> tuple[str, str]:
        return (self.check or self.question.id, self.row)


def steps(case: Case) -> Iterator[Step]:
    """Everything that is asked, in order: row by row where a question is about rows."""
    for each, asked in groupby(pages(case), key=lambda page: page.question.each):
        together = list(asked)
        for row in dict.fromkeys(page.row for page in together):
            questions = [page.question for page in together if page.row == row]
            if is_templated(case, each, row):
                yield Step(questions[0], row, "check")
            else:
                yield from (Step(question, row) for question in questions)


def is_templated(case: Case, table: str, row: str) -> bool:
    """Whether a row was filled in from a template: then it is looked through as a whole."""
    return bool(table) and case.answers.at(table, TEMPLATE, row).state == "known"


def fields(case: Case, step: Step) -> list[Field]:
    """The fields of a step: of its question, or of the whole row that is looked through at once."""
    if not step.check:
        return list(step.question.fields)
    every = case.answers.questionnaire.tables[step.question.each].fields.values()
    return [field for field in every if field.key != TEMPLATE and (field.table, field.key) not in case.not_asked]


def states(case: Case, step: Step) -> set[str]:
    """The states of its answers; a row from a template needs no name of its own."""
    question = step.question
    if question.rows:
        return {case.answers.states.get(question.table, "missing")}
    unnamed = is_templated(case, question.each, step.row)
    every = (field for field in fields(case, step) if not (unnamed and field.key == NAME))
    return {case.answers.at(field.table, field.key, step.row).state for field in every}


def is_open(case: Case, step: Step) -> bool:
    """Whether something in it has no answer yet; "I don't know" is one."""
    return "missing" in states(case, step)


def is_lacking(case: Case, step: Step) -> bool:
    """Whether a plan still waits for it: nothing in it is answered, or not what a complete plan needs.

    A page on which only the optional was left empty has been looked at, and lacks nothing."""
    if step.question.rows:
        return is_open(case, step)
    unnamed = is_templated(case, step.question.each, step.row)
    every = [field for field in fields(case, step) if not (unnamed and field.key == NAME)]
    missing = [f for f in every if case.answers.at(f.table, f.key, step.row).state == "missing"]
    return len(missing) == len(every) or any(field.must or step.check for field in missing)
