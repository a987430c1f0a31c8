"""What a person sent from a page, read as changes to the answers, or as what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from privet import typed
from privet.answers import Answer, Changes, Chosen, Ref, Retention, Value
from privet.proposals import Proposals
from privet.questions import NONE, PART_OF, UNKNOWN, Field, LongText, Places
from privet.steps import Step
from privet.typed import Misread
from privet.values import OTHER, Wrong, read_value
from privet.web import shelf
from privet.web.interview import states
from privet.web.interview.sitting import Sitting
from privet.web.interview.states import Desktop, State, one


@dataclass
class Reply:
    """The changes a page asks for, and by field what cannot be used."""

    changes: dict[Ref, object] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    """Rows that would go, with all their answers: to be said yes to once more."""


def desktop() -> Desktop:
    return Desktop(shelf.gazetteer(shelf.spoken()), shelf.today())


def read_fields(form: State, fields: Sequence[Field], step: Step, sitting: Sitting) -> Reply:
    """Every field of a page, each on its own: one mistake does not hide another."""
    reply = Reply()
    for asked in fields:
        now = sitting.answers.at(asked.table, asked.key, step.row)
        try:
            value = _value(form, asked, fields)
            if _differs(value, now, asked, sitting):
                reply.changes[now.ref] = value
        except Misread as misread:
            reply.errors[asked.key] = complaint(misread.message, sitting, **misread.slots)
        except Wrong as wrong:
            first = wrong.problems[0]
            slots = {name.replace("-", "_"): value for name, value in first.slots}
            reply.errors[asked.key] = complaint(first.message, sitting, **slots)
    return reply


def _value(form: State, asked: Field, fields: Sequence[Field]) -> object | None:
    """The value of a field; one that is a part of another list holds nothing that the list does not."""
    value = states.raw(form, asked, desktop())
    whole = PART_OF.get((asked.table, asked.key))
    if whole is None or not any(other.key == whole for other in fields):
        return value
    chosen = states.raw(form, next(other for other in fields if other.key == whole), desktop())
    if not isinstance(chosen, list):
        return chosen  # nobody knows a part of what they do not know
    return [entry for entry in value if entry in chosen] if isinstance(value, list) else []


def _differs(value: object | None, now: Answer, asked: Field, sitting: Sitting) -> bool:
    """Whether the value is another answer than the one there; raises Wrong where it can be none."""
    if value is None or value == UNKNOWN:
        return now.state != ("missing" if value is None else UNKNOWN)
    read = read_value(value, asked, sitting.answers.questionnaire)
    return now.state != "known" or _essence(read, asked) != _essence(now.value, asked)


def _essence(value: Value | None, asked: Field) -> object:
    """What counts of a value: boxes come in the order of the page and text without spare spaces,
    and a page that nobody touched must leave the file as its owner wrote it."""
    match value:
        case str() if isinstance(asked.kind, LongText):
            return states.lines(value)
        case str():
            return value.split()
        case Retention():
            return replace(value, actions=tuple(sorted(value.actions)))
        case tuple() if not isinstance(asked.kind, Places):  # the first place is where it is at home
            return frozenset(value)
        case _:
            return value


def complaint(message: str, sitting: Sitting, **slots: str) -> str:
    """What is wrong, in the words of the pages; else in those of the interview."""
    words = sitting.labels.words
    keys = (f"web.wrong.{message}", f"init.wrong.{message}", "web.wrong.unfit")
    key = next(key for key in keys if key in words.strings)
    return words.say(key, **slots)


def read_rows(form: State, step: Step, sitting: Sitting) -> tuple[Reply, Proposals]:
    """Which rows a table has."""
    rows = Proposals(step.question, sitting.case, sitting.labels)
    reply, key = Reply(), "rows"
    chosen = [id for id in form.get(key, ()) if id in (*rows.present, *rows.fresh)]
    try:
        states.refuse_broken(form, key)
        own = [said for line in one(form, f"{key}.other").splitlines() if (said := typed.line(line))]
    except Misread as misread:
        reply.errors[key] = complaint(misread.message, sitting, **misread.slots)
        return reply, rows
    marks = {mark for mark in (NONE, UNKNOWN) if mark in form.get(key, ())}
    if marks and (chosen or own or len(marks) > 1):
        reply.errors[key] = complaint("unknown-and-more" if UNKNOWN in marks else "exclusive-with-others", sitting)
        return reply, rows
    reply.removed = tuple(row for row in rows.present if row not in chosen)
    if UNKNOWN in marks:
        reply.changes = {**{Ref(step.question.table, row): None for row in reply.removed}}
        reply.changes[Ref(step.question.table)] = UNKNOWN
    elif chosen or own or NONE in marks or rows.present or rows.is_made:
        reply.changes = dict(_rows_changes(rows, chosen, own))
    return reply, rows


def _rows_changes(rows: Proposals, chosen: Sequence[str], own: Sequence[str]) -> Changes:
    there = {rows.labels[row] for row in (*rows.present, *chosen)}
    named = [Chosen(OTHER, name) for name in dict.fromkeys(own) if name not in there]
    return rows.changes([*(Chosen(id) for id in chosen), *named])
