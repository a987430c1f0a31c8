"""``privet check notice``: pages that were published, saved as files; nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass

from privet import pages, source
from privet.checking import Found
from privet.cli.session import library, say, words
from privet.errors import Fault, InputError
from privet.facts import Case
from privet.notice_checks import check_notice
from privet.pages import Page

NOTICE = "notice"
"""First argument of ``privet check`` for pages; a file of that name is ``./notice``."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What pages are compared with."""

    answers: str | None
    against: tuple[str, ...]


def only_for_notices(compared: Compared) -> None:
    """Refuse, beside answers, what only a page can be compared with."""
    option = "--answers" if compared.answers else "--against" if compared.against else ""
    if option:
        raise InputError([Fault(f"privet {option}", 0, "only-for-notices", "", (("option", option),))])


def check_pages(paths: tuple[str, ...], case: Case | None, against: tuple[str, ...]) -> list[Found]:
    """Every finding about the pages; what could not be looked at is told on standard error."""
    if not paths:
        raise InputError([Fault("privet check notice", 0, "no-page")])
    answers = case.answers if case else None
    others = tuple(map(_page, against))
    found: list[Found] = []
    for path in paths:
        checked = check_notice(library(), _page(path), answers, others, words())
        found += checked.found
        for why, codes in checked.unchecked.items():
            say(f"published.unchecked-{why}", path=path, codes=", ".join(codes))
    return found


def _page(path: str) -> Page:
    return pages.parse(source.raw(path, pages.SIZE), path)
