"""Talking to one person in a terminal, or to a program through a pipe, line by line.

Everything said goes to standard error; colours only where a person is watching.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from privet.source import visible
from privet.words import Words

NARROW, WIDE = 40, 100
"""Shortest and longest line that is written, whatever the terminal's width."""
MANY, CROWD = 8, 20
"""Choices beyond which they stand in columns if they are short, and in columns anyway."""
BOLD, DIM = "1", "2"


class Back(Exception):
    """The user wants the question before this one."""


class Quit(Exception):
    """The user stops here, or there is no more input."""


class Said(NamedTuple):
    """What the user typed; at most one of the three is there."""

    words: str = ""
    unknown: str = ""
    """``unknown`` if it was "I don't know yet"."""
    later: str = ""
    """``later`` if it was nothing at all."""


class Talk:
    """A conversation in one language."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.lively = _is_terminal(sys.stdin) and _is_terminal(sys.stdout) and _is_terminal(sys.stderr)
        self.colours = _is_terminal(sys.stderr) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.why = ""
        """What ``?`` shows: why the present question is asked."""
        if self.lively:
            with suppress(ImportError):
                import readline

                readline.set_auto_history(False)
        elif sys.stdin is not None and hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="surrogateescape")

    # ---- saying

    def section(self, text: str) -> None:
        self.gap()
        self._write(self._styled(f"── {text} {'─' * max(3, self.width - len(text) - 4)}", BOLD))

    def title(self, text: str) -> None:
        self.gap()
        self.line(text, BOLD)

    def hint(self, text: str) -> None:
        self.line(text, DIM)

    def hints(self, *keys: str) -> None:
        """Several hints in one sentence."""
        self.hint(self.words.say("init.or").join(self.words.say(f"init.{key}") for key in keys))

    def gap(self) -> None:
        self._write("")

    def line(self, text: str, style: str = "", indent: str = "", hang: str = "") -> None:
        """A line, wrapped; whatever in it would act on the terminal is shown instead."""
        pieces = textwrap.wrap(
            visible(text), self.width, initial_indent=indent, subsequent_indent=hang or indent, break_on_hyphens=False
        )
        for piece in pieces or [""]:
            self._write(self._styled(piece, style))

    def say(self, key: str, **slots: str) -> None:
        self.line(self.words.say(f"init.{key}", **slots))

    def command(self, key: str, **slots: str) -> None:
        """A sentence with a command to copy: never broken by us."""
        self._write(visible(self.words.say(f"init.{key}", **slots)))

    def choices(self, labels: Sequence[str], marks: Mapping[int, str]) -> None:
        """Numbered choices, some with a mark; in columns where there are many."""
        size = len(str(len(labels)))
        longest = max((len(visible(label)) for label in labels), default=0) + size + 7
        room = self.width // 2 if len(labels) > CROWD else self.width
        columns = self.width // min(longest, room) if len(labels) > MANY else 1
        cell = self.width // columns
        cells = [
            _wrapped(f"{marks.get(place, ' ')} {place + 1:>{size}}  ", visible(label), cell - 2)
            for place, label in enumerate(labels)
        ]
        rows = -(-len(cells) // columns)
        for row in range(rows):
            beside = cells[row::rows]
            for line in range(max(map(len, beside))):
                parts = ((part[line] if line < len(part) else "").ljust(cell) for part in beside)
                self._write("".join(parts).rstrip())

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Numbered lines of two columns."""
        left = min(max(len(visible(one)) for one, _ in pairs), self.width * 2 // 5)
        for place, (one, other) in enumerate(pairs, 1):
            heads = textwrap.wrap(visible(one), left)
            texts = textwrap.wrap(visible(other), self.width - left - 8, break_on_hyphens=False)
            for row in range(max(len(heads), len(texts))):
                number = f"{place:>4}  " if row == 0 else " " * 6
                head, text = (part[row] if row < len(part) else "" for part in (heads, texts))
                self._write(f"{number}{self._styled(head.ljust(left), DIM)}  {text}".rstrip())

    @property
    def width(self) -> int:
        columns = shutil.get_terminal_size((80, 24)).columns if self.colours or self.lively else 80
        return max(NARROW, min(WIDE, columns - 1))

    def _styled(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if style and self.colours else text

    def _write(self, line: str, end: str = "\n") -> None:
        if sys.stderr is not None:
            sys.stderr.write(f"{line}{end}")
            sys.stderr.flush()

    # ---- listening

    def ask(self, label: str = "") -> Said:
        """What the user answers.  Raises Back and Quit; says why when asked why."""
        while True:
            typed = self._read(f"{label} > " if label else "> ").strip()
            command = self._command(typed)
            if command == "why":
                self._explain()
            elif command == "back":
                raise Back
            elif command == "quit":
                raise Quit
            elif command:
                return Said(unknown="unknown")
            else:
                return Said(words=self._bare(typed)) if typed else Said(later="later")

    def _command(self, typed: str) -> str:
        """The command that a letter stands for, in English and in the user's language."""
        letters = {"?": "why", "u": "unknown", "b": "back", "q": "quit"}
        letters |= {self.words.say(f"init.key-{name}"): name for name in ("unknown", "back", "quit")}
        letters |= {self.words.say("interview.unknown").casefold(): "unknown"}
        return letters.get(typed.casefold(), "")

    def _bare(self, typed: str) -> str:
        """A letter between quotes is that letter and no command."""
        inner = typed[1:-1] if len(typed) > 2 and typed[0] == typed[-1] == '"' else ""
        return inner if inner and self._command(inner) else typed

    def _explain(self) -> None:
        if self.why:
            self.line(self.words.say("interview.why"), BOLD)
            self.line(self.why)
        self.say("keys", **self.keys())

    def keys(self) -> dict[str, str]:
        """The letters that the user may type, by what they do."""
        return {name: self.words.say(f"init.key-{name}") for name in ("unknown", "back", "quit")}

    def _read(self, prompt: str) -> str:
        if self.lively:
            try:
                return input(visible(prompt))
            except EOFError:
                self.gap()
                raise Quit from None
        self._write(visible(prompt), end="")
        line = sys.stdin.readline() if sys.stdin is not None else ""
        self.gap()
        if not line:
            raise Quit
        return line


def _wrapped(head: str, text: str, width: int) -> list[str]:
    """A text behind its head, on as many lines as it needs."""
    return textwrap.wrap(
        text, width, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False
    ) or [head]


def _is_terminal(stream: object) -> bool:
    try:
        return stream is not None and bool(stream.isatty())  # type: ignore[attr-defined]  # closed ones raise
    except (AttributeError, ValueError):
        return False
