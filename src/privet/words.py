"""Short strings in the reader's language; lists, dates and numbers as that language writes them.

The strings are data (``data/words/<lang>/*.toml``); this module finds them and fills
their slots.  Slots are replaced as plain strings: no format language ever sees them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from privet.locales import habits

Text = str | Mapping[str, str]
"""A string, or one string per plural form (CLDR: one, many, other, …)."""

SLOT = re.compile(r"\{([a-z][a-z0-9-]*)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """All short strings of one language, by dotted key, e.g. ``document.because``."""

    language: str
    """Language of the strings (``fr``)."""
    locale: str
    """Language with region for dates and numbers (``fr_CA``), as Babel spells it."""
    strings: Mapping[str, Text]

    @property
    def tag(self) -> str:
        """The language as files and pages name it: ``fr-CA``, and ``en`` where no country is meant."""
        region = self.locale.removeprefix(f"{self.language}_")
        return f"{self.language}-{region}" if region.isalpha() and region != self.language else self.language

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
        form = habits(self.locale).plural(n)
        filled = {name.replace("_", "-"): value for name, value in slots.items()}
        return fill(text.get(form, text["other"]), {"n": self.number(n), **filled})

    def join(self, items: Sequence[str]) -> str:
        """``a, b and c`` in this language; empty for no items."""
        return habits(self.locale).join(items)

    def day(self, day: date) -> str:
        """A date in full, e.g. ``22 November 2026``."""
        return habits(self.locale).day(day)

    def number(self, n: int) -> str:
        """A whole number with the language's own grouping."""
        return habits(self.locale).number(n)

    def place(self, code: str) -> str:
        """Name of an ISO 3166-1 country; the code itself where Babel has no name."""
        return habits(self.locale).territories.get(code, code)

    def language_name(self, code: str) -> str:
        """Name of a language in this language."""
        return habits(self.locale).languages.get(code, code)


def fill(text: str, slots: Mapping[str, str]) -> str:
    """``text`` with every ``{slot}`` replaced, in one pass: values are never read again."""
    return SLOT.sub(lambda match: slots[match.group(1)], text)
