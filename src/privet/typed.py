"""What people type, read as the values of an answers file.

Nothing here knows a terminal: text and choices go in, plain values come out, as the parser
reads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from unicodedata import combining, normalize

from privet import slips
from privet.answers import Chosen
from privet.source import nearest
from privet.values import OTHER, TEXT_LIMIT, UNITS


class Misread(Exception):
    """What was typed cannot be used; ``message`` is a key under ``init.wrong``."""

    def __init__(self, message: str, **slots: str) -> None:
        self.message, self.slots = message, slots
        super().__init__(message)


class Option(NamedTuple):
    """Something that can be chosen, and what it is called."""

    value: Chosen
    label: str


class Offer(NamedTuple):
    """What there is to choose from."""

    options: tuple[Option, ...]
    own: str = ""
    """``own`` if words of one's own are welcome."""
    now: tuple[Chosen, ...] = ()
    """What is chosen now."""
    alone: str = ""
    """The option, if there is one, that says there are none."""


def fold(text: str) -> str:
    """A text without case, accents and signs: how two spellings are compared."""
    plain = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
    return " ".join(re.sub(r"[^\w+]+", " ", plain).split())


def tight(text: str) -> str:
    """A folded text without spaces: e-mail is email."""
    return fold(text).replace(" ", "")


def raw(value: Chosen) -> object:
    """One value as the answers file holds it."""
    return {OTHER: value.text} if value.id == OTHER and value.text else value.id


# ---- free answers


def text(typed: str) -> str:
    """Text that the answers file can hold."""
    found = slips.FORBIDDEN.search(typed)
    if found:
        raise Misread("character", code=slips.code(ord(found[0])))
    return typed


def line(typed: str) -> str:
    """One line of text, with single spaces."""
    return text(re.sub(r"[ \t\r\n]+", " ", typed).strip())


def link(typed: str) -> str:
    """An address of the web; ``https://`` may be left out."""
    return text(typed if "://" in typed else f"https://{typed}")


def number(typed: str) -> int:
    digits = re.sub(r"[\s.,'’\u202f\u00a0](?=\d{3}\b)", "", typed)
    if not re.fullmatch("[0-9]{1,9}", digits):
        raise Misread("wrong-type-number")
    return int(digits)


_ISO = re.compile("([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})")
_DAY_FIRST = re.compile("([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")


def day(typed: str, today: date, units: Mapping[str, str], names: Mapping[str, int]) -> date:
    """A day: as year-month-day, as day-month-year, or so long from today.

    ``units`` are words for days, weeks, months and years; ``names`` words for days near today."""
    if fold(typed) in names:
        return today + timedelta(days=names[fold(typed)])
    try:
        if found := _ISO.fullmatch(typed):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(typed):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return _after(today, duration(typed, units))
    except (ValueError, OverflowError, Misread):
        raise Misread("wrong-type-day") from None


