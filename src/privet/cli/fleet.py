"""A fleet: many answers files at once, by processes, with a bar that shows how far."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from privet.cli.making import Order, Outcome, Target, make
from privet.cli.session import words
from privet.errors import Fault, InputError

UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))))
"""Names that Windows keeps for itself."""
NAME_LIMIT = 100
BATCH = 8
"""Files a process takes at a time."""


def targets(paths: Iterable[str]) -> tuple[Target, ...]:
    """The answers files named, folders searched for ``*.toml``; each with a name of its own.

    Raises InputError for a folder without answers, or two files that would share a name."""
    found: dict[str, Target] = {}
    for path in paths:
        for target in _in_folder(Path(path)) if _is_folder(path) else (Target(path, set_name(Path(path).stem)),):
            name = target.name.lower()  # some systems see no difference
            if name in found and found[name].path != target.path:
                slots = (("other", found[name].path), ("name", target.name))
                raise InputError([Fault(target.path, 0, "same-name", "", slots)])
            found[name] = target
    return tuple(found.values())


def _is_folder(path: str) -> bool:
    """Whether answers are to be looked for in there; what cannot be one is for the reader to refuse."""
    with suppress(OSError, ValueError):
        return path != "" and Path(path).is_dir()
    return False


def _in_folder(folder: Path) -> Iterator[Target]:
    files = sorted(path for path in folder.rglob("*.toml") if path.is_file() and not path.is_symlink())
    if not files:
        raise InputError([Fault(str(folder), 0, "no-answers")])
    for path in files:
        parts = path.relative_to(folder).with_suffix("").parts
        own = parts[:-1] if parts[-1] == "privacy" and len(parts) > 1 else parts
        yield Target(str(path), set_name("-".join(own)))


def set_name(text: str) -> str:
    """A folder name that is safe everywhere: letters, digits, dot, hyphen, underscore."""
    name = UNSAFE.sub("-", text).strip("-.")[:NAME_LIMIT].rstrip("-.") or "plan"
    head, dot, rest = name.partition(".")
    return f"{head}-plan{dot}{rest}" if head.lower() in RESERVED else name


def make_all(fleet: tuple[Target, ...], order: Order, jobs: int) -> Iterator[Outcome]:
    """Every target made, in order; several at a time if there are several."""
    if jobs == 1 or len(fleet) == 1:
        yield from _watched((make(target, order) for target in fleet), len(fleet))
        return
    yield from _watched(_by_processes(fleet, order, min(jobs, len(fleet))), len(fleet))


def _by_processes(fleet: tuple[Target, ...], order: Order, jobs: int) -> Iterator[Outcome]:
    """Made by several processes; should one of them be killed, what was left is told as not made."""
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
    from multiprocessing import get_context

    done = 0
    pool = ProcessPoolExecutor(jobs, get_context("fork" if sys.platform == "linux" else "spawn"), _heed_no_interrupt)
    try:
        _heed_interrupts(signal.SIG_BLOCK)  # until every process has started: they inherit it
        outcomes = pool.map(_Maker(order), fleet, chunksize=BATCH)
        _heed_interrupts(signal.SIG_UNBLOCK)
        for outcome in outcomes:
            done += 1
            yield outcome
    except BrokenProcessPool:
        yield from (Outcome(target, faults=(Fault(target.path, 0, "worker-lost"),)) for target in fleet[done:])
    finally:
        pool.shutdown(cancel_futures=True)


def _heed_interrupts(how: int) -> None:
    """Hold an interrupt back, or let it through; where the system cannot, it comes when it comes."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(how, {signal.SIGINT})


def _heed_no_interrupt() -> None:
    """An interrupt is for the process that started the others: it lets them finish what they write."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Maker:
    """``make`` with its order, as something that travels to another process."""

    def __init__(self, order: Order) -> None:
        self.order = order

    def __call__(self, target: Target) -> Outcome:
        return make(target, self.order)


def _watched(outcomes: Iterable[Outcome], count: int) -> Iterator[Outcome]:
    """The outcomes, with a progress bar on standard error where somebody watches."""
    if count < 2 or not sys.stderr.isatty():
        yield from outcomes
        return
    import click

    with click.progressbar(outcomes, count, label=words().say("cli.building"), file=sys.stderr) as bar:
        yield from bar
