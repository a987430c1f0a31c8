"""Answers as the fields of an HTML form, and back.

One field of the questionnaire becomes a few form fields whose names begin with its key.
What a person sends and what is already answered have the same shape, so a page is shown
again after a mistake exactly as it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from privet import typed
from privet.answers import FIXED_DATE, NO_END, Answer, Chosen, Period, Retention
from privet.gazetteer import Gazetteer
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
    Text,
)
from privet.typed import Misread
from privet.values import OTHER, UNITS

State = Mapping[str, Sequence[str]]
"""What a form holds: each form field's name with its values, as a browser sends them."""

_CODE = re.compile(r"[^,;()]+\(([A-Za-z]{2}(?:-[A-Za-z0-9]{1,3})?)\)")
"""A place as ``place_name`` writes one whose name is not enough."""
SINGULAR = {unit: name for name, unit in UNITS.items()}


@dataclass(frozen=True, slots=True)
class Desktop:
    """What reading needs besides the form: places by name, and the day."""

    gazetteer: Gazetteer
    today: date


# ---- from an answer to a form


def state(answer: Answer, field: Field, gazetteer: Gazetteer) -> State:
    """The form that shows an answer."""
    key = field.key
    if answer.state == UNKNOWN:
        return {key: [UNKNOWN]} if isinstance(field.kind, Choice | Choices) else {f"{key}.unknown": ["on"]}
    match answer.value:
        case None:
            return {}
        case str() as text:
            return {key: [text]}
        case int() as number:
            return {key: [str(number)]}
        case date() as day:
            return {key: [day.isoformat()]}
        case Period() as period:
            return _period(key, period)
        case Retention() as keep:
            return _kept(key, keep)
        case tuple() as chosen if isinstance(field.kind, Places):
            return {key: [place_name(value, gazetteer) for value in chosen] or [NONE]}
        case tuple() as chosen:
            own = [value.text for value in chosen if value.text]
            ids = [value.id for value in chosen if not value.text]
            return {key: ids if chosen else [NONE], f"{key}.other": ["\n".join(own)]}
        case _:
            assert_never(answer.value)


def place_name(value: Chosen, gazetteer: Gazetteer) -> str:
    """The name of a place; with its code where another place has that name too."""
    name = gazetteer.label(value.id)
    try:
        return name if gazetteer.several(name) == [value] else f"{name} ({value.id})"
    except Misread:
        return f"{name} ({value.id})"


def _period(key: str, period: Period) -> dict[str, Sequence[str]]:
    return {f"{key}.amount": [str(period.amount)], f"{key}.unit": [SINGULAR[period.unit]]}


def _kept(key: str, keep: Retention) -> State:
    open_end = not (keep.period or keep.until or keep.trigger == NO_END)
    return {
        f"{key}.from": [keep.trigger],
        **({f"{key}.unknown": ["on"]} if open_end else {}),
        **(_period(key, keep.period) if keep.period else {}),
        **({f"{key}.until": [keep.until.isoformat()]} if keep.until else {}),
        f"{key}.then": list(keep.actions),
        f"{key}.reason": [keep.reason],
    }


# ---- from a form to what the answers file holds


def raw(form: State, field: Field, desktop: Desktop) -> object | None:
    """The value as the answers file holds it; None where nothing was said.

    Raises Misread for what can be no answer."""
    refuse_broken(form, field.key)
    unknown = bool(form.get(f"{field.key}.unknown"))
    if isinstance(field.kind, Keep):
        return _keep(form, field.key, desktop, "unknown" if unknown else "")
    value = _raw(form, field, desktop)
    if unknown and value is not None:
        raise Misread("unknown-and-more")
    return UNKNOWN if unknown else value


def refuse_broken(form: State, key: str) -> None:
    """Bytes that were no text arrive as U+FFFD: what was meant is lost, so it is asked again."""
    said = (value for name, values in form.items() if name.split(".")[0] == key for value in values)
    if any("\ufffd" in value for value in said):
        raise Misread("character", code="U+FFFD")


