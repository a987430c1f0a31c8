"""``privet schema``: the answers file as a JSON Schema, for editors."""

from __future__ import annotations

import json

import click

from privet.cli import help
from privet.cli.session import library
from privet.library import SOURCE_LANGUAGE
from privet.schema import schema as described


@click.command(help=help.command("schema"))
@click.option("--lang", type=click.Choice(library().languages), default=SOURCE_LANGUAGE, help=help.text("schema.lang"))
def schema(lang: str) -> None:
    """The help is in the words."""
    click.echo(json.dumps(described(library().questionnaire, lang), ensure_ascii=False, indent=2))
