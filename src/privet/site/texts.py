"""The text of a page, line by line, while it is read: what stands before a field, and what an id points to."""

from __future__ import annotations

from privet.site.drafts import NEAR, PROSE, WORDS

MOST_POINTED = 5
"""Ids that one field may point to."""


class Texts:
    """Lines of text.  The name of one field is followed by an empty line, so that it is not that of the next."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.line: list[str] = []
        """The line that is not at its end."""
        self.place = self.begun = 0
        """Characters up to here, and up to the beginning of this line."""
        self.ids: dict[str, tuple[int, int]] = {}
        """Where the text of an element with an id begins: its line, and the place in it."""
        self.plain = ""
        """``plain`` once something in this line is no link."""

    def add(self, said: str, kind: str) -> None:
        """A piece of text, ``plain`` or a ``link``."""
        self.place += len(said) + 1
        self.line.append(said[:PROSE])
        self.plain = "plain" if kind == "plain" else self.plain

    def flush(self) -> None:
        """The line ends; one that is only a link names no field."""
        if self.line:
            self.done.append(" ".join(self.line))
            if not self.plain:
                self.done.append("")
            self.line, self.plain = [], ""
        self.begun = self.place

    def use_up(self) -> None:
        """The text up to here belongs to a field."""
        self.done += (" ".join(self.line), "") if self.line else ("",)
        self.line, self.plain = [], ""
        self.begun = self.place

    def before(self) -> str:
        """The text just before, if it is short enough to be a name."""
        said = " ".join(self.line) if self.plain else ""
        said = said or (self.done[-1] if self.done and not self.line else "")
        return said if len(said) <= NEAR else ""

    def mark(self, id: str) -> None:
        """An element with this id begins here."""
        self.ids.setdefault(id, (len(self.done), self.place - self.begun))

    def pointed(self, ids: str) -> str:
        """The text of the elements with these ids."""
        said: list[str] = []
        for id in ids.split()[:MOST_POINTED]:
            line, place = self.ids.get(id, (len(self.done), 0))
            if line < len(self.done):
                said.append(self.done[line][place:][:WORDS])
        return " ".join(said)