def _raw(form: State, field: Field, desktop: Desktop) -> object | None:
    match field.kind:
        case Text() | Email():
            return typed.line(one(form, field.key)) or None
        case LongText():
            return typed.text(lines(one(form, field.key))) or None
        case Link():
            said = one(form, field.key)
            return typed.link(said) if said else None
        case Day():
            said = one(form, field.key)
            return typed.day(said, desktop.today, {}, {}) if said else None
        case Number():
            said = one(form, field.key)
            return typed.number(said) if said else None
        case Choice():
            return next(iter(_chosen(form, field.key, "")), None)
        case Choices():
            return _several(form, field.key)
        case Places():
            return _places(form, field.key, desktop)
        case Keep():
            return _keep(form, field.key, desktop, "")
        case Duration():
            return _length(form, field.key)
        case _:
            assert_never(field.kind)


def one(form: State, name: str) -> str:
    """The last value under a name, without space around it; empty where there is none."""
    values = form.get(name) or [""]
    return values[-1].strip()


def lines(text: str) -> str:
    """Lines as the answers file writes them, each without space behind it."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def _chosen(form: State, key: str, several: str) -> list[object]:
    """The terms chosen, and own words: one on each line where several may be."""
    ids = [id for id in form.get(key, ()) if id]
    own = [said for line in one(form, f"{key}.other").splitlines() if (said := typed.line(line))]
    if own and not several:
        own = [typed.line(" ".join(own))]
        if ids:
            raise Misread("own-and-more")
    return [*ids, *({OTHER: said} for said in own)]


def _several(form: State, key: str) -> object | None:
    chosen = _chosen(form, key, "several")
    if chosen == [UNKNOWN]:
        return UNKNOWN
    if UNKNOWN in chosen:
        raise Misread("unknown-and-more")
    return [] if chosen == [NONE] else chosen or None


def _places(form: State, key: str, desktop: Desktop) -> object | None:
    said = [entry.strip() for entry in form.get(key, ()) if entry.strip()]
    if said == [NONE]:
        return []
    found: dict[Chosen, None] = {}
    for entry in said:
        code = _CODE.fullmatch(entry)
        found.update(dict.fromkeys(desktop.gazetteer.several(code[1] if code else entry)))
    return [place.id for place in found] or None


def _length(form: State, key: str) -> dict[str, int] | None:
    amount, unit = one(form, f"{key}.amount"), one(form, f"{key}.unit")
    if not amount:
        return None
    if unit not in UNITS:
        raise Misread("no-period")
    return {unit: typed.number(amount)}


def _keep(form: State, key: str, desktop: Desktop, unknown: str) -> object | None:
    """How long something is kept.

    Counted from what, and not yet known how long, is an answer too.  A beginning alone is
    none: the page proposes it."""
    trigger, length, until = one(form, f"{key}.from"), _length(form, key), one(form, f"{key}.until")
    actions = [action for action in form.get(f"{key}.then", ()) if action]
    reason = one(form, f"{key}.reason")
    _refuse_odd_ends(trigger, length, until, unknown)
    if not trigger:
        return UNKNOWN if unknown else None
    if not (length or until or unknown or trigger == NO_END):
        if actions or reason:
            raise Misread("keep-no-length")
        return None
    end: dict[str, object] = {"until": typed.day(until, desktop.today, {}, {})} if until else {**(length or {})}
    said = {**({"then": actions} if actions else {}), **({"reason": reason} if reason else {})}
    return {"from": trigger, **end, **said}


def _refuse_odd_ends(trigger: str, length: object, until: str, unknown: str) -> None:
    """An end that does not go with its beginning, or two ends."""
    if unknown and (length or until or trigger in (FIXED_DATE, NO_END)):
        raise Misread("unknown-and-more")
    if (length or until) and not trigger:
        raise Misread("keep-no-from")
    if (until and trigger != FIXED_DATE) or (length and trigger in (FIXED_DATE, NO_END)):
        raise Misread("keep-two-ends")
    if trigger == FIXED_DATE and not until:
        raise Misread("keep-no-until")
