"""The pages of the findings of a site and of data: their examples are run, and their texts are what a page is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from privet import source as answers_source
from privet.code_pages import Examples, examples, page
from privet.codes import Code, codes
from privet.datafiles import DataFiles
from privet.document import Bullets
from privet.facts import Case
from privet.interview import case
from privet.library import Library
from privet.parsing import parse
from privet.reading_ease import WORD, count, formula
from privet.site import folder
from privet.site.findings import check_site
from privet.site.plan import Plan
from privet.site.room import Room
from privet.storage.findings import Teller
from privet.storage.looking import look
from privet.storage.sources import source

LIBRARY = Library()
GROUPS = ("site", "data")
EXAMPLES: Mapping[str, Examples] = {group: examples(LIBRARY, group) for group in GROUPS}
PAGES = [code for code in codes(LIBRARY).values() if code.group in GROUPS]
LANGUAGES = ("en", "fr", "nl")
SHORT, LONG = 60, 150
"""Words of a page: fewer say too little, more nobody reads."""
WHOLE = ("PS102", "PS106")
"""They speak of a whole site: their page is all of it."""
NOTICE = '<!doctype html><html lang="en"><title>Privacy notice</title><h1>Privacy notice</h1></html>'
BARE = {
    "PS151", "PS152",  # it takes a browser
    "PS191", "PS192", "PS193", "PD191", "PD192",  # what cannot be read is no snippet
    "PS194",  # mended in the answers
    "PS195", "PS196",  # what comes from elsewhere, and a file that is no page
}  # fmt: skip
"""Codes whose pages have no example."""


@cache
def answers(group: str) -> Case:
    """The answers that the examples of a group are compared with."""
    own = EXAMPLES[group]
    parsed = parse(answers_source.parse(own.base.encode(), "privacy.toml"), LIBRARY.questionnaire)
    return case(parsed, LIBRARY.skips, own.on or date(2026, 11, 22), LIBRARY.covered)


def of_site(code: str, text: str, home: Path) -> list[str]:
    """The codes found of a page; the page with the notice is there, and is not looked at."""
    (home / "privacy.html").write_text(NOTICE, encoding="utf-8")
    (home / "index.html").write_text(text, encoding="utf-8")
    own, root = answers("site"), home if code in WHOLE else home / "index.html"
    with Room() as room:
        site = folder.look(root, Plan(LIBRARY, own, "en").site, room, lambda count, name: None)
    every = check_site(LIBRARY, own, site, {}, "en").found
    return [entry.code for entry in every if not entry.path.endswith("privacy.html")]


def of_data(code: str, text: str, home: Path) -> list[str]:
    """The codes found of a CSV file whose name says nothing."""
    place = home / "list.csv"
    place.write_text(f"{text}\n", encoding="utf-8")
    own = answers("data")
    teller = Teller(LIBRARY, own, "en")
    looked = look(LIBRARY, own, source(str(place)), {}, teller, lambda table, done, total: None)
    return [entry.code for entry in teller.found(looked)]


RUN: Mapping[str, Callable[[str, str, Path], list[str]]] = {"site": of_site, "data": of_data}
EVERY = [(group, code) for group in GROUPS for code in EXAMPLES[group].codes]


@pytest.mark.parametrize(("group", "code"), EVERY)
def test_an_example_gives_its_finding_and_no_other(group: str, code: str, tmp_path: Path) -> None:
    assert RUN[group](code, EXAMPLES[group].codes[code].gives, tmp_path) == [code]


@pytest.mark.parametrize(("group", "code"), EVERY)
def test_a_mended_example_gives_nothing(group: str, code: str, tmp_path: Path) -> None:
    assert RUN[group](code, EXAMPLES[group].codes[code].mended, tmp_path) == []


def test_every_code_has_an_example_or_a_reason_to_have_none() -> None:
    shown = {code for _, code in EVERY}

    assert {code.code for code in PAGES} == shown | BARE
    assert shown & BARE == set()


# ---- the texts


def lines(code: Code, language: str) -> list[str]:
    """The paragraphs of a page, and the entries of its lists."""
    found: list[str] = []
    for node in page(LIBRARY, code, language).content:
        every = node.items if isinstance(node, Bullets) else (node.line,) if hasattr(node, "line") else ()
        found += ["".join(run.text for run in line) for line in every]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", PAGES, ids=lambda code: code.code)
def test_a_page_is_short_and_easy(code: Code, language: str) -> None:
    own = formula(DataFiles(), language)
    assert own
    counts = count(tuple(lines(code, language)), own)

    assert SHORT <= counts.words <= LONG
    assert own.grade(own.score(counts)) <= own.goal


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", PAGES, ids=lambda code: code.code)
def test_a_page_does_not_repeat_the_finding(code: Code, language: str) -> None:
    """What the finding says in a sentence stands above it already."""
    every = page(LIBRARY, code, language).said
    said = {sentence for entry in every for sentence in sentences(f"{entry.what} {entry.remedy}")}

    assert said & set(sentences(" ".join(lines(code, language)))) == set()


def sentences(text: str) -> list[str]:
    """The sentences of five words or more."""
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if len(WORD.findall(part)) >= 5]


def test_french_pages_are_set_as_french_is() -> None:
    """A space that does not break before a colon and inside guillemets, a thin one before ; ? and !."""
    wrong = re.compile(r"[^\u00a0\s]:(?=\s)|[ ][:;?!»]|«[^\u00a0]|[^\u202f][;?!](?=\s)|'")
    texts = {code.code: page(LIBRARY, code, "fr").text.source for code in PAGES}

    assert {code: wrong.findall(text) for code, text in texts.items() if wrong.search(text)} == {}
