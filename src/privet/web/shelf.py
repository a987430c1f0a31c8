"""privet's data and the day, shared by every request of a process."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from django.utils import timezone
from django.utils.translation import get_language

from privet import interview
from privet.facts import Case
from privet.gazetteer import Gazetteer
from privet.labels import DEFAULT_LOCALES, locale
from privet.library import SOURCE_LANGUAGE, Library
from privet.parsing import parse
from privet.source import parse as parse_source
from privet.words import Words


@cache
def library() -> Library:
    """All of privet's data; read once, then only looked at."""
    return Library()


@cache
def gazetteer(language: str) -> Gazetteer:
    return Gazetteer(library(), language)


def today() -> date:
    """The day on which answers are judged."""
    return timezone.localdate()


def spoken() -> str:
    """The language of the pages, chosen apart from those of the documents."""
    language = (get_language() or SOURCE_LANGUAGE).split("-")[0]
    return language if language in library().languages else SOURCE_LANGUAGE


def words(case: Case | None = None) -> Words:
    """The short strings of the pages, as the organisation's country writes them."""
    return library().words(locale(spoken(), case) if case else DEFAULT_LOCALES[spoken()])


def case(text: str) -> Case:
    """The answers in a text, as of today.  Raises InputError with every fault."""
    return _case(text, today())


@lru_cache(maxsize=64)
def _case(text: str, on: date) -> Case:
    """Remembered: a page shows the answers of the page before."""
    shelf = library()
    answers = parse(parse_source(text.encode(), "privacy.toml"), shelf.questionnaire)
    return interview.case(answers, shelf.skips, on, shelf.covered)
