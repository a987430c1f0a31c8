"""A view: the case, its words and its laws, as every generated table is made from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from privet.answers import Answer
from privet.applicability import LawVerdict
from privet.document import Content, Line, Table
from privet.facts.case import Case
from privet.labels import Labeller
from privet.library import Library
from privet.packs import Law

Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What a table is made from."""

    case: Case
    labels: Labeller
    library: Library
    laws: tuple[LawVerdict, ...]
    law: Law | None = None
    """The law whose part shows the table; None in a document's own part."""

    def say(self, key: str) -> str:
        return self.labels.words.say(f"table.{key}")

    def activities(self) -> tuple[str, ...]:
        return self.case.answers.rows("activities")

    def cell(self, key: str, row: str) -> Cell:
        """An activity's answer, one value a line; unknown and none say so."""
        return self.lines(self.case.answers.at("activities", key, row))

    def lines(self, answer: Answer) -> Cell:
        if answer.state == "known" and isinstance(answer.value, tuple) and answer.value:
            field = self.labels.asked.field(answer.ref.table, answer.ref.field)
            return tuple((self.labels.chosen(field, value),) for value in answer.value)
        return (self.labels.answer(answer),)

    def table(self, caption: str, columns: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> tuple[Content, ...]:
        """The table, or nothing where it has no rows."""
        found = tuple(rows)
        return (Table(caption, tuple(self.say(column) for column in columns), found),) if found else ()
