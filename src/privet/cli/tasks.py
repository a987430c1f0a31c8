"""``privet tasks``: the tasks of the plan, who does them, and what is done."""

from __future__ import annotations

from pathlib import Path

import click

from privet.answers import Ref
from privet.checking import plain
from privet.cli import CLEAN, FINDINGS, help
from privet.cli.build import day, one
from privet.cli.making import read_case
from privet.cli.session import library, say, speak, words
from privet.compose import compose
from privet.document import Task
from privet.draft import opened
from privet.errors import Fault, InputError
from privet.judging import judge
from privet.render import lines
from privet.residue import masked
from privet.source import nearest

PLAN = "plan"


def listed(tasks: tuple[Task, ...]) -> str:
    """The tasks as text: key, priority, day and owner on one line, what to do on the next."""
    said = words()
    told = (
        said.say(
            "tasks.line",
            key=task.key,
            priority=said.say(f"document.priority-{task.priority}"),
            due=lines.when(task, said),
        )
        + f"\n    {plain(task.text)}\n"
        for task in tasks
    )
    return "".join(masked(text, library().residue) for text in told)


def owned(tasks: tuple[Task, ...], owner: str | None) -> tuple[Task, ...]:
    """The tasks that somebody has; all of them where nobody is named."""
    if owner is None:
        return tasks
    name = " ".join(owner.split()).casefold()
    found = tuple(task for task in tasks if " ".join(plain(task.owner).split()).casefold() == name)
    if not found:
        say("tasks.none-of", owner=owner[:60])
    return found


def one_key(done: str | None, dropped: str | None) -> str | None:
    """The key of the task to note; InputError where two are named."""
    if done is not None and dropped is not None:
        raise InputError([Fault("privet --done", 0, "one-of-two", "", (("other", "--dropped"),))])
    return done if done is not None else dropped


def noted(file: str, task: Task, state: str, owner: str | None) -> None:
    """Write into the answers file how a task stands, and the answers it rested on."""
    values = {"state": state, "facts": task.facts, **({"owner": owner} if owner else {})}
    opened(Path(file), library().questionnaire).changed(
        {Ref("tasks", task.key, key): new for key, new in values.items()}
    )


def note(file: str, tasks: tuple[Task, ...], key: str, state: str, owner: str | None) -> int:
    """Note how the task of that key stands; InputError if there is none."""
    found = next((task for task in tasks if task.key == key), None)
    if found is None:
        near = nearest(key, [task.key for task in tasks])
        slots = (("value", key[:60]), ("nearest", near or ""))
        raise InputError([Fault(file, 0, "no-task" if near else "no-task-plain", "", slots)])
    noted(file, found, state, owner)
    say("tasks.noted", key=found.key, path=file)
    return CLEAN


@click.command(help=help.command("tasks"))
@click.argument("file", default="privacy.toml", type=click.Path())
@click.option("--done", default=None, metavar="KEY", help=help.text("tasks.done"))
@click.option("--dropped", default=None, metavar="KEY", help=help.text("tasks.dropped"))
@click.option("--owner", default=None, metavar="NAME", help=help.text("tasks.owner"))
@click.option("--lang", default="", help=help.text("tasks.lang"))
@click.option("--on", "on", default=None, metavar="DATE", help=help.text("tasks.on"))
def tasks(file: str, done: str | None, dropped: str | None, owner: str | None, lang: str, on: str | None) -> int:
    asked = one_key(done, dropped)
    language = one(lang or words().language, library().languages, "--lang")
    speak(language)
    document = compose(library(), judge(library(), read_case(file, day(on)), PLAN), language)
    if asked is None:
        found = owned(document.tasks, owner)
        click.echo(listed(found), nl=False)
        return FINDINGS if found else CLEAN
    return note(file, document.tasks, asked, "done" if done is not None else "dropped", owner)
