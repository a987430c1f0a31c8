"""Making the documents of one answers file: read, judge, compose, render, write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from privet import making, source
from privet.checking import Found, left
from privet.cli.output import write_set
from privet.cli.session import library, words
from privet.compose import compose
from privet.document import Document
from privet.errors import Fault, InputError, PrivetError, UnfinishedError
from privet.facts import Case
from privet.interview import case
from privet.judging import Judged
from privet.parsing import parse

OTHERS = "we"
"""Voice of the documents that others read: how hard they are to read is measured."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to make of each answers file."""

    documents: tuple[str, ...]
    languages: tuple[str, ...]
    """Empty: the languages that the answers name, else English."""
    formats: tuple[str, ...]
    on: date
    out: Path


@dataclass(frozen=True, slots=True)
class Target:
    """An answers file and the name of its set of documents."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Measured:
    """How hard a document is to read: a school grade, by a formula."""

    document: str
    """Its name, as in its files: ``notice.nl``."""
    formula: str
    grade: int
    goal: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one target."""

    target: Target
    written: tuple[str, ...] = ()
    tasks: int = 0
    pressing: int = 0
    left: tuple[Found, ...] = ()
    """Words to be replaced, and secrets, in the answers."""
    readings: tuple[Measured, ...] = ()
    """How hard each document for others is to read."""
    faults: tuple[Fault, ...] = ()
    unusable: str = ""
    """``unusable`` if the input could not be read; else a fault is an unfinished run."""


def read_case(path: str, on: date) -> Case:
    """The answers at ``path`` as a case; raises InputError with every fault."""
    shelf = library()
    return case(parse(source.read(path), shelf.questionnaire), shelf.skips, on, shelf.covered)


def make(target: Target, order: Order) -> Outcome:
    """Make and write all documents of a target; whatever goes wrong is in the outcome."""
    try:
        found = read_case(target.path, order.on)
        remains = tuple(left(library(), found.answers, words().language))
        files, tasks, pressing, readings = _render(found, order)
        folder = write_set(order.out, target.name, files)
    except PrivetError as error:
        return Outcome(target, faults=error.faults, unusable="unusable" if isinstance(error, InputError) else "")
    return Outcome(target, tuple(str(folder / name) for name in files), tasks, pressing, remains, readings)


def _render(found: Case, order: Order) -> tuple[dict[str, bytes], int, int, tuple[Measured, ...]]:
    files: dict[str, bytes] = {}
    readings: list[Measured] = []
    missing: list[Fault] = []
    tasks = pressing = 0
    for kind in order.documents:
        try:
            made = [_one(judged, name, order) for name, judged in making.parts(library(), found, kind)]
        except UnfinishedError as error:
            missing += [Fault(f.path, f.line, f.message, f.key, (*f.slots, ("document", kind))) for f in error.faults]
            continue
        for part in made:
            files.update(part.files)
            readings += part.readings
            tasks, pressing = max(tasks, part.tasks), max(pressing, part.pressing)
    if missing:
        raise UnfinishedError(missing)
    return files, tasks, pressing, tuple(readings)


@dataclass(frozen=True, slots=True)
class _Made:
    files: dict[str, bytes]
    tasks: int
    pressing: int
    readings: tuple[Measured, ...]


def _one(judged: Judged, name: str, order: Order) -> _Made:
    files: dict[str, bytes] = {}
    tasks: tuple[str, ...] = ()
    readings: list[Measured] = []
    for language in order.languages or making.spoken(library(), judged.case.answers):
        document = compose(library(), judged, language)
        for form in order.formats:
            with _extras(form):
                content = making.printed(library(), judged, document, form)
            files[f"{name}.{language}.{making.suffix(form)}"] = content
        tasks = tuple(task.priority for task in document.tasks)
        readings += _measured(document, f"{name}.{language}") if judged.pack.voice == OTHERS else ()
    return _Made(files, len(tasks), tasks.count("high"), tuple(readings))


def _measured(document: Document, name: str) -> Iterator[Measured]:
    """How hard the document is to read, where its language has a formula."""
    from privet.reading_ease import reading  # a plan does without

    if found := reading(library().files, document):
        yield Measured(name, found.formula, found.shown, found.goal)


@contextmanager
def _extras(form: str) -> Iterator[None]:
    """An extra that a format needs and that is not installed is the user's to mend."""
    try:
        yield
    except ModuleNotFoundError as error:
        slots = (("format", form), ("extra", making.needs(form)), ("module", error.name or ""))
        raise InputError([Fault("privet build", 0, "extra-missing", "", slots)]) from None
