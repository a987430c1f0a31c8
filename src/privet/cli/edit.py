"""``privet edit``: the interview in the browser, on this machine and for this file only."""

from __future__ import annotations

import secrets
import socket
import threading
import time
import webbrowser
from importlib.util import find_spec
from pathlib import Path

import click

from privet.cli import CLEAN, help
from privet.cli.session import library, tell, words
from privet.draft import opened
from privet.errors import Fault, InputError

HOST = "127.0.0.1"


def require_web() -> None:
    """InputError where what the browser part needs is not installed."""
    missing = [name for name in ("django", "granian", "whitenoise") if find_spec(name) is None]
    if missing:
        slots = (("format", "web"), ("extra", "web"), ("module", missing[0]))
        raise InputError([Fault("privet", 0, "extra-missing", "", slots)])


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def when_up(port: int, address: str, seconds: float = 20.0) -> None:
    """Open the browser once somebody answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with socket.create_connection((HOST, port), 0.2):
                break
        except OSError:
            time.sleep(0.02)
    webbrowser.open(address)


@click.command(help=help.command("edit"))
@click.argument("file", default="privacy.toml", type=click.Path(path_type=Path))
@click.option("--port", default=0, type=click.IntRange(0, 65535), help=help.text("edit.port"))
@click.option("--no-browser", "quiet", flag_value="quiet", default="", help=help.text("edit.no-browser"))
def edit(file: Path, port: int, quiet: str) -> int:
    """The help is in the words."""
    require_web()
    opened(file, library().questionnaire)  # what is wrong with the file is said here, not in the browser
    port = port or free_port()
    entry = secrets.token_urlsafe(24)
    address = f"http://{HOST}:{port}/enter/{entry}"
    tell(words().say("cli.edit-at", address=address, file=str(file)))
    if not quiet:
        threading.Thread(target=when_up, args=(port, address), daemon=True).start()
    from privet.web.running import serve

    serve(HOST, port, 1, environment(file, port, entry))
    return CLEAN


def environment(file: Path, port: int, entry: str) -> dict[str, str]:
    """What the settings read."""
    return {
        "PRIVET_FILE": str(file.absolute()),
        "PRIVET_ENTRY": entry,
        "PRIVET_URL": f"http://{HOST}:{port}",
        "PRIVET_SECRET_KEY": secrets.token_urlsafe(48),
    }
