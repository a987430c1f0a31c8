"""``privet mails``: what waits in the server's outbox, so that somebody can pass on a link by hand."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path

import click

from privet.cli import CLEAN, help
from privet.cli.edit import require_web
from privet.cli.serve import environment
from privet.cli.session import say, tell, words
from privet.errors import Fault, InputError
from privet.source import visible

FIELDS = ("made", "to", "subject", "body", "fault", "tries")
LINK = re.compile(r"https?://\S+")


@click.command(help=help.command("mails"))
@click.option(
    "--data", default="privet-data", show_default=True, type=click.Path(path_type=Path), help=help.text("mails.data")
)
def mails(data: Path) -> int:
    """The help is in the words."""
    require_web()
    from privet.web.team import FILE

    is_elsewhere = bool(os.environ.get("DATABASE_URL"))
    if not (is_elsewhere or data.is_dir()):
        raise InputError([Fault(str(data), 0, "no-server-here")])
    if not (is_elsewhere or (data / FILE).is_file()):  # the server has never run
        say("cli.no-mails")
        return CLEAN
    os.environ.update(environment(data, os.environ.get("PRIVET_URL", "") or "http://127.0.0.1:8000"))
    found = waiting()
    click.echo("".join(found), nl=False)
    if found:
        tell(words().count("cli.mails", len(found)))
    else:
        say("cli.no-mails")
    return CLEAN


def waiting() -> list[str]:
    """Each mail that is not sent: to whom, about what, its links, and why it is still here."""
    from privet.web.running import opened

    opened()
    from django.db import DatabaseError

    from privet.web.outbox.models import Mail
    from privet.web.readiness import away

    try:
        return [told(*mail) for mail in Mail.objects.filter(sent=None).values_list(*FIELDS)]
    except DatabaseError as error:
        raise away(error) from None


def told(made: datetime, to: str, subject: str, body: str, fault: str, tries: int) -> str:
    """A mail in lines."""
    say_it = words().say
    lines = [say_it("mails.line", made=f"{made:%Y-%m-%d %H:%M}", to=visible(to), subject=visible(subject))]
    lines += [say_it("mails.link", link=visible(link)) for link in dict.fromkeys(LINK.findall(body))]
    lines += [say_it("mails.fault", tries=str(tries), why=visible(fault))] if fault else []
    return "".join(f"{line}\n" for line in lines)
