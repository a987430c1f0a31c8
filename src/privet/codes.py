"""Every finding that ``privet check`` can bring, by its code, whatever brings it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from privet.checking import CHECKS
from privet.document import Priority
from privet.kinds import kinds
from privet.library import Library

Group = Literal["answers", "notice", "site", "data"]
"""What is looked at: the answers file, a published notice, a website, a database or file."""
GROUPS: tuple[Group, ...] = ("answers", "notice", "site", "data")
FILES: Mapping[str, Group] = {
    "accepted.toml": "answers",
    "notice-checks.toml": "notice",
    "site-checks.toml": "site",
    "data-checks.toml": "data",
}
"""The data files that list kinds of findings."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code, with the kinds of findings that share it."""

    code: str
    group: Group
    priority: Priority
    """The highest of its kinds."""
    rules: tuple[str, ...]
    """What brings it: ``check/gaps/keep-unknown``, ``check/site/pre-ticked``."""
    unlooked: str
    """``unlooked`` if it says that something could not be looked at."""


def codes(library: Library) -> Mapping[str, Code]:
    """Every code, in the order of the groups and their files."""
    found: dict[str, Code] = {}
    for entry in _every(library):
        before = found.get(entry.code)
        found[entry.code] = replace(before, rules=(*before.rules, *entry.rules)) if before else entry
    return dict(sorted(found.items(), key=lambda pair: GROUPS.index(pair[1].group)))


def _every(library: Library) -> Iterator[Code]:
    for rule in library.document(CHECKS).rules:
        yield Code(rule.code, "answers", rule.priority, (str(rule.id),), "")
    for pattern in library.residue:
        priority: Priority = "high" if pattern.secret else "normal"
        yield Code(pattern.code, "answers", priority, (f"{CHECKS}/residue/{pattern.message}",), "")
    for file, group in FILES.items():
        for name, kind in kinds(library.files.toml(file)).items():
            home = file.split(".")[0].removesuffix("-checks")
            yield Code(kind.code, group, kind.priority, (f"{CHECKS}/{home}/{name}",), kind.unlooked)
