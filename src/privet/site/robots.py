"""What a site asks of programs that visit it: ``robots.txt``, as RFC 9309 reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SIZE = 500_000
"""Bytes of a robots.txt that are read."""
MOST_RULES = 2_000
LONGEST_PAUSE = 10.0
"""Longest pause between requests that a site may ask for, in seconds."""
LINE = re.compile(r"\s*([A-Za-z-]{1,40})\s*:\s*([^#\r\n]{0,2000})")


@dataclass(frozen=True, slots=True)
class Rule:
    """A path, with ``*`` for anything and ``$`` for the end, that may or may not be asked for."""

    pattern: str
    allows: str
    """``allow`` or ``disallow``."""

    def fits(self, path: str) -> bool:
        """Whether a path begins as the rule says; each piece is looked for once, so that time grows with the path."""
        pieces = self.pattern.removesuffix("$").split("*")
        if not path.startswith(pieces[0]):
            return False
        place = len(pieces[0])
        for piece in pieces[1:]:
            found = path.find(piece, place)
            if found < 0:
                return False
            place = found + len(piece)
        return not self.pattern.endswith("$") or (path.endswith(pieces[-1]) if len(pieces) > 1 else place == len(path))


@dataclass(frozen=True, slots=True)
class Robots:
    """What a site asks of one visitor."""

    rules: tuple[Rule, ...] = ()
    pause: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether a path may be asked for: the longest rule decides, and of two as long the one that allows."""
        fitting = (rule for rule in self.rules if rule.pattern and rule.fits(path))
        best = max(fitting, key=lambda rule: (len(rule.pattern), rule.allows == "allow"), default=None)
        return best is None or best.allows == "allow"


def parse(text: str, agent: str) -> Robots:
    """What a text asks of a visitor of this name; of everybody where it names nobody like that."""
    own: list[tuple[str, str]] = []
    everybody: list[tuple[str, str]] = []
    named = False
    group: list[list[tuple[str, str]]] = []
    ended = True
    for key, value in _lines(text):
        if key == "user-agent":
            group = [] if ended else group
            ended = False
            name = value.casefold()
            if name == "*":
                group.append(everybody)
            elif name and name == agent.casefold():
                named = True
                group.append(own)
            continue
        ended = True
        for rules in group:
            rules.append((key, value))
    return _robots(own if named else everybody)


def _lines(text: str) -> Iterable[tuple[str, str]]:
    for line in text[:SIZE].splitlines():
        if match := LINE.match(line):
            yield match[1].casefold(), match[2].strip()


def _robots(said: Iterable[tuple[str, str]]) -> Robots:
    rules: list[Rule] = []
    pause = 0.0
    for key, value in said:
        if key in ("allow", "disallow") and len(rules) < MOST_RULES:
            rules.append(Rule(value, key))
        elif key == "crawl-delay" and re.fullmatch(r"\d{1,4}(?:\.\d{1,3})?", value):
            pause = min(float(value), LONGEST_PAUSE)
    return Robots(tuple(rules), pause)
