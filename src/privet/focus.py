"""Focus: a case narrowed to one supplier or one activity, for a document about just that."""

from __future__ import annotations

from dataclasses import replace

from privet.answers import Answers
from privet.facts import Case
from privet.facts.suppliers import STORING


def rows(case: Case, table: str) -> tuple[str, ...]:
    """The rows that documents about one of ``table`` are made for; none while it is not asked for.

    An activity that collects nothing has no form to put words beside."""
    found = () if (table, "") in case.not_asked else case.answers.rows(table)
    return tuple(row for row in found if table != "activities" or not _collects_nothing(case.answers, row))


def _collects_nothing(answers: Answers, row: str) -> bool:
    return answers.at("activities", "items", row).value == ()


def narrowed(case: Case, table: str, row: str) -> Case:
    """The case with that one row of ``table``, and only the rows that have to do with it."""
    answers = case.answers
    other = "activities" if table == "suppliers" else "suppliers"
    near = _activities(answers, row) if table == "suppliers" else _suppliers(answers, row)
    every = answers.tables.get(other, {})
    tables = {**answers.tables, table: {row: answers.tables[table][row]}, other: {name: every[name] for name in near}}
    return replace(case, answers=replace(answers, tables=tables), focus=(table, row), whole=case)


def _suppliers(answers: Answers, activity: str) -> tuple[str, ...]:
    return tuple(row for row in answers.rows("suppliers") if activity in _activities(answers, row))


def _activities(answers: Answers, supplier: str) -> tuple[str, ...]:
    """The activities that share with this kind of supplier; where none do, those it may store for."""
    kinds = {value.id for value in answers.at("suppliers", "recipient", supplier).chosen}
    every = answers.rows("activities")
    sharing = tuple(row for row in every if kinds & _shared(answers, row))
    if sharing or (kinds and not kinds & set(STORING)):
        return sharing
    return tuple(row for row in every if answers.has("activities", "stored", "#vendor", row))


def _shared(answers: Answers, activity: str) -> set[str]:
    return {value.id for value in answers.at("activities", "shared-with", activity).chosen}
