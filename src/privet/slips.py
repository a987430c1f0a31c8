"""What honest slips look like in TOML, and which message helps with each.

Every pattern here runs in linear time: repeats are possessive (``*+``) and none is
nested in another that could match the same text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from unicodedata import normalize

from privet.errors import Fault, order

CUT = 60
"""Longest piece of a user's own text that a fault repeats."""
SHOWN = 20
"""Faults told in one run; the others are counted."""
KEPT = 1_000
"""Faults kept in memory; the others are only counted."""

Slip = tuple[str, dict[str, str]]
"""Key of a message and the values for its slots."""


class Broken(Exception):
    """A statement that cannot be read further; ``pos`` is the line to go on from."""

    def __init__(self, pos: int) -> None:
        self.pos = pos


class Stop(Exception):
    """A limit is passed: nothing more is read."""


def cut(text: str) -> str:
    """At most 60 characters of a user's text."""
    return text if len(text) <= CUT else text[: CUT - 1] + "…"


def name(path: tuple[str, ...]) -> str:
    """A key path as one would write it: ``organisation.name``."""
    return ".".join(cut(part) if BARE_KEY.fullmatch(part) else f'"{cut(part)}"' for part in path)


def quoted(text: str) -> str:
    """The beginning of ``text`` as a TOML string, to show how it should be written."""
    return '"' + cut(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def unquoted(raw: str) -> str:
    """A quoted part of a key without its quotes; as written if its escapes are wrong."""
    if raw[0] == "'" or "\\" not in raw:
        return raw[1:-1]
    try:
        return str(tomllib.loads(f"key = {raw}")["key"])
    except ValueError:
        return raw[1:-1]


def folded(key: str) -> str:
    """A key without case and Unicode form: two keys with the same are too alike."""
    return key.lower() if key.isascii() else normalize("NFKC", normalize("NFKC", key).casefold())


class Faults:
    """The faults of one file: each once, and at most one slip of spelling a line."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.count = 0
        self._kept: list[Fault] = []
        self._seen: set[tuple[int, str, str]] = set()
        self._lines: set[tuple[int, str]] = set()
        self._slipped: set[int] = set()

    def add(self, line: int, message: str, key: str = "", **slots: str) -> None:
        """Note a fault; slot ``a_b`` is called ``a-b`` in the message."""
        if (line, message, key) in self._seen:
            return
        self._seen.add((line, message, key))
        self._lines.add((line, message))
        self.count += 1
        if len(self._kept) < KEPT:
            values = {"key": key} | {k.replace("_", "-"): cut(v) for k, v in slots.items()}
            self._kept.append(Fault(self.path, line, message, key, tuple(values.items())))

    def slip(self, line: int, message: str, key: str = "", **slots: str) -> None:
        """Note a slip of spelling, unless the line has one: the second follows from the first."""
        if line not in self._slipped:
            self._slipped.add(line)
            self.add(line, message, key, **slots)

    def has(self, line: int, message: str) -> bool:
        """Whether a line has this fault, at whatever key."""
        return (line, message) in self._lines

    def limit(self, line: int, message: str, limit: int, key: str = "") -> None:
        """Note that a limit is passed, and stop."""
        self.add(line, message, key, limit=str(limit))
        raise Stop

    def shown(self) -> list[Fault]:
        """The first faults by line, and one that counts those left out."""
        return first(self._kept, self.count)


def first(faults: list[Fault], count: int) -> list[Fault]:
    """``count`` faults by line; if they are more than 20, the last says how many it stands for."""
    ordered = sorted(faults, key=order)
    if len(ordered) <= SHOWN:
        return ordered
    *told, rest = ordered[:SHOWN]
    slots = (("key", ""), ("count", str(count - len(told))))
    return [*told, Fault(rest.path, rest.line, "too-many-faults", "", slots)]


# Pieces of TOML 1.0

BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_BASIC = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
_LITERAL = r"'[^'\n]*+'"
STRINGS = {
    '"""': re.compile(r'"""[^"\\]*+(?:(?:\\[\s\S]|"{1,2}+(?!"))[^"\\]*+)*+"{3,5}+'),
    "'''": re.compile(r"'''[^']*+(?:'{1,2}+(?!')[^']*+)*+'{3,5}+"),
    '"': re.compile(_BASIC),
    "'": re.compile(_LITERAL),
}
"""How a string goes on after its opening quotes."""
PART = re.compile(rf"({BARE_KEY.pattern}|{_BASIC}|{_LITERAL})(?=[ \t]*+[.=:\]])")
"""One part of a key, with something after it that a key may have."""
ODD_PART = re.compile(r"""[^=.:\[\]{}"'#,\n]*+""")
"""What somebody may have meant as a part of a key."""
SPACE = re.compile(r"[ \t]*+")
GAP = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*+")
TO_COMMENT = re.compile(r"[^#\n]*+")
"""A value without quotes at the end of a line."""
TO_COMMA = re.compile(r"[^#\n,\]}]*+")
"""A value without quotes between brackets."""

_KEYISH = rf"""(?:[^\s=:\[\]{{}}"'#,]++|{_BASIC}|{_LITERAL})[ \t]*+"""
_HEADERISH = r"\[\[?[ \t]*+(?!(?:true|false|inf|nan)[ \t]*+\])[A-Za-z][^\]\n,]*+\]\]?[ \t]*+(?:#|\n|\Z)"
STATEMENT = re.compile(rf"[ \t]*+(?:{_KEYISH}=|{_HEADERISH})")
"""A line that starts something new, though a bracket is still open."""
HEADER = re.compile(rf"[ \t]*+{_HEADERISH}")
SWALLOWED = re.compile(rf"\n(?:{_KEYISH}=|{_HEADERISH})")
"""A statement inside a text of several lines: its end was probably forgotten."""
OPENS_AGAIN = re.compile(rf"""{_KEYISH}=[ \t]*+(?:\"{{3}}|'{{3}})""")
"""A text of several lines that seems to end where the next one starts."""
SIGNS = re.compile(r"[=\]]")
"""What tells a key or a header from a sentence."""
RESUMES = re.compile(rf"""[ \t]*+(?:{_KEYISH}(?:=|:[ \t]*+["'\[{{])|\[\[?[ \t]*+[A-Za-z])""")
"""A line to go on from after one that could not be read."""
AFTER = re.compile(r"[ \t\n,\]}#=:]|\Z")
"""What may touch a closing quote, rightly or not; else the quote was not the last one."""
CLEAN = re.compile(r"[ \t]*+(?:[,\]}#\n]|\Z)")
"""What may follow a value."""

# Values without quotes

_DIGITS = r"[0-9](?:_?[0-9])*+"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]++)?"
_ZONE = r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?"
_DAY = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:[Tt ]{_TIME}{_ZONE})?")
_PLAIN = re.compile(
    rf"true|false|[+-]?(?:inf|nan)|{_TIME}"
    r"|0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*+|0o[0-7](?:_?[0-7])*+|0b[01](?:_?[01])*+"
    rf"|[+-]?(?:0|[1-9](?:_?[0-9])*+)(?:\.{_DIGITS})?(?:[eE][+-]?{_DIGITS})?"
)
_NUMBERISH = re.compile(r"[+-]?[0-9][0-9A-Fa-f_.eExXoO+:TZ-]*+")
_DAYISH = re.compile(r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}(?:[Tt ].*)?")
_CURLY = re.compile("[\u2018-\u201f\u2039\u203a\u00ab\u00bb\u0060\u00b4\uff02\uff07]")
_YES_NO = frozenset(("yes", "no", "on", "off", "true", "false", "oui", "non", "ja", "nee"))
DIGITS = 40
"""Longest number that is read."""


