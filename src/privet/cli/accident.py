"""What people are told when privet itself fails: one line, and the traceback for whoever asks for it.

The line names the kind of error and the place in privet's code.  It does not repeat the error's
own words: they may hold an answer.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from privet.cli.session import say

DEBUG = "PRIVET_DEBUG"
HOME = Path(__file__).parents[1]


def told(error: Exception) -> None:
    """Say that privet failed, and where; with ``PRIVET_DEBUG`` also how it came to it."""
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    try:
        say("cli.accident", what=type(error).__name__, place=place(error), debug=DEBUG)
    except Exception:  # the words themselves are broken
        print(f"privet: {type(error).__name__} ({place(error)})", file=sys.stderr)


def place(error: Exception) -> str:
    """The last line of privet's own code on the way to the error, as ``compose.py:12``."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(HOME)]
    return f"{Path(own[-1].filename).relative_to(HOME).as_posix()}:{own[-1].lineno}" if own else "?"
