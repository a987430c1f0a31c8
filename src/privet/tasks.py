"""Tasks and open questions: everything unknown, missing or to mend, with reason and provision."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from privet.answers import Answers, Ref, State, digest
from privet.calendar_days import months_later
from privet.document import Cite, Line, OpenQuestion, Priority, Run, Task
from privet.facts import Case
from privet.labels import Labeller
from privet.questions import Question
from privet.rules import Finding, Imposed

__all__ = ["OpenQuestion", "Task", "open_questions", "settled", "task_key", "tasks"]

Cites = Callable[[Iterable[Imposed]], Iterator[Cite]]
KEY_LIMIT = 60
NOT_KEBAB = re.compile(r"[^a-z0-9]+")
ADDRESS = re.compile(r"([^\[.]+)(?:\[([^\]]*)\])?\.(.+)")
"""The address of an answer, as ``Ref`` writes it: table, row, key."""
ORDER: tuple[Priority, ...] = ("high", "normal", "low")


def tasks(
    case: Case, findings: tuple[Finding, ...], texts: Mapping[str, Line], labels: Labeller, cites: Cites
) -> tuple[Task, ...]:
    """What to do, to mend and to find out, the most pressing first.

    ``texts`` holds the task line of each finding that brings one.  What such a task
    already speaks of is not asked once more."""
    bringing = [finding for finding in findings if texts.get(str(finding.rule.id))]
    to_do = [_do(finding, texts[str(finding.rule.id)], labels, cites) for finding in bringing]
    spoken = {ref for task in to_do for ref in task.refs}
    open_answers = [entry for entry in _open(case, findings) if str(entry.ref) not in spoken]
    waiting = _waiting(findings)
    to_find = [_find_out(entry, waiting.get(entry.ref, []), labels, cites) for entry in open_answers]
    return tuple(sorted([*to_do, *to_find], key=lambda task: ORDER.index(task.priority)))


def _do(finding: Finding, text: Line, labels: Labeller, cites: Cites) -> Task:
    rule = finding.rule
    reasons = labels.reasons(finding.verdict.because)
    reason = tuple(run for entry in reasons[:1] for run in (Run(f"{entry.question} "), *entry.answer))
    refs = tuple(str(ref) for ref in sorted({ref.whole for ref in finding.verdict.because}))
    kind: Literal["mend", "do"] = "mend" if rule.code else "do"
    return Task(str(rule.id), kind, rule.priority, text, reason, refs, tuple(cites(finding.imposed)))


# ---- how a task stands


def settled(task: Task, case: Case, owner: Line, months: Mapping[str, int]) -> Task | None:
    """The task with its key, owner and due day; None if it is done and nothing has changed since.

    The day counts from the approval of the plan, or from today while nobody has approved it."""
    answers = case.answers
    key = task_key(task.id)
    facts = fingerprint(task, answers)
    state = answers.at("tasks", "state", key).chosen
    if state and state[0].id != "open" and answers.text("tasks", "facts", key) in ("", facts):
        return None
    own = answers.text("tasks", "owner", key)
    approved, asked = answers.at("approval", "date").value, answers.at("tasks", "due", key).value
    start = approved if isinstance(approved, date) else case.on
    due = asked if isinstance(asked, date) else months_later(start, months.get(task.priority, 12))
    return replace(task, key=key, owner=(Run(own, given=True),) if own else owner, due=due, facts=facts)


def task_key(id: str) -> str:
    """What the answers file calls a task: its id in small letters and hyphens, cut with a fingerprint."""
    plain = "-".join(part for part in NOT_KEBAB.split(id.lower()) if part)
    return plain if len(plain) <= KEY_LIMIT else f"{plain[: KEY_LIMIT - 9].rstrip('-')}-{digest(id)[:8]}"


def fingerprint(task: Task, answers: Answers) -> str:
    """Eight hex digits over the answers that a task rests on."""
    told = sorted(line for ref in task.refs for line in _told(ref, answers))
    return digest("\n".join((*task.refs, *told)))[:8]


def _told(ref: str, answers: Answers) -> Iterator[str]:
    """What the answer at an address says; nothing for a whole table or row, or a row that is not there."""
    found = ADDRESS.fullmatch(ref)
    if found is None:
        return
    table, row, key = found.groups("")
    if row in (answers.rows(table) if answers.questionnaire.tables[table].rows else ("",)):
        answer = answers.at(table, key, row)
        yield f"{ref}={answer.state}:{answer.value!r}"


# ---- what is still open


@dataclass(frozen=True, slots=True)
class _Open:
    """A question that is asked and not answered."""

    ref: Ref
    state: State
    question: Question
    must: str


def _open(case: Case, findings: tuple[Finding, ...]) -> Iterator[_Open]:
    """What people do not know yet, what a complete plan needs, and what some rule waits for."""
    waiting = _waiting(findings)
    for entry in _unanswered(case):
        if entry.state == "unknown" or entry.must or entry.ref in waiting:
            yield entry


def _unanswered(case: Case) -> Iterator[_Open]:
    """Everything asked and not known: rows of tables that are not there, then answers."""
    answers = case.answers
    for question in answers.questionnaire.questions:
        state = answers.states.get(question.table, "missing") if question.rows else "known"
        if state != "known" and (question.table, "") not in case.not_asked:
            yield _Open(Ref(question.table), state, question, "")
    for field, answer in answers.every():
        if answer.state != "known" and (field.table, field.key) not in case.not_asked:
            yield _Open(answer.ref, answer.state, answers.questionnaire.question(field.question), field.must)


def _waiting(findings: Iterable[Finding]) -> Mapping[Ref, list[Finding]]:
    """For each answer that rules wait for, those rules."""
    waiting: dict[Ref, list[Finding]] = {}
    for finding in findings:
        for ref in {part.whole for part in finding.verdict.because} if finding.verdict.holds is None else ():
            waiting.setdefault(ref, []).append(finding)
    return waiting


def _find_out(open_one: _Open, waiting: Iterable[Finding], labels: Labeller, cites: Cites) -> Task:
    question = labels.question(open_one.ref)
    if open_one.ref.row:
        about = labels.row(open_one.ref.table, open_one.ref.row)
        text = _around(labels.words.say("document.task-find-out-about", about="\0", question=question), about)
    else:
        text = (Run(labels.words.say("document.task-find-out", question=question)),)
    asked = {(entry.provision.law, entry.provision.id): entry for found in waiting for entry in found.imposed}
    imposed = tuple(asked.values())
    why: Line = (Run(labels.pick(open_one.question.why)),)
    priority = _priority(open_one.must, imposed)
    return Task(
        f"find-out/{open_one.ref}", "find-out", priority, text, why, (str(open_one.ref),), tuple(cites(imposed))
    )


def _around(text: str, given: Run) -> Line:
    before, _, after = text.partition("\0")
    return tuple(run for run in (Run(before), given, Run(after)) if run.text)


def _priority(must: str, imposed: tuple[Imposed, ...]) -> Priority:
    duty = any(entry.force == "must" for entry in imposed)
    if must:
        return "high" if duty else "normal"
    return "normal" if duty else "low"


def open_questions(case: Case, findings: tuple[Finding, ...], labels: Labeller) -> tuple[OpenQuestion, ...]:
    """Every question still open, in the order they are asked."""
    return tuple(_open_question(entry, case, labels) for entry in _open(case, findings))


def _open_question(entry: _Open, case: Case, labels: Labeller) -> OpenQuestion:
    about = labels.row(entry.ref.table, entry.ref.row).text if entry.ref.row else ""
    state: Literal["unknown", "missing"] = "unknown" if entry.state == "unknown" else "missing"
    return OpenQuestion(str(entry.ref), labels.question(entry.ref), about, state, case.answers.line(entry.ref))