def _after(start: date, period: Mapping[str, int]) -> date:
    unit, amount = next(iter(period.items()))
    if unit in ("days", "weeks"):
        return start + timedelta(days=amount * (7 if unit == "weeks" else 1))
    months = start.year * 12 + start.month - 1 + amount * (12 if unit == "years" else 1)
    last = (date((months + 1) // 12, (months + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(months // 12, months % 12 + 1, min(start.day, last))


def duration(typed: str, units: Mapping[str, str]) -> dict[str, int]:
    """A length of time: a number and a word, e.g. ``12 months``."""
    found = re.fullmatch(r"\+?\s*([0-9]{1,4})\s*([^\W\d_]+)", typed)
    unit = _unit(fold(found[2]), units) if found else ""
    if not found or not unit:
        raise Misread("no-period")
    return {unit: int(found[1])}


def _unit(word: str, units: Mapping[str, str]) -> str:
    """The unit a word, or its beginning, stands for."""
    hits = {unit for known, unit in units.items() if known == word} or {
        unit for known, unit in units.items() if known.startswith(word)
    }
    return hits.pop() if len(hits) == 1 else ""


def unit_words(*languages: Mapping[str, str]) -> dict[str, str]:
    """Every word for a unit; each language brings a unit's words, apart by commas."""
    return {fold(word): unit for words in languages for unit in UNITS for word in words[unit].split(",")}


# ---- choices


def one(typed: str, offer: Offer) -> Chosen:
    """One choice: its number, its label or the beginning of it, or ``+`` and own words."""
    if typed.startswith("+"):
        return _own(typed[1:], offer)
    return _found(typed, offer)


def several(typed: str, offer: Offer) -> list[Chosen]:
    """Choices apart by commas.  Numbers alone are the whole answer; with ``+3`` or ``-3``
    they are added to what is chosen now, or taken from it; ``0`` is none."""
    whole = [option.value for option in offer.options if tight(option.label) == tight(typed)]
    if whole:
        return whole[:1]
    chosen = list(offer.now)
    pieces = [piece.strip() for piece in re.split("[,;]", typed) if piece.strip()]
    if not all(piece[0] in "+-" for piece in pieces):
        chosen = []
    for piece in pieces:
        chosen = _changed(chosen, piece, offer)
    return list(dict.fromkeys(chosen))


def _changed(chosen: list[Chosen], piece: str, offer: Offer) -> list[Chosen]:
    sign, rest = (piece[0], piece[1:].strip()) if piece[0] in "+-" else ("", piece)
    if sign == "-":
        gone = _picked(rest, offer)
        return [value for value in chosen if value not in gone]
    if sign == "+" and not re.fullmatch(r"[\d\s-]+", rest):
        return [*chosen, _own(rest, offer)]
    return [*chosen, *_picked(rest, offer)]


def _picked(piece: str, offer: Offer) -> list[Chosen]:
    """The choices of one piece: a number, a range, numbers with spaces, a label."""
    if piece == "0":
        return []
    if span := re.fullmatch(r"(\d{1,3})\s*-\s*(\d{1,3})", piece):
        return [_numbered(str(place), offer) for place in range(int(span[1]), int(span[2]) + 1)]
    if re.fullmatch(r"\d+(\s+\d+)+", piece):
        return [_numbered(part, offer) for part in piece.split()]
    return [_found(piece, offer)]


def _numbered(digits: str, offer: Offer) -> Chosen:
    place = int(digits)
    if not 1 <= place <= len(offer.options):
        raise Misread("no-such-number", value=digits, last=str(len(offer.options)))
    return offer.options[place - 1].value


def _found(typed: str, offer: Offer) -> Chosen:
    """The choice that a number, an id, a label or the beginning of a label means."""
    if typed.isdecimal() and typed.isascii() and len(typed) < 4:
        return _numbered(typed, offer)
    wanted = tight(typed)
    labels = {option: tight(option.label) for option in offer.options}
    same = [option for option in offer.options if wanted in (labels[option], tight(option.value.id))]
    begun = [option for option, label in labels.items() if label.startswith(wanted)] if wanted else []
    inside = [option for option in labels if len(wanted) > 2 and f" {fold(typed)}" in fold(option.label)]
    for hits in (same, begun, inside):
        if len(hits) == 1:
            return hits[0].value
        if hits:
            raise Misread("several-fit", value=typed, choices=_listed(hits, offer))
    near = nearest(wanted, labels.values())
    if near:
        raise Misread("near", value=typed, nearest=next(option.label for option in labels if labels[option] == near))
    raise Misread("not-in-list-own" if offer.own else "not-in-list", value=typed)


def _listed(hits: Sequence[Option], offer: Offer) -> str:
    return ", ".join(f"{offer.options.index(option) + 1} {option.label}" for option in hits[:5])


def _own(words: str, offer: Offer) -> Chosen:
    if not offer.own:
        raise Misread("no-own-words")
    said = line(words)
    if not said:
        raise Misread("empty-text")
    if len(said) > TEXT_LIMIT:
        raise Misread("text-too-long", limit=str(TEXT_LIMIT))
    return Chosen(OTHER, said)


def row_id(name: str, taken: Sequence[str]) -> str:
    """An id for a row that people named: short, plain, and not in use."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name).encode("ascii", "ignore").decode()).strip("-")
    start = plain[:40].strip("-") or "row"
    return next(id for id in (start, *(f"{start}-{n}" for n in range(2, 10_000))) if id not in taken)
