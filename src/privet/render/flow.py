"""The data-flow picture of one activity as SVG: a lane of boxes, each under its verb.

Four shapes: a box, a line (dashed where it leaves the country), a padlock and a bin.
Text stays text.  Colour is ``currentColor`` and no style is needed from outside, so the
same picture serves a light page, a dark page and paper.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby, pairwise

from privet.document import Flow, Stop
from privet.words import Words

SIZE = 13
"""Font size of a label, in pixels, and all that follows from it."""
ROW = 18
PAD = 9
GAP = 26
INDENT = 18
"""Room for a padlock or a bin before the text."""
BETWEEN = 4
"""Room between two labels of a box."""
LANE = 796
"""Width of the lane: six boxes and the gaps between them."""
WIDEST = 170
TALL = 300
RAIL = 8
GIVEN_ROWS = 6
"""Rows of a label that people gave us: always this many ``tspan``, empty or not, so that no
text, however hostile, changes the tags of a page.  A longer label is set smaller."""

ARROW = "m-7-4 7 4-7 4"
PADLOCK = '<path d="M{x} {y}h10v7h-10zm2 0v-2a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" stroke-width="1.3"/>'
BIN = (
    '<path d="M{x} {y}h11m-7.5 0v-2h4v2m-6 0 .8 10h6.4l.8-10m-5 2.5v5m2 0v-5" '
    'fill="none" stroke="currentColor" stroke-width="1.2"/>'
)
TOKEN = re.compile(r"[^\s@/.-]*[\s@/.-]+|[^\s@/.-]+")
"""Text up to a place where a row may end."""


def svg(flow: Flow, words: Words) -> str:
    """The picture from left to right: for a screen that has the room, and for paper."""
    columns = [list(stops) for _, stops in groupby(flow.stops, lambda stop: stop.kind)]
    gaps = GAP * (len(columns) - 1)
    width = min(WIDEST, max(112, (LANE - gaps) // max(len(columns), 1)))
    head = max((len(_rows(column[0].heading, width)) for column in columns), default=1) * ROW
    placed = [_column(column, i * (width + GAP), head, width, words) for i, column in enumerate(columns)]
    lines = [_join(left, right) for left, right in pairwise(placed)]
    height = max((box.bottom for column in placed for box in column), default=0)
    shapes = [box.draw() for column in placed for box in column]
    return _frame(flow, "flow-wide", len(columns) * width + gaps, height, lines + shapes)


def tall(flow: Flow, words: Words) -> str:
    """The same picture from top to bottom, along a rail: for a telephone."""
    left = RAIL + GAP
    placed: list[Box] = []
    y = 0
    for stop in flow.stops:
        heading = "" if placed and placed[-1].stop.heading == stop.heading else stop.heading
        y += len(_rows(heading, TALL - left)) * ROW
        placed.append(_box(stop, heading, left, y, TALL - left - 1, words))
        y = placed[-1].bottom + 8
    branches = [_branch(box, RAIL) for box in placed[1:]]
    rail = [_line(f"M{left} {placed[0].middle}H{RAIL}V{placed[-1].middle}")] if placed else []
    shapes = [box.draw() for box in placed]
    return _frame(flow, "flow-tall", TALL, max(y - 8, 0), rail + branches + shapes)


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a box: its rows, its font size, and the shape before it."""

    rows: tuple[str, ...]
    size: int
    shape: str
    """Markup with ``{x}`` and ``{y}``, or empty."""
    attributes: str
    height: int

    def draw(self, x: int, y: int) -> str:
        """The label with its top left corner at (x, y)."""
        shape = self.shape.replace("{x}", str(x)).replace("{y}", str(y + 6))
        start = x + INDENT if self.shape else x
        return shape + _text(self.rows, start, y + self.size, _leading(self.size), self.attributes)


@dataclass(frozen=True, slots=True)
class Box:
    """A stop with its place in the picture."""

    stop: Stop
    heading: tuple[str, ...]
    labels: tuple[Label, ...]
    x: int
    y: int
    width: int
    bottom: int

    @property
    def middle(self) -> int:
        """Where lines arrive and leave: the middle of the first row."""
        return self.y + PAD + ROW // 2

    def draw(self) -> str:
        """Heading, box and labels."""
        top = self.y - len(self.heading) * ROW + SIZE - 2
        parts = [
            _text(self.heading, self.x, top, ROW, ' font-size="12" font-weight="600"'),
            f'<rect x="{self.x + 1}" y="{self.y + 1}" width="{self.width - 2}" '
            f'height="{self.bottom - self.y - 2}" rx="5" fill="currentColor" fill-opacity=".045" '
            'stroke="currentColor" stroke-width="1.2"/>',
        ]
        y = self.y + PAD
        for label in self.labels:
            parts.append(label.draw(self.x + PAD, y))
            y += label.height + BETWEEN
        return "".join(parts)


def _column(stops: Sequence[Stop], x: int, y: int, width: int, words: Words) -> list[Box]:
    """Stops of one kind, one under the other; a heading is said once."""
    boxes: list[Box] = []
    for stop in stops:
        heading = "" if boxes and boxes[-1].stop.heading == stop.heading else stop.heading
        if boxes:
            y = boxes[-1].bottom + 8 + len(_rows(heading, width)) * ROW
        boxes.append(_box(stop, heading, x, y, width, words))
    return boxes


