"""One visit to a desk: the answers as they are, judged, and the steps through them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from privet import steps
from privet.answers import Answers
from privet.document import Line
from privet.facts import Case
from privet.labels import Labeller
from privet.questions import UNKNOWN, Field, Question, Section
from privet.steps import Step
from privet.web import shelf
from privet.web.desks import Desk, url


@dataclass(frozen=True)
class Sitting:
    """The answers of a desk at the beginning of a request."""

    desk: Desk
    text: str
    case: Case

    @cached_property
    def labels(self) -> Labeller:
        return Labeller(self.case.answers, shelf.words(self.case))

    @property
    def answers(self) -> Answers:
        return self.case.answers

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(steps.steps(self.case))

    # ---- finding the way

    def url(self, step: Step) -> str:
        """The address of a step."""
        if step.check:
            return url(self.desk, "check", table=step.question.each, row=step.row)
        if step.row:
            return url(self.desk, "row-question", question=step.question.id, row=step.row)
        return url(self.desk, "question", question=step.question.id)

    def anchor(self, step: Step) -> str:
        """The name of the step on the pages that list many."""
        return "-".join(filter(None, ("about", *step.name)))

    def next_open(self, after: Step) -> Step | None:
        """The first step behind this one that has something open."""
        names = [step.name for step in self.steps]
        place = names.index(after.name) + 1 if after.name in names else self._place_of(after)
        return next((step for step in self.steps[place:] if steps.is_lacking(self.case, step)), None)

    def _place_of(self, gone: Step) -> int:
        """Where a step would be that is not on the way: a question of a row that is checked as a whole."""
        for place, step in enumerate(self.steps):
            if step.row == gone.row and step.question.each == gone.question.each:
                return place + 1
        return 0

    def before(self, step: Step) -> Step | None:
        """The step before this one."""
        names = [entry.name for entry in self.steps]
        place = names.index(step.name) if step.name in names else self._place_of(step) - 1
        return self.steps[place - 1] if place > 0 else None

    def step(self, question: Question, row: str) -> Step:
        """The step of one question about the organisation or about one row; Http404 where there is none.

        A question that the interview leaves to experts has a page all the same: a sentence may rest on it."""
        if bool(question.each) != bool(row):
            raise Http404
        if row and row not in self.answers.rows(question.each):
            raise Http404
        return Step(question, row)

    def is_asked(self, step: Step) -> bool:
        """Whether the interview asks this now; a skipped one keeps its old answer."""
        fields = step.question.fields
        skipped = self.case.not_asked
        return not fields or any((field.table, field.key) not in skipped for field in fields)

    def whole_row(self, table: str, row: str) -> Step:
        """The step that looks through a whole row from a template."""
        if not steps.is_templated(self.case, table, row):
            raise Http404
        first = next(q for q in self.answers.questionnaire.questions if q.each == table)
        return Step(first, row, "check")

    # ---- what is said about a step

    def title(self, step: Step) -> str:
        words = self.labels.words
        title = words.say("interview.check-activity") if step.check else self.labels.pick(step.question.title)
        return words.say("init.about-row", row=self.row(step), title=title) if step.row else title

    def row(self, step: Step) -> str:
        return self.labels.row(step.question.each, step.row).text if step.row else ""

    def section(self, step: Step) -> Section:
        return next(s for s in self.answers.questionnaire.sections if s.id == step.question.section)

    def shown(self, field: Field, row: str) -> Line:
        """An answer in words."""
        return self.labels.answer(self.answers.at(field.table, field.key, row))

    def sections(self) -> Iterator[tuple[Section, list[Step]]]:
        """The sections in which something is asked, with their steps."""
        for section in self.answers.questionnaire.sections:
            together = [step for step in self.steps if step.question.section == section.id]
            if together:
                yield section, together

    def standing(self, together: Sequence[Step]) -> str:
        """How a section stands: ``new``, ``begun``, ``open`` (something is not known yet) or ``done``."""
        states = [steps.states(self.case, step) for step in together]
        if any(steps.is_lacking(self.case, step) for step in together):
            return "new" if all(found <= {"missing"} for found in states) else "begun"
        return "open" if any(UNKNOWN in found for found in states) else "done"

    # ---- has somebody else changed it

    def seen(self, fields: Sequence[Field], step: Step) -> str:
        """A mark of what these answers are: a form sends it back, so that nobody overwrites what they have not seen."""
        question = step.question
        if question.rows:
            what: object = [self.answers.states.get(question.table, "missing"), *self.answers.rows(question.table)]
        else:
            what = [str(self.answers.at(field.table, field.key, step.row)) for field in fields]
        return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:16]


def sitting(desk: Desk) -> Sitting:
    """The desk as it is now."""
    text = desk.read()
    return Sitting(desk, text, shelf.case(text))


def question_of(answers: Answers, ref: str) -> tuple[Question, str]:
    """The question behind an address such as ``activities[newsletter].items``, and its row; Http404 for none."""
    head, _, key = ref.partition(".")
    table, _, row = head.rstrip("]").partition("[")
    shape = answers.questionnaire.tables.get(table)
    if shape is None:
        raise Http404
    if key in shape.fields:
        return answers.questionnaire.question(shape.fields[key].question), row
    found = next((q for q in answers.questionnaire.questions if q.table == table and q.rows), None)
    if found is None or key:
        raise Http404
    return found, ""
