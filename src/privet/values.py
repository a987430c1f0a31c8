"""One answer's value: what each kind of question accepts, and what is said when it is not that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, assert_never
from unicodedata import category

from privet.answers import FIXED_DATE, NO_END, Chosen, Period, Retention, Value
from privet.questions import (
    NONE,
    UNKNOWN,
    Choice,
    Choices,
    Day,
    Duration,
    Email,
    Field,
    Keep,
    Link,
    LongText,
    Number,
    Places,
    Questionnaire,
    Text,
)
from privet.source import nearest
from privet.vocabulary import Vocabulary

TEXT_LIMIT = 500
LONG_TEXT_LIMIT = 5000
LIST_LIMIT = 500
NUMBER_LIMIT = 1_000_000
Unit = Literal["day", "week", "month", "year"]
UNITS: Mapping[str, Unit] = {"days": "day", "weeks": "week", "months": "month", "years": "year"}
OTHER = "other"
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""
EMAIL = re.compile(r"[^\s@<>,;:?&\"'()\[\]\\]{1,64}@[\w-]+(\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Problem:
    """A message key with its slots, at a place inside the value."""

    message: str
    slots: tuple[tuple[str, str], ...] = ()
    at: tuple[str, ...] = ()


class Wrong(Exception):
    """The value is not what its question asks for."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems


def _wrong(message: str, *at: str, **slots: object) -> Wrong:
    said = tuple((name.replace("_", "-"), _shown(value)) for name, value in slots.items())
    return Wrong(Problem(message, said, at))


def _shown(value: object) -> str:
    """A value as a message may repeat it: short, and as TOML spells booleans."""
    return str(value).lower() if isinstance(value, bool) else str(value)[:60]


def read_value(raw: object, field: Field, questionnaire: Questionnaire) -> Value:
    """The value that ``raw`` (from tomllib) stands for; raises Wrong with every problem."""
    match field.kind:
        case Text():
            return _one_line(raw)
        case LongText():
            return _text(raw, LONG_TEXT_LIMIT)
        case Email():
            return _email(raw)
        case Link():
            return _link(raw)
        case Day():
            return _day(raw)
        case Number():
            return _number(raw)
        case Choice(vocabulary=name, only=only):
            return (_term(raw, questionnaire.vocabularies[name], only, ()),)
        case Choices(vocabulary=name, only=only):
            return _terms(raw, questionnaire.vocabularies[name], only)
        case Places():
            return _terms(raw, questionnaire.vocabularies[field.vocabulary], "")
        case Keep():
            return _retention(raw, questionnaire)
        case Duration():
            return _period(_table(raw, frozenset(UNITS)))
        case _:
            assert_never(field.kind)


def _text(raw: object, limit: int) -> str:
    if not isinstance(raw, str):
        raise _wrong("wrong-type-text", value=raw)
    if not any(category(char)[0] in "LNPS" and char not in BLANK for char in raw):
        raise _wrong("empty-text")
    if len(raw) > limit:
        raise _wrong("text-too-long", limit=limit)
    return raw


def _one_line(raw: object) -> str:
    text = _text(raw, TEXT_LIMIT)
    if text.splitlines() != [text]:
        raise _wrong("line-break")
    return text


def _email(raw: object) -> str:
    text = _text(raw, TEXT_LIMIT)
    if not EMAIL.fullmatch(text):
        raise _wrong("not-an-email", value=text)
    return text


def _link(raw: object) -> str:
    from urllib.parse import urlsplit  # few answers files hold a link

    text = _text(raw, TEXT_LIMIT)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _wrong("not-a-link", value=text) from None
    whole = not re.search(r"[\s<>\"\\^`{|}]", text) and "@" not in parts.netloc
    if parts.scheme not in ("http", "https") or "." not in host or port == 0 or not whole:
        raise _wrong("not-a-link", value=text)
    return text


def _day(raw: object) -> date:
    if isinstance(raw, datetime) or not isinstance(raw, date):
        raise _wrong("wrong-type-day", value=raw)
    return raw