def _box(stop: Stop, heading: str, x: int, y: int, width: int, words: Words) -> Box:
    """One stop at its place, its labels broken into rows."""
    room = width - PAD * 2
    labels = [
        _label(text, room, stop, BIN if stop.kind == "end" and i == 0 else "") for i, text in enumerate(stop.lines)
    ]
    if stop.sensitive:
        labels.append(_note(words.say("document.flow-sensitive"), room, PADLOCK))
    if stop.abroad:
        labels.append(_note(words.say("document.flow-abroad"), room, ""))
    height = sum([label.height for label in labels]) + BETWEEN * (len(labels) - 1)
    return Box(stop, _rows(heading, width), tuple(labels), x, y, width, y + height + PAD * 2 - 2)


def _label(text: str, room: int, stop: Stop, shape: str) -> Label:
    """A label of the stop; one that people gave us has its own direction and fixed rows."""
    room -= INDENT if shape else 0
    size, rows = SIZE, _rows(text, room)
    if not stop.given:
        return Label(rows, size, shape, "", max(len(rows), 1) * ROW)
    while len(rows) > GIVEN_ROWS and size > 1:
        size -= 1
        rows = _rows(text, room * SIZE // size)
    height = min(max(len(rows), 1), GIVEN_ROWS) * _leading(size)
    last = "".join(rows[GIVEN_ROWS - 1 :])
    rows = (*(*rows, *[""] * GIVEN_ROWS)[: GIVEN_ROWS - 1], last)
    return Label(rows, size, shape, f' unicode-bidi="plaintext" font-size="{size}"', height)


def _note(text: str, room: int, shape: str) -> Label:
    """A remark of ours at the foot of a box."""
    room -= INDENT if shape else 0
    rows = _rows(text, room)
    return Label(rows, SIZE, shape, ' font-style="italic" font-size="12"', len(rows) * ROW)


def _join(left: Sequence[Box], right: Sequence[Box]) -> str:
    """Lines from every box of a column to every box of the next."""
    bus = right[0].x - GAP + 6
    ends = [box.middle for box in (*left, *right)]
    trunk = "".join(f"M{box.x + box.width} {box.middle}H{bus}" for box in left)
    if min(ends) < max(ends):
        trunk += f"M{bus} {min(ends)}V{max(ends)}"
    return _line(trunk) + "".join(_branch(box, bus) for box in right)


def _branch(box: Box, start: int) -> str:
    """The line that arrives at a box, with its arrow head; dashed where it goes abroad."""
    dashes = ' stroke-dasharray="3 3"' if box.stop.abroad else ""
    return _line(f"M{start} {box.middle}H{box.x}", dashes) + _line(f"M{box.x} {box.middle}{ARROW}")


def _line(path: str, attributes: str = "") -> str:
    return f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.4"{attributes}/>'


def _text(rows: Sequence[str], x: int, y: int, leading: int, attributes: str) -> str:
    """Rows of text; read in one go they are the text, letter for letter."""
    if not rows:
        return ""
    spans = "".join(
        [f'<tspan x="{x}" y="{y + i * leading}">{escape(row, quote=False)}</tspan>' for i, row in enumerate(rows)]
    )
    return f"<text{attributes}>{spans}</text>"


def _frame(flow: Flow, name: str, width: int, height: int, shapes: Iterable[str]) -> str:
    """The picture with its name and its equivalent in words."""
    title = escape("".join(run.text for run in flow.title), quote=False)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" role="img" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="system-ui, sans-serif" font-size="{SIZE}" fill="currentColor">'
        f"<title>{title}</title><desc>{escape(flow.text, quote=False)}</desc>{''.join(shapes)}</svg>"
    )


def _leading(size: int) -> int:
    return size + ROW - SIZE


@lru_cache(maxsize=4096)
def _rows(text: str, room: int) -> tuple[str, ...]:
    """Text broken into rows that fit, by estimate; together they are the text."""
    limit = room * 100 // SIZE
    rows: list[str] = []
    row, used = "", 0
    for token in TOKEN.findall(text):
        needed = _width(token.rstrip())
        if used and used + needed > limit:
            rows.append(row)
            row, used = "", 0
        while needed > limit:
            cut = _cut(token, limit)
            if cut == len(token):
                break
            rows.append(token[:cut])
            token = token[cut:]
            needed = _width(token.rstrip())
        row, used = row + token, used + _width(token)
    return (*rows, row) if row else tuple(rows)


def _cut(word: str, limit: int) -> int:
    """How many characters of a long word fit, never parting a letter from its marks."""
    used = 0
    for i, char in enumerate(word):
        used += WIDTHS[char]
        if i and used > limit and WIDTHS[char] and word[i - 1] != "\u200d":
            return i
    return len(word)


def _width(text: str) -> int:
    """Estimated width in hundredths of the font size, on the wide side."""
    return sum(map(WIDTHS.__getitem__, text))


class _Widths(dict[str, int]):
    """Widths of characters, worked out when first met."""

    def __missing__(self, char: str) -> int:
        width = self[char] = _estimate(char)
        return width


def _estimate(char: str) -> int:
    """Width of a character that is not in the table."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 130
    return 72 if char.isupper() else 60


WIDTHS = _Widths(
    {
        **dict.fromkeys("abcdeghknopqsuvxyz0123456789", 58),
        **dict.fromkeys("ijl|'", 28),
        **dict.fromkeys(' .,:;!I()[]ftr-/"', 37),
        **dict.fromkeys("mwMW@%", 92),
    }
)
