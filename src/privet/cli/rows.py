"""Asking which rows a table has: activities from templates, and lists made from earlier answers."""

from __future__ import annotations

from privet import typed
from privet.answers import Changes, Chosen, Ref
from privet.cli.asking import Asker
from privet.cli.talk import Said
from privet.facts import Case
from privet.proposals import Proposals
from privet.questions import UNKNOWN, Question
from privet.typed import Misread, Offer, Option

ALL = "*"
"""What takes every row that is proposed."""


class RowAsker:
    """Asks one question about rows."""

    def __init__(self, asker: Asker, question: Question, case: Case) -> None:
        self.asker, self.question, self.talk = asker, question, asker.talk
        self.rows = Proposals(question, case, asker.labels)

    def ask(self) -> Changes:
        """What to change in the answers; nothing if the user leaves it for later."""
        offer = self._offer()
        self._show(offer)
        while True:
            try:
                return self._read(self.talk.ask(), offer)
            except Misread as misread:
                self.asker.complain(misread)

    def _offer(self) -> Offer:
        rows = self.rows
        options = tuple(Option(Chosen(row), rows.labels[row]) for row in (*rows.present, *rows.fresh))
        own = "own" if self.question.rows == "free" else ""
        return Offer(options, own, tuple(Chosen(row) for row in (*rows.present, *rows.accepted)))

    def _show(self, offer: Offer) -> None:
        present, proposed = self.rows.present, self.rows.proposed
        every = (*present, *self.rows.fresh)
        marks = {every.index(row): "*" for row in proposed} | {every.index(row): "✓" for row in present}
        self.talk.choices([option.label for option in offer.options], marks)
        said = "templates" if self.question.templates else "list" if proposed or present else "list-none"
        self.talk.hint(self.talk.words.say(f"init.rows-{said if offer.options else 'list-empty'}"))
        if self.question.templates and proposed:
            self.talk.hint(self.talk.words.say("init.rows-usual"))
        if present:
            self.talk.hint(self.talk.words.say("init.rows-there"))

    # ---- what the user says

    def _read(self, said: Said, offer: Offer) -> Changes:
        present = [Chosen(row) for row in self.rows.present]
        if said.unknown:
            if present:
                raise Misread("rows-there")
            return {Ref(self.question.table): UNKNOWN}
        if said.later:
            return self.rows.changes(offer.now) if self.rows.is_made else {}
        if said.words == ALL:
            return self.rows.changes([*present, *(Chosen(row) for row in self.rows.proposed)])
        chosen = self._chosen(said.words, offer)
        signed = all(piece.strip()[:1] in ("+", "-") for piece in said.words.split(","))
        return self.rows.changes(chosen if signed else [*present, *chosen])

    def _chosen(self, words: str, offer: Offer) -> list[Chosen]:
        """The rows meant; where rows are terms, terms that are not in the list may be named."""
        try:
            return typed.several(words, offer)
        except Misread:
            if self.question.rows == "free" or any(char.isdecimal() for char in words):
                raise
        vocabulary = self.question.rows
        terms = self.asker.asked.vocabularies[vocabulary].terms
        options = tuple(Option(Chosen(id), self.asker.labels.term(vocabulary, id)) for id in terms)
        named = typed.several(words, Offer(options, "", offer.now))
        for value in named:
            if value.id not in (*self.rows.present, *self.rows.fresh):
                self.rows.row_for(value)
        return list(dict.fromkeys((*offer.now, *named)))
