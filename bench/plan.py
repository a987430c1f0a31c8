"""One plan in a warm process: all of it as HTML, and what one changed answer changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle
from pathlib import Path

from bench.memory import peak_of
from bench.organisations import organisation
from bench.rounds import Goal, compare
from bench.size import Size
from bench.table import Row
from privet import interview, source
from privet.answers import Answer, Answers, Chosen, Ref
from privet.cli.session import library
from privet.compose import compose
from privet.document import Document
from privet.facts import Case
from privet.judging import judge
from privet.labels import locale
from privet.parsing import parse
from privet.render.html import blocks, html
from privet.words import Words

ON = date(2026, 11, 22)
AGAINST = "str.join of the whole plan's HTML, cut at every tag"
TAG = re.compile(r"(?=<)|(?<=>)")


@dataclass(frozen=True, slots=True)
class Made:
    """A document and the words to print it with."""

    document: Document
    words: Words


def cases(count: int) -> tuple[Case, ...]:
    """The cases of the first organisations."""
    return tuple(_case(_answers(number)) for number in range(count))


def _answers(number: int) -> Answers:
    asked = library().questionnaire
    return parse(source.parse(organisation(asked, number).encode(), f"org-{number}.toml"), asked)


def _case(answers: Answers) -> Case:
    return interview.case(answers, library().skips, ON, library().covered)


def made(case: Case) -> Made:
    """The plan of a case in English: evaluated and composed."""
    document = compose(library(), judge(library(), case, "plan"), "en")
    return Made(document, library().words(locale("en", case)))


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """The whole plan, then one answer."""
    yield _whole(size)
    yield _changed(size)


def _whole(size: Size) -> Row:
    asked = cases(size.plans)
    pages = [_page(case) for case in asked]
    if not all(f"Organisation {number}<" in page for number, page in enumerate(pages)):
        raise AssertionError(pages[0][:500])
    cut = [TAG.split(page) for page in pages]
    goal = Goal("slower", 10, 2)
    rounds = compare(
        lambda: ["".join(pieces) for pieces in cut], lambda: [_page(case) for case in asked], goal, size.rounds
    )
    work = f"evaluate, compose, HTML, {len(asked)} plans"
    return Row(work, AGAINST, goal, rounds, sum(map(len, pages)), peak_of(lambda: _page(asked[0])))


def _page(case: Case) -> str:
    done = made(case)
    return html(done.document, done.words)


def _changed(size: Size) -> Row:
    """Each time another storage of the first activity; each time another plan than before."""
    answers = _answers(1)
    terms = library().questionnaire.vocabularies["storage"].terms
    changes = cycle([(Chosen(one), Chosen(other)) for one in terms for other in terms if one < other])
    now: dict[str, str] = dict(_blocks(answers))
    pieces = TAG.split(_page(_case(answers)))

    def change() -> list[str]:
        new = _blocks(_with(answers, next(changes)))
        changed = [block for id, block in new.items() if now.get(id) != block]
        now.update(new)
        return changed

    if not 0 < len(change()) < len(now):
        raise AssertionError(now.keys())
    goal = Goal("slower", 2, 0.5)
    rounds = compare(lambda: "".join(pieces), change, goal, size.rounds)
    return Row("one answer → changed blocks", AGAINST, goal, rounds, sum(map(len, change())), peak_of(change))


def _blocks(answers: Answers) -> Mapping[str, str]:
    done = made(_case(answers))
    return blocks(done.document, done.words)


def _with(answers: Answers, stored: tuple[Chosen, ...]) -> Answers:
    """The answers with another storage of their first activity."""
    activities = answers.tables["activities"]
    row = next(iter(activities))
    answer = Answer(Ref("activities", row, "stored"), "known", stored)
    changed = {**activities, row: {**activities[row], "stored": answer}}
    return replace(answers, tables={**answers.tables, "activities": changed})
