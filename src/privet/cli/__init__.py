"""The command line: thin commands over the five verbs.

The front door answers ``--version`` and ``--help`` before anything is imported, turns
what went wrong into one line and an exit code, and leaves the rest to the commands.

Exit codes: 0 clean, 1 findings or a run that could not finish, 2 wrong use or input that
cannot be read, 130 interrupted.
"""

from __future__ import annotations

import sys
from typing import NoReturn

from privet import __version__

CLEAN, FINDINGS, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


def main() -> NoReturn:
    """The program ``privet``."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        sys.stdout.write(f"privet {__version__}\n")
        sys.exit(CLEAN)
    if arguments in ([], ["--help"]):
        _help()
    sys.exit(run(arguments))


def _help() -> None:
    """The help as it was printed when the words were last changed; a test keeps it true."""
    import os
    from pathlib import Path

    language = os.environ.get("PRIVET_LANG", "en")
    page = Path(__file__).parent.parent / "data" / "words" / (language if language.isalpha() else "en") / "help.txt"
    if page.is_file():
        sys.stdout.write(page.read_text(encoding="utf-8"))
        sys.exit(CLEAN)


def run(arguments: list[str]) -> int:
    """Run a command; the exit code.  Nothing a user does ends in a traceback."""
    import click

    from privet.cli.app import app
    from privet.cli.session import report, say, tell
    from privet.errors import InputError, PrivetError

    try:
        code = app.main(arguments, prog_name="privet", standalone_mode=False)
        sys.stdout.flush()
    except PrivetError as error:
        report(error.faults)
        return UNUSABLE if isinstance(error, InputError) else FINDINGS
    except click.ClickException as error:
        error.show(file=sys.stderr)
        return UNUSABLE
    except (KeyboardInterrupt, click.Abort):
        say("cli.interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return _closed()
    except OSError as error:
        tell(f"{error.filename or ''}: {error.strerror or error}")
        return FINDINGS
    return code if isinstance(code, int) else CLEAN


def _closed() -> int:
    """Nobody reads our output any more: stop without a word, and leave nothing to flush."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CLEAN
