"""The text of an answers file rewritten: one change at a time, every comment and line in its place.

Whatever a change does to the text, the result is read back before it is kept: it must hold
exactly the answers it held before with the change made, and every comment.  Nothing here
knows where the text is kept: a file or a database does the same.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date

from privet import slips
from privet.answers import Changes, Ref
from privet.errors import Fault, WriteError
from privet.parsing import SCHEMA
from privet.questions import Questionnaire
from privet.source import Source
from privet.source import parse as parse_source

SCHEMA_FILE = "privacy.schema.json"
"""Name of the JSON Schema beside an answers file."""
BEGINNING = f"#:schema {SCHEMA_FILE}\n\nschema = {SCHEMA}\n"
"""A new file: the line for editors needs the blank line after it."""
WIDTH = 100
"""Longer lists get a line for each value."""

Keys = tuple[str, ...]

_PIECES = re.compile("|".join((*(pattern.pattern for pattern in slips.STRINGS.values()), "(?P<comment>#[^\n]*)")))
_HEADER = re.compile(r"[ \t]*\[")


def rewritten(source: Source, changes: Changes, questionnaire: Questionnaire) -> Source:
    """The source with the changes made.

    Raises InputError where a value has no place, WriteError where the text cannot be changed
    without losing something."""
    for ref, value in changes.items():
        source = _with(source, ref, value, tuple(questionnaire.tables))
    return source


# ---- values as TOML


def toml(value: object) -> str:
    """A value as TOML on one line."""
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case list():
            return f"[{', '.join(toml(entry) for entry in value)}]"
        case dict():
            pairs = ", ".join(f"{key} = {toml(entry)}" for key, entry in value.items())
            return f"{{ {pairs} }}" if pairs else "{}"
        case _:
            raise TypeError(type(value).__name__)


def _statement(key: str, value: object) -> str:
    """``key = value``; a list too long for a line gets one for each value."""
    line = f"{key} = {toml(value)}"
    if len(line) <= WIDTH or not isinstance(value, list):
        return f"{line}\n"
    return "".join((f"{key} = [\n", *(f"    {toml(entry)},\n" for entry in value), "]\n"))


# ---- one change


def _with(source: Source, ref: Ref, value: object, order: Keys) -> Source:
    """The source with one change; of the ways to write it the first that holds what it should."""
    keys = _keys(ref)
    wanted = _changed_data(source.data, keys, value)
    if wanted == source.data:
        return source
    for text in _ways(source, ref, value, order):
        if (found := _data(text)) is not None and _full(found) == _full(wanted):
            whole = _with_comments(source.text, text, found)
            if whole is not None:
                return parse_source(whole.encode("utf-8", "surrogatepass"), source.path)
    raise WriteError([Fault(source.path, source.lines.get(keys[:1], 0), "cannot-edit", ".".join(keys))])


def _keys(ref: Ref) -> Keys:
    return tuple(key for key in (ref.table, ref.row, ref.field) if key)


def _changed_data(data: Mapping[str, object], keys: Keys, value: object) -> dict[str, object]:
    """The plain data with one value set, or taken out; rows left empty stay."""
    changed = deepcopy(dict(data))
    home = changed
    for key in keys[:-1]:
        inner = home.get(key)
        home[key] = home = inner if isinstance(inner, dict) else {}
    home.pop(keys[-1], None)
    if value is not None:
        home[keys[-1]] = value
    return changed


def _full(data: Mapping[str, object]) -> Mapping[str, object]:
    """The data without tables that hold nothing: the last row may go with its table's name, or leave it."""
    return {key: entry for key, entry in data.items() if entry != {}}


def _data(text: str) -> Mapping[str, object] | None:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def _ways(source: Source, ref: Ref, value: object, order: Keys) -> Iterator[str]:
    """The text with the change, in several ways; the tidiest first."""
    keys = _keys(ref)
    row = value if isinstance(value, dict) and not ref.field else None
    header = keys if row is not None else keys[:-1]
    if value is None:
        yield from (f"{text.rstrip()}\n" for text in _edited(source.text, keys, None))
    elif len(keys) == 1 and row is None:
        yield from _top_line(source, keys[0], value)
    elif _at(source.data, keys[:1]) is not None and not isinstance(_at(source.data, keys[:1]), dict):
        yield from _ways(_without(source, keys[:1]), ref, value, order)  # it was "unknown" or none
    elif _at(source.data, header) is None:
        yield from _new_block(source, header, row if row is not None else {keys[-1]: value}, order)
    else:
        if _at(source.data, keys) is None:
            yield from _new_line(source, keys, value)
        yield from _edited(source.text, keys, value)


