"""Whole answers files that are wrong, or odd, in one way each: those in ``hostile/``, and those too large to keep, made here.

The files in ``hostile/`` say on their first line what must come of them: ``# 0`` is read, ``# 2 LINE WORDS``
is refused at that line with those words.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from program import BASE, EXAMPLE

HOSTILE = Path(__file__).parent / "hostile"
SEED = 20261122


def kept() -> Iterator[tuple[str, str, int, int, str]]:
    """Name, text, exit code, line (0: any) and words of every file in ``hostile/``."""
    for path in sorted(HOSTILE.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        _, code, *rest = text.partition("\n")[0].split(maxsplit=3)
        yield path.stem, text, int(code), int(rest[0]) if rest else 0, rest[1] if len(rest) > 1 else ""


def damaged(count: int) -> Iterator[tuple[str, str]]:
    """The example with a line lost, doubled, moved, or damaged, always the same way."""
    dice = random.Random(SEED)
    for number in range(count):
        lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
        for _ in range(dice.randint(1, 4)):
            place = dice.randrange(len(lines))
            match dice.randrange(5):
                case 0:
                    del lines[place]
                case 1:
                    lines.insert(dice.randrange(len(lines)), lines[place])
                case 2:
                    lines[place] = lines[place][: dice.randrange(len(lines[place]) + 1)]
                case 3:
                    lines[place] = lines[place].replace(dice.choice('"=[].-aeio'), dice.choice("“:[{\u202e\x07 '\t"), 1)
                case _:
                    other = dice.randrange(len(lines))
                    lines[place], lines[other] = lines[other], lines[place]
        yield f"damaged-{number:03}", "\n".join(lines) + "\n"


def large() -> Iterator[tuple[str, str]]:
    """Files that are large, and nothing else that is wrong; each is refused."""
    yield "many-languages", BASE + "[approval]\nlanguages = [" + '"en", ' * 5_000 + "]\n"
    yield "many-places", BASE.replace('["NL", "CA"]', "[" + '"NL", ' * 2_000 + "]")
    yield "many-rows", BASE + "".join(f"[activities.a{number}]\n" for number in range(501))
    yield "long-name", BASE.replace("Twin", "W" * 501)
    yield "long-address", BASE + f'[approval]\nchanges = "{"x" * 5_001}"\n'
    yield "long-row", BASE + f"[activities.{'a' * 61}]\n"
    yield "long-key", BASE + f"[activities]\n{'k' * 5_000} = 1\n"
    yield "one-megabyte", BASE + "#" * 1_000_000
    yield "deep-keep", BASE + "[activities.a]\nkeep = " + "{ then = " * 30 + "1" + " }" * 30 + "\n"
    yield "mixed-rows", BASE + "".join(f'[activities.a{n}]\nitems = ["nam"]\n' for n in range(490))
