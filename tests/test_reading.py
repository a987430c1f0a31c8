"""How hard documents are to read: the formulas, the syllables, and the goal for our own texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import DAY, Warm, warm
from strategies import TODAY

from privet import source
from privet.compose import compose
from privet.datafiles import DataFiles
from privet.document import Document
from privet.errors import UnfinishedError
from privet.interview import case
from privet.judging import judge
from privet.library import Library
from privet.parsing import parse
from privet.reading_ease import Counts, Formula, Reading, count, formula, reading

served = pytest.fixture(scope="module")(warm)
EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.toml"))
FILES = DataFiles()


def of(language: str) -> Formula:
    found = formula(FILES, language)
    assert found
    return found


@pytest.mark.parametrize(
    ("text", "syllables", "grade"),
    [
        # Both with their counts in Wikipedia, “Flesch–Kincaid readability tests” (reading ease 69 and 37.5).
        ("This sentence, taken as a reading passage unto itself, is being used to prove a point.", 23, 7.6),
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 24, 11.3),
    ],
)
def test_english_gives_the_published_grades(text: str, syllables: int, grade: float) -> None:
    counts = Counts(1, len(text.split()), syllables)

    assert of("en").score(counts) == pytest.approx(grade, abs=0.05)
    assert of("en").score(count((text,), of("en"))) == pytest.approx(grade, abs=1.0)


def test_english_agrees_with_the_tables_of_its_paper() -> None:
    """Twenty words a sentence, a word and a half of syllables: 0.39 × 20 + 11.8 × 1.5 − 15.59."""
    assert of("en").score(Counts(5, 100, 150)) == pytest.approx(9.91)


def test_dutch_is_douma_in_syllables_per_hundred_words() -> None:
    """As quoted in Onze Taal (1977): 206.8 − 0.77 × syllables per 100 words − 0.93 × words per sentence."""
    assert of("nl").score(Counts(10, 100, 150)) == pytest.approx(206.8 - 0.77 * 150 - 0.93 * 10, abs=0.1)


def test_french_is_kandel_and_moles_in_syllables_per_hundred_words() -> None:
    """207 − 1.015 × words per sentence − 0.736 × syllables per 100 words."""
    assert of("fr").score(Counts(10, 100, 150)) == pytest.approx(207 - 1.015 * 10 - 0.736 * 150)


@pytest.mark.parametrize(
    ("score", "grade"),
    [(95, 5), (90, 5), (89.9, 6), (75, 7), (66, 8), (60, 9), (59, 10), (52, 12), (40, 14), (-20, 16)],
)
def test_an_ease_becomes_a_grade_by_fleschs_table(score: float, grade: int) -> None:
    assert of("nl").grade(score) == grade


SYLLABLES = {
    "en": "people=2 rules=1 tables=2 used=1 needed=2 material=4 previous=3 information=4 the=1 usually=4 social=2"
    " organisation=5 language=2 sensitive=3 being=2 changes=2 I=1 whole=1 agreement=3",
    "fr": "conservons=3 données=2 vie=1 payer=2 situation=4 créer=2 famille=2 informations=4 personnelles=3 que=1 Québec=2",
    "nl": "categorieën=5 geïnformeerd=4 sociaal=3 informatie=4 beveiliging=4 persoonsgegevens=6 bijeen=2 ideaal=3"
    " januari=4 toestemming=3 u=1 wij=1",
}


@pytest.mark.parametrize("language", SYLLABLES)
def test_syllables_are_counted_as_people_say_them(language: str) -> None:
    """Nine words in ten; rules of a line each cannot know all."""
    pairs = [pair.split("=") for pair in SYLLABLES[language].split()]
    right = [word for word, number in pairs if count((word,), of(language)).syllables == int(number)]

    assert len(right) / len(pairs) >= 0.9, set(dict(pairs)) - set(right)


def test_sentences_end_where_their_signs_are() -> None:
    counts = count(("We ask first. Is that clear? Yes!", "It costs 3.50 euro", "…"), of("en"))

    assert (counts.sentences, counts.words) == (4, 10)


def documents(library: Library, path: Path) -> list[Document]:
    """Plan and notice of an example in every language; a notice that waits for an answer is left out."""
    found = case(parse(source.read(path), library.questionnaire), library.skips, TODAY, library.covered)
    made = []
    for kind in ("plan", "notice"):
        try:
            made += [compose(library, judge(library, found, kind), language) for language in library.languages]
        except UnfinishedError:
            continue
    return made


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_we_write_is_plain(path: Path, library: Library) -> None:
    """School grade 9 or lower: plans and notices, in every language."""
    found = {(d.kind, d.language): reading(library.files, d) for d in documents(library, path)}

    assert len(found) >= len(library.languages)
    assert {key: value for key, value in found.items() if value is None or value.grade > value.goal} == {}


def test_a_grade_is_shown_as_the_year_somebody_is_in() -> None:
    assert [Reading("x", 0, grade, 9).shown for grade in (-1.3, 4.4, 8.99, 9.0)] == [1, 4, 8, 9]


def test_a_language_without_a_formula_is_not_measured() -> None:
    assert formula(FILES, "de") is None


def test_the_build_tells_it_for_each_notice(tmp_path: Path, served: Warm) -> None:
    """One line for each language, on standard error; nothing for the plan, which nobody publishes."""
    order = ("--document", "plan,notice", "--lang", "en,fr,nl", "--format", "md", "--on", DAY, "-o", "out")
    done = served.run("build", EXAMPLES[1], *order, cwd=tmp_path)
    told = [line for line in done.err.splitlines() if "school grade" in line]

    assert [line.split(":")[0] for line in told] == ["notice.en", "notice.fr", "notice.nl"]
    assert all(
        name in line for name, line in zip(("Flesch-Kincaid", "Kandel-Moles", "Flesch-Douma"), told, strict=True)
    )
