"""Answers in the reader's language: terms, rows, periods, whole answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import assert_never

from privet.answers import NO_END, Answer, Answers, Chosen, Period, Ref, Retention
from privet.document import Line, Reason, Run
from privet.facts import Case
from privet.questions import PLACE, Field
from privet.vocabulary import Labels
from privet.words import Words

OTHER = "other"


DEFAULT_LOCALES = {"en": "en_001", "fr": "fr", "nl": "nl"}
"""How dates, numbers and lists are written where no country says otherwise.

None of them is a country's: a term such as a national number has the name that a country
gives it only where the organisation is in that country.  ``en_001`` is English of the world."""
OTHER_LOCALES = frozenset(("en_CA", "en_GB", "en_US", "fr_BE", "fr_CA", "fr_CH", "fr_FR", "nl_BE", "nl_NL"))
"""Countries with words or a way of their own."""


def locale(language: str, case: Case) -> str:
    """``fr_CA`` for French and an organisation in Canada; a language with a region stays."""
    if "_" in language or "-" in language:
        return language.replace("-", "_")
    homes = (value.id.split("-")[0] for value in case.answers.at("organisation", "places").chosen)
    own = (f"{language}_{home}" for home in homes if f"{language}_{home}" in OTHER_LOCALES)
    return next(own, DEFAULT_LOCALES.get(language, language))


def lowered(run: Run) -> Run:
    """A label as it reads inside a sentence: names and abbreviations keep their capitals."""
    if run.given or len(run.text) < 2 or not (run.text[1].islower() or run.text[1] == "-"):
        return run
    return Run(run.text[0].lower() + run.text[1:], run.style)


class Labeller:
    """Says in one language what the answers of one organisation hold."""

    def __init__(self, answers: Answers, words: Words) -> None:
        self.answers, self.words, self.asked = answers, words, answers.questionnaire
        self._ranks: dict[str, Mapping[str, int]] = {}
        self._items: dict[frozenset[Ref], tuple[Run, ...]] = {}
        self._reasons: dict[frozenset[Ref], tuple[Reason, ...]] = {}
        """What many findings rest on, said once: parts and tasks ask again and again."""

    def pick(self, labels: Labels) -> str:
        """The label in this language; in the source language where it has none; else empty."""
        locale, language = self.words.locale.replace("_", "-"), self.words.language
        return labels.get(locale) or labels.get(language) or labels.get("en", "")

    def place(self, code: str) -> str:
        term = self.asked.vocabularies[PLACE].terms.get(code)
        return term.label(self.words.locale) if term and term.labels else self.words.place(code)

    def term(self, vocabulary: str, id: str) -> str:
        if vocabulary == PLACE:
            return self.place(id)
        term = self.asked.vocabularies[vocabulary].terms.get(id)
        return term.label(self.words.locale) if term else id

    def chosen(self, field: Field, value: Chosen) -> Run:
        """One value of an answer; the user's own words are marked as given."""
        if value.id == OTHER and value.text:
            return Run(value.text, given=True)
        if not field.vocabulary:
            return Run(value.id, given=True)
        if field.vocabulary == PLACE:  # a name, which keeps its capital inside a sentence
            return Run(self.place(value.id), given=True)
        return Run(self.term(field.vocabulary, value.id))

    def row(self, table: str, row: str) -> Run:
        """What a row is called: its own label or name, its template's, else its id."""
        shape = self.asked.tables[table]
        if shape.rows in self.asked.vocabularies:
            return Run(self.term(shape.rows, row))
        for key in ("label", "name"):
            if key in shape.fields and (own := self.answers.text(table, key, row)):
                return Run(own, given=True)
        for key, field in shape.fields.items():
            if key in ("template", "recipient"):
                for value in self.answers.at(table, key, row).chosen:
                    return self.template(value.id) if key == "template" else self.chosen(field, value)
        return Run(row, given=True)

    def template(self, id: str) -> Run:
        template = self.asked.templates.get(id)
        return Run(template.label(self.words.locale)) if template else Run(id, given=True)

    def ref(self, ref: Ref) -> Run | None:
        """What a list calls an address: its value, or its row; None for a plain answer."""
        if ref.value is not None and ref.field:
            return self.chosen(self.asked.field(ref.table, ref.field), ref.value)
        return self.row(ref.table, ref.row) if ref.row else None

    def field(self, field: Field) -> str:
        return self.pick(field.labels)

    def question(self, ref: Ref) -> str:
        """The question an address belongs to."""
        shape = self.asked.tables[ref.table]
        if ref.field:
            field = shape.fields[ref.field]
            question = self.asked.question(field.question)
            title = self.pick(question.title)
            return title if field in (question.fields or (field,))[:1] else f"{title} – {self.field(field)}"
        head = next(question for question in self.asked.questions if question.table == ref.table and question.rows)
        return self.pick(head.title)

    def asked_about(self, ref: Ref) -> str:
        """The question, with the activity or supplier it is about where there are several."""
        question, about = self.question(ref), self.about(ref)
        return self.words.say("document.about", about=about, question=question) if about else question

    def about(self, ref: Ref) -> str:
        """The activity or supplier that an address is about; empty where there is one only."""
        several = ref.row and ref.field and len(self.answers.rows(ref.table)) > 1
        return self.row(ref.table, ref.row).text if several else ""

    def period(self, period: Period) -> str:
        return self.words.count(f"period.{period.unit}", period.amount)

    def retention(self, keep: Retention) -> str:
        """When something goes, e.g. "12 months after: the account is closed"."""
        name = self.term("keep-trigger", keep.trigger)
        if keep.trigger == NO_END:
            return name
        trigger = lowered(Run(name)).text
        if keep.until:
            return self.words.say("keep.until", day=self.words.day(keep.until))
        if keep.period and keep.period.amount:
            return self.words.say("keep.after", period=self.period(keep.period), trigger=trigger)
        return self.words.say("keep.when" if keep.period else "keep.open", trigger=trigger)

    def answer(self, answer: Answer) -> Line:
        """A whole answer, with its own words for unknown, not answered and none."""
        if answer.state != "known":
            return (
                Run(self.words.say("document.not-known" if answer.state == "unknown" else "document.not-answered")),
            )
        field = self.asked.field(answer.ref.table, answer.ref.field)
        match answer.value:
            case str() as text:
                return (Run(text, given=True),)
            case int() as number:
                return (Run(self.words.number(number)),)
            case date() as day:
                return (Run(self.words.day(day)),)
            case Period() as period:
                return (Run(self.period(period)),)
            case Retention() as keep:
                return (Run(self.retention(keep)),)
            case tuple() as values:
                return self.listed([self.chosen(field, value) for value in values])
            case None:
                return (Run(self.words.say("document.not-answered")),)
            case _:
                assert_never(answer.value)

    def listed(self, runs: Sequence[Run]) -> Line:
        """``a, b and c``, given words kept apart; the word for none if there is nothing."""
        if not runs:
            return (Run(self.words.say("document.none")),)
        marks = [f"\0{place}\0" for place in range(len(runs))]
        pieces = self.words.join(marks).split("\0")
        return tuple(runs[int(piece)] if place % 2 else Run(piece) for place, piece in enumerate(pieces) if piece)

    def items(self, refs: frozenset[Ref]) -> tuple[Run, ...]:
        """What the addresses call by name, once each, in the order of file and vocabulary."""
        if refs not in self._items:
            runs = (self.ref(ref) for ref in sorted(refs, key=self._order))
            self._items[refs] = tuple(dict.fromkeys(run for run in runs if run is not None))
        return self._items[refs]

    def _order(self, ref: Ref) -> tuple[int, int, int, int, str]:
        fields = self.asked.tables[ref.table].fields
        field = fields.get(ref.field)
        terms = (
            self._rank(field.vocabulary, self.asked.vocabularies[field.vocabulary].terms)
            if field and field.vocabulary
            else {}
        )
        return (
            self._rank("tables", self.asked.tables)[ref.table],
            self._rank(f"{ref.table}[]", self.answers.rows(ref.table)).get(ref.row, -1),
            self._rank(f"{ref.table}.", fields).get(ref.field, -1),
            terms.get(ref.value.id if ref.value else "", len(terms)),
            ref.value.text if ref.value else "",
        )

    def _rank(self, key: str, names: Iterable[str]) -> Mapping[str, int]:
        """The place of each name, counted once: sorting asks for every address."""
        if key not in self._ranks:
            self._ranks[key] = {name: place for place, name in enumerate(names)}
        return self._ranks[key]

    def reasons(self, refs: frozenset[Ref]) -> tuple[Reason, ...]:
        """The answers behind a verdict: the values that settled it, or the whole answer."""
        if refs not in self._reasons:
            self._reasons[refs] = self._grouped(refs)
        return self._reasons[refs]

    def _grouped(self, refs: frozenset[Ref]) -> tuple[Reason, ...]:
        groups: dict[Ref, list[Ref]] = {}
        for ref in sorted(refs, key=self._order):
            groups.setdefault(ref.whole, []).append(ref)
        return tuple(self._reason(whole, parts) for whole, parts in groups.items())

    def _reason(self, whole: Ref, parts: list[Ref]) -> Reason:
        values = [run for ref in parts if ref.value and (run := self.ref(ref))]
        left_out = whole.field and any(ref.value and not self._holds(whole, ref.value) for ref in parts)
        line = self.listed(values) if values and not left_out else self._whole(whole)
        about = self.about(whole)
        asked = self.question(whole) if about else ""
        return Reason(str(whole), self.asked_about(whole), line, self.answers.line(whole), about, asked)

    def _holds(self, whole: Ref, value: Chosen) -> bool:
        return value in self.answers.at(whole.table, whole.field, whole.row).chosen

    def _whole(self, ref: Ref) -> Line:
        if ref.field:
            return self.answer(self.answers.at(ref.table, ref.field, ref.row))
        rows = (ref.row,) if ref.row else self.answers.rows(ref.table)
        state = self.answers.states.get(ref.table, "missing")
        if not rows and state != "known":
            return (Run(self.words.say("document.not-known" if state == "unknown" else "document.not-answered")),)
        return self.listed([self.row(ref.table, row) for row in rows])
