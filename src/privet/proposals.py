"""Which rows a table could have: those that are there, and those that templates or earlier answers propose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from privet import typed
from privet.answers import Changes, Chosen, Ref
from privet.facts import FACTS, Case
from privet.labels import Labeller
from privet.questions import NONE, UNKNOWN, Keep, Question
from privet.values import OTHER

CALLED_FOR = {"sensitive": "sensitive", "suppliers": "unnamed-suppliers"}
"""Per table, the fact whose values are the rows that earlier answers call for."""
CANDIDATES = {"sensitive": ("activities", "items")}
"""Per table whose rows are terms, the answers that name the terms worth showing."""
MARKED = "sensitive"
"""The key, in rows that are terms, that says whether the term is rightly there."""

Record = dict[str, object]


class Proposals:
    """The rows that one question about rows can be answered with."""

    def __init__(self, question: Question, case: Case, labels: Labeller) -> None:
        self.question, self.case, self.labeller = question, case, labels
        self.answers, self.asked, self.table = case.answers, case.answers.questionnaire, question.table
        self.present = self.answers.rows(self.table)
        self.fresh: dict[str, Record] = {}
        """Rows that could be added, by id, with what they would hold."""
        self.labels: dict[str, str] = {row: labels.row(self.table, row).text for row in self.present}
        self.proposed: tuple[str, ...] = self._templates() if question.templates else self._called_for()
        """The fresh rows that are usual for such an organisation, or that earlier answers call for."""

    def add(self, id: str, label: str, record: Record) -> str:
        """One more row that could be there; its id."""
        free = typed.row_id(id, [*self.present, *self.fresh, NONE, UNKNOWN]) if self.question.rows == "free" else id
        self.fresh[free], self.labels[free] = record, label
        return free

    def _templates(self) -> tuple[str, ...]:
        """The templates not used yet, the usual ones first."""
        used = {value.id for row in self.present for value in self.answers.at(self.table, "template", row).chosen}
        free = [id for id in self.asked.templates if id not in used]
        usual = [id for id in dict.fromkeys(self._suggested()) if id in free]
        order = dict.fromkeys((*usual, *free))
        ids = {id: self.add(id, self.labeller.template(id).text, self.from_template(id)) for id in order}
        return tuple(ids[id] for id in usual)

    def from_template(self, id: str) -> Record:
        """What a row from a template holds; how long it is kept is for the organisation to say."""
        fields = self.asked.tables[self.table].fields
        filled = self.asked.templates[id].answers.items()
        return {"template": id, **{key: value for key, value in filled if not isinstance(fields[key].kind, Keep)}}

    def _suggested(self) -> Iterator[str]:
        """Templates that go with answers given so far, such as the kind of organisation."""
        for field, answer in self.answers.every():
            if field.vocabulary and not answer.ref.row:
                terms = self.asked.vocabularies[field.vocabulary].terms
                for value in answer.chosen:
                    yield from terms[value.id].suggests if value.id in terms else ()

    def _called_for(self) -> tuple[str, ...]:
        """The rows that earlier answers call for; behind them those they merely allow."""
        if self.table not in CALLED_FOR:
            return ()
        verdict = FACTS[CALLED_FOR[self.table]](self.case)
        called = {ref.value for ref in verdict.because if ref.value} if verdict.holds else set()
        proposed = [self.row_for(value) for value in sorted(called) if value.id not in self.present]
        table, key = CANDIDATES.get(self.table, ("", ""))
        for row in self.answers.rows(table) if table else ():
            for value in self.answers.at(table, key, row).chosen:
                if value.id not in (*self.present, *self.fresh):
                    self.row_for(value)
        return tuple(row for row in proposed if row)

    def row_for(self, value: Chosen) -> str:
        """A row made from an earlier answer; none for own words where rows are terms."""
        shape = self.asked.tables[self.table]
        if shape.rows in self.asked.vocabularies:
            known = value.id in self.asked.vocabularies[shape.rows].terms and value.id != OTHER
            return self.add(value.id, self.labeller.term(shape.rows, value.id), {MARKED: "yes"}) if known else ""
        field = next(field for field in shape.fields.values() if field.vocabulary)
        name = value.text or value.id
        return self.add(name, self.labeller.chosen(field, value).text, {field.key: typed.raw(value)})

    @property
    def accepted(self) -> tuple[str, ...]:
        """What is simply right if nobody objects: a list made from earlier answers, but never a template."""
        return () if self.question.templates else self.proposed

    @property
    def is_made(self) -> bool:
        """Whether the list was made from earlier answers, so that it can simply be right."""
        table, _ = CANDIDATES.get(self.table, (self.table, ""))
        return bool(self.accepted or self.present or (table != self.table and self.answers.rows(table)))

    def changes(self, chosen: Iterable[Chosen]) -> Changes:
        """What to change so that the table has exactly these rows: ids, or ``other`` with a name."""
        values = tuple(chosen)
        rows = {value.id for value in values}
        changes: dict[Ref, object] = {Ref(self.table, row): None for row in self.present if row not in rows}
        for value in values:
            if value.id == OTHER:
                key = next(key for key in ("label", "name") if key in self.asked.tables[self.table].fields)
                changes[Ref(self.table, self.add(value.text, value.text, {}))] = {key: value.text}
            elif value.id in self.fresh:
                changes[Ref(self.table, value.id)] = self.fresh[value.id]
        for row in self.proposed if self.question.rows != "free" else ():
            if row not in rows:
                changes[Ref(self.table, row)] = {MARKED: "no"}
        if not any(value is not None for value in changes.values()) and not rows:
            changes[Ref(self.table)] = []
        return changes
