"""The browser and the command line share one file: what one writes the other reads, both ways, without loss."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from program import DAY, EXAMPLE, environment, run
from strategies import library

from privet.draft import opened
from privet.rewriting import BEGINNING, comments
from privet.web.editing.desk import FileDesk
from privet.web.interview.sitting import Sitting, sitting
from web.editing import Editing

NOTES = """\
#:schema privacy.schema.json

# Anna keeps this file.  Ask her.
schema = 1

# ---- who we are
[organisation]
name = 'De Zon'   # as at the chamber of commerce
kind = "shop"     # and café

[contact]
name  = "Anna"
email = "anna@zon.example"

[people]
groups = [
    "customer", # all of them
]
places = ["NL"]

[activities]
# the shop came first
[activities.shop]
label = "Shop"
items = ["name", "email"] # no more than that
optional = []

[activities.club]
label = "Club" # on Fridays

[tasks.keep-periods] # written by hand
state = "open"
owner = "Anna"
"""
COPIES = {"notes": NOTES, "reference": EXAMPLE.read_text(encoding="utf-8")}


def seat(here: Editing) -> Sitting:
    return sitting(FileDesk(here.file))


def asked_in_terminal(file: Path) -> str:
    """What ``privet init`` says when it takes the file up and nobody answers."""
    done = subprocess.run(
        [sys.executable, "-m", "privet", "init", file.name],
        cwd=file.parent, input=b"", capture_output=True, env=environment(), timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return " ".join(done.stderr.decode().split())


@pytest.fixture(params=COPIES)
def by_hand(request: pytest.FixtureRequest, here: Editing) -> Editing:
    """A file that somebody wrote in an editor."""
    here.file.write_text(COPIES[request.param], encoding="utf-8")
    return here


def test_the_browser_shows_every_answer_that_was_written_by_hand(by_hand: Editing) -> None:
    """Each page of the interview, sent as it is shown, leaves the file byte for byte."""
    before = by_hand.file.read_bytes()
    for step in seat(by_hand).steps:
        page = by_hand.get(seat(by_hand).url(step))
        if not step.question.rows or seat(by_hand).answers.rows(step.question.table):
            assert by_hand.post(page, page.form).status == 302, page.path
            assert by_hand.file.read_bytes() == before, page.path


def test_the_browser_changes_what_it_is_asked_to_and_nothing_else(by_hand: Editing) -> None:
    """Comments, order, quotes and tables that the interview never asks for stay."""
    before, notes = by_hand.data, comments(by_hand.text)
    assert by_hand.answer("/question/breach/", who="Bram").status == 302
    assert by_hand.answer("/question/organisation/", address="Dorpsstraat 1\r\nOns Dorp").status == 302
    assert by_hand.answer("/question/people-places/", places=["Nederland", "België", ""]).status == 302
    wanted = json.loads(json.dumps(before)) | {"breach": {"who": "Bram"}}
    wanted["organisation"]["address"] = "Dorpsstraat 1\nOns Dorp"
    wanted["people"]["places"] = ["NL", "BE"]

    assert by_hand.data == wanted
    assert not notes - comments(by_hand.text)


def test_the_command_line_reads_what_the_browser_wrote(here: Editing) -> None:
    """Check, build and the interview in the terminal, on a file from nothing but pages."""
    here.answer("/question/organisation/", name="De Zon « été »", website_unknown="on", address_unknown="on")
    here.answer("/question/organisation-kind/", kind="shop")
    here.answer("/question/organisation-places/", places="Pays-Bas")
    here.answer("/question/contact/", name="Anna", email="anna@zon.example")
    here.answer("/question/people/", groups=["customer"], groups_other="Oma’s\r\nOpa’s")
    here.answer("/question/activities/", rows=["newsletter"], rows_other="Bonnetjes")
    here.answer("/question/keep/newsletter/", keep_from="consent-withdrawn", keep_amount="1", keep_unit="months")
    here.answer("/question/approval/", by="Anna", date="2026-11-22", review_unknown="on", languages=["nl"])
    assert here.text.startswith(BEGINNING)

    checked = run("check", here.file, "--on", DAY)
    built = run(
        "build",
        here.file,
        "--document",
        "plan",
        "--format",
        "md",
        "--lang",
        "nl",
        "--on",
        DAY,
        "-o",
        here.file.parent / "out",
    )
    assert checked.code in (0, 1) and not checked.traceback, checked.said
    assert built.code == 0, built.said
    (plan,) = (path.read_text(encoding="utf-8") for path in (here.file.parent / "out").rglob("plan.nl.md"))
    assert "De Zon « été »" in plan and "Bonnetjes" in plan

    before = here.text
    said = asked_in_terminal(here.file)
    following = next(step for step in seat(here).steps if step.question.id == "size")
    assert library().questionnaire.question(following.question.id).title["en"] in said
    assert here.text == before


def test_what_the_terminal_answers_the_browser_goes_on_from(here: Editing) -> None:
    """Two questions in the terminal, the next one in the browser, and the terminal again."""
    done = subprocess.run(
        [sys.executable, "-m", "privet", "init", here.file.name],
        cwd=here.file.parent, input=b"De Zon\n\n\n1\nq\n", capture_output=True, env=environment(), timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert here.data["organisation"] == {"name": "De Zon", "kind": "shop"}
    home = here.get("/")
    assert "/question/organisation-places/" in home.links

    assert here.answer("/question/organisation-places/", places="NL").status == 302
    assert library().questionnaire.question("organisation-places").title["en"] not in asked_in_terminal(here.file)


def test_the_browser_and_the_terminal_write_the_same_bytes(here: Editing, tmp_path: Path) -> None:
    """The same answers in the same order are the same file."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "privet", "init"],
        cwd=elsewhere, input=b"De Zon\n\n\n1\nNL\nq\n", capture_output=True, env=environment(), timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    here.answer("/question/organisation/", name="De Zon")
    here.answer("/question/organisation-kind/", kind="shop")
    here.answer("/question/organisation-places/", places="NL")

    assert here.file.read_bytes() == (elsewhere / "privacy.toml").read_bytes()


def test_what_the_browser_wrote_is_the_same_to_both_readers(by_hand: Editing) -> None:
    """The command line's own reader finds the answers that the pages show."""
    by_hand.answer("/question/contact/", phone="012 345")
    draft = opened(by_hand.file, library().questionnaire)

    assert draft.answers.digest == seat(by_hand).answers.digest
    assert tomllib.loads(by_hand.text)["contact"]["phone"] == "012 345"
