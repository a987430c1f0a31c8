"""What a page of paper holds: tables that belong together, and columns wide enough for their words.

Widths are counted in letters: what a letter measures, each format knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from privet.document import Block, Content, Line, Table
from privet.render.lines import plain

FEW = 5
"""A table with more columns than this is set smaller, over the whole width of its page."""

WHOLE, PARTED = 20, 12
"""Letters of a word that a column makes room for: if there is room, and at the very least."""
MARGINS = 2
"""Letters that the margins of a cell take."""
BOLD = 1.1
"""How much wider than others the first column's letters are."""

Tables = tuple[Table, ...]
"""Tables with the same columns, printed as one: a header, and the caption of each above its rows."""


def together(contents: Iterable[Content]) -> Iterator[Content | Tables]:
    """The contents in order, neighbouring tables with the same columns as one."""
    for columns, same in groupby(contents, lambda piece: piece.columns if isinstance(piece, Table) else ()):
        if columns:
            yield tuple(piece for piece in same if isinstance(piece, Table))
        else:
            yield from same


def _grids(block: Block) -> Iterator[Tables]:
    """The tables of a block."""
    for part in block.parts:
        yield from (piece for piece in together(part.content) if isinstance(piece, tuple))


def cramped(block: Block, room: int) -> bool:
    """Whether a table of the block does not fit in ``room`` letters even with its long words parted."""
    return any(sum(_needs(columns(tables), PARTED)) > room for tables in _grids(block))


def columns(tables: Tables) -> list[list[str]]:
    """The texts of each column, its header first."""
    return [
        [title, *(plain(line) for table in tables for row in table.rows for line in row[place])]
        for place, title in enumerate(tables[0].columns)
    ]


def widths(columns: Sequence[Sequence[str]], room: int) -> list[float]:
    """Widths of columns, in letters: words whole as far as that goes, and what is left where the text is."""
    least = next((need for most in range(WHOLE, PARTED, -1) if sum(need := _needs(columns, most)) <= room), None)
    least = least or _needs(columns, PARTED)
    typical = [(sum(map(len, texts)) / len(texts) + max(map(len, texts)) / 4) ** 0.7 for texts in columns]
    left = max(0, room - sum(least))
    return [round(need + left * text / sum(typical), 2) for need, text in zip(least, typical, strict=True)]


def _needs(columns: Sequence[Sequence[str]], most: int) -> list[float]:
    """Letters that each column wants at least: its longest word, parted after ``most`` letters."""
    words = [max((len(word) for text in texts for word in text.split()), default=0) for texts in columns]
    needs = [MARGINS + min(most, max(4, word)) for word in words]
    return [needs[0] * BOLD, *needs[1:]]


def spans(table: Table) -> list[list[int]]:
    """How many rows each cell stands for; 0 if one above says the same.

    Only in a table of many columns: in a narrow one every row speaks for itself."""
    found = [[1] * len(table.columns) for _ in table.rows]
    if len(table.columns) <= FEW:
        return found
    for place in range(1, len(table.columns)):
        top = 0
        for at in range(1, len(table.rows)):
            if table.rows[at][place] != table.rows[top][place]:
                top = at
                continue
            found[top][place] += 1
            found[at][place] = 0
    return found


def length(lines: Iterable[Line]) -> int:
    """Letters of lines one under the other; one that ends early counts as a short one."""
    return sum(max(16, len(plain(line))) for line in lines)
