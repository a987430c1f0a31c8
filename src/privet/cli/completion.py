"""``privet completion``: what a shell needs to complete privet's commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from privet.cli import CLEAN, help


@click.command(help=help.command("completion"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    from privet.cli.app import app

    made = get_completion_class(shell)
    if made is not None:
        click.echo(made(app, {}, "privet", "_PRIVET_COMPLETE").source())
    return CLEAN
