"""The commands by name; each is imported when it is used."""

from __future__ import annotations

from importlib import import_module

import click

from privet import __version__
from privet.cli import help

COMMANDS = (
    "init",
    "edit",
    "serve",
    "mails",
    "build",
    "check",
    "diff",
    "explain",
    "tasks",
    "laws",
    "texts",
    "schema",
    "completion",
)
"""Every command, in the order a newcomer meets them; each is a module here."""


class Lazy(click.Group):
    """A group whose commands are imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found = getattr(import_module(f"privet.cli.{cmd_name}"), cmd_name)
        return found if isinstance(found, click.Command) else None

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The page kept in ``help.txt``: what each command does, with an example."""
        formatter.write(f"{help.text('privet.usage')}\n\n{help.text('privet.summary')}\n\n")
        for name in COMMANDS:
            formatter.write(f"  {name:<11} {help.text(f'{name}.summary')}\n")
            formatter.write(f"              {help.text(f'{name}.example')}\n")
        formatter.write(f"\n{help.text('privet.more')}\n")


@click.group(cls=Lazy, invoke_without_command=False, context_settings={"max_content_width": 100})
@click.version_option(__version__, prog_name="privet", message="%(prog)s %(version)s")
def app() -> None:
    """See ``words/<lang>/cli.toml``: help is text, and lives with the texts."""
