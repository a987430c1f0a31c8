"""``privet laws`` and ``privet texts``, and the folder that a new law is copied from."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest
import strategies
import test_cases
from program import Warm, run, warm

from privet.datafiles import HOME
from privet.library import Library
from privet.verifying import stale, verify

served = pytest.fixture(scope="module")(warm)
TEMPLATE = HOME / "laws" / "_template"
FILLED = {
    "LAW-ID": "zz-test-law",
    "PLACE": "JP",
    "COUNTRY": "Japan",
    "REGULATOR": "Regulator",
    "SHORT": "JTL",
    "NAME": "Test Law of Japan",
    "SENTENCE THAT ONLY THIS LAW MAKES TRUE": "This SENTENCE is there",
}


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_every_law_is_listed(language: str, tmp_path: Path, served: Warm, library: Library) -> None:
    """Name, depth, and the two days."""
    done = served.run("laws", "--lang", language, cwd=tmp_path)
    lines = done.out.split("\n\n")[0].splitlines()[1:]

    assert done.code == 0
    assert [
        law.short[language] for law, line in zip(library.laws, lines, strict=True) if law.short[language] not in line
    ] == []
    assert all(law.checked.isoformat() in line for law, line in zip(library.laws, lines, strict=True))


def test_programs_get_it_as_json(tmp_path: Path, served: Warm, library: Library) -> None:
    listed = json.loads(served.run("laws", "--format", "json", cwd=tmp_path).out)
    dutch = next(law for law in listed["laws"] if law["id"] == "nl-uavg")

    assert listed["schema"] == "privet.laws/1"
    assert [law["id"] for law in listed["laws"]] == [law.id for law in library.laws]
    assert (dutch["depth"], dutch["covers"]) == ("additions", ["NL"])
    assert "eu-gdpr" in dutch["inherits"]


def test_the_day_of_the_text_is_read_from_the_law(library: Library) -> None:
    for law in library.laws:
        written = tomllib.loads((HOME / "laws" / law.id / "law.toml").read_text(encoding="utf-8"))

        assert law.text_as_of == written.get("text-as-of")


def test_a_law_that_was_not_read_as_a_whole_says_so(tmp_path: Path, served: Warm, library: Library) -> None:
    unread = [law.short["en"] for law in library.laws if law.text_as_of is None]
    lines = served.run("laws", cwd=tmp_path).out.splitlines()

    assert all(any(line.startswith(name) and line.endswith("not read as a whole") for line in lines) for name in unread)


@pytest.mark.parametrize("command", ["laws", "texts"])
def test_an_unknown_form_or_language_is_wrong_use(command: str, tmp_path: Path, served: Warm) -> None:
    assert served.run(command, "--format", "pdf", cwd=tmp_path).code == 2
    assert served.run(command, "--lang", "xx", cwd=tmp_path).code == 2


# ---- texts


def copied(folder: Path) -> Path:
    """The program with data of its own, to be damaged."""
    home = folder / "privet"
    shutil.copytree(HOME.parent, home, ignore=shutil.ignore_patterns("__pycache__", "packed"))
    return home


def test_texts_are_complete_or_named(tmp_path: Path, served: Warm, library: Library) -> None:
    """As many as the laws of loading find; exit code 1 if there is any."""
    done = served.run("texts", "--format", "json", cwd=tmp_path)
    listed = json.loads(done.out)

    assert listed["schema"] == "privet.texts/1"
    assert len(listed["texts"]) == len(list(stale(library)))
    assert done.code == (1 if listed["texts"] else 0)


def test_a_stale_text_and_a_missing_one_are_named(tmp_path: Path) -> None:
    home = copied(tmp_path)
    english = home / "data" / "documents" / "plan" / "consent" / "en.md"
    english.write_text(
        english.read_text(encoding="utf-8").replace("## Sensitive", "## Very sensitive", 1), encoding="utf-8"
    )
    done = run("texts", "--format", "json", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    mine = [text for text in json.loads(done.out)["texts"] if text["path"].startswith("documents/plan/consent")]

    assert done.code == 1
    assert {(text["state"], text["path"]) for text in mine} == {
        ("stale", "documents/plan/consent/fr.md"),
        ("stale", "documents/plan/consent/nl.md"),
    }
    dutch = home / "data" / "documents" / "plan" / "consent" / "nl.md"
    dutch.write_text(dutch.read_text(encoding="utf-8").split("\n## ")[0], encoding="utf-8")
    done = run("texts", "--format", "json", cwd=tmp_path, PYTHONPATH=str(tmp_path))

    assert ("missing", "documents/plan/consent/nl.md") in {
        (t["state"], t["path"]) for t in json.loads(done.out)["texts"]
    }


# ---- the template


def filled(text: str) -> str:
    for word in sorted(FILLED, key=len, reverse=True):
        text = text.replace(word, FILLED[word])
    return text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The data with the template copied and filled in, as a lawyer does."""
    data = tmp_path / "data"
    shutil.copytree(HOME, data, ignore=shutil.ignore_patterns("packed"))
    for path in sorted(TEMPLATE.rglob("*.*")):
        target = data / "laws" / FILLED["LAW-ID"] / path.relative_to(TEMPLATE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    return data


def test_the_template_is_not_loaded(library: Library) -> None:
    assert [law.id for law in library.laws if law.id.startswith("_")] == []
    assert tomllib.loads((TEMPLATE / "law.toml").read_text(encoding="utf-8"))["id"] == "LAW-ID"


def test_the_template_filled_in_is_a_law(root: Path) -> None:
    """It loads, keeps the laws of loading, and has the day of its text."""
    library = Library(root)
    verify(library)
    law = next(law for law in library.laws if law.id == FILLED["LAW-ID"])

    assert law.covers == frozenset(("JP",))
    assert law.text_as_of and law.numbers["request-period"].value == 30
    assert [rule.id.name for rule in library.law_rules(law.id, "plan")] == ["express"]


def test_the_template_leaves_no_word_in_capitals_unexplained() -> None:
    """Each is one of those that the test fills in, or stands in a comment."""
    left = {
        word
        for path in TEMPLATE.rglob("*.*")
        for line in filled(path.read_text(encoding="utf-8")).splitlines()
        if not line.startswith("#") or path.suffix == ".md"
        for word in re.findall(r"\b[A-Z]{5,}(?:-[A-Z]+)*\b", line)
    }

    assert left - {"SENTENCE", "FRENCH", "WRITTEN", "MEANING", "DUTCH"} == set()


def test_the_cases_of_the_template_hold(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As ``tests/test_cases.py`` runs those of every law."""
    shelf = Library(root)
    for module in (strategies, test_cases):
        monkeypatch.setattr(module, "library", lambda: shelf)
    path = root / "laws" / FILLED["LAW-ID"] / "cases.toml"
    written = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    for raw in written:
        test_cases.test_case(test_cases.example(raw, "plan", path))

    assert len(written) == 3
