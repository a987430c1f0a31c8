"""The way through the questions: what is asked next, what is kept after each answer."""

from __future__ import annotations

from contextlib import suppress

from privet import interview
from privet.answers import Changes, Ref
from privet.cli.asking import Asker, Room
from privet.cli.rows import RowAsker
from privet.cli.talk import Back, Said
from privet.draft import Draft
from privet.facts import Case
from privet.questions import PART_OF, UNKNOWN, Field, Keep
from privet.steps import NAME, Step, fields, is_open, states, steps
from privet.typed import raw


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

    def _next(self) -> Step | None:
        done = {step.name for step in self.passed}
        every = list(steps(self.case))
        if self.again and self.again.name in {step.name for step in every}:
            return self.again
        self.again = None
        return next((step for step in every if step.name not in done and (self.every or self.is_open(step))), None)

    def is_open(self, step: Step) -> bool:
        """Whether it is still to be asked: something has no answer yet, or more may be wanted."""
        return is_open(self.case, step) or step.question.id in self.wanted

    def _is_missing(self, field: Field, row: str) -> bool:
        return self.draft.answers.at(field.table, field.key, row).state == "missing"

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
        every = step.question.fields
        whole = self.every or self.again
        for field in every if whole else [field for field in every if self._is_missing(field, step.row)]:
            if len(every) > 1:
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
        lines = fields(self.case, step)
        self._overview(lines, step.row)
        while True:
            said = self.talk.ask()
            if said.later and self._finished(lines, step.row):
                return
            if said.later or self._change(said, lines, step.row):
                lines = fields(self.case, step)
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
            found = states(self.case, Step(page.question, page.row))
            if "missing" in found:
                missing.append(name)
            if UNKNOWN in found:
                unknown.append(name)
        return missing, unknown
