"""Asking which rows a table has: activities from templates, and lists made from earlier answers."""

from __future__ import annotations

from collections.abc import Iterator

from privet.answers import Chosen, Ref
from privet.cli import typed
from privet.cli.asking import Asker
from privet.cli.talk import Said
from privet.cli.typed import Misread, Offer, Option
from privet.draft import Changes
from privet.facts import FACTS, Case
from privet.questions import UNKNOWN, Keep, Question
from privet.values import OTHER

PROPOSALS = {"sensitive": "sensitive", "suppliers": "unnamed-suppliers"}
"""Per table, the fact whose values are the rows that earlier answers call for."""
CANDIDATES = {"sensitive": ("activities", "items")}
"""Per table whose rows are terms, the answers that name the terms worth showing."""
MARKED = "sensitive"
"""The key, in rows that are terms, that says whether the term is rightly there."""
ALL = "*"
"""What takes every row that is proposed."""

Record = dict[str, object]


class RowAsker:
    """Asks one question about rows."""

    def __init__(self, asker: Asker, question: Question, case: Case) -> None:
        self.asker, self.question, self.case = asker, question, case
        self.talk, self.answers, self.asked = asker.talk, asker.answers, asker.asked
        self.table = question.table
        self.present = self.answers.rows(self.table)
        self.fresh: dict[str, Record] = {}
        """Rows that could be added, by id, with what they would hold."""
        self.labels: dict[str, str] = {row: asker.labels.row(self.table, row).text for row in self.present}
        self.proposed: tuple[str, ...] = self._templates() if question.templates else self._called_for()

    def ask(self) -> Changes:
        """What to change in the answers; nothing if the user leaves it for later."""
        offer = self._offer()
        self._show(offer)
        while True:
            try:
                return self._read(self.talk.ask(), offer)
            except Misread as misread:
                self.asker.complain(misread)

    # ---- what there is to choose from

    def _add(self, id: str, label: str, record: Record) -> str:
        """One more row that could be there; its id."""
        free = typed.row_id(id, [*self.present, *self.fresh]) if self.question.rows == "free" else id
        self.fresh[free], self.labels[free] = record, label
        return free

    def _templates(self) -> tuple[str, ...]:
        """The templates not used yet, the usual ones first."""
        used = {value.id for row in self.present for value in self.answers.at(self.table, "template", row).chosen}
        free = [id for id in self.asked.templates if id not in used]
        usual = [id for id in dict.fromkeys(self._suggested()) if id in free]
        order = dict.fromkeys((*usual, *free))
        ids = {id: self._add(id, self.asker.labels.template(id).text, self.from_template(id)) for id in order}
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
        verdict = FACTS[PROPOSALS[self.table]](self.case)
        called = {ref.value for ref in verdict.because if ref.value} if verdict.holds else set()
        proposed = [self._row_for(value) for value in sorted(called) if value.id not in self.present]
        table, key = CANDIDATES.get(self.table, ("", ""))
        for row in self.answers.rows(table) if table else ():
            for value in self.answers.at(table, key, row).chosen:
                if value.id not in (*self.present, *self.fresh):
                    self._row_for(value)
        return tuple(row for row in proposed if row)

    def _row_for(self, value: Chosen) -> str:
        """A row made from an earlier answer; none for own words where rows are terms."""
        shape = self.asked.tables[self.table]
        if shape.rows in self.asked.vocabularies:
            known = value.id in self.asked.vocabularies[shape.rows].terms and value.id != OTHER
            return self._add(value.id, self.asker.labels.term(shape.rows, value.id), {MARKED: "yes"}) if known else ""
        field = next(field for field in shape.fields.values() if field.vocabulary)
        name = value.text or value.id
        return self._add(name, self.asker.labels.chosen(field, value).text, {field.key: typed.raw(value)})

    def _offer(self) -> Offer:
        options = tuple(Option(Chosen(row), self.labels[row]) for row in (*self.present, *self.fresh))
        own = "own" if self.question.rows == "free" else ""
        return Offer(options, own, tuple(Chosen(row) for row in (*self.present, *self._accepted())))

    def _accepted(self) -> tuple[str, ...]:
        """What an empty line takes: a list made from earlier answers, but never a template."""
        return () if self.question.templates else self.proposed

    def _show(self, offer: Offer) -> None:
        rows = (*self.present, *self.fresh)
        marks = {rows.index(row): "*" for row in self.proposed} | {rows.index(row): "✓" for row in self.present}
        self.talk.choices([option.label for option in offer.options], marks)
        said = "templates" if self.question.templates else "list" if self.proposed or self.present else "list-none"
        self.talk.hint(self.talk.words.say(f"init.rows-{said if offer.options else 'list-empty'}"))
        if self.question.templates and self.proposed:
            self.talk.hint(self.talk.words.say("init.rows-usual"))
        if self.present:
            self.talk.hint(self.talk.words.say("init.rows-there"))

    # ---- what the user says

    def _read(self, said: Said, offer: Offer) -> Changes:
        if said.unknown:
            if self.present:
                raise Misread("rows-there")
            return {Ref(self.table): UNKNOWN}
        if said.later:
            return self._changes(offer.now) if self._made() else {}
        if said.words == ALL:
            return self._changes([Chosen(row) for row in (*self.present, *self.proposed)])
        chosen = self._chosen(said.words, offer)
        signed = all(piece.strip()[:1] in ("+", "-") for piece in said.words.split(","))
        return self._changes(chosen if signed else [*(Chosen(row) for row in self.present), *chosen])

    def _made(self) -> bool:
        """Whether the list was made from earlier answers, so that it can simply be right."""
        table, _ = CANDIDATES.get(self.table, (self.table, ""))
        return bool(self._accepted() or self.present or (table != self.table and self.answers.rows(table)))

    def _chosen(self, words: str, offer: Offer) -> list[Chosen]:
        """The rows meant; where rows are terms, terms that are not in the list may be named."""
        try:
            return typed.several(words, offer)
        except Misread:
            if self.question.rows == "free" or any(char.isdecimal() for char in words):
                raise
        terms = self.asked.vocabularies[self.question.rows].terms
        every = Offer(
            tuple(Option(Chosen(id), self.asker.labels.term(self.question.rows, id)) for id in terms), "", offer.now
        )
        named = typed.several(words, every)
        for value in named:
            if value.id not in (*self.present, *self.fresh):
                self._row_for(value)
        return list(dict.fromkeys((*offer.now, *named)))

    def _changes(self, chosen: list[Chosen] | tuple[Chosen, ...]) -> Changes:
        rows = {value.id for value in chosen}
        changes: dict[Ref, object] = {Ref(self.table, row): None for row in self.present if row not in rows}
        for value in chosen:
            if value.id == OTHER:
                key = next(key for key in ("label", "name") if key in self.asked.tables[self.table].fields)
                changes[Ref(self.table, self._add(value.text, value.text, {}))] = {key: value.text}
            elif value.id in self.fresh:
                changes[Ref(self.table, value.id)] = self.fresh[value.id]
        for row in self.proposed if self.question.rows != "free" else ():
            if row not in rows:
                changes[Ref(self.table, row)] = {MARKED: "no"}
        if not any(value is not None for value in changes.values()) and not rows:
            changes[Ref(self.table)] = []
        return changes
