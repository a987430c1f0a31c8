"""The benchmark: its arithmetic, its organisations, and that every row is there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.organisations import organisation
from bench.rounds import Goal, Rounds, Spent, compare, spent
from bench.table import Row, head, line, seconds, size
from privet import source
from privet.library import Library
from privet.parsing import parse

ROOT = Path(__file__).parent.parent
ROWS = (
    "privet --version",
    "privet --help",
    "privet build --format md",
    "organisations, HTML",
    "evaluate, compose, HTML",
    "one answer → changed blocks",
    "PDF",
    "DOCX",
    "site: forms read",
    "site: forms compared",
    "data scan, CSV",
    "data scan, Parquet",
    "data scan, DuckDB",
)
SPENT = Spent(0.002, 0.001)


def test_every_row_is_printed() -> None:
    """Each with its goal, within a hundred columns; the tiny form only shows that it runs."""
    found = subprocess.run(
        [sys.executable, "-m", "bench", "--tiny"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    lines = found.stdout.splitlines()

    assert found.returncode == 0, found.stderr
    for name in ROWS:
        (row, *_) = [text for text in lines if name in text]
        assert "≤" in row or "≥" in row
    assert max(map(len, lines)) <= 100


def test_every_row_says_what_it_means() -> None:
    """In the README beside the code."""
    told = (ROOT / "bench" / "README.md").read_text(encoding="utf-8")

    assert [name for name in ROWS if f"| {name}" not in told] == []


def test_reference_and_work_are_measured_in_turn() -> None:
    """And the reference twice a round, to know how noisy the machine is."""
    order: list[str] = []

    def reference() -> None:
        order.append("reference")
        time.sleep(0.005)

    def work() -> None:
        order.append("work")
        time.sleep(0.010)

    found = compare(reference, work, Goal("slower", 3), 3)

    assert order[-9:] == ["reference", "reference", "work"] * 3
    assert 1.2 < found.ratio < 4


def test_a_goal_to_be_faster_turns_the_ratio_round() -> None:
    """ "Ten times faster" is a large number, not a small one."""
    found = compare(lambda: time.sleep(0.01), lambda: time.sleep(0.005), Goal("faster", 1), 3)

    assert found.ratio > 1.2


def test_short_work_is_repeated_within_its_turn() -> None:
    """A clock cannot tell a microsecond."""
    count = [0]

    def work() -> None:
        count[0] += 1

    compare(work, work, Goal("slower", 1), 1)

    assert count[0] > 1000


def test_cpu_of_children_is_counted() -> None:
    """A process that is started works for us."""
    command = [sys.executable, "-c", "sum(range(3_000_000))"]

    assert spent(lambda: subprocess.run(command, check=True), 1).cpu > 0.02


@pytest.mark.parametrize(
    ("ratio", "noise", "mark"), [(1.0, 1.0, "✓"), (9.0, 1.0, "✗"), (1.0, 1.2, "~"), (9.0, 0.8, "~")]
)
def test_a_noisy_machine_judges_nothing(ratio: float, noise: float, mark: str) -> None:
    """The reference against itself must be itself."""
    row = Row("work", "reference", Goal("slower", 2, 0.5), Rounds(ratio, noise, SPENT, SPENT), 10, 2_000_000)

    assert row.mark == mark
    assert ("noisy, not judged" in line(row)) is (mark == "~")


def test_what_cannot_be_measured_says_so() -> None:
    """No figure is invented."""
    row = Row("work", "reference", Goal("faster", 10), None, 10, 0, "not installed")

    assert row.mark == ""
    assert "not installed" in line(row)


def test_goals_are_met_by_their_first_step() -> None:
    """The second is the next one."""
    assert Goal("slower", 2, 0.5).met(2.0) and not Goal("slower", 2, 0.5).met(2.1)
    assert Goal("faster", 1, 10).met(1.0) and not Goal("faster", 1, 10).met(0.9)
    assert str(Goal("slower", 2, 0.5)) == "≤ 2×, 0.5×"
    assert str(Goal("faster", 0.85)) == "≥ 0.85×"


def test_figures_have_three_digits_and_a_unit() -> None:
    """So that a column can be read down."""
    assert [seconds(value) for value in (12.345, 0.012345, 0.0000123)] == ["12.3 s", "12.3 ms", "12.3 µs"]
    assert [size(value) for value in (0, 12, 12_345, 12_345_678)] == ["–", "12 B", "12.3 kB", "12.3 MB"]
    assert len(head().splitlines()[0]) <= 100


def test_an_organisation_is_the_same_each_time_and_unlike_the_next() -> None:
    """Its number is its seed."""
    asked = Library().questionnaire

    assert organisation(asked, 7) == organisation(asked, 7)
    assert organisation(asked, 7) != organisation(asked, 8)


def test_organisations_are_fit_to_be_read() -> None:
    """Every one of the first hundred."""
    asked = Library().questionnaire
    for number in range(100):
        text = organisation(asked, number)
        answers = parse(source.parse(text.encode(), f"{number}.toml"), asked)
        assert answers.rows("activities")
