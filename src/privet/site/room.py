"""The room in which pages are read: a process with limits, because what is in a page comes from strangers.

A page that broke it is told as not read, and the next one is read in a new one.
"""

from __future__ import annotations

from dataclasses import dataclass

from privet.confined import Answerer, Broke, Confined, Limits, Say, Slow
from privet.site.elements import SitePage, from_json, to_json
from privet.site.markup import decoded
from privet.site.reading import read

LIMITS = Limits(memory=2**31, of="RLIMIT_AS", written=0)
"""No file is written."""
SECONDS = 20
"""Longest that one page may take."""
MOST = 2**30
"""Longest answer in bytes."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A page that could not be read, and why: the key of a text."""

    why: str


class Room(Confined):
    """Reads pages one by one, in a process that is started again when a page broke it."""

    def __init__(self) -> None:
        super().__init__(LIMITS, _answerer)

    def read(self, raw: bytes, charset: str = "") -> SitePage | Unread:
        """A page as what is looked at."""
        try:
            self.ask(charset.encode("ascii", "replace")[:40] + b"\n" + raw)
            return _page(self.heard(SECONDS, MOST))
        except Slow:
            self.again()
            return Unread("page-too-slow")
        except Broke:
            self.again()
            return Unread("page-broke-reader")


def _page(answer: object) -> SitePage | Unread:
    if isinstance(answer, str):
        return Unread(answer)
    try:
        return from_json(answer)
    except (ValueError, IndexError):
        return Unread("page-broke-reader")


def _answerer() -> Answerer:
    return _answer


def _answer(question: bytes, say: Say) -> object:
    charset, _, raw = question.partition(b"\n")
    text = decoded(raw, charset.decode("ascii"))
    if text is None:
        return "page-not-text"
    try:
        return to_json(read(text))
    except MemoryError:
        return "page-too-large"
