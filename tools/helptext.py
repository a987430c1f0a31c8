"""Write ``words/<lang>/help.txt``, the page of ``privet --help``, from the words (``make helptext``).

The front door prints that page without loading the words, or anything else."""

from __future__ import annotations

import os

import click

from privet.cli.app import app
from privet.datafiles import HOME
from privet.library import Library


def page(language: str) -> str:
    """The help as the command line itself makes it, in a language."""
    before = os.environ.get("PRIVET_LANG", "")
    os.environ["PRIVET_LANG"] = language
    try:
        return app.get_help(click.Context(app, info_name="privet")) + "\n"
    finally:
        os.environ["PRIVET_LANG"] = before


def main() -> None:
    for language in Library().languages:
        (HOME / "words" / language / "help.txt").write_text(page(language), encoding="utf-8")


if __name__ == "__main__":
    main()
