"""Write ``data/fonts/coverage.json``: which characters each font family holds.

Run after changing a font: ``python tools/fonts_coverage.py`` (needs fonttools, a tool of ours only).
"""

from __future__ import annotations

import json
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "src" / "privet" / "data" / "fonts"


def coverage(folder: Path) -> dict[str, list[list[int]]]:
    """Ranges of code points per family: those that every style of the family holds."""
    held: dict[str, set[int]] = {}
    for path in sorted(folder.glob("*.ttf")):
        font = TTFont(path, lazy=True)
        points = set(font.getBestCmap())
        family = str(font["name"].getBestFamilyName())
        held[family] = held.get(family, points) & points
    return {family: ranges(points) for family, points in sorted(held.items())}


def ranges(points: set[int]) -> list[list[int]]:
    """``points`` as first and last of each unbroken stretch."""
    found: list[list[int]] = []
    for point in sorted(points):
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return found


def written(folder: Path) -> str:
    """The text of the coverage file: one line a family."""
    lines = (f'"{family}": {json.dumps(spans)}' for family, spans in coverage(folder).items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    (FONTS / "coverage.json").write_text(written(FONTS), encoding="utf-8")