def bare(value: str) -> Slip | None:
    """What is wrong with a value written without quotes."""
    if not value:
        return "missing-value", {}
    stray = unseen(value[0]) or unseen(value[-1])
    if stray:
        return stray
    if len(value) > DIGITS:
        return _long(value)
    day = _DAY.fullmatch(value)
    if day:
        return None if _exists(day[1]) else ("impossible-day", {"value": value})
    if _PLAIN.fullmatch(value):
        return None
    if curly(value):
        return "curly-quotes", {}
    if _DAYISH.fullmatch(value):
        return "day-form", {"value": value}
    if value.lower() in _YES_NO:
        return "no-quotes-yes", {"value": value}
    if value.endswith(",") and bare(value[:-1].rstrip()) is None:
        return "extra-comma", {}
    return _no_quotes(value)


def _long(value: str) -> Slip:
    if curly(value):
        return "curly-quotes", {}
    if _NUMBERISH.fullmatch(value):
        return "number-too-long", {"limit": str(DIGITS)}
    return _no_quotes(value)


def _no_quotes(value: str) -> Slip:
    text = value.strip('"') if value.count('"') == 1 else value
    return "no-quotes", {"value": value, "fixed": quoted(text)}


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def curly(text: str) -> bool:
    """Whether a text starts or ends with quotes that TOML does not know."""
    return bool(text) and bool(_CURLY.match(text[0]) or _CURLY.match(text[-1]))


