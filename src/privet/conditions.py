"""Conditions: the nine spellings of *when*.  A condition gives a verdict, never a bool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from privet.answers import Ref
from privet.errors import DataError, Fault
from privet.facts import FACTS, Case, answer_is, known, rows, value_where
from privet.questions import NONE, Questionnaire
from privet.verdicts import YES, Verdict, all_of, any_of


@dataclass(frozen=True, slots=True)
class Always:
    """``{ always = true }``"""


@dataclass(frozen=True, slots=True)
class Is:
    """``{ answer = "consent.refuse", is = "no" }``"""

    table: str
    key: str
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """``{ answer = "people.groups", at-least = 1 }``; without key, rows of a table are counted."""

    table: str
    key: str
    count: int


@dataclass(frozen=True, slots=True)
class AnyRow:
    """``{ any = "activities", items = "#sensitive" }``: some row has all of these."""

    table: str
    wanted: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Not:
    """``{ not = … }``, and ``{ none = "activities", … }``, which is "not any"."""

    part: Condition


@dataclass(frozen=True, slots=True)
class All:
    """``{ all = [ … ] }``"""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """``{ either = [ … ] }``"""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """``{ fact = "sensitive" }``"""

    name: str


Condition = Always | Is | AtLeast | AnyRow | Not | All | Either | Fact


def judge(condition: Condition, case: Case) -> Verdict:
    """Whether the condition holds, and because of which answers."""
    match condition:
        case Always():
            return YES
        case Is(table, key, wanted):
            return answer_is(case, table, key, wanted)
        case AtLeast(table, key, count):
            return _at_least(case, table, key, count)
        case AnyRow(table, wanted):
            return rows(case, table, lambda row: _row_has(case, table, row, wanted))
        case Not(part):
            return ~judge(part, case)
        case All(parts):
            return all_of(judge(part, case) for part in parts)
        case Either(parts):
            return any_of(judge(part, case) for part in parts)
        case Fact(name):
            return FACTS[name](case)
        case _:
            assert_never(condition)


def _row_has(case: Case, table: str, row: str, wanted: tuple[tuple[str, tuple[str, ...]], ...]) -> Verdict:
    return all_of(answer_is(case, table, key, names, row) for key, names in wanted)


def _at_least(case: Case, table: str, key: str, count: int) -> Verdict:
    if not key:
        found = case.answers.rows(table)
        some = rows(case, table, lambda row: Verdict(True, frozenset((Ref(table, row),))))
        return Verdict(len(found) >= count, some.because) if found else some
    there = known(case, table, key)
    if not there.holds:
        return there
    if case.answers.at(table, key).value == ():
        return Verdict(count <= 0, there.because)
    values = value_where(case, table, key, "", lambda _, value: value is not None)
    enough = max(1, len(case.answers.at(table, key).chosen)) >= count
    return Verdict(enough, values.because if enough else there.because)


# ---- parsing


class _Bad(Exception):
    """A condition that is not one of the nine spellings."""


def parse(raw: object, questionnaire: Questionnaire, path: str, rule: str) -> Condition:
    """The condition that ``raw`` (from tomllib) spells.

    Raises DataError naming file and rule for a tenth spelling, or a name nothing has."""
    try:
        return _parse(raw, questionnaire)
    except _Bad as bad:
        fault = Fault(path, 0, "data-condition", rule, (("why", str(bad)),))
        raise DataError([fault]) from None


def _parse(raw: object, asked: Questionnaire) -> Condition:
    match raw:
        case {"always": True, **rest} if not rest:
            return Always()
        case {"answer": str(name), "is": wanted, **rest} if not rest:
            table, key = _answer(name, asked)
            return Is(table, key, _wanted(table, key, wanted, asked))
        case {"answer": str(name), "at-least": int(count), **rest} if not rest:
            return AtLeast(*_answer(name, asked), count)
        case {"any": str(table), **rest} if rest:
            return AnyRow(table, _row_wanted(table, rest, asked))
        case {"none": str(table), **rest} if rest:
            return Not(AnyRow(table, _row_wanted(table, rest, asked)))
        case {"not": part, **rest} if not rest:
            return Not(_parse(part, asked))
        case {"all": list(parts), **rest} if parts and not rest:
            return All(tuple(_parse(part, asked) for part in parts))
        case {"either": list(parts), **rest} if parts and not rest:
            return Either(tuple(_parse(part, asked) for part in parts))
        case {"fact": str(name), **rest} if not rest and name in FACTS:
            return Fact(name)
        case _:
            raise _Bad(str(raw))


def _answer(name: str, asked: Questionnaire) -> tuple[str, str]:
    table, _, key = name.partition(".")
    shape = asked.tables.get(table)
    if shape is None or (key and (shape.rows or key not in shape.fields)) or not (key or shape.rows):
        raise _Bad(name)
    return table, key


def _row_wanted(
    table: str, raw: Mapping[object, object], asked: Questionnaire
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if table not in asked.tables or not asked.tables[table].rows:
        raise _Bad(table)
    return tuple((str(key), _wanted(table, str(key), value, asked)) for key, value in raw.items())


def _wanted(table: str, key: str, raw: object, asked: Questionnaire) -> tuple[str, ...]:
    wanted = tuple(raw) if isinstance(raw, list) else (raw,)
    field = asked.tables[table].fields.get(key)
    if field is None:
        raise _Bad(f"{table}.{key}")
    vocabulary = asked.vocabularies.get(field.vocabulary)
    for name in wanted:
        if not isinstance(name, str) or not (name == NONE or (vocabulary and vocabulary.knows(name))):
            raise _Bad(f"{table}.{key}: {name}")
    return wanted
