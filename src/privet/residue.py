"""What people leave in an answer by mistake: words to be replaced, and secrets.

Which texts are such is data (``data/residue.toml``).  A secret is never repeated: neither in
a finding about it, nor in any other message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from privet.answers import Answers, Ref
from privet.datafiles import DataFiles, Table

FILE = "residue.toml"
AROUND = " \t\n.,:;!?…_*#\"'“”«»()[]{}<>-–—/"
"""Signs around a word that do not make it an answer."""
HIDDEN = "…"
"""Stands in a message where a secret was."""
SHOWN = 60
"""Longest piece of an answer that a finding repeats."""

Check = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of residue, and every way to find it."""

    code: str
    message: str
    """Key of its texts in ``words/<lang>/residue.toml``."""
    secret: str
    """``secret`` if what is found may not be repeated."""
    whole: frozenset[str]
    """Answers that are nothing but that."""
    hints: tuple[str, ...]
    finds: tuple[str, ...]
    passes: Check
    """The test that a find must pass as well."""

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a text: beginnings and ends."""
        folded = text.casefold()
        if folded.strip(AROUND) in self.whole:
            yield 0, len(text)
        if any(hint in folded for hint in self.hints):
            found = (match for find in self.finds for match in re.finditer(find, text))
            yield from (match.span() for match in found if self.passes(match[0]))


@dataclass(frozen=True, slots=True)
class Residue:
    """Something left in an answer."""

    pattern: Pattern
    ref: Ref
    found: str
    """What it is, cut short; empty for a secret."""


def patterns(files: DataFiles) -> tuple[Pattern, ...]:
    """The patterns in privet's own data; DataError where one is wrong."""
    return tuple(_pattern(table) for table in files.toml(FILE).tables("pattern"))


def residues(answers: Answers, known: tuple[Pattern, ...]) -> Iterator[Residue]:
    """What was left by mistake in each text of the answers, in the order of the questions."""
    for ref, text in _texts(answers):
        for pattern in known:
            if place := next(pattern.places(text), None):
                found = "" if pattern.secret else " ".join(text[slice(*place)].split())[:SHOWN]
                yield Residue(pattern, ref, found)


def masked(text: str, known: tuple[Pattern, ...]) -> str:
    """A text that a message may repeat: its secrets taken out."""
    places = sorted((place for pattern in known if pattern.secret for place in pattern.places(text)), reverse=True)
    for start, end in places:
        text = text[:start] + HIDDEN + text[end:]
    return text


def _texts(answers: Answers) -> Iterator[tuple[Ref, str]]:
    """Every text in people's own words, with the address of its answer."""
    for _, answer in answers.every():
        if isinstance(answer.value, str):
            yield answer.ref, answer.value
        elif isinstance(answer.value, tuple):
            yield from ((answer.ref, value.text) for value in answer.value if value.text)


def _pattern(table: Table) -> Pattern:
    table.only("code", "message", "kind", "check", "whole", "hints", "find")
    check, kind = table.text("check"), table.text("kind")
    if check not in CHECKS:
        raise table.wrong("check", "unknown check")
    if kind not in ("placeholder", "secret"):
        raise table.wrong("kind", "neither placeholder nor secret")
    secret = kind if kind == "secret" else ""
    whole, hints, finds = frozenset(table.strings("whole")), table.strings("hints"), table.strings("find")
    return Pattern(table.text("code"), table.text("message"), secret, whole, hints, finds, CHECKS[check])


def _luhn(text: str) -> bool:
    """Whether the check digit of a card number is right."""
    digits = [int(char) for char in reversed(text) if char.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return len(digits) >= 13 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


CHECKS: Mapping[str, Check] = {"": bool, "luhn": _luhn}
"""Tests that a find must pass, by name."""
