"""What follows from a change of answers: laws, documents, permission that was given before, findings and tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from privet import making
from privet.checking import check
from privet.compose import compose
from privet.differences import Difference
from privet.document import Document, Paragraph, Part, Section
from privet.errors import UnfinishedError
from privet.facts import Case
from privet.judging import Judged, judge
from privet.labels import Labeller
from privet.library import Library
from privet.words import Words

Kind = Literal["law", "document", "permission", "finding", "settled", "task"]

LOOKED_AT = ("plan", "notice")
"""The documents of which every part that changes is named."""
ASKING = ("forms", "activities")
"""The document with the words that people say yes to, and the table it is made for each row of."""
WIDER = ("items", "purposes", "shared-with", "sources")
"""What a yes was given for: more of it was not agreed to."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that follows."""

    kind: Kind
    id: str
    """The law, the block, the row or the code that it is about."""
    text: str


def consequences(
    library: Library, old: Case, new: Case, found: Iterable[Difference], language: str, words: Words
) -> tuple[Consequence, ...]:
    """Everything that follows, what matters most first."""
    return tuple(_Follower(library, old, new, language, words).every(tuple(found)))


class _Follower:
    """Compares two cases."""

    def __init__(self, library: Library, old: Case, new: Case, language: str, words: Words) -> None:
        self.library, self.old, self.new, self.language, self.words = library, old, new, language, words

    def every(self, found: tuple[Difference, ...]) -> Iterator[Consequence]:
        yield from self._laws()
        yield from self._permission(found)
        for kind in LOOKED_AT:
            yield from self._document(kind)
        yield from self._findings()
        yield from self._tasks()

    def _say(self, kind: Kind, id: str, key: str, **slots: str) -> Consequence:
        return Consequence(kind, id, self.words.say(f"diff.{key}", **slots))

    # ---- laws

    def _laws(self) -> Iterator[Consequence]:
        """Laws that begin to apply, or no longer do, or may."""
        was, now = (
            {entry.law.id: (entry.verdict.holds, entry.law) for entry in judge(self.library, case, "plan").laws}
            for case in (self.old, self.new)
        )
        labels = Labeller(self.new.answers, self.words)
        for id, (holds, law) in now.items():
            if id in was and was[id][0] != holds:
                key = {True: "law-applies", False: "law-no-longer", None: "law-unknown"}[holds]
                yield self._say("law", id, key, law=labels.pick(law.name))

    # ---- what people said yes to

    def _permission(self, found: tuple[Difference, ...]) -> Iterator[Consequence]:
        """Activities that people were asked a yes for, and that now go further."""
        wider = dict.fromkeys(
            entry.ref.row
            for entry in found
            if entry.ref.table == ASKING[1] and entry.ref.field in WIDER and entry.kind in ("added", "found")
        )
        asked = self._asked(wider) if wider else frozenset[str]()
        labels = Labeller(self.new.answers, self.words)
        for row in wider:
            if row in asked:
                yield self._say("permission", row, "permission", row=labels.row(ASKING[1], row).text)

    def _asked(self, rows: Collection[str]) -> frozenset[str]:
        """Those of the rows for which the old words had a box."""
        parts = making.parts(self.library, self.old, ASKING[0])
        named = ((name.removeprefix(f"{ASKING[0]}-"), judged) for name, judged in parts)
        return frozenset(row for row, judged in named if row in rows and self._had_box(judged))

    def _had_box(self, judged: Judged) -> bool:
        """Whether the words had one; where they could not be made yet nobody has said yes to them."""
        try:
            return any(_boxes(compose(self.library, judged, self.language)))
        except UnfinishedError:
            return False

    # ---- documents

    def _document(self, kind: str) -> Iterator[Consequence]:
        """The parts of a document that are new, other or gone."""
        title = Labeller(self.new.answers, self.words).pick(self.library.document(kind).title)
        before, after = self._composed(self.old, kind), self._composed(self.new, kind)
        if before is None or after is None:
            if (before is None) != (after is None):
                yield self._say("document", kind, "can-be-made" if before is None else "cannot-be-made", document=title)
            return
        was, now = _blocks(before), _blocks(after)
        for id, (section, block, text) in now.items():
            if id not in was:
                yield self._say("document", f"{kind}/{id}", "part-new", document=title, section=section, part=block)
            elif was[id][2] != text:
                yield self._say("document", f"{kind}/{id}", "part-changed", document=title, section=section, part=block)
        for id, (section, block, _) in was.items():
            if id not in now:
                yield self._say("document", f"{kind}/{id}", "part-gone", document=title, section=section, part=block)

    def _composed(self, case: Case, kind: str) -> Document | None:
        try:
            return compose(self.library, judge(self.library, case, kind), self.language)
        except UnfinishedError:
            return None

    # ---- findings and tasks

    def _findings(self) -> Iterator[Consequence]:
        """What ``privet check`` finds now and did not find before, and what it no longer finds."""
        was, now = (
            {(entry.code, entry.text): entry for entry in check(self.library, case, self.language)}
            for case in (self.old, self.new)
        )
        for key, entry in now.items():
            if key not in was:
                yield Consequence("finding", entry.code, entry.text)
        for key, entry in was.items():
            if key not in now:
                yield self._say("settled", entry.code, "settled", text=entry.text)

    def _tasks(self) -> Iterator[Consequence]:
        """Tasks of the plan that were not there before."""
        before, after = self._composed(self.old, LOOKED_AT[0]), self._composed(self.new, LOOKED_AT[0])
        known = {task.key for task in before.tasks} if before else set()
        for task in after.tasks if after else ():
            if task.key not in known:
                yield Consequence("task", task.key, "".join(run.text for run in task.text))


def _boxes(document: Document) -> Iterator[str]:
    for section in document.sections:
        for part in _parts(section):
            yield from (node.box for node in part.content if isinstance(node, Paragraph) and node.box)


def _parts(section: Section) -> Iterator[Part]:
    return (part for block in section.blocks for part in block.parts)


def _blocks(document: Document) -> dict[str, tuple[str, str, object]]:
    """Per block: the titles of its section and of itself, and what it says; where an answer stands is no matter."""
    return {
        block.id: (section.title, block.title, [(part.people, part.side, part.content) for part in block.parts])
        for section in document.sections
        for block in section.blocks
    }
