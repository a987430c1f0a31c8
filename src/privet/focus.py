"""Focus: a case narrowed to one supplier or one activity, for a document about just that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from privet.answers import Answer, Answers
from privet.facts import Case

Rows = Mapping[str, Mapping[str, Answer]]


def rows(case: Case, table: str) -> tuple[str, ...]:
    """The rows that documents about one of ``table`` are made for; none while it is not asked for."""
    return () if (table, "") in case.not_asked else case.answers.rows(table)


def narrowed(case: Case, table: str, row: str) -> Case:
    """The case with that one row of ``table``, and only the activities that have to do with it."""
    answers = case.answers
    kept = {row: answers.tables[table][row]}
    tables = {**answers.tables, table: kept}
    if table == "suppliers":
        tables["activities"] = _shared(answers, row)
    else:
        shared = _values(answers, row, "shared-with")
        suppliers = answers.tables.get("suppliers", {})
        tables["suppliers"] = {
            name: found
            for name, found in suppliers.items()
            if shared & _values(answers, name, "recipient", "suppliers")
        }
    return replace(case, answers=replace(answers, tables=tables), focus=(table, row))


def _shared(answers: Answers, supplier: str) -> Rows:
    """The activities that share with this kind of supplier; those it stores for, where none share."""
    kinds = {value.id for value in answers.at("suppliers", "recipient", supplier).chosen}
    every = answers.tables.get("activities", {})
    sharing = {row: found for row, found in every.items() if kinds & _values(answers, row, "shared-with")}
    if sharing:
        return sharing
    return {row: found for row, found in every.items() if answers.has("activities", "stored", "#vendor", row)}


def _values(answers: Answers, row: str, key: str, table: str = "activities") -> set[str]:
    return {value.id for value in answers.at(table, key, row).chosen}
