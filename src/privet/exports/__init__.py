"""Exports: what a document gives to spreadsheets and programs, besides the formats people read.

An export is made from the judged case, not from the finished document: a template of a
regulator and a vocabulary of the web have places of their own for each fact.  A document
says in its ``document.toml`` which exports it offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from privet.judging import Judged
from privet.library import Library

Maker = Callable[[Library, Judged, str], bytes]


@dataclass(frozen=True, slots=True)
class Export:
    """How a judged case is written under one name, in one language."""

    name: str
    make: Maker
    suffix: str = ""
    """Of its files; empty: its name."""
    needs: str = ""
    """The extra (``pip install 'privet[register]'``) that brings its library; empty: none."""


def _xlsx(library: Library, judged: Judged, language: str) -> bytes:
    from privet.exports.ico import xlsx

    return xlsx(library, judged, language)


def _csv(library: Library, judged: Judged, language: str) -> bytes:
    from privet.exports.ico import csv

    return csv(library, judged, language)


def _ods(library: Library, judged: Judged, language: str) -> bytes:
    from privet.exports.cnil import ods

    return ods(library, judged, language)


def _dpv(library: Library, judged: Judged, language: str) -> bytes:
    from privet.exports.dpv import dpv

    return dpv(library, judged, language)


EXPORTS: Mapping[str, Export] = {
    entry.name: entry
    for entry in (
        Export("xlsx", _xlsx, needs="register"),
        Export("csv", _csv),
        Export("ods", _ods),
        Export("dpv", _dpv, suffix="jsonld"),
    )
}
"""Every export by its name."""
