"""`privet diff`: two answers files, or two revisions, and what follows from the change."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CLUB = Path(__file__).parents[1] / "examples" / "dutch-sports-club.toml"
DAY = ("--on", "2026-11-22")
SHARED = 'shared-with  = ["email-service"]'


def privet(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "privet", *arguments), cwd=folder, capture_output=True, text=True, check=False
    )


def told(folder: Path, old: str, new: str) -> dict[str, list[dict[str, str]]]:
    """What is said of two texts, as data."""
    (folder / "old.toml").write_text(old, encoding="utf-8")
    (folder / "new.toml").write_text(new, encoding="utf-8")
    done = privet("diff", "old.toml", "new.toml", "--format", "json", *DAY, folder=folder)
    assert done.returncode in (0, 1), done.stderr
    found: dict[str, list[dict[str, str]]] = json.loads(done.stdout)
    assert bool(found["differences"]) == bool(done.returncode)
    return found


def ids(found: dict[str, list[dict[str, str]]], kind: str) -> set[str]:
    return {entry["id"] for entry in found["consequences"] if entry["kind"] == kind}


@pytest.fixture
def club() -> str:
    text = CLUB.read_text(encoding="utf-8")
    assert SHARED in text
    return text


def test_the_same_answers_written_in_another_way_are_no_difference(tmp_path: Path, club: str) -> None:
    other = "# another comment\n" + club.replace(SHARED, 'shared-with = [ "email-service" , ]')
    found = told(tmp_path, club, other)
    assert found["differences"] == found["consequences"] == []


def test_sharing_more_than_people_said_yes_to_is_said(tmp_path: Path, club: str) -> None:
    found = told(tmp_path, club, club.replace(SHARED, 'shared-with = ["email-service", "social-platform"]'))
    (entry,) = found["differences"]
    assert (entry["ref"], entry["kind"]) == ("activities[nieuwsbrief].shared-with", "added")
    assert ids(found, "permission") == {"nieuwsbrief"}
    assert any(id.startswith("notice/") for id in ids(found, "document"))


def test_sharing_less_needs_no_new_yes(tmp_path: Path, club: str) -> None:
    found = told(tmp_path, club.replace(SHARED, 'shared-with = ["email-service", "social-platform"]'), club)
    assert found["differences"][0]["kind"] == "removed"
    assert not ids(found, "permission")


def test_a_law_that_begins_to_apply_is_named(tmp_path: Path, club: str) -> None:
    new = club.replace('["NL"]', '["NL", "GB"]', 1)
    assert new != club
    found = told(tmp_path, club, new)
    back = told(tmp_path, new, club)
    assert "uk-gdpr" in ids(found, "law")
    assert "uk-gdpr" in ids(back, "law")


def test_a_new_gap_is_a_finding_and_a_task_and_stops_the_notice(tmp_path: Path, club: str) -> None:
    row = (
        '[activities.loterij]\nlabel = "Loterij"\npeople = ["customer"]\nitems = ["name"]\npurposes = ["send-offers"]\n'
    )
    found = told(tmp_path, club, f"{club}\n{row}")
    assert ids(found, "finding") and ids(found, "task")
    assert "notice" in ids(found, "document")
    settled = told(tmp_path, f"{club}\n{row}", club)
    assert ids(settled, "settled") == ids(found, "finding")


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_it_speaks_three_languages_in_markdown(tmp_path: Path, club: str, language: str) -> None:
    (tmp_path / "old.toml").write_text(club, encoding="utf-8")
    new = club.replace(SHARED, 'shared-with = ["email-service", "social-platform"]').replace(
        "Clubnieuws", "Club*nieuws*"
    )
    (tmp_path / "new.toml").write_text(new, encoding="utf-8")
    done = privet("diff", "old.toml", "new.toml", "--format", "md", "--lang", language, *DAY, folder=tmp_path)
    assert done.stdout.startswith("## ")
    assert "Club*nieuws*" not in done.stdout, "the user's own words mean nothing to Markdown"
    assert "Club\\*nieuws\\*" in done.stdout


def repository(folder: Path, *texts: str) -> None:
    """A git repository with one commit for each text."""

    def git(*arguments: str) -> None:
        name = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(("git", *name, *arguments), cwd=folder, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    for text in texts:
        (folder / "privacy.toml").write_text(text, encoding="utf-8")
        git("add", "privacy.toml")
        git("commit", "-q", "-m", "answers")


def test_two_revisions_of_git(tmp_path: Path, club: str) -> None:
    repository(tmp_path, club, club.replace(SHARED, 'shared-with = ["email-service", "social-platform"]'))
    done = privet("diff", "HEAD~1..HEAD", "--format", "json", *DAY, folder=tmp_path)
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["differences"][0]["ref"] == "activities[nieuwsbrief].shared-with"
    assert privet("diff", "HEAD..HEAD", *DAY, folder=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff",),
        ("diff", "one.toml"),
        ("diff", "nowhere..HEAD"),
        ("diff", "--upload-pack=evil..HEAD"),
        ("diff", "HEAD..HEAD", "--file", "missing.toml"),
        ("diff", "one.toml", "two.toml"),
    ],
)
def test_what_cannot_be_compared_is_one_plain_line(tmp_path: Path, club: str, arguments: tuple[str, ...]) -> None:
    repository(tmp_path, club)
    done = privet(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr and done.stderr.count("\n") <= 3, done.stderr