def _at(data: object, keys: Keys) -> object:
    """What is at a path; None if nothing is."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _without(source: Source, keys: Keys) -> Source:
    text = next(_edited(source.text, keys, None), source.text)
    return parse_source(text.encode(), source.path)


def _top_line(source: Source, key: str, value: object) -> Iterator[str]:
    """A line above all tables, below the version; what was there under this name goes."""
    if key in source.data:
        source = _without(source, (key,))
    yield _inserted(source.text, source.lines[("schema",)], _statement(key, value))


def _new_line(source: Source, keys: Keys, value: object) -> Iterator[str]:
    """A line below the last one of its table: the first place where it may stand."""
    lines = source.text.split("\n")
    header = source.lines.get(keys[:-1], 0)
    if not header or not _HEADER.match(lines[header - 1]):
        return
    size = len(keys)
    last = max(line for path, line in source.lines.items() if path[: size - 1] == keys[:-1] and len(path) <= size)
    for place in range(last, len(lines) + 1):
        if place > last and _HEADER.match(lines[place - 1]):
            return
        yield _inserted(source.text, place, _statement(keys[-1], value))


def _new_block(source: Source, keys: Keys, row: Mapping[str, object], order: Keys) -> Iterator[str]:
    """A table with its header: behind the tables that are asked before it, else at the end."""
    lines = "".join(_statement(key, value) for key, value in row.items())
    block = f"[{'.'.join(keys)}]\n{lines}"
    place = _place(source, keys[0], order)
    if place:
        yield _inserted(source.text, place - 1, f"{block}\n")
    yield f"{source.text.rstrip()}\n\n{block}"


def _place(source: Source, table: str, order: Keys) -> int:
    """The line of the header that the block goes before, with its comments; 0 for the end."""
    rank = {name: place for place, name in enumerate(order)}
    lines = source.text.split("\n")
    headers = sorted(
        (line, path[0]) for path, line in source.lines.items() if path[0] in rank and _HEADER.match(lines[line - 1])
    )
    before = [line for line, name in headers if rank[name] <= rank[table]]
    behind = [line for line, _ in headers if not before or line > before[-1]]
    if not behind:
        return 0
    place = behind[0]
    while place > 1 and lines[place - 2].startswith("#"):
        place -= 1
    return place


def _inserted(text: str, after: int, piece: str) -> str:
    """The text with a piece below line ``after``."""
    lines = text.splitlines(keepends=True)
    if after and after <= len(lines) and not lines[after - 1].endswith("\n"):
        lines[after - 1] += "\n"
    return "".join((*lines[:after], piece, *lines[after:]))


def _edited(text: str, keys: Keys, value: object) -> Iterator[str]:
    """The text as tomlkit changes it, which knows every way to write a table."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        home: object = document
        for key in keys[:-1]:
            home = home[key]  # type: ignore[index]  # what cannot be indexed is a TypeError, caught below
        if value is None:
            del home[keys[-1]]  # type: ignore[attr-defined]  # likewise
        else:
            fresh = tomlkit.parse(_statement("value", value))["value"]
            home[keys[-1]] = fresh  # type: ignore[index]  # likewise
        yield tomlkit.dumps(document)
    except (TOMLKitError, KeyError, TypeError, ValueError, IndexError, AttributeError):
        return


# ---- comments


def comments(text: str) -> Counter[str]:
    """Every comment of a TOML text, with how often it is there."""
    return Counter(found["comment"].rstrip() for found in _PIECES.finditer(text) if found["comment"])


def _with_comments(old: str, new: str, wanted: Mapping[str, object]) -> str | None:
    """The new text with the comments that the change lost, near where they were."""
    lost = list((comments(old) - comments(new)).elements())
    if not lost:
        return new
    piece = "".join(f"{comment}\n" for comment in lost)
    for place in range(_first_difference(old, new), -1, -1):
        text = _inserted(new, place, piece)
        if _data(text) == wanted and not comments(old) - comments(text):
            return text
    return None


def _first_difference(old: str, new: str) -> int:
    """How many lines are the same at the beginning of both."""
    before, after = old.split("\n"), new.split("\n")
    pairs = enumerate(zip(before, after, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(before), len(after)) - 1)
