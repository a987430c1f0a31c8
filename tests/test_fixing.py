"""``--fix``: what is proposed settles what was found, is shown before it is written, and loses nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from program import Ran, run
from site_pages import CONTACT, GOOD, PLAN, REAL, page

DAY = "2026-11-22"
EXTRA = '<label>Date of birth <input name="born" autocomplete="bday"></label>\n<button>'
REMARK = "# what the accountant asked for\n"
CRM = "name,email,birth_date\n" + "".join(
    f"Ans de Vries,ans{n}@dehoek.example,19{n:02}-03-1{n % 10}\n" for n in range(40, 80)
)


def shop(folder: Path, contact: str = CONTACT.replace("<button>", EXTRA), text: str = PLAN) -> Path:
    """A folder with a plan, and a site that asks for something that the plan does not name."""
    (folder / "www").mkdir()
    for name, content in {**GOOD, "contact.html": page(contact)}.items():
        (folder / "www" / name).write_text(content, encoding="utf-8")
    (folder / "privacy.toml").write_text(text.replace("[activities.orders]", f"{REMARK}[activities.orders]"), "utf-8")
    return folder


def fix(home: Path, *more: str, typed: str = "", what: tuple[str, ...] = ("site", "www")) -> Ran:
    return run("check", *what, "--on", DAY, "--fix", *more, cwd=home, typed=typed)


def answers(home: Path) -> str:
    return (home / "privacy.toml").read_text(encoding="utf-8")


def codes(home: Path) -> list[str]:
    """What is found on the site, but that the notice on it is to be made anew: that comes of any change."""
    done = run("check", "site", "www", "--on", DAY, "--format", "json", cwd=home)
    return [entry["code"] for entry in json.loads(done.out)["findings"] if entry["code"] != "P06"]


def test_it_shows_what_follows_and_writes_after_a_yes(tmp_path: Path) -> None:
    home = shop(tmp_path)
    done = fix(home, typed="\n1\n")

    shown, written = done.err.index("What follows from it"), done.err.index("privacy.toml: written")
    assert shown < written
    assert "date of birth" in done.err[:shown]
    assert "did not agree to this" in done.err or "changed under" in done.err
    assert 'items = ["name", "email", "message-content", "phone", "birth-date"]' in answers(home)
    assert REMARK in answers(home)
    assert codes(home) == []
    assert done.code == 0


@pytest.mark.parametrize("typed", ["", "\n", "\n2\n", "\n\n", "0\n", "q\n", "\nno\n", "\nq\n"])
def test_nothing_is_written_without_a_yes(tmp_path: Path, typed: str) -> None:
    home = shop(tmp_path)
    before = answers(home)

    done = fix(home, typed=typed)

    assert answers(home) == before
    assert "nothing was written" in done.err
    assert done.code == 1


def test_only_what_was_chosen_is_written(tmp_path: Path) -> None:
    more = CONTACT.replace("<button>", '<label>Nationality <input name="nationality"></label>' + EXTRA)
    home = shop(tmp_path, more)
    assert codes(home) == ["PS101", "PS101"]

    done = fix(home, typed="7\n2\nyes\n")

    assert "There is no number 7" in done.err
    assert '"birth-date"]' in answers(home)
    assert "nationality" not in answers(home)
    assert done.code == 1, "one is left"


def test_it_can_be_said_beforehand_and_in_other_languages(tmp_path: Path) -> None:
    home = shop(tmp_path)
    assert "Nothing" not in fix(home, "--lang", "nl", typed="\nnee\n").err
    assert fix(home, "--lang", "fr", typed="\noui\n").code == 0
    assert codes(home) == []
    again = fix(home, "--yes")
    assert "nothing that a change of the answers would settle" in again.err


def test_yes_needs_no_fix_and_no_terminal(tmp_path: Path) -> None:
    home = shop(tmp_path)
    assert run("check", "site", "www", "--yes", "--on", DAY, cwd=home).code == 0
    assert codes(home) == []


def test_findings_stay_on_standard_output(tmp_path: Path) -> None:
    """What a program reads holds nothing but findings."""
    done = fix(shop(tmp_path), "--format", "json", typed="\n1\n")
    assert [entry["code"] for entry in json.loads(done.out)["findings"]] == ["PS101"]


def test_a_required_field_and_an_unknown_company(tmp_path: Path) -> None:
    contact = CONTACT.replace('name="phone"', 'name="phone" required')
    contact += '<script src="https://www.google-analytics.com/analytics.js"></script>'
    home = shop(tmp_path, contact)
    assert sorted(codes(home)) == ["PS103", "PS141"]

    fix(home, "--yes")

    assert "optional = []" in answers(home)
    assert "google-analytics" in answers(home)
    assert codes(home) == []


def test_a_form_that_the_plan_does_not_know(tmp_path: Path) -> None:
    job = """<h2>Work with us</h2><form id="apply" method="post" action="/jobs">
    <label>Name <input name="name"></label><label>Your CV <input type="file" name="cv"></label>
    <button>Apply for this job</button> <a href="privacy.html">Privacy notice</a></form>"""
    home = shop(tmp_path, CONTACT + job)
    assert "PS104" in codes(home)

    fix(home, "--yes")

    assert 'template = "hiring"' in answers(home)
    assert "PS104" not in codes(home)


def test_a_column_that_the_plan_does_not_know(tmp_path: Path) -> None:
    home = shop(tmp_path, CONTACT)
    (home / "contacts.csv").write_text(CRM, encoding="utf-8")
    what = ("data", "contacts.csv", "--activity", "contact")

    done = fix(home, typed="\n1\n", what=what)

    assert "PD101" in done.out
    assert '"birth-date"]' in answers(home)
    assert "PD101" not in run("check", *what, "--on", DAY, cwd=home).out


def test_what_was_accepted_is_not_proposed(tmp_path: Path) -> None:
    row = '\n[accepted.a]\ncode = "PS101"\nreason = "The field goes next week."\nuntil = 2026-12-31\n'
    done = fix(shop(tmp_path, text=PLAN + row), "--yes")
    assert "nothing that a change of the answers would settle" in done.err
    assert done.code == 0


def test_what_is_not_known_yet_stays_so(tmp_path: Path) -> None:
    """A list that says "unknown" is not made to look known."""
    text = PLAN.replace('items = ["name", "email", "message-content", "phone"]', 'items = "unknown"')
    home = shop(tmp_path, text=text)
    fix(home, "--yes")
    assert 'items = "unknown"' in answers(home)


@pytest.mark.parametrize("arguments", [("check", "--fix"), ("check", "notice", "www/privacy.html", "--fix")])
def test_it_is_for_sites_and_data(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, cwd=shop(tmp_path))
    assert done.code == 2
    assert "privet check site … --fix" in done.err


@pytest.mark.parametrize("exhibit", sorted(path.name for path in REAL.iterdir()) if REAL.is_dir() else [])
def test_whatever_is_proposed_settles_what_it_is_for(tmp_path: Path, exhibit: str) -> None:
    """On pages that we did not write: after --fix, no finding is left that a change of answers would settle."""
    home = shop(tmp_path, CONTACT)
    if (REAL / exhibit).is_dir():
        shutil.copytree(REAL / exhibit, home / "www" / "more")
    else:
        shutil.copy(REAL / exhibit, home / "www" / "exhibit.html")
    for _ in range(3):  # a form that is placed now may show what was hidden
        done = fix(home, "--yes")
        if "nothing that a change of the answers would settle" in done.err:
            return
    raise AssertionError(done.err)
