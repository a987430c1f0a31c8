"""What differs between two sets of answers, in plain words: each answer that was given, changed or taken back.

Nothing here is laid out: a difference is an address, a kind and a sentence, and who shows it
decides how it looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from privet.answers import Answer, Answers, Chosen, Ref
from privet.document import Line, Run
from privet.labels import Labeller, lowered
from privet.questions import Choices, Field, Places, TableShape
from privet.words import Words

Kind = Literal["added", "removed", "changed", "answered", "found", "unknown", "withdrawn", "new", "gone"]
"""Values of a list that came or went; another value; an answer where there was none; where there
was "I don't know"; "I don't know" where there was something else; no answer any more; a row that
came or went."""
NAMING = "template"
"""The key whose answer names a row that nobody has named."""
NAMES = "language"
"""The vocabulary of names, which keep their capitals inside a sentence."""
MARK = re.compile("\0([a-z]+)\0")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs."""

    ref: Ref
    """The answer, or the row, or the whole table where its people say how many rows it has."""
    section: str
    """Id of the section in which it is asked."""
    kind: Kind
    before: Line
    """What was said: the values that went, or the whole answer; empty where there was nothing."""
    after: Line
    sentence: Line
    """All of it in words."""
    inside: tuple[Difference, ...] = ()
    """What a new row says."""


@dataclass(frozen=True, slots=True)
class Section:
    """The differences in one section of the questions."""

    id: str
    title: str
    differences: tuple[Difference, ...]


