"""docs/asvs.md: every point of the standard's levels 1 and 2 is answered, and every test that is named is there."""

from __future__ import annotations

import logging
import re
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from privet.web.people.models import User

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([\d., ]+) \| ([12]) \| ([a-z ]+) \| (.+) \|$", re.M)
ROWS = [(ids.split(", "), level, answer, text) for ids, level, answer, text in ROW.findall(PAGE)]
ANSWERS = {"yes", "library", "partly", "no", "operator", "not here"}
POINTS = {
    "1": "2 9 11 3 2", "2": "3 3 4 1", "3": "0 2 4 6 5 0 2", "4": "3 1 2 4", "5": "1 3 2 3", "6": "3 12 4 4 5 3 0 4",
    "7": "3 4 2 5 2 2", "8": "2 3 1 1", "9": "3 4", "10": "2 2 4 11 5 2 3", "11": "2 3 3 4 1 1", "12": "3 2 4",
    "13": "1 5 2 5", "14": "2 4 3", "15": "3 3 7", "16": "1 5 4 3 3", "17": "1 4 2",
}  # fmt: skip
"""How many points of levels 1 and 2 each section of each chapter has in ASVS 5.0.0."""
FIRST, BOTH = 70, 253
"""Points of level 1, and of both levels together."""


def named_in(text: str) -> set[str]:
    return set(re.findall(r"`(test_[a-z0-9_]+)`", text))


def there_are() -> set[str]:
    """Every test of the project."""
    files = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return {name for text in files for name in re.findall(r"^def (test_\w+)", text, re.M)}


def test_every_point_of_both_levels_is_answered_once() -> None:
    """Counted by section, so that none is forgotten and none is made up."""
    ids = [id for row in ROWS for id in row[0]]
    assert [id for id, times in Counter(ids).items() if times > 1] == []
    assert len(ids) == BOTH
    assert sum(len(row[0]) for row in ROWS if row[1] == "1") == FIRST
    counted = Counter(tuple(id.split(".")[:2]) for id in ids)
    for chapter, numbers in POINTS.items():
        found = [counted[(chapter, str(place))] for place in range(1, len(numbers.split()) + 1)]
        assert found == [int(number) for number in numbers.split()], chapter


def test_every_row_is_read_by_these_tests() -> None:
    """A row that is written otherwise would escape them."""
    assert len(ROWS) == len(re.findall(r"^\| \d", PAGE, re.M))
    assert {row[2] for row in ROWS} <= ANSWERS


def test_every_yes_names_a_test_and_every_test_that_is_named_is_there() -> None:
    assert [row[0] for row in ROWS if row[2] == "yes" and not named_in(row[3])] == []
    assert named_in(PAGE) - there_are() == set()


def test_every_other_answer_says_why() -> None:
    assert [row[0] for row in ROWS if row[2] != "yes" and len(row[3]) < 8] == []


# ---- points that no other test is about


@pytest.mark.usefixtures("db")
def test_nobody_has_an_account_to_begin_with() -> None:
    """No administrator, no password that everybody knows (6.3.2)."""
    assert not User.objects.exists()


def test_the_times_to_mend_are_told() -> None:
    """15.1.1."""
    told = (ROOT / "SECURITY.md").read_text(encoding="utf-8")

    assert "within three working days" in told and "within ninety days" in told


@pytest.mark.usefixtures("db")
def test_a_line_of_the_log_is_one_line_with_its_time(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """In UTC; what a visitor sends begins no line of its own (16.2.2, 16.4.1)."""
    Client().get("/nowhere%0a2026-01-01 00:00:00,000 ERROR forged%0d%1b[2J")
    Client().post("/begin/", {"a": "b"}, headers={"host": "evil\r\n forged"})
    form = logging.Formatter(settings.LOGGING["formatters"]["dated"]["format"])
    lines = [form.format(record) for record in caplog.records if record.name.startswith("django.")]

    assert lines and settings.TIME_ZONE == "UTC"
    for line in lines:
        assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ [\w.]+ ", line)
        assert line.isprintable(), line
