"""What ``privet check site`` is asked, without what answering it takes."""

from __future__ import annotations

from dataclasses import dataclass

from privet.errors import Fault, InputError

SITE = "site"
"""First argument of ``privet check`` for a website; a file of that name is ``./site``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a site is to be looked at."""

    browser: str
    """``browser`` to look at each page in one as well."""
    private: str
    """``private`` to allow addresses on this machine and its network."""
    activities: tuple[str, ...]
    pages: int | None
    depth: int | None


def only_for_sites(asked: Asked) -> None:
    """Refuse, beside answers or a notice, what only a site can be asked."""
    given = {
        "--browser": asked.browser,
        "--allow-private": asked.private,
        "--activity": asked.activities,
        "--pages": asked.pages is not None,
        "--depth": asked.depth is not None,
    }
    for option, value in given.items():
        if value:
            raise InputError([Fault(f"privet {option}", 0, "only-for-sites", "", (("option", option),))])
