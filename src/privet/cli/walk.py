"""The way through the questions: what is asked next, what is kept after each answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from typing import NamedTuple

from privet import interview
from privet.answers import Ref
from privet.cli.asking import PART_OF, Asker, Room
from privet.cli.rows import RowAsker
from privet.cli.talk import Back, Said
from privet.cli.typed import raw
from privet.draft import Changes, Draft
from privet.facts import Case
from privet.interview import Page
from privet.questions import UNKNOWN, Field, Keep, Question

TEMPLATE, NAME = "template", "label"
"""The key that says a row came from a template, and the one that its name may stay without."""


class Step(NamedTuple):
    """Something put to the user at once."""

    question: Question
    row: str = ""
    check: str = ""
    """``check`` if it is a whole row, filled in from a template, to look through."""

    @property
    def name(self) -> tuple[str, str]:
        return (self.check or self.question.id, self.row)


class Walk:
    """One walk through the interview.  After every answer the file is as good as saved."""

    def __init__(self, draft: Draft, room: Room, every: str) -> None:
        self.draft, self.room, self.talk, self.every = draft, room, room.talk, every
        self.passed: list[Step] = []
        """What was asked, in order: the way back."""
        self.again: Step | None = None
        """What the user went back to."""
        self.wanted: set[str] = set()
        """Questions to ask although they have an answer."""
        self.section = ""
        self.case = self._judged()

    def run(self) -> None:
        """Ask until there is nothing left to ask.  Raises Quit when the user stops."""
        while step := self._next():
            try:
                self._enter(step)
                self._ask(step)
            except Back:
                self._back()
            else:
                self.again = None
                self.passed.append(step)

    def _back(self) -> None:
        if self.passed:
            self.again = self.passed.pop()
        else:
            self.talk.say("first")

    # ---- what is asked

    def _judged(self) -> Case:
        library = self.room.library
        return interview.case(self.draft.answers, library.skips, self.room.today, library.covered)

    def steps(self) -> Iterator[Step]:
        """Everything that is asked, in order: row by row where a question is about rows."""
        for each, pages in groupby(interview.pages(self.case), key=lambda page: page.question.each):
            together = list(pages)
            for row in dict.fromkeys(page.row for page in together):
                yield from self._steps_of(each, row, [page.question for page in together if page.row == row])

    def _steps_of(self, each: str, row: str, questions: list[Question]) -> Iterator[Step]:
        """The questions about one row; those of a row from a template are one step."""
        if each and self.draft.answers.at(each, TEMPLATE, row).state == "known":
            yield Step(questions[0], row, "check")
        else:
            yield from (Step(question, row) for question in questions)

    def _next(self) -> Step | None:
        done = {step.name for step in self.passed}
        steps = list(self.steps())
        if self.again and self.again.name in {step.name for step in steps}:
            return self.again
        self.again = None
        return next((step for step in steps if step.name not in done and (self.every or self.is_open(step))), None)

    def is_open(self, step: Step) -> bool:
        """Whether something in it has no answer yet; "I don't know" is one."""
        if not step.check:
            answered = interview.is_answered(self.case, Page(step.question, step.row))
            return not answered or step.question.id in self.wanted
        return any(self._is_missing(field, step.row) for field in self._lines(step) if field.key != NAME)

    def _is_missing(self, field: Field, row: str) -> bool:
        return self.draft.answers.at(field.table, field.key, row).state == "missing"

    def _lines(self, step: Step) -> list[Field]:
        """The fields of a row that is looked through at once."""
        skipped = self.case.not_asked
        fields = self.draft.questionnaire.tables[step.question.each].fields.values()
        return [field for field in fields if field.key != TEMPLATE and (field.table, field.key) not in skipped]

    # ---- asking

    def _asker(self) -> Asker:
        return Asker(self.room, self.draft.answers)

    def _enter(self, step: Step) -> None:
        """The headings of a question, with its hint."""
        labels = self._asker().labels
        question = step.question
        if question.section != self.section:
            self.section = question.section
            section = next(s for s in self.draft.questionnaire.sections if s.id == self.section)
            self.talk.section(labels.pick(section.title))
        row = labels.row(question.each, step.row).text if step.row else ""
        title = self.talk.words.say("interview.check-activity") if step.check else labels.pick(question.title)
        self.talk.title(self.talk.words.say("init.about-row", row=row, title=title) if row else title)
        if question.hint and not step.check:
            self.talk.hint(labels.pick(question.hint))
        self.talk.why = labels.pick(question.why)

    def _ask(self, step: Step) -> None:
        if step.check:
            self._check(step)
        elif step.question.rows:
            self.keep(RowAsker(self._asker(), step.question, self.case).ask())
        else:
            self._fields(step)

    def _fields(self, step: Step) -> None:
        """The fields of a page: on the way back and on a second round all, else the open ones."""
        fields = step.question.fields
        whole = self.every or self.again
        for field in fields if whole else [field for field in fields if self._is_missing(field, step.row)]:
            if len(fields) > 1:
                self.talk.line(self._asker().labels.field(field))
            self._field(field, step.row)

    def _field(self, field: Field, row: str) -> None:
        value = self._asker().ask(field, row)
        if value is not None:
            self.keep({Ref(field.table, row, field.key): value, **self._followers(field, row, value)})

    def _followers(self, field: Field, row: str, value: object) -> dict[Ref, object]:
        """What must change along: a part of a list cannot hold what the list no longer has."""
        changes: dict[Ref, object] = {}
        for (table, part), whole in PART_OF.items():
            chosen = self.draft.answers.at(table, part, row).chosen
            if (field.table, field.key) == (table, whole) and chosen and isinstance(value, list):
                changes[Ref(table, row, part)] = [entry for entry in map(raw, chosen) if entry in value]
        return changes

    def keep(self, changes: Changes) -> None:
        if changes:
            self.draft = self.draft.changed(changes)
            self.case = self._judged()

    # ---- a row from a template

    def _check(self, step: Step) -> None:
        """The whole row at a glance: an empty line accepts it, a number changes a line."""
        lines = self._lines(step)
        self._overview(lines, step.row)
        while True:
            said = self.talk.ask()
            if said.later and self._finished(lines, step.row):
                return
            if said.later or self._change(said, lines, step.row):
                lines = self._lines(step)
                self._overview(lines, step.row)

    def _overview(self, lines: list[Field], row: str) -> None:
        asker = self._asker()
        self.talk.pairs([(asker.labels.field(field), self._shown(asker, field, row)) for field in lines])
        self.talk.hint(self.talk.words.say("init.check"))

    def _shown(self, asker: Asker, field: Field, row: str) -> str:
        """An answer in words; a row without a name of its own goes by its template's."""
        answer = self.draft.answers.at(field.table, field.key, row)
        named = field.key == NAME and answer.state == "missing"
        return asker.labels.row(field.table, row).text if named else asker.shown(answer)

    def _finished(self, lines: list[Field], row: str) -> bool:
        """Accepted; what the template leaves open on purpose is asked now."""
        try:
            for field in lines:
                if isinstance(field.kind, Keep) and self._is_missing(field, row):
                    self._one_line(field, row)
        except Back:
            return False
        return True

    def _change(self, said: Said, lines: list[Field], row: str) -> bool:
        """Ask one line again; whether there was such a line."""
        field = {str(place): field for place, field in enumerate(lines, 1)}.get(said.words)
        if field is None:
            self.talk.say("wrong.check")
            return False
        with suppress(Back):
            self._one_line(field, row)
        return True

    def _one_line(self, field: Field, row: str) -> None:
        labels = self._asker().labels
        question = self.draft.questionnaire.question(field.question)
        name = labels.row(field.table, row).text
        self.talk.title(self.talk.words.say("init.about-row", row=name, title=labels.field(field)))
        if question.hint:
            self.talk.hint(labels.pick(question.hint))
        why, self.talk.why = self.talk.why, labels.pick(question.why)
        self._field(field, row)
        self.talk.why = why

    # ---- what is left

    def left(self) -> tuple[list[str], list[str]]:
        """The questions without an answer, and those answered "I don't know yet"."""
        labels = self._asker().labels
        missing, unknown = [], []
        for page in interview.pages(self.case):
            title = labels.pick(page.question.title)
            row = labels.row(page.question.each, page.row).text if page.row else ""
            name = self.talk.words.say("init.about-row", row=row, title=title) if row else title
            states = self._states(page)
            if "missing" in states:
                missing.append(name)
            if UNKNOWN in states:
                unknown.append(name)
        return missing, unknown

    def _states(self, page: Page) -> set[str]:
        answers, question = self.draft.answers, page.question
        if question.rows:
            return {answers.states.get(question.table, "missing")}
        templated = bool(question.each) and answers.at(question.each, TEMPLATE, page.row).state == "known"
        fields = (field for field in question.fields if not (templated and field.key == NAME))
        return {answers.at(field.table, field.key, page.row).state for field in fields}
