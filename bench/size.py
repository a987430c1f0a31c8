"""How much to measure: the fast form for every change, the full form, and a tiny one for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "bring-the-pixel.toml"


@dataclass(frozen=True, slots=True)
class Size:
    """Rounds of every comparison, and organisations of every fleet."""

    rounds: int
    plans: int
    """Different plans that one turn makes: more than any cache of privet holds."""
    share: int
    """Organisations that one turn of a fleet makes."""
    fleets: tuple[int, ...]


FAST = Size(11, 20, 20, (200,))
FULL = Size(21, 20, 192, (1_000, 10_000))
TINY = Size(1, 2, 4, (8,))
SIZES = {"fast": FAST, "full": FULL, "tiny": TINY}
