"""Reads a TOML text once, from top to bottom, and notes what it finds.

The values are read by ``tomllib``; the scanner knows where they stand, which limit is passed,
and where a person's pen slipped.  A text without a fault here is TOML 1.0, small and shallow
enough for ``tomllib`` on every Python.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import NoReturn

from privet import slips
from privet.lines import DEPTH, Path, Place, Tree
from privet.slips import Broken, Faults, Stop

LINES = 20_000


def scan(text: str, faults: Faults) -> Mapping[Path, int]:
    """The line of every key path of ``text``; what is wrong goes to ``faults``."""
    scanner = Scanner(text, faults)
    scanner.scan()
    return scanner.tree.lines


class Scanner:
    """Reads statement by statement.  Every method takes a position and returns the next."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.text = text
        self.faults = faults
        self.tree = Tree(faults)
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._place = self.tree.top
        self._suspect: tuple[int, Path] | None = None

    def scan(self) -> None:
        """Read the whole text."""
        pos = 0
        try:
            if len(self._starts) > LINES:
                self.faults.limit(LINES + 1, "too-many-lines", LINES)
            while pos < len(self.text):
                try:
                    pos = self._statement(pos)
                except Broken as broken:
                    pos = self._resume(broken.pos)
        except Stop:
            return

    def _line(self, pos: int) -> int:
        """The line of a position, from 1."""
        return bisect_right(self._starts, pos)

    def _next_line(self, pos: int) -> int:
        """Where the next line starts, or the text ends."""
        return self.text.find("\n", pos) + 1 or len(self.text)

    def _last_start(self, pos: int, end: int) -> int:
        """Where the last line starts that begins between two positions; 0 if none does."""
        return self.text.rfind("\n", pos, end) + 1

    def _resume(self, pos: int) -> int:
        """The next line from ``pos`` that looks like a statement."""
        while pos < len(self.text) and not slips.RESUMES.match(self.text, pos):
            pos = self._next_line(pos)
        return pos

    def _skip(self, pattern: re.Pattern[str], pos: int) -> int:
        """Past what the pattern matches."""
        match = pattern.match(self.text, pos)
        return match.end() if match else pos

    def _at(self, pos: int) -> str:
        """The character at a position; empty at the end."""
        return self.text[pos : pos + 1]

    def _rest(self, pos: int) -> str:
        """The rest of the line."""
        end = self.text.find("\n", pos)
        return self.text[pos:] if end < 0 else self.text[pos:end]

    def _slip(self, pos: int, path: Path, slip: slips.Slip) -> None:
        message, slots = slip
        if self._suspect:
            pos, path = self._suspect
            self.faults.slip(self._line(pos), "unclosed-quotes", slips.name(path))
            raise Stop
        self.faults.slip(self._line(pos), message, slips.name(path), **slots)

    def _break(self, pos: int, path: Path, message: str, resume: int) -> NoReturn:
        """A slip after which the statement cannot be read on."""
        start = self._starts[self._line(pos) - 1]
        self._slip(pos, path, (message, {"text": self.text[start : pos + 99].split("\n")[0].strip()}))
        raise Broken(resume)

    def _statement(self, pos: int) -> int:
        pos = self._skip(slips.SPACE, pos)
        if self._at(pos) in ("", "\n", "#"):
            return self._next_line(pos)
        if self._at(pos) == "[":
            pos = self._header(pos)
            return self._end(pos, self._place.path, "after-header")
        path, pos = self._pair(pos, self._place, slips.TO_COMMENT)
        return self._end(pos, path, "after-value")

    def _end(self, pos: int, path: Path, message: str) -> int:
        """The end of a statement's line: only a comment may follow."""
        pos = self._skip(slips.SPACE, pos)
        rest = self.text[pos : self._skip(slips.TO_COMMENT, pos)].rstrip(" \t")
        if rest == ",":
            self._slip(pos, path, ("extra-comma", {}))
        elif rest:
            self._slip(pos, path, slips.unseen(rest[0]) or (message, {"rest": rest}))
        return self._next_line(pos)

    def _header(self, pos: int) -> int:
        line = self._line(pos)
        width = 2 if self.text.startswith("[[", pos) else 1
        self._place = self.tree.nowhere(line)
        if "]" not in self._rest(pos):
            self._break(pos, (), "unclosed-header", self._next_line(pos))
        parts, pos = self._key(pos + width)
        if not self.text.startswith("]" * width, pos):
            self._break(pos, parts, "unclosed-header", self._next_line(pos))
        opens = self.tree.row if width == 2 else self.tree.header
        self._place = opens(parts, line)
        return pos + width

    def _pair(self, pos: int, table: Place, until: re.Pattern[str]) -> tuple[Path, int]:
        """A key with its value; also returns the key's path."""
        line = self._line(pos)
        parts, pos = self._key(pos)
        pos = self._equals(pos, (*table.path, *parts))
        place = self.tree.key(table, parts, line)
        return place.path, self._value(pos, place, until)

    def _equals(self, pos: int, path: Path) -> int:
        found = self._at(pos)
        if found == ":":
            self._slip(pos, path, ("colon", {}))
            return pos + (2 if self._at(pos + 1) == "=" else 1)
        if found != "=":
            self._break(pos, path, "no-equals", self._next_line(pos))
        if self._at(pos + 1) in ("=", ">"):
            self._slip(pos, path, ("double-equals", {}))
            return pos + 2
        return pos + 1

    def _key(self, pos: int) -> tuple[Path, int]:
        parts: list[str] = []
        while True:
            part, pos = self._part(self._skip(slips.SPACE, pos))
            parts.append(part)
            pos = self._skip(slips.SPACE, pos)
            if len(parts) > DEPTH:
                self.faults.limit(self._line(pos), "too-deep", DEPTH, slips.name(tuple(parts[:1])))
            if self._at(pos) != ".":
                return tuple(parts), pos
            pos += 1

    def _part(self, pos: int) -> tuple[str, int]:
        match = slips.PART.match(self.text, pos)
        if match is None:
            return self._odd_part(pos)
        raw = match[1]
        if raw[0] not in "\"'":
            return raw, match.end()
        part = slips.unquoted(raw)
        path = (*self._place.path, part)
        self._characters(raw, pos, path)
        if "\n" in part:
            self._slip(pos, path, ("forbidden-character", {"code": slips.code(0x0A)}))
        return part, match.end()

    def _odd_part(self, pos: int) -> tuple[str, int]:
        """A part of a key that needs quotes, or no key at all."""
        end = self._skip(slips.ODD_PART, pos)
        part, after = self.text[pos:end].rstrip(" \t"), self._at(end)
        if not part:
            messages = {"=": "missing-key", ".": "missing-key", "]": "missing-key"}
            message = messages | {'"': "key-unclosed-quote", "'": "key-unclosed-quote"}
            self._break(pos, (), message.get(after, "no-equals"), self._next_line(pos))
        prose = after == "." and not slips.SIGNS.search(self._rest(end))
        if prose or after not in ("=", ".", "]", ":"):
            self._break(pos, (), "no-equals", self._next_line(pos))
        path, unseen = (*self._place.path, part), slips.unseen(part)
        if unseen:
            self._slip(pos, path, unseen)
        elif slips.curly(part):
            self._slip(pos, path, ("curly-quotes", {}))
        elif after != ":":
            self._slip(pos, path, ("key-needs-quotes", {"fixed": slips.quoted(part)}))
        return part, end

    def _value(self, pos: int, place: Place, until: re.Pattern[str]) -> int:
        pos = self._skip(slips.SPACE, pos)
        opening = self._at(pos)
        if opening == "[":
            return self._array(pos, place)
        if opening == "{":
            return self._inline(pos, place)
        if opening in ('"', "'"):
            return self._string(pos, place.path)
        end = self._skip(until, pos)
        value = self.text[pos:end].rstrip(" \t")
        slip = slips.bare(value)
        if slip and until is slips.TO_COMMA and "=" in value:
            self._slip(pos, place.path, ("missing-comma", {}))
        elif slip:
            self._slip(pos, place.path, slip)
        return end

    def _string(self, pos: int, path: Path) -> int:
        quotes = self.text[pos] * (3 if self.text.startswith(self.text[pos] * 3, pos) else 1)
        match = slips.STRINGS[quotes].match(self.text, pos)
        if len(quotes) == 3 and (match is None or self._swallows(match)):
            self._break(pos, path, "unclosed-quotes", len(self.text))
        if match is None:
            self._slip(pos, path, slips.unclosed(self._rest(pos)))
            raise Broken(self._next_line(pos))
        self._characters(match[0], pos, path)
        end = match.end()
        if len(quotes) == 3 and slips.OPENS_AGAIN.match(self.text, self._last_start(pos, end) or end):
            self._suspect = pos, path  # if anything is wrong below, it is that
        if not slips.AFTER.match(self.text, end) and slips.quotes(self._rest(end)):
            self._break(end, path, "quote-inside", self._next_line(end))
        return end

    def _swallows(self, match: re.Match[str]) -> bool:
        dirty = not slips.CLEAN.match(self.text, match.end())
        return dirty and bool(slips.SWALLOWED.search(match[0]))

    def _characters(self, raw: str, pos: int, path: Path) -> None:
        for place, (message, slots) in slips.characters(raw):
            self.faults.add(self._line(pos + place), message, slips.name(path), **slots)

    def _array(self, pos: int, place: Place) -> int:
        opened, index = pos, 0
        pos = self._gap(pos + 1, opened, place.path)
        while self._at(pos) != "]":
            if self._at(pos) == ",":
                self._slip(pos, place.path, ("extra-comma", {}))
            else:
                element = self.tree.element(place, index, self._line(pos))
                end = self._value(pos, element, slips.TO_COMMA)
                pos = self._gap(end, opened, place.path)
                index += 1
            if self._at(pos) == ",":
                pos = self._gap(pos + 1, opened, place.path)
            elif self._at(pos) == "}" or self._at(pos) == ")":
                self._break(opened, place.path, "unclosed-bracket", self._next_line(pos))
            elif self._at(pos) != "]":
                self._slip(end - 1, place.path, ("missing-comma", {}))
        return pos + 1

    def _gap(self, pos: int, opened: int, path: Path) -> int:
        """The next thing in an open list, which must not be a new statement."""
        end = self._skip(slips.GAP, pos)
        if end == len(self.text):
            self._break(opened, path, "unclosed-bracket", end)
        start = self._last_start(pos, end)
        if start and slips.STATEMENT.match(self.text, start):
            self._break(opened, path, "unclosed-bracket", start)
        return end

    def _inline(self, pos: int, place: Place) -> int:
        opened = pos
        self.tree.inline(place)
        pos = self._fold(pos + 1, opened, place.path)
        while self._at(pos) != "}":
            _, end = self._pair(pos, place, slips.TO_COMMA)
            pos = self._skip(slips.GAP, end)
            broken = "\n" in self.text[end:pos]
            if self._at(pos) == "," or self._at(pos) == "}":
                self._fold(end, opened, place.path)
            elif broken or self._at(pos) in ("", "]"):
                start = self._last_start(end, pos) or self._next_line(pos)
                self._break(opened, place.path, "unclosed-brace", start)
            else:
                self._slip(end - 1, place.path, ("missing-comma", {}))
            if self._at(pos) == ",":
                pos = self._fold(pos + 1, opened, place.path)
                if self._at(pos) == "}":
                    self._slip(opened, place.path, ("inline-trailing-comma", {}))
        return pos + 1

    def _fold(self, pos: int, opened: int, path: Path) -> int:
        """The next thing in an open inline table, which must be on the same line."""
        end = self._skip(slips.GAP, pos)
        start = self._last_start(pos, end)
        if end == len(self.text) or (start and slips.HEADER.match(self.text, start)):
            self._break(opened, path, "unclosed-brace", start or end)
        if start:
            self._slip(opened, path, ("inline-line-break", {}))
        return end
