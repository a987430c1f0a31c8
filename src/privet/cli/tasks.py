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
from privet.source import nearest

PLAN = "plan"


def listed(tasks: tuple[Task, ...]) -> str:
    """The tasks as text: key, priority, day and owner on one line, what to do on the next."""
    said = words()
    return "".join(
        said.say(
            "tasks.line",
            key=task.key,
            priority=said.say(f"document.priority-{task.priority}"),
            due=lines.when(task, said),
        )
        + f"\n    {plain(task.text)}\n"
        for task in tasks
    )


def noted(file: str, task: Task, state: str, owner: str | None) -> None:
    """Write into the answers file how a task stands, and the answers it rested on."""
    values = {"state": state, "facts": task.facts, **({"owner": owner} if owner else {})}
    opened(Path(file), library().questionnaire).changed(
        {Ref("tasks", task.key, key): new for key, new in values.items()}
    )


@click.command(help=help.command("tasks"))
@click.argument("file", default="privacy.toml", type=click.Path())
@click.option("--done", default=None, metavar="KEY", help=help.text("tasks.done"))
@click.option("--dropped", default=None, metavar="KEY", help=help.text("tasks.dropped"))
@click.option("--owner", default=None, metavar="NAME", help=help.text("tasks.owner"))
@click.option("--lang", default="", help=help.text("tasks.lang"))
@click.option("--on", "on", default=None, metavar="DATE", help=help.text("tasks.on"))
def tasks(file: str, done: str | None, dropped: str | None, owner: str | None, lang: str, on: str | None) -> int:
    language = one(lang or words().language, library().languages, "--lang")
    speak(language)
    document = compose(library(), judge(library(), read_case(file, day(on)), PLAN), language)
    asked = done or dropped
    if asked is None:
        click.echo(listed(document.tasks), nl=False)
        return FINDINGS if document.tasks else CLEAN
    found = next((task for task in document.tasks if task.key == asked), None)
    if found is None:
        near = nearest(asked, [task.key for task in document.tasks])
        slots = (("value", asked[:60]), ("nearest", near or ""))
        raise InputError([Fault(file, 0, "no-task" if near else "no-task-plain", "", slots)])
    noted(file, found, "done" if done else "dropped", owner)
    say("tasks.noted", key=found.key, path=file)
    return CLEAN