def _number(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= NUMBER_LIMIT:
        raise _wrong("wrong-type-number", value=raw)
    return raw


def _terms(raw: object, vocabulary: Vocabulary, only: str) -> tuple[Chosen, ...]:
    """A list of terms; ``"none"``, and any term that stands alone, may be written without brackets."""
    if isinstance(raw, str) and (raw == NONE or _exclusive(raw, vocabulary)):
        raw = [raw]
    if not isinstance(raw, list):
        raise _wrong("wrong-type-list", value=raw)
    if len(raw) > LIST_LIMIT:
        raise _wrong("list-too-long", limit=LIST_LIMIT)
    chosen: list[Chosen] = []
    problems: list[Problem] = []
    for index, entry in enumerate(raw):
        try:
            chosen.append(Chosen(NONE) if entry == NONE else _term(entry, vocabulary, only, (str(index),)))
        except Wrong as wrong:
            problems += wrong.problems
    problems += _clashes(chosen, vocabulary)
    if problems:
        raise Wrong(*problems)
    return () if chosen == [Chosen(NONE)] else tuple(chosen)


def _exclusive(id: str, vocabulary: Vocabulary) -> bool:
    return id in vocabulary.terms and bool(vocabulary.terms[id].exclusive)


def _clashes(chosen: list[Chosen], vocabulary: Vocabulary) -> Iterator[Problem]:
    seen: set[Chosen] = set()
    for index, value in enumerate(chosen):
        if value in seen:
            yield Problem("repeated-value", (("value", value.text or value.id),), (str(index),))
        seen.add(value)
        if len(chosen) > 1 and (value.id == NONE or _exclusive(value.id, vocabulary)):
            yield Problem("exclusive-with-others", (("value", value.id),), (str(index),))


def _term(raw: object, vocabulary: Vocabulary, only: str, at: tuple[str, ...]) -> Chosen:
    if isinstance(raw, dict) and vocabulary.other and set(raw) == {OTHER}:
        return Chosen(OTHER, _own_words(raw[OTHER], at))
    if not isinstance(raw, str):
        raise _wrong("wrong-type-text", *at, value=raw)
    term = vocabulary.terms.get(raw)
    if term is None or (only and not vocabulary.matches(raw, only)):
        raise _no_term(raw, vocabulary, only, at)
    return Chosen(term.replaced_by or term.id)


def _own_words(raw: object, at: tuple[str, ...]) -> str:
    try:
        return _one_line(raw)
    except Wrong as wrong:
        raise Wrong(*(Problem(p.message, p.slots, at) for p in wrong.problems)) from None


def _no_term(raw: str, vocabulary: Vocabulary, only: str, at: tuple[str, ...]) -> Wrong:
    usable = [id for id in vocabulary.terms if not only or vocabulary.matches(id, only)]
    near = nearest(raw, [*usable, UNKNOWN])
    if near:
        return _wrong("not-a-term", *at, value=raw, nearest=near)
    return _wrong("not-a-term-plain", *at, value=raw)


def _table(raw: object, keys: frozenset[str]) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise _wrong("wrong-type-table", value=raw)
    unknown = [key for key in raw if key not in keys]
    if unknown:
        raise Wrong(*(_unknown_key(key, keys) for key in unknown))
    return raw


def _unknown_key(key: str, keys: frozenset[str]) -> Problem:
    near = nearest(key, sorted(keys))
    slots = (("key", key[:60]),)
    return (
        Problem("unknown-key", (*slots, ("nearest", near)), (key,))
        if near
        else Problem("unknown-key-plain", slots, (key,))
    )


def _period(raw: Mapping[str, object]) -> Period:
    given = [key for key in UNITS if key in raw]
    if len(given) != 1:
        raise _wrong("keep-two-periods" if given else "keep-no-period")
    amount = raw[given[0]]
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 <= amount <= 1200:
        raise _wrong("keep-period-range", given[0], value=amount)
    return Period(amount, UNITS[given[0]])


KEEP_KEYS = frozenset(("from", "until", "then", "reason", *UNITS))


def _retention(raw: object, questionnaire: Questionnaire) -> Retention:
    table = _table(raw, KEEP_KEYS)
    words = questionnaire.vocabularies
    if "from" not in table:
        raise _wrong("keep-no-from")
    trigger = _term(table["from"], words["keep-trigger"], "", ("from",)).id
    has_period = any(key in table for key in UNITS)
    until = _day(table["until"]) if "until" in table else None
    if trigger == FIXED_DATE and until is None:
        raise _wrong("keep-no-until")
    if has_period and (until or trigger == NO_END):
        raise _wrong("keep-two-periods")
    actions = _terms(table.get("then", []), words["keep-action"], "")
    reason = _term(table["reason"], words["keep-reason"], "", ("reason",)).id if "reason" in table else ""
    period = _period(table) if has_period else None
    return Retention(trigger, period, until, tuple(action.id for action in actions), reason)
