"""Short strings in the reader's language; lists, dates and numbers as that language writes them.

The strings are data (``data/words/<lang>/*.toml``); this module finds them and fills
their slots.  Slots are replaced as plain strings: no format language ever sees them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from privet.records import record

Text = str | Mapping[str, str]
"""A string, or one string per plural form (CLDR: one, many, other, …)."""

SLOT = re.compile(r"\{([a-z][a-z0-9-]*)\}")


@record
class Words:
    """All short strings of one language, by dotted key, e.g. ``document.because``."""

    language: str
    """Language of the strings (``fr``)."""
    locale: str
    """Language with region for dates and numbers (``fr_CA``), as Babel spells it."""
    strings: Mapping[str, Text]

    def say(self, key: str, /, **slots: str) -> str:
        """The string at ``key`` with its slots filled.  Slot ``a_b`` fills ``{a-b}``.

        Raises KeyError for a key or a slot that does not exist: both are slips of ours."""
        text = self.strings[key]
        if not isinstance(text, str):
            raise KeyError(f"{key} is a plural; use count")
        return fill(text, {name.replace("_", "-"): value for name, value in slots.items()})

    def count(self, key: str, n: int, /, **slots: str) -> str:
        """The plural form of ``key`` that fits ``n``, with ``{n}`` filled."""
        text = self.strings[key]
        if isinstance(text, str):
            raise KeyError(f"{key} has no plural forms; use say")
        form = _babel(self.locale).plural_form(n)
        filled = {name.replace("_", "-"): value for name, value in slots.items()}
        return fill(text.get(form, text["other"]), {"n": self.number(n), **filled})

    def join(self, items: Sequence[str]) -> str:
        """``a, b and c`` in this language; empty for no items."""
        from babel.lists import format_list

        return format_list(list(items), locale=self.locale) if items else ""

    def day(self, day: date) -> str:
        """A date in full, e.g. ``22 November 2026``."""
        from babel.dates import format_date

        return format_date(day, format="long", locale=self.locale)

    def number(self, n: int) -> str:
        """A whole number with the language's own grouping."""
        from babel.numbers import format_decimal

        return format_decimal(n, locale=self.locale)

    def place(self, code: str) -> str:
        """Name of an ISO 3166-1 country; the code itself where Babel has no name."""
        return _babel(self.locale).territories.get(code, code)

    def language_name(self, code: str) -> str:
        """Name of a language in this language."""
        return _babel(self.locale).languages.get(code, code)


def fill(text: str, slots: Mapping[str, str]) -> str:
    """``text`` with every ``{slot}`` replaced, in one pass: values are never read again."""
    return SLOT.sub(lambda match: slots[match.group(1)], text)


class _Locale:
    """The few things of a Babel locale that Words needs, loaded once a locale."""

    def __init__(self, name: str) -> None:
        from babel import Locale

        locale = Locale.parse(name)
        self.plural_form = locale.plural_form
        self.territories: Mapping[str, str] = locale.territories
        self.languages: Mapping[str, str] = locale.languages


_LOCALES: dict[str, _Locale] = {}


def _babel(name: str) -> _Locale:
    if name not in _LOCALES:
        _LOCALES[name] = _Locale(name)
    return _LOCALES[name]
