"""Making documents: which there are of a kind, and each as the bytes of a file."""

from __future__ import annotations

from collections.abc import Iterator

from privet import focus
from privet.answers import Answers
from privet.document import Document
from privet.exports import EXPORTS
from privet.facts import Case
from privet.judging import Judged, judge
from privet.labels import locale
from privet.library import Library
from privet.render import FORMATS


def parts(library: Library, found: Case, kind: str) -> Iterator[tuple[str, Judged]]:
    """The documents of a kind by name: one, or one for each supplier or activity."""
    each = library.document(kind).each
    if not each:
        yield kind, judge(library, found, kind)
    for row in focus.rows(found, each) if each else ():
        yield f"{kind}-{row}", judge(library, focus.narrowed(found, each, row), kind)


def suffix(form: str) -> str:
    """The ending of a file in a format."""
    return EXPORTS[form].suffix or form if form in EXPORTS else form


def needs(form: str) -> str:
    """The extra that a format needs installed; empty for none."""
    return EXPORTS[form].needs if form in EXPORTS else FORMATS[form].needs


def formats(library: Library, kind: str) -> tuple[str, ...]:
    """Every format a kind of document can be made in."""
    return (*FORMATS, *(form for form in EXPORTS if form in library.document(kind).exports))


def printed(library: Library, judged: Judged, document: Document, form: str) -> bytes:
    """A composed document in a format.

    Raises ModuleNotFoundError where the extra that the format needs is not installed."""
    if form in EXPORTS:
        return EXPORTS[form].make(library, judged, document.language)
    return FORMATS[form].render(document, library.words(locale(document.language, judged.case)))


def spoken(library: Library, answers: Answers) -> tuple[str, ...]:
    """The languages the answers ask for, of those privet has; the source language where they name none."""
    chosen = tuple(value.id for value in answers.at("approval", "languages").chosen if value.id in library.languages)
    return chosen or library.languages[:1]
