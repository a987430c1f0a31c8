"""How a locale writes numbers, days and lists: Babel's knowledge, learnt once and kept.

Babel knows every locale of the world and takes longer to start than a whole plan to
compose.  privet asks it a handful of things, so the answers are learnt by asking for
examples, checked against further ones, and packed with the other data.  A question that
what was learnt does not answer (a large number, say) goes to Babel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from privet.packed import FOLDER, HOME, Packed, Plain

COUNTED = 100
"""Numbers whose plural form is learnt."""
MARKS = ("\ue000", "\ue001", "\ue002", "\ue003", "\ue004")
"""What stands for the items of an example: nothing that a locale writes itself."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What was learnt of one locale."""

    name: str
    plurals: Sequence[str]
    """Plural form per number, from 0."""
    pair: str
    """What stands between two items."""
    commas: Sequence[str]
    """What stands between items of a longer list: after the first, in the middle, before the last."""
    days: Sequence[str]
    """Per month, a day in full: ``{d} November {y}``."""
    territories: Mapping[str, str]
    languages: Mapping[str, str]

    def plural(self, n: int) -> str:
        """The plural form for a number: one, many, other, …"""
        return self.plurals[n] if 0 <= n < len(self.plurals) else _asked_plural(self.name, n)

    def number(self, n: int) -> str:
        """A whole number; from a thousand on the locale has its own way of grouping."""
        return str(n) if 0 <= n < 1000 and self.plurals else _asked_number(self.name, n)

    def join(self, items: Sequence[str]) -> str:
        """``a, b and c``."""
        if len(items) < 2:
            return "".join(items)
        if not self.commas:
            return _asked_list(self.name, items)
        if len(items) == 2:
            return self.pair.join(items)
        first, middle, last = self.commas
        return f"{items[0]}{first}{middle.join(items[1:-1])}{last}{items[-1]}"

    def day(self, day: date) -> str:
        """A day in full."""
        if not self.days:
            return _asked_day(self.name, day)
        return self.days[day.month - 1].replace("{d}", str(day.day)).replace("{y}", str(day.year))


@cache
def habits(name: str) -> Habits:
    """A locale's habits, from the pack where this Babel's are in it, else learnt now."""
    packed = Packed(HOME / FOLDER).find(f"locales/{name}", babel())
    return _unpacked(name, packed) or learn(name)


@cache
def babel() -> str:
    """Hash of the file that holds Babel's version; empty if there is none.  Babel is not imported."""
    spec = find_spec("babel")
    return sha256(Path(spec.origin).read_bytes()).hexdigest() if spec and spec.origin else ""


def packed(known: Habits) -> Plain:
    """Habits as a pack holds them."""
    names = Habits.__match_args__
    return [getattr(known, name) for name in names[1:]]


def _unpacked(name: str, plain: Plain | None) -> Habits | None:
    match plain:
        case [
            list() as plurals,
            str() as pair,
            list() as commas,
            list() as days,
            dict() as territories,
            dict() as languages,
        ]:
            return Habits(name, plurals, pair, commas, days, territories, languages)
        case _:
            return None


# ---- learning: what does not stand the check is not kept, and Babel is asked each time


def learn(name: str) -> Habits:
    """A locale's habits as Babel's answers show them."""
    from babel import Locale

    locale = Locale.parse(name)
    plain = all(_asked_number(name, n) == str(n) for n in (0, 7, 42, 999))
    plurals = [_asked_plural(name, n) for n in range(COUNTED)] if plain else []
    pair, commas = _learn_lists(name)
    return Habits(
        name,
        plurals,
        pair,
        commas,
        _learn_days(name) if plain else [],
        {code: str(said) for code, said in locale.territories.items() if len(code) == 2},
        {code: str(said) for code, said in locale.languages.items() if len(code) == 2},
    )


def _learn_lists(name: str) -> tuple[str, list[str]]:
    """What a list of five shows, kept if lists of three and four agree."""
    between = _asked_list(name, MARKS)
    for mark in MARKS[1:]:
        between = between.replace(mark, MARKS[0])
    before, first, middle, again, last, after = between.split(MARKS[0])
    pair = _asked_list(name, MARKS[:2])[1:-1]
    learnt = Habits(name, [], pair, [first, middle, last], [], {}, {})
    holds = all(learnt.join(MARKS[:size]) == _asked_list(name, MARKS[:size]) for size in (2, 3, 4, 5))
    return (pair, [first, middle, last]) if holds and not before + after and middle == again else ("", [])


def _learn_days(name: str) -> list[str]:
    """What the 22nd of each month shows, kept if other days agree."""
    days = [
        _asked_day(name, date(2017, month, 22)).replace("2017", "{y}").replace("22", "{d}") for month in range(1, 13)
    ]
    learnt = Habits(name, [], "", [], days, {}, {})
    others = [date(year, month, day) for year in (1999, 2030) for month in range(1, 13) for day in (1, 9, 28)]
    return days if all(learnt.day(day) == _asked_day(name, day) for day in others) else []


# ---- asking Babel


def _asked_plural(name: str, n: int) -> str:
    from babel import Locale

    form: str = Locale.parse(name).plural_form(n)
    return form


def _asked_number(name: str, n: int) -> str:
    from babel.numbers import format_decimal

    said: str = format_decimal(n, locale=name)
    return said


def _asked_list(name: str, items: Sequence[str]) -> str:
    from babel.lists import format_list

    said: str = format_list(list(items), locale=name)
    return said


def _asked_day(name: str, day: date) -> str:
    from babel.dates import format_date

    return format_date(day, format="long", locale=name)
