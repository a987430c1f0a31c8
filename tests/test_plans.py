"""Accepted plans: what each example's documents say, in every language, to be read as a diff.

``make accept`` rewrites them; whoever changed a text or a rule reads the difference."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from privet import source
from privet.compose import compose
from privet.errors import UnfinishedError
from privet.interview import case
from privet.judging import judge
from privet.labels import locale
from privet.library import Library
from privet.parsing import parse
from privet.render.md import md

ROOT = Path(__file__).parent.parent
PLANS = ROOT / "tests" / "plans"
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
DAY = date(2026, 11, 22)


def printed(library: Library, example: Path, kind: str, language: str) -> str:
    """A document of an example as Markdown, or the list of what it still needs.

    Versions are left out: every change of a text anywhere would change them all."""
    answers = parse(source.read(example), library.questionnaire)
    judged = judge(library, case(answers, library.skips, DAY, library.covered), kind)
    try:
        document = compose(library, judged, language)
    except UnfinishedError as error:
        return "".join(f"{fault.line}: {fault.key}\n" for fault in error.faults)
    text = md(document, library.words(locale(language, judged.case)))
    return text.replace(document.version, "VERSION").replace(document.data_hash, "DATA")


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
@pytest.mark.parametrize("kind", ["plan", "notice"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_a_document_reads_as_it_was_accepted(
    library: Library, example: Path, kind: str, language: str, pytestconfig: pytest.Config
) -> None:
    """A difference is either a mistake or news; ``make accept`` says it is news."""
    text = printed(library, example, kind, language)
    accepted = PLANS / example.stem / f"{kind}.{language}.md"
    if pytestconfig.getoption("--accept"):
        accepted.parent.mkdir(parents=True, exist_ok=True)
        accepted.write_text(text, encoding="utf-8")

    assert text == accepted.read_text(encoding="utf-8")


def test_the_reference_plan_is_rebuilt_without_its_faults(library: Library) -> None:
    """What went wrong in the plan that started this project cannot go wrong here."""
    text = printed(library, ROOT / "examples" / "bring-the-pixel.toml", "plan", "nl")

    assert "Bring the Pixel" in text
    assert "privacy\\@bringthepixel\\.com" in text
    assert "Breng" not in text
    assert ":\n\n#" not in text, "a list is announced and does not come"
