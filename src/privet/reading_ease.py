"""How hard a document is to read, by the published formula of its language.

English: the Flesch-Kincaid grade (J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, *Derivation of
New Readability Formulas for Navy Enlisted Personnel*, 1975).
French: Flesch's ease as L. Kandel and A. Moles adapted it (*Application de l'indice de Flesch à la langue
française*, Cahiers d'études de radio-télévision 19, 1958).
Dutch: Flesch's ease as W. H. Douma adapted it (*De leesbaarheid van landbouwbladen*, Wageningen, 1960).
An ease is turned into a school grade by Flesch's own table.

All three count sentences, words and syllables; the numbers, and how syllables are told, are
``data/reading.toml``.  Names and addresses that people gave us are not counted, nor are tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from privet.datafiles import DataFiles, Table
from privet.document import Bullets, Document, Line, Paragraph

FILE = "reading.toml"
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*+")
END = re.compile(r"[.!?…]+(?=\s|$)")
"""The end of a sentence."""
ITEM = 4
"""Words that make an entry of a list a sentence; a shorter one is a label."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas count."""

    sentences: int
    words: int
    syllables: int


@dataclass(frozen=True, slots=True)
class Formula:
    """The formula of one language, and how its syllables are counted."""

    name: str
    ease: str
    """``ease`` if the score is one; empty if it is a grade."""
    base: float
    sentence: float
    word: float
    groups: re.Pattern[str]
    less: tuple[re.Pattern[str], ...]
    more: tuple[re.Pattern[str], ...]
    bands: tuple[tuple[int, int], ...]
    """From which ease on, which grade; the easiest first."""
    goal: int

    def score(self, counts: Counts) -> float:
        """What the formula gives for these counts."""
        words = max(counts.words, 1)
        return self.base + self.sentence * words / max(counts.sentences, 1) + self.word * counts.syllables / words

    def grade(self, score: float) -> float:
        """The school grade that a score stands for."""
        return next((grade for ease, grade in self.bands if score >= ease), score) if self.ease else score


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard one text is to read."""

    formula: str
    score: float
    grade: float
    goal: int

    @property
    def shown(self) -> int:
        """The grade as people say it: the whole number of the year they are in."""
        return max(1, int(self.grade))


def formula(files: DataFiles, language: str) -> Formula | None:
    """The formula of a language; None where the data have none."""
    table = files.toml(FILE)
    rows = table.table("language")
    return _formula(table, rows.table(language)) if language in rows.raw else None


def _formula(table: Table, row: Table) -> Formula:
    row.only("formula", "ease", "base", "sentence", "word", "groups", "less", "more")
    base, sentence, word = (float(row.text(key)) for key in ("base", "sentence", "word"))
    less, more = (tuple(map(re.compile, row.strings(key))) for key in ("less", "more"))
    bands = tuple((band.number("ease"), band.number("grade")) for band in table.tables("band"))
    goal = table.table("goal").number("grade")
    groups = re.compile(row.text("groups"))
    return Formula(row.text("formula"), row.flag("ease"), base, sentence, word, groups, less, more, bands, goal)


def reading(files: DataFiles, document: Document) -> Reading | None:
    """How hard a document is to read; None where there is no formula, or nothing to read."""
    own = formula(files, document.language.replace("_", "-").split("-")[0])
    if own is None:
        return None
    counts = count(_texts(document), own)
    score = own.score(counts)
    return Reading(own.name, score, own.grade(score), own.goal) if counts.words else None


def count(texts: Iterator[str] | tuple[str, ...], own: Formula) -> Counts:
    """Sentences, words and syllables of some paragraphs."""
    sentences = words = syllables = 0
    for text in texts:
        for sentence in END.split(text):
            found = WORD.findall(sentence)
            sentences += bool(found)
            words += len(found)
            syllables += sum(_syllables(word.lower(), own) for word in found)
    return Counts(sentences, words, syllables)


@lru_cache(maxsize=8192)
def _syllables(word: str, own: Formula) -> int:
    """Syllables of a word in small letters, as its language's rules tell them."""
    found = sum(1 for _ in own.groups.finditer(word))
    found += sum(1 for rule in own.more for _ in rule.finditer(word))
    found -= sum(1 for rule in own.less for _ in rule.finditer(word))
    return max(1, found)


def _texts(document: Document) -> Iterator[str]:
    """Every paragraph, and every entry of a list that is a sentence."""
    blocks = (block for section in document.sections for block in section.blocks)
    for content in (content for block in blocks for part in block.parts for content in part.content):
        if isinstance(content, Paragraph):
            yield _own(content.line)
        elif isinstance(content, Bullets):
            yield from (text for text in map(_own, content.items) if len(WORD.findall(text)) >= ITEM)


def _own(line: Line) -> str:
    """A line's letters without what people gave us."""
    return "".join([run.text for run in line if not run.given])
