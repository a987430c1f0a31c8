"""``privet serve``: the team server, ready after this one command."""

from __future__ import annotations

import os
import secrets
import signal
from pathlib import Path

import click

from privet.cli import CLEAN, INTERRUPTED, help
from privet.cli.edit import require_web
from privet.cli.session import say
from privet.draft import PRIVATE, write

SECRET = "secret-key"  # noqa: S105 - the name of the file, not a secret


@click.command(help=help.command("serve"))
@click.option("--host", default="127.0.0.1", show_default=True, help=help.text("serve.host"))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=help.text("serve.port"))
@click.option("--url", default="", metavar="URL", help=help.text("serve.url"))
@click.option(
    "--data", default="privet-data", show_default=True, type=click.Path(path_type=Path), help=help.text("serve.data")
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help=help.text("serve.workers"))
def serve(host: str, port: int, url: str, data: Path, workers: int) -> int:
    """The help is in the words."""
    require_web()
    address = url or os.environ.get("PRIVET_URL", "") or f"http://{host}:{port}"
    from privet.web import readiness, running

    readiness.look(address, host, port)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.update(environment(data, address))
    running.prepare()
    say("cli.serve-at", address=address, data=str(data))
    stopped = running.serve_team(host, port, workers)
    say("cli.server-stopped")
    return INTERRUPTED if stopped == signal.SIGINT else CLEAN


def environment(data: Path, address: str) -> dict[str, str]:
    """What the settings read; the secret is made once and stays in the server's folder."""
    file = data / SECRET
    if not (os.environ.get("PRIVET_SECRET_KEY") or file.exists()):
        write(file, secrets.token_urlsafe(48).encode(), PRIVATE)
    secret = os.environ.get("PRIVET_SECRET_KEY") or file.read_text(encoding="utf-8")
    return {"PRIVET_DATA": str(data.absolute()), "PRIVET_URL": address, "PRIVET_SECRET_KEY": secret}