def differences(old: Answers, new: Answers, words: Words) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the questions.

    The order of values, comments and the way something is written make no difference."""
    return tuple(_Teller(old, new, words).every())


def sections(found: Iterable[Difference], answers: Answers, words: Words) -> tuple[Section, ...]:
    """The differences under the sections they belong to, in the order of the questions."""
    asked, labels = answers.questionnaire.sections, Labeller(answers, words)
    order = {section.id: place for place, section in enumerate(asked)}
    sorted_ones = sorted(found, key=lambda difference: order[difference.section])
    return tuple(
        Section(id, labels.pick(asked[order[id]].title), tuple(together))
        for id, together in groupby(sorted_ones, key=lambda difference: difference.section)
    )


class _Teller:
    """Says what differs."""

    def __init__(self, old: Answers, new: Answers, words: Words) -> None:
        self.old, self.new, self.words = old, new, words
        self.asked = new.questionnaire
        self.said_before, self.says_now = Labeller(old, words), Labeller(new, words)

    def every(self) -> Iterator[Difference]:
        for shape in self.asked.tables.values():
            if shape.rows:
                yield from self._rows(shape)
            else:
                yield from self._fields(shape, "")

    # ---- tables with rows

    def _rows(self, shape: TableShape) -> Iterator[Difference]:
        before, now = self.old.rows(shape.name), self.new.rows(shape.name)
        if not before and not now:
            yield from self._whole(shape)
        for row in now:
            if row in before:
                yield from self._fields(shape, row)
            else:
                yield self._row(shape, row, "new")
        yield from (self._row(shape, row, "gone") for row in before if row not in now)

    def _whole(self, shape: TableShape) -> Iterator[Difference]:
        """That a table has no rows, or that nobody knows which: it can be said too."""
        ref = Ref(shape.name)
        was, now = (Answer(ref, answers.states.get(shape.name, "missing"), ()) for answers in (self.old, self.new))
        kind = _kind(was, now)
        if kind:
            none: Line = (Run(self.words.say("document.none")),)
            after = none if now.state == "known" else ()
            yield self._difference(ref, kind, none if was.state == "known" else (), after)

    def _row(self, shape: TableShape, row: str, kind: Literal["new", "gone"]) -> Difference:
        ref = Ref(shape.name, row)
        name: Line = (self._name(ref),)
        # what it is called has been said
        said = tuple(found for found in self._fields(shape, row) if found.ref.field != NAMING and found.after != name)
        inside = said if kind == "new" else ()
        return self._difference(ref, kind, name if kind == "gone" else (), name if kind == "new" else (), inside)

    # ---- answers

    def _fields(self, shape: TableShape, row: str) -> Iterator[Difference]:
        for key, field in shape.fields.items():
            yield from self._answer(field, self.old.at(shape.name, key, row), self.new.at(shape.name, key, row))

    def _answer(self, field: Field, was: Answer, now: Answer) -> Iterator[Difference]:
        came, went = _moved(was, now) if isinstance(field.kind, Choices | Places) else ([], [])
        if came:
            yield self._difference(now.ref, "added", (), self._listed(field, came))
        if went:
            yield self._difference(now.ref, "removed", self._listed(field, went), ())
        kind = _kind(was, now)
        if kind and not came and not went:
            yield self._difference(now.ref, kind, self._answered(was, "old"), self._answered(now, "new"))

    def _listed(self, field: Field, values: Sequence[Chosen]) -> Line:
        runs = [self.says_now.chosen(field, value) for value in values]
        return self.says_now.listed(runs if field.vocabulary == NAMES else [lowered(run) for run in runs])

    def _answered(self, answer: Answer, side: Literal["old", "new"]) -> Line:
        if answer.state == "missing":
            return ()
        labels = self.said_before if side == "old" else self.says_now
        return tuple(lowered(run) for run in labels.answer(answer))

    # ---- words

    def _difference(
        self, ref: Ref, kind: Kind, before: Line, after: Line, inside: tuple[Difference, ...] = ()
    ) -> Difference:
        # what an answer's label leaves out, such as the reason for a period, may be all that changed
        key = "details" if kind == "changed" and before == after else kind
        return Difference(ref, self._section(ref), kind, before, after, self._sentence(ref, key, before, after), inside)

    def _section(self, ref: Ref) -> str:
        shape = self.asked.tables[ref.table]
        if ref.field:
            return self.asked.question(shape.fields[ref.field].question).section
        return next(question.section for question in self.asked.questions if question.table == ref.table)

    def _sentence(self, ref: Ref, kind: str, before: Line, after: Line) -> Line:
        """The words for this answer where there are some; else those for any answer."""
        slots = {"question": (Run(self._question(ref)),), "old": before, "new": after, "values": after or before}
        if ref.row:
            slots["row"] = (self._name(ref),)
        keys = (
            f"difference.{ref.table}.{ref.field or 'row'}.{kind}",
            f"difference.{'row' if ref.row else 'any'}.{kind}",
        )
        key = next(key for key in keys if key in self.words.strings)
        marked = self.words.say(key, **{name: f"\0{name}\0" for name in slots})
        pieces = MARK.split(marked)
        return tuple(
            run
            for place, piece in enumerate(pieces)
            for run in (slots[piece] if place % 2 else (Run(piece),))
            if run.text
        )

    def _question(self, ref: Ref) -> str:
        if ref.field:
            return self.says_now.field(self.asked.field(ref.table, ref.field))
        return self.says_now.question(ref)

    def _name(self, ref: Ref) -> Run:
        """What a row is called now; what it was called if it is gone."""
        labels = self.says_now if ref.row in self.new.rows(ref.table) else self.said_before
        return labels.row(ref.table, ref.row)


def _moved(was: Answer, now: Answer) -> tuple[list[Chosen], list[Chosen]]:
    """The values of a list that came and went; a list that was "I don't know" was no list."""
    if not isinstance(now.value, tuple) or was.state == "unknown" or not isinstance(was.value, tuple | None):
        return [], []
    before = was.value or ()
    return [value for value in now.value if value not in before], [value for value in before if value not in now.value]


def _kind(was: Answer, now: Answer) -> Kind | None:
    """How one answer became another; None where they say the same."""
    match was.state, now.state:
        case "known", "known":
            return "changed" if _value(was) != _value(now) else None
        case before, after if before == after:
            return None
        case _, "unknown":
            return "unknown"
        case _, "missing":
            return "withdrawn"
        case "unknown", _:
            return "found"
    return "answered"


def _value(answer: Answer) -> object:
    return frozenset(answer.value) if isinstance(answer.value, tuple) else answer.value
