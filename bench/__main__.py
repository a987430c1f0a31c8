"""``python -m bench``: every row that exists so far; ``--full`` measures longer, ``--part data`` only that part."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench import data, fleet, formats, plan, site_pages, start, web
from bench.size import SIZES
from bench.table import head, line, seconds

PARTS = (start, fleet, plan, formats, web, site_pages, data)
"""The fleet before what fills this process's memory: its workers are forked from it."""
NAMES = {part.__name__.rpartition(".")[2]: part for part in PARTS}


def main() -> None:
    asked = argparse.ArgumentParser(prog="bench", description=__doc__)
    asked.add_argument("--full", dest="size", action="store_const", const="full", default="fast")
    asked.add_argument("--tiny", dest="size", action="store_const", const="tiny", help="only see that it runs")
    asked.add_argument("--part", choices=tuple(NAMES), help="measure only this")
    given = asked.parse_args()
    size = SIZES[given.size]
    begun = time.perf_counter()
    print(head())
    with tempfile.TemporaryDirectory(prefix="privet-bench-") as folder:
        for part in (NAMES[given.part],) if given.part else PARTS:
            for row in part.rows(size, Path(folder)):
                print(line(row), flush=True)
    sys.stdout.write(f"\n{size.rounds} rounds; {seconds(time.perf_counter() - begun)} in all\n")


if __name__ == "__main__":
    main()
