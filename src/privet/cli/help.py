"""Help texts of commands and options: words, read when a command is loaded."""

from __future__ import annotations

from privet.cli.session import words


def text(key: str) -> str:
    """The help at ``help.<key>``, e.g. ``build.summary``."""
    return words().say(f"help.{key}")


def command(name: str) -> str:
    """A command's help: what it does, and an example on a line of its own."""
    return f"{text(f'{name}.summary')}\n\n\b\n{text(f'{name}.example')}"
