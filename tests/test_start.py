"""The start: what is answered before anything is imported, and what a build imports."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helptext import page
from installed import EXAMPLE, installed_in, run

from privet import __version__
from privet.datafiles import HOME
from privet.library import Library

LANGUAGES = Library().languages
FRONT_DOOR = {"privet", "privet.cli"}
BUILD = {
    "answers", "applicability", "catalogue", "checking", "cli", "cli.app", "cli.build", "cli.fleet", "cli.help",
    "cli.making", "cli.output", "cli.session", "compose", "conditions", "datafiles", "document", "errors", "facts",
    "facts.case", "facts.choices", "facts.inventory", "facts.organisation", "facts.retention", "facts.safeguards",
    "facts.sensitive", "facts.suppliers", "facts.upkeep", "facts.wording", "focus", "guidance", "interview", "judging", "labels", "library",
    "lines", "locales", "making", "packed", "packs", "parsing", "provisions", "questions", "render", "render.lines",
    "render.md", "residue", "rules", "scan", "sheets", "slips", "source", "tables", "tasks", "values", "verdicts", "vocabulary", "words",
    "calendar_days", "exports", "facts.bases", "facts.grounds", "facts.places", "lawfulness", "registering", "reminders", "views", "fixes",
}  # fmt: skip
"""What a build of Markdown may import of privet."""
NOT_FOR_A_BUILD = {
    "argparse", "asyncio", "concurrent.futures", "ctypes", "decimal", "html",
    "importlib.metadata", "logging", "multiprocessing", "shutil", "socket", "subprocess", "tempfile",
}  # fmt: skip
"""Parts of Python's library that cost milliseconds, and that one plan does not need."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """privet as installed: packed."""
    return installed_in(tmp_path_factory.mktemp("house"))


def imported(house: Path, *arguments: str) -> set[str]:
    """What Python imports for a command, beyond what it imports for nothing."""
    bare = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import sys"], capture_output=True, text=True, check=True
    )
    found = run(house, *arguments, flags=("-X", "importtime"))
    assert found.returncode == 0, found.stderr[-2000:]
    return set(_names(found.stderr)) - set(_names(bare.stderr))


def _names(told: str) -> Iterator[str]:
    for line in told.splitlines():
        if line.startswith("import time:"):
            yield line.rpartition("|")[2].strip()


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ()])
def test_the_front_door_imports_nothing(house: Path, arguments: tuple[str, ...]) -> None:
    """``typing`` alone would cost a third of Python's own start."""
    assert imported(house, *arguments) == FRONT_DOOR


def test_a_build_imports_what_it_needs_and_no_more(house: Path, tmp_path: Path) -> None:
    """Of all libraries only click; nothing that parses what is packed."""
    found = imported(house, "build", str(EXAMPLE), "--format", "md", "-o", str(tmp_path / "out"))
    own = {name.removeprefix("privet.") for name in found if name.startswith("privet.")}
    others = {name.split(".")[0] for name in found} - sys.stdlib_module_names - {"privet"}

    assert own - BUILD == set()
    assert others - {"org"} == {"click"}  # the standard ``copy`` asks for Jython's own types
    assert found & NOT_FOR_A_BUILD == set()


def test_the_version_is_told(house: Path) -> None:
    """On standard output, with nothing beside it."""
    found = run(house, "--version")

    assert (found.returncode, found.stdout, found.stderr) == (0, f"privet {__version__}\n", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kept_help_is_the_help_of_the_words(language: str) -> None:
    """``make helptext`` writes it anew when words or commands change."""
    assert (HOME / "words" / language / "help.txt").read_text(encoding="utf-8") == page(language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", [("--help",), ()])
def test_help_is_told_in_the_readers_language(house: Path, language: str, arguments: tuple[str, ...]) -> None:
    """From the page that is kept."""
    found = run(house, *arguments, language=language)

    assert (found.returncode, found.stdout, found.stderr) == (0, page(language), "")


@pytest.mark.parametrize("language", ["", "xx", "../en", "en/../nl"])
def test_an_unknown_language_is_answered_in_english(house: Path, language: str) -> None:
    """And leads nowhere else on the disk."""
    assert run(house, "--help", language=language).stdout == page("en")


def test_help_without_its_page_is_made_from_the_words(house: Path) -> None:
    """A page that is lost costs time and nothing else."""
    path = house / "privet" / "data" / "words" / "en" / "help.txt"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    try:
        assert run(house, "--help").stdout == text
    finally:
        path.write_text(text, encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another thing there")
@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_nobody_listening_is_no_fault(house: Path, argument: str) -> None:
    """``privet --help | head -1`` says no word of a broken pipe."""
    command = f"{sys.executable} -c 'import time; import privet.cli as c, sys; time.sleep(0.2); c.main()' {argument}"
    found = subprocess.run(
        ["sh", "-c", f"{command} | true"], env={"PYTHONPATH": str(house)}, capture_output=True, text=True, check=False
    )

    assert found.stderr == ""
