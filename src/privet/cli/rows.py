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


class RowAsker:
    """Asks one question about rows."""

    def __init__(self, asker: Asker, question: Question, case: Case) -> None:
        self.asker, self.question, self.case = asker, question, case
        self.talk, self.answers, self.asked = asker.talk, asker.answers, asker.asked
        self.table = question.table

    def ask(self) -> Changes:
        """What to change in the answers; nothing if the user leaves it for later."""
        offer = self._activities() if self.question.templates else self._listed()
        self._show(offer)
        while True:
            try:
                return self._read(self.talk.ask(), offer)
            except Misread as misread:
                self.asker.complain(misread)

    # ---- what there is to choose from

    def _rows(self) -> tuple[str, ...]:
        return self.answers.rows(self.table)

    def _present(self) -> Iterator[Option]:
        """The rows that are there; an option's id is the row's."""
        return (Option(Chosen(row), self.asker.labels.row(self.table, row).text) for row in self._rows())

    def _activities(self) -> Offer:
        """The rows that are there, then the templates not used yet, the usual ones first."""
        used = {value.id for row in self._rows() for value in self.answers.at(self.table, "template", row).chosen}
        usual = [id for id in self._usual() if id not in used and id in self.asked.templates]
        rest = [id for id in self.asked.templates if id not in used and id not in usual]
        fresh = (Option(Chosen("", id), self.asker.labels.template(id).text) for id in (*usual, *rest))
        return Offer((*self._present(), *fresh), "own", tuple(Chosen("", id) for id in usual))

    def _usual(self) -> Iterator[str]:
        """Templates that usually go with answers given so far, such as the kind of organisation."""
        for field, answer in self.answers.every():
            if field.vocabulary and not answer.ref.row and answer.state == "known":
                terms = self.asked.vocabularies[field.vocabulary].terms
                for value in answer.chosen:
                    yield from terms[value.id].suggests if value.id in terms else ()

    def _listed(self) -> Offer:
        """The rows that are there, and those that earlier answers call for: all of them marked."""
        verdict = FACTS[PROPOSALS[self.table]](self.case)
        called = [ref.value for ref in sorted(verdict.because) if ref.value] if verdict.holds else []
        proposed = [value for value in dict.fromkeys(called) if value.id not in self._rows()]
        table, key = CANDIDATES.get(self.table, ("", ""))
        others = [
            value
            for row in (self.answers.rows(table) if table else ())
            for value in self.answers.at(table, key, row).chosen
            if value.id != OTHER and value.id not in self._rows() and value not in proposed
        ]
        fresh = tuple(self._option(value) for value in (*proposed, *dict.fromkeys(others)) if self._fits(value))
        now = tuple(option.value for option in (*self._present(), *fresh[: len(fresh) - len(dict.fromkeys(others))]))
        own = "own" if self.question.rows not in self.asked.vocabularies else ""
        return Offer((*self._present(), *fresh), own, now)

    def _fits(self, value: Chosen) -> bool:
        return value.id != OTHER or self.question.rows not in self.asked.vocabularies

    def _option(self, value: Chosen) -> Option:
        """A row that is not there yet; an option's text is what it is made from."""
        for field in self._fields():
            if field.vocabulary:
                return Option(Chosen("", value.text or value.id), self.asker.labels.chosen(field, value).text)
        return Option(Chosen("", value.id), self.asker.labels.term(self.question.rows, value.id))