def unclosed(rest: str) -> Slip:
    """What is wrong with a quote that its line does not close."""
    if curly(rest.rstrip(" \t,]}")):
        return "curly-quotes", {}
    if rest.startswith('"') and '\\"' in rest:
        return "backslash", {"escape": '\\"'}
    return "unclosed-quote", {}


def quotes(text: str) -> bool:
    """Whether there is a straight quote in a text."""
    return '"' in text or "'" in text


# Characters

FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ud800-\udfff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "\U000e0000-\U000e007f]"
)
"""Control characters, direction overrides, tags and non-characters.

Newline is not among them, nor the joiners and direction marks that names need."""
_UNSEEN = re.compile("[^\\S \t\n]|[\u00ad\u200b-\u200f\u2060-\u2064]|" + FORBIDDEN.pattern)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
"""What TOML forbids everywhere, comments too."""
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|[ \t]*+\n|([\s\S]))")
_CONTROL_ESCAPES = {"b": 0x08, "t": 0x09, "f": 0x0C, "r": 0x0D}


def code(point: int) -> str:
    """A character's number, as Unicode writes it."""
    return f"U+{point:04X}"


def unseen(text: str) -> Slip | None:
    """The first character that no one sees, such as a no-break space copied from a web page."""
    found = _UNSEEN.search(text)
    return ("stray-character", {"code": code(ord(found[0]))}) if found else None


def characters(raw: str) -> Iterator[tuple[int, Slip]]:
    """What is wrong with the characters and escapes of a string, at most one of each sort.

    ``raw`` is the string as written, with its quotes; each slip comes with its place."""
    found = FORBIDDEN.search(raw)
    if found:
        yield found.start(), ("forbidden-character", {"code": code(ord(found[0]))})
    if raw[0] == '"' and "\\" in raw:
        for escape in _ESCAPE.finditer(raw):
            slip = _escape(escape)
            if slip:
                yield escape.start(), slip
                return


def _escape(escape: re.Match[str]) -> Slip | None:
    digits, letter = escape[1] or escape[2], escape[3]
    if digits:
        point = int(digits, 16)
        if point > 0x10FFFF:
            return "backslash", {"escape": escape[0]}
        if FORBIDDEN.match(chr(point)):
            return "forbidden-character", {"code": code(point)}
        return None
    if letter is None or letter in '"\\n':
        return None
    if letter in _CONTROL_ESCAPES:
        return "control-escape", {"escape": escape[0], "code": code(_CONTROL_ESCAPES[letter])}
    return "backslash", {"escape": escape[0]}
