"""Peak memory, of a piece of work and of processes."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

from bench.rounds import Work


def peak_of(work: Work) -> int:
    """Bytes of Python objects that the work holds at most, beyond what was there before."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        work()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def peak_of_process(id: int | None) -> int:
    """Bytes that a running process has held at most; 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{id}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
