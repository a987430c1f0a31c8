"""The command line: thin commands over the five verbs.

The front door answers ``--version`` and ``--help`` before anything is imported, turns
what went wrong into one line and an exit code, and leaves the rest to the commands.

Exit codes: 0 clean, 1 findings or a run that could not finish, 2 wrong use or input that
cannot be read, 3 something that was to be checked could not be looked at, 130 interrupted.
"""

# Each import here is paid by ``privet --version``; even ``typing`` costs a third of Python's own start.
import os
import sys

from privet import __version__

CLEAN, FINDINGS, UNUSABLE, UNLOOKED, INTERRUPTED = 0, 1, 2, 3, 130


def main() -> None:
    """The program ``privet``; it leaves by its exit code."""
    try:
        _open_streams()
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # so early that there are no words yet to say it with
        code = INTERRUPTED
    sys.exit(code)


def _open_streams() -> None:
    """A standard stream that was closed before we started leads nowhere, never into a file of ours."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end


def run(arguments: list[str]) -> int:
    """Run a command and print to the last letter; the exit code.  Nothing a user does ends in a traceback."""
    try:
        page = _page(arguments)
        sys.stdout.write(page)
        code = CLEAN if page else _command(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads no more wants no words either
        return _stopped()
    except OSError as error:
        from privet.cli.session import say

        say("cli.cannot-go-on", what=str(error.filename or "privet"), why=error.strerror or str(error))
        return _stopped()
    except Exception as error:
        from privet.cli.accident import told

        told(error)
        return _stopped()
    return code


def _page(arguments: list[str]) -> str:
    """What is answered before anything is imported: the version, and the help; else empty."""
    if arguments == ["--version"]:
        return f"privet {__version__}\n"
    return _help() if arguments in ([], ["--help"]) else ""


def _help() -> str:
    """The help as it was when the words were last changed (a test keeps it true); empty where there is none."""
    language = os.environ.get("PRIVET_LANG", "")
    home = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - pathlib costs as much as Python's own start
    try:
        with open(f"{home}/data/words/{language if language.isalpha() else 'en'}/help.txt", encoding="utf-8") as page:  # noqa: PTH123 - likewise
            return page.read()
    except OSError:
        return ""


def _command(arguments: list[str]) -> int:
    import click

    from privet.cli.app import app
    from privet.cli.session import report, say, words
    from privet.errors import InputError, PrivetError
    from privet.library import SOURCE_LANGUAGE

    try:
        if words().language != SOURCE_LANGUAGE:  # which click speaks by itself
            from privet.cli import click_words

            click_words.learn()
        code = app.main(arguments, prog_name="privet", standalone_mode=False)
    except PrivetError as error:
        report(error.faults)
        return UNUSABLE if isinstance(error, InputError) else FINDINGS
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        why = " ".join(error.format_message().split("\n\t"))  # click sets choices below each other
        say("cli.misused", why=why, command=context.command_path if context else "privet")
        return UNUSABLE
    except (KeyboardInterrupt, click.Abort):
        say("cli.interrupted")
        return INTERRUPTED
    return code if isinstance(code, int) else CLEAN


def _stopped() -> int:
    """The run could not finish: what cannot be printed must not be tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FINDINGS
